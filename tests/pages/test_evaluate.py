"""Evaluate: starting, charts, prices, the question table, files."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.evaluation.figures.abstention import abstention
from core.evaluation.figures.labels import labels
from tests import fake_data
from tests.fake_answers import labelled, refused
from tests.fakes import FakeEngine
from tests.pages.conftest import APP, chapter

PAGE = "pages/compare/evaluate.py"
COSTS = ["Cost", "Cost of a month", "Break-even: Fine-tuned and RAG"]
STORY = {
    "found": ["Differences between arms", "Accuracy"],
    "where": ["Where: by kind of question"],
    "why": ["Why: what retrieval finds", "Why: retrieval misses and reading misses"],
    "cost": [
        "Time to first token",
        "Latency",
        "Where the time goes",
        "Latency at the same length",
        *COSTS,
    ],
}
"""The charts of each chapter."""


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.subheader]


def test_a_banner_names_the_model_and_how_far_a_verdict_carries(page: AppTest) -> None:
    assert page.info[0].value.startswith(r"SmolLM2\-135M\-Instruct, 135M parameters")
    assert "don't carry over to larger ones" in page.info[0].value


def test_charts_come_with_sentences_and_tables(page: AppTest) -> None:
    for key, shown in STORY.items():
        page = chapter(page, key)
        assert headings(page)[:2] == ["Is there enough data for a verdict?", "What was found"]
        assert headings(page)[2:] == shown
        assert len(page.get("plotly_chart")) == len(shown)
        for words in ("**Shown:**", "**Limits:**"):
            assert sum(line.value.startswith(words) for line in page.caption) == len(shown)
        assert len([box for box in page.expander if "as a table" in box.label]) == len(shown)


def test_every_chart_stands_on_one_page_to_be_printed(page: AppTest) -> None:
    # Paper lets nobody choose, so it has every slice.
    story = STORY | {"where": [*STORY["where"], "Where: by document"]}
    shown = [heading for part in story.values() for heading in part]
    assert headings(chapter(page, "all"))[2:] == [*shown, "Every question, every answer"]
    assert not page.exception


def test_a_link_opens_its_chapter_and_an_unknown_one_the_first(app: AppTest, page: AppTest) -> None:
    assert chapter(page, "why").query_params["chapter"] == "why"
    for named, opened in (("cost", "cost"), ("nowhere", "found")):
        other = AppTest.from_file(APP, default_timeout=60).run()
        other.query_params["chapter"] = named
        other = other.switch_page(PAGE).run()
        assert other.segmented_control(key="evaluate.chapter").value == opened


def test_a_chapter_without_anything_to_show_is_not_offered(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.summary_changes = {"slices": {}, "reading": {}, "retrieval": {}}
    page = page.run()
    offered = page.segmented_control(key="evaluate.chapter").options
    assert "Why" not in offered
    assert offered[0] == "What was found"


def test_a_use_says_what_to_look_at_first_and_puts_it_first(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.set_use(handbook, "healthcare")
    page = page.run()
    assert any(
        "For healthcare look first at refusals, because" in line.value.replace("\\", "")
        for line in page.markdown
    )
    assert headings(page)[2:] == ["Differences between arms", "Accuracy"]
    engine.set_use(handbook, "content")
    assert headings(page.run())[2:] == ["Differences between arms", "Accuracy", "Latency", *COSTS]
    # It stands in its own chapter as well, and on the page to be printed once.
    assert "Latency" in headings(chapter(page, "cost"))
    assert headings(chapter(page, "all")).count("Latency") == 1


def test_the_user_chooses_what_to_slice_by_among_what_differs(page: AppTest) -> None:
    page = chapter(page, "where")
    control = next(one for one in page.segmented_control if one.label == "Slice by")
    assert control.options == ["Kind of question", "Document"]
    page = control.set_value("document").run()
    assert "Where: by document" in headings(page)
    assert not page.exception


def test_refusals_and_labels_are_shown_where_they_were_asked_for(
    page: AppTest, engine: FakeEngine, handbook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = engine.evaluation
    rows = [refused(n, {"base": False, "rag": True}) for n in range(9)]
    rows += [labelled(n, "ab"[n % 2], {"base": None, "rag": "a"}) for n in range(9, 20)]
    asked = {"abstention": abstention(rows, ["base", "rag"]), "labels": labels(rows, ["rag"])}

    def evaluation(project: str, evaluation: str) -> dict[str, Any]:
        found = plain(project, evaluation)
        return found | {"summary": found["summary"] | asked}

    monkeypatch.setattr(engine, "evaluation", evaluation)
    engine.set_use(handbook, "healthcare")
    page = page.run()
    # In healthcare refusals come first.
    assert headings(page)[3] == "Refusals: right ones and wrong ones"
    assert "Labels: right ones, and one label for all" in headings(page)
    assert not page.exception


def told(page: AppTest) -> str:
    return " ".join(text.value for text in page.caption).replace("\\", "")


def test_cost_stands_there_at_an_example_price_until_one_is_set(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = chapter(page, "cost")
    assert "Cost" in headings(page)
    assert "USD (example price) per 1,000 questions" in told(page)
    assert "It is nobody's offer" in told(page)
    page = page.segmented_control(key="evaluate.way").set_value("machine").run()
    page = page.button(key="evaluate.save_prices").click().run()
    assert "Type an amount" in page.error[0].value
    page.number_input(key="evaluate.price.machine_per_hour").set_value(0.2)
    page = page.button(key="evaluate.save_prices").click().run()
    assert engine.prices(handbook)["machine_per_hour"] == 0.2
    assert engine.prices(handbook)["as_of"]
    assert "Cost" in headings(page)
    assert "example price" not in told(page)
    page = page.segmented_control(key="evaluate.way").set_value("none").run()
    page = page.button(key="evaluate.save_prices").click().run()
    assert "USD (example price)" in told(page)


def test_an_evaluation_starts_with_what_was_chosen(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page.pills(key="evaluate.arms").set_value(["rag", "base"])
    page.number_input(key="evaluate.n").set_value(5)
    page.number_input(key="evaluate.seed").set_value(7)
    page = page.button(key="evaluate.start").click().run()
    stored = engine.evaluations(handbook)[0]
    assert (stored["arms"], stored["n"], stored["seed"]) == (["base", "rag"], 5, 7)
    assert not page.exception


def test_what_a_run_can_show_is_said_before_it(page: AppTest) -> None:
    def said(page: AppTest) -> str:
        return next(line.value for line in page.caption if "Can detect" in line.value)

    assert "too few for a verdict" in said(page)
    assert "About 2 min" in said(page)
    page = page.selectbox(key="evaluate.split").set_value("dev").run()
    assert "no test question has an expected answer" in said(page)


def test_rivals_and_controls_can_be_asked_beside_the_arms(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page.pills(key="evaluate.more").set_value(["oracle", "few-shot"])
    page.button(key="evaluate.start").click().run()
    arms = engine.evaluations(handbook)[0]["arms"]
    assert arms == ["base", "rag", "tuned", "hybrid", "few-shot", "oracle"]


def test_no_arm_is_refused(page: AppTest, engine: FakeEngine, handbook: str) -> None:
    page.pills(key="evaluate.arms").set_value([])
    page = page.button(key="evaluate.start").click().run()
    assert page.error[0].value == r"Choose at least one arm\."
    assert len(engine.evaluations(handbook)) == 1


def test_a_second_evaluation_waits_for_the_first(page: AppTest, engine: FakeEngine) -> None:
    engine.seconds = 1000
    page = page.button(key="evaluate.start").click().run()
    assert len(page.progress) == 1
    page = page.button(key="evaluate.start").click().run()
    assert "An evaluation is running" in page.error[0].value


def test_without_questions_the_page_leads_to_them(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert "Add questions" in [link.value for link in page.page_link]
    assert not page.get("plotly_chart")


def listed(page: AppTest) -> list[str]:
    """Return the questions of the list of answers, as Markdown."""
    return [text.value for text in page.markdown if "Expected: " in text.value]


def test_every_answer_stands_in_full_and_narrows_to_disagreement_and_words(page: AppTest) -> None:
    page = chapter(page, "answers")
    assert len(listed(page)) == 20
    assert not [button for button in page.button if button.key == "evaluate.more"]
    first = listed(page)[0].replace("\\", "")
    assert ":material/cancel: **Base**: =SUM(A1) 20 days, in most countries" in first
    page = page.selectbox(key="evaluate.behind").set_value("disagree").run()
    assert len(listed(page)) == 18
    page = page.text_input(key="evaluate.words").set_value("LEVEL 30").run()
    assert [text.splitlines()[0] for text in listed(page)] == [
        r"**How many days of leave does level 30 have?**  "
    ]
    page = page.text_input(key="evaluate.words").set_value("nowhere").run()
    assert any("No question matches" in text.value for text in page.markdown)


def test_a_passage_that_was_read_is_a_link_to_its_document(page: AppTest) -> None:
    read = [line.value for line in chapter(page, "answers").caption if " read: [" in line.value]
    assert len(read) == 20
    assert read[0].startswith("RAG and Hybrid read: [handbook")
    assert read[0].endswith("(documents?project=p-1&document=handbook.pdf&passage=handbook.pdf-1)")


def test_a_link_opens_its_evaluation(page: AppTest, engine: FakeEngine, handbook: str) -> None:
    engine.evaluate(handbook, ["base"], "test", 3)
    page = page.run()
    assert "evaluation" not in page.query_params
    assert page.selectbox(key="evaluate.chosen").value == "e-2"
    page = page.selectbox(key="evaluate.chosen").set_value("e-1").run()
    assert page.query_params["evaluation"] == "e-1"
    assert len(listed(chapter(page, "answers"))) == 20
    page.query_params["evaluation"] = "e-2"
    assert len(listed(page.run())) == 3


def test_an_evaluation_that_is_not_here_is_named_and_no_other_one_opened(page: AppTest) -> None:
    page.query_params["evaluation"] = "e-9"
    page = page.run()
    assert "There is no evaluation e\\-9 here" in page.warning[0].value
    assert not page.get("plotly_chart")
    page = page.selectbox(key="evaluate.chosen").set_value("e-1").run()
    assert page.query_params["evaluation"] == "e-1"
    assert page.get("plotly_chart")


def test_of_two_evaluations_with_the_same_label_the_chosen_one_is_opened(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.evaluate(handbook, ["base"], "test", 3)
    engine.evaluate(handbook, ["base"], "test", 3)
    for key in ("e-2", "e-3"):
        page = page.run().selectbox(key="evaluate.chosen").set_value(key).run()
        assert page.query_params["evaluation"] == key
    labels = page.selectbox(key="evaluate.chosen").options
    assert len(set(labels)) == len(labels)


def test_deleting_takes_the_evaluation_away(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = page.button(key="evaluate.delete").click().run()
    assert engine.evaluations(handbook) == []
    assert any("No evaluations yet" in text.value for text in page.markdown)


def checks(page: AppTest) -> str:
    return " ".join(line.value.replace("\\", "") for line in page.markdown)


def test_thirty_questions_get_no_verdict_and_the_page_says_how_many_would(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.summary_changes = {
        "contrasts": [fake_data.contrast("hybrid", "rag", "exploratory", 0.1, 30)]
    }
    page = page.run()
    few = "30 questions in 7 groups on facts held out from training: too few for a verdict"
    assert few in checks(page)
    assert "**Too few questions.**" in checks(page)
    assert "**Supported.**" not in checks(page)


def test_questions_that_training_gives_away_are_counted(page: AppTest) -> None:
    assert (
        "3 questions left out because training or a document gives the answer away: 1 word for "
        "word in training, 2 reworded in training, with the same answer." in checks(page)
    )


def test_a_model_that_ignores_its_passages_is_named(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    assert "Not yet checked: can this model use passages?" in checks(page)
    found = {"n": 60, "base": 0.02, "oracle": 0.05, "findings": ["unread"]}
    engine.gates_found = found
    said = "5 % when handed the right passage. The model makes little use of the right passage"
    assert said in checks(page.run())
    # What was measured in the evaluation itself comes first.
    engine.summary_changes = {"gates": found | {"oracle": 0.6, "findings": ["reads"]}}
    assert "The model uses passages, so retrieval can help here." in checks(page.run())


def test_all_seeds_are_offered_where_an_adapter_has_siblings_and_asked_when_told(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    assert not page.toggle
    engine.adapters(handbook)[0]["seeds"] = [0, 1, 2]
    page = page.run()
    assert page.toggle(key="evaluate.all_seeds").label == "All 3 seeds"
    assert any("About 2 min" in line.value for line in page.caption)
    page = page.toggle(key="evaluate.all_seeds").set_value(True).run()
    assert any("About 6 min" in line.value for line in page.caption)
    page.button(key="evaluate.start").click().run()
    assert engine.jobs(handbook)[0]["settings"]["all_seeds"] is True
