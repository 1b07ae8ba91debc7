"""Reviewing generated questions: verdicts, stepping back, editing, the badge."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from core.errors import BusyError
from tests import fake_data as data
from tests.fakes import FakeEngine
from ui.prepare import reviewing

PAGE = "pages/prepare/questions.py"


@pytest.fixture
def page(app: AppTest, engine: FakeEngine, project: str) -> AppTest:
    """The page of a project with 16 generated questions."""
    engine.held[project]["documents"] = [data.document("handbook.pdf")]
    engine.generate(project, 8)
    return app.run().switch_page(PAGE).run()


def progress(page: AppTest) -> str:
    return str(page.get("progress")[0].proto.text)


def question(page: AppTest) -> str:
    [heading] = [text.value for text in page.markdown if text.value.startswith("#### ")]
    return str(heading)


def button(page: AppTest, verdict: str) -> Button:
    [found] = [one for one in page.button if (one.key or "").startswith(f"review.{verdict}.")]
    return found


def press(page: AppTest, verdict: str) -> AppTest:
    return button(page, verdict).click().run()


def test_verdicts_count_and_bring_the_next_question(page: AppTest, engine: FakeEngine) -> None:
    first = question(page)
    page = press(page, "accept")
    assert question(page) != first
    assert "1 of 16 reviewed · 100% accepted" in progress(page)
    page = press(page, "reject")
    assert "2 of 16 reviewed · 50% accepted" in progress(page)
    assert page.metric[2].value == "7"
    assert [call[1]["verdict"] for call in engine.calls[-2:]] == ["accept", "reject"]


@pytest.mark.parametrize("key", ["reject", "edit"])
def test_a_key_that_meets_the_question_before_does_nothing(page: AppTest, key: str) -> None:
    early = button(page, key)
    press(page, "accept")
    page = early.click().run()
    assert "1 of 16 reviewed · 100% accepted" in progress(page)
    page = page.button(key="review.previous").click().run()
    assert not page.text_input


def test_previous_shows_what_was_rejected_and_takes_it_back(page: AppTest) -> None:
    first = question(page)
    assert page.button(key="review.previous").disabled
    page = press(page, "reject")
    page = page.button(key="review.previous").click().run()
    assert question(page) == first
    page = press(page, "accept")
    assert question(page) != first
    assert "1 of 16 reviewed · 100% accepted" in progress(page)


def test_an_edit_keeps_the_question_with_its_new_words(
    page: AppTest, engine: FakeEngine, project: str
) -> None:
    page = press(page, "edit")
    key = page.text_input[0].key.removeprefix("review.text.")
    page.text_input(key=f"review.text.{key}").set_value("How much leave is there?")
    page.text_input(key=f"review.answers.{key}").set_value("25 days | 25")
    page = page.button(key="review.save").click().run()
    [row] = [row for row in engine.questions(project) if row["id"] == key]
    assert (row["text"], row["answers"]) == ("How much leave is there?", ["25 days", "25"])
    assert row["extra"]["review"] == "edited"


def test_an_edit_that_leaves_nothing_is_refused(page: AppTest) -> None:
    page = press(page, "edit")
    page.text_input[0].set_value(" ")
    page = page.button(key="review.save").click().run()
    assert "The question is empty" in page.error[0].value


def test_the_end_of_the_review_says_what_comes_next(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    engine.generate(project, 1)
    page = app.run().switch_page(PAGE).run()
    for _ in range(2):
        page = press(page, "accept")
    assert any("All generated questions are reviewed" in text.value for text in page.markdown)
    assert not any(button.label == "Accept" for button in page.button)


def test_only_the_answer_is_marked_in_a_passage() -> None:
    passage = {"before": "1. <b>No</b>\n    *stars* :smile: ", "answer": "$5_", "after": " [x](y)"}
    text = reviewing.marked(passage)
    assert text.count(":orange-background[**") == 1
    for markup in ("<b>", "*stars*", ":smile:", "[x](y)", "\n", " 1. "):
        assert markup not in text
    assert reviewing.marked({"before": "All of it.", "answer": "", "after": ""}) == r"All of it\."


def test_home_and_evaluate_say_what_nobody_reviewed(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    assert not any("not reviewed" in text.value for text in app.run().markdown)
    engine.generate(handbook, 8)
    assert any("16 generated questions not reviewed" in text.value for text in app.run().markdown)
    engine.evaluate(handbook, data.ARMS, "test", 28)
    page = app.switch_page("pages/compare/evaluate.py").run()
    assert any("Questions generated, 0 of 8 reviewed" in text.value for text in page.markdown)
    assert any("nobody reviewed them" in text.value for text in page.caption)


def test_a_verdict_that_cannot_be_taken_says_why(
    page: AppTest, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise BusyError("An evaluation of this project runs.")

    monkeypatch.setattr(engine, "review_question", refuse)
    page = press(page, "accept")
    assert "An evaluation of this project runs" in page.error[0].value
    assert "0 of 16 reviewed" in progress(page)
