"""Questions: importing, what was dropped, editing, refusing."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes import FakeEngine
from ui import choices
from ui.prepare import questions

PAGE = "pages/prepare/questions.py"


@pytest.fixture
def page(app: AppTest, project: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def table_key(engine: FakeEngine, project: str) -> str:
    return choices.rows_key("questions.table.0", [row["id"] for row in engine.questions(project)])


def upload(page: AppTest, content: str) -> AppTest:
    page = page.file_uploader[0].upload("set.csv", content.encode()).run()
    return page.button(key="questions.import").click().run()


def test_an_import_says_what_was_added_and_what_was_dropped(page: AppTest) -> None:
    page = upload(page, questions.TEMPLATE_CSV)
    assert page.success[0].value == r"4 questions added\."
    assert "1 training question dropped" in page.warning[0].value
    assert page.metric[0].value == "4"


def test_a_file_without_the_columns_is_refused(page: AppTest, engine: FakeEngine) -> None:
    page = upload(page, "frage;antwort\n")
    assert "needs question and answers" in page.error[0].value
    assert not page.success
    assert next(iter(engine.held.values()))["questions"] == []


def test_no_questions_yet_is_said_and_a_template_is_offered(page: AppTest) -> None:
    assert any("No questions yet" in text.value for text in page.markdown)
    assert page.download_button(key="questions.template").label == "CSV template"
    assert page.button(key="questions.import").disabled


def test_an_edited_table_is_saved_as_a_whole(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = app.run().switch_page(PAGE).run()
    assert page.button(key="questions.save").disabled
    page.session_state[table_key(engine, handbook)] = {
        "edited_rows": {0: {"Answers": "30 days | 30"}},
        "added_rows": [{"Question": "Who?", "Answers": "HR", "Split": "dev"}],
        "deleted_rows": [1],
    }
    page = page.run().button(key="questions.save").click().run()
    assert page.success[0].value == r"Table saved\."
    saved = engine.calls[-1][1]["questions"]
    assert len(saved) == 48
    assert (saved[0]["id"], saved[0]["answers"]) == ("q-0", ["30 days", "30"])
    assert saved[1]["id"] == "q-2"
    assert saved[-1] == {
        "id": None,
        "text": "Who?",
        "answers": ["HR"],
        "kind": "answerable",
        "split": "dev",
        "group": None,
        "document": None,
        "extra": {},
    }


def test_an_answer_taken_away_is_refused_and_nothing_is_lost(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = app.run().switch_page(PAGE).run()
    page.session_state[table_key(engine, handbook)] = {
        "edited_rows": {0: {"Answers": ""}},
        "added_rows": [],
        "deleted_rows": [],
    }
    page = page.run().button(key="questions.save").click().run()
    assert "1 question has no answer" in page.error[0].value
    assert engine.questions(handbook)[0]["answers"] == ["20 days", "20"]


def test_what_was_typed_for_a_question_that_is_gone_changes_no_other_one(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = app.run().switch_page(PAGE).run()
    typed = {"edited_rows": {0: {"Answers": "30 days"}}, "added_rows": [], "deleted_rows": []}
    page.session_state[table_key(engine, handbook)] = typed
    page = page.run()
    assert not page.button(key="questions.save").disabled
    del engine.held[handbook]["questions"][0]  # Somebody else, at another screen.
    assert page.run().button(key="questions.save").disabled
