"""Freshness: the live edit, starting an experiment, charts, the question table, files."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes import FakeEngine

PAGE = "pages/compare/freshness.py"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def words(page: AppTest) -> str:
    parts = [*page.markdown, *page.caption, *page.text]
    return " ".join(str(one.value) for one in parts).replace("\\", "")


def change_it(page: AppTest, value: str) -> AppTest:
    next(field for field in page.text_input if field.label == "New value").set_value(value)
    return page.button(key="freshness.change").click().run()


def test_a_fact_is_changed_live_and_every_card_says_what_it_gives(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    fact = engine.freshness_choices(handbook)["facts"][0]
    page = change_it(page, "99 days")
    assert not page.exception
    assert not page.error
    assert engine.edits(handbook)[0]["new"] == "99 days"
    said = words(page)
    for badge in ("says neither", "says old and new", "says the old value", "says the new value"):
        assert badge in said
    assert f"Was **{fact['answer']}**, now **99 days**." in said
    assert [metric.label for metric in page.metric][:3] == ["Find and rewrite", "Embed", "Index"]


def test_of_two_facts_with_the_same_words_the_chosen_one_is_changed(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    first, second = engine.freshness_choices(handbook)["facts"][:2]
    rows = {row["id"]: row for row in engine.questions(handbook)}
    rows[second["id"]] |= {"text": first["question"], "answers": [first["answer"]]}
    page = page.run()
    change_it(page.selectbox(key="freshness.fact").set_value(first["id"]).run(), "99 days")
    answers = [fact["answer"] for fact in engine.freshness_choices(handbook)["facts"][:2]]
    assert answers == ["99 days", first["answer"]]


def test_an_experiment_that_is_not_here_is_named_and_no_other_one_opened(
    page: AppTest,
) -> None:
    page.query_params["experiment"] = "j-fresh-9"
    page = page.run()
    assert "There is no experiment j\\-fresh\\-9 here" in page.warning[0].value
    assert not page.get("plotly_chart")
    page = page.selectbox(key="freshness.chosen").set_value("j-fresh-1").run()
    assert page.query_params["experiment"] == "j-fresh-1"
    assert page.get("plotly_chart")


def test_the_old_value_is_put_back(page: AppTest, engine: FakeEngine, handbook: str) -> None:
    before = engine.freshness_choices(handbook)["facts"]
    page = change_it(page, "99 days")
    page = page.button(key="freshness.revert").click().run()
    assert engine.freshness_choices(handbook)["facts"] == before
    assert "says" in page.success[0].value
    assert "freshness.revert" not in {button.key for button in page.button}


def test_the_passage_is_shown_as_it_stands_with_its_answer_marked(page: AppTest) -> None:
    shown = next(one.value for one in page.markdown if "On page three" in one.value)
    assert r"\<b\>nothing\<\/b\>" in shown.replace("/", r"\/")
    assert ":orange-background[" in shown


def test_an_edit_that_is_refused_says_why(page: AppTest, engine: FakeEngine) -> None:
    page = change_it(page, " ")
    assert page.error[0].value == r"Type the new value first\."
    engine.edit_refused = "An evaluation of Staff handbook runs, and documents stay as they are."
    page = change_it(page, "99 days")
    assert "documents stay as they are" in page.error[0].value


def test_an_experiment_starts_with_what_was_chosen(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = page.segmented_control(key="freshness.kind").set_value("remove").run()
    page.multiselect(key="freshness.remove.0").set_value(["handbook.pdf"])
    page.pills(key="freshness.arms").set_value(["rag", "tuned"])
    page = page.toggle(key="freshness.retrain").set_value(True).run()
    assert "training takes about 15 min" in words(page)
    assert "320 answers: about 20 min in all" in words(page)
    page = page.button(key="freshness.start").click().run()
    assert not page.exception
    _, asked = next(call for call in reversed(engine.calls) if call[0] == "freshness")
    assert asked == {
        "change": {"kind": "remove", "documents": ["handbook.pdf"]},
        "arms": ["rag", "tuned"],
        "retrain": True,
        "n": 60,
        "seed": 0,
    }
    assert len(engine.experiments(handbook)) == 2


def test_the_demos_second_version_is_offered_where_there_is_one(
    page: AppTest, engine: FakeEngine
) -> None:
    def options(page: AppTest) -> list[str]:
        return list(page.segmented_control(key="freshness.kind").options)

    assert "The demo's second version" not in options(page)
    engine.demo_changes = 90
    assert "The demo's second version" in options(page.run())


def test_nothing_to_change_no_arm_and_a_refusal_are_said(page: AppTest, engine: FakeEngine) -> None:
    page = page.button(key="freshness.start").click().run()
    assert page.error[0].value == r"First choose what changes\."
    page.pills(key="freshness.arms").set_value([])
    page = page.button(key="freshness.start").click().run()
    assert page.error[0].value == r"Choose at least one arm\."
    engine.demo_changes, engine.refused = 90, "This run needs 9 GB of memory and 2 are free."
    page.run()
    page.segmented_control(key="freshness.kind").set_value("demo")
    page.pills(key="freshness.arms").set_value(["rag"])
    page = page.button(key="freshness.start").click().run()
    assert "9 GB of memory" in page.error[0].value


def test_a_running_experiment_shows_its_progress_and_holds_edits_back(
    page: AppTest, engine: FakeEngine
) -> None:
    engine.seconds, engine.demo_changes = 1000, 90
    page.run()
    page.segmented_control(key="freshness.kind").set_value("demo")
    page = page.button(key="freshness.start").click().run()
    assert len(page.progress) == 1
    assert "edited live again once the experiment has ended" in words(page)
    assert "freshness.change" not in {button.key for button in page.button}


def test_charts_come_with_sentences_and_tables(page: AppTest) -> None:
    headings = [heading.value for heading in page.subheader]
    assert headings[:2] == ["Who says the new value, and when", "What was said after the change"]
    assert len(page.get("plotly_chart")) == 2
    assert "No line for Base" in words(page)
    assert "Hybrid after 2.3 s" in words(page)
    assert "Fine-tuned after 14 min" in words(page)
    assert [m.label for m in page.metric] == [
        "Parse",
        "Embed",
        "Index",
        "Prepare examples",
        "Train",
        "Make the build",
    ]


def test_the_table_shows_an_arms_answers_by_phase_and_narrows(page: AppTest) -> None:
    page = page.selectbox(key="freshness.arm").set_value("tuned").run()
    frame = page.dataframe[-1].value
    assert len(frame) == 40
    assert list(frame.columns[-6:]) == [
        "Before the change",
        "Before the change: says",
        "After the change",
        "After the change: says",
        "After retraining",
        "After retraining: says",
    ]
    page = page.pills(key="freshness.fates.j-fresh-1").set_value(["changed"]).run()
    assert len(page.dataframe[-1].value) == 20
    page = page.text_input(key="freshness.words").set_value("LEVEL 7?").run()
    assert len(page.dataframe[-1].value) == 1
    page = page.text_input(key="freshness.words").set_value("nowhere").run()
    assert "No question matches" in words(page)


def test_an_answer_cannot_become_a_formula_in_the_csv(engine: FakeEngine, handbook: str) -> None:
    from ui.freshness.freshness_results import as_csv

    csv = as_csv(engine.experiment(handbook, "j-fresh-1")["rows"])
    assert "'=no idea" in csv
    assert ",=no idea" not in csv
    assert csv.splitlines()[0].endswith("arm,phase,text,says,latency_ms,error")


def test_deleting_takes_the_experiment_away(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = page.button(key="freshness.delete").click().run()
    assert engine.experiments(handbook) == []
    assert "No experiments yet" in words(page)


def test_an_empty_project_says_what_comes_first(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert not page.exception
    assert "Add questions" in [link.value for link in page.page_link]
    assert "No experiments yet" in words(page)
