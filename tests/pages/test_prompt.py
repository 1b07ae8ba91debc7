"""Prompt: editing with a live preview, what stands against saving, versions."""

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import BusyError
from tests import fake_data
from tests.fakes import FakeEngine

PAGE = "pages/prepare/prompt.py"
KEY = "p-1.short-answer.0"
TESTED = "How many days of leave does level 30 have?"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    return app.run().switch_page(PAGE).run()


def reword(page: AppTest, text: str) -> AppTest:
    return page.text_area(key=f"prompt.instruction.{KEY}").set_value(text).run()


def teach(page: AppTest, question: str, answer: str) -> AppTest:
    page.session_state[f"prompt.examples.{KEY}"] = {
        "edited_rows": {},
        "added_rows": [{"Question": question, "Answer": answer}],
        "deleted_rows": [],
    }
    return page.run()


def save(page: AppTest, name: str) -> AppTest:
    page.text_input(key="prompt.name.0").set_value(name)
    return page.button(key="prompt.save").click().run()


def test_the_preview_is_plain_text_with_the_passages_of_reading_arms(page: AppTest) -> None:
    assert fake_data.PASSAGE in page.code[0].value
    page = page.segmented_control(key="prompt.readers").set_value("closed").run()
    assert fake_data.PASSAGE not in page.code[0].value
    assert not any("<b>" in text.value for text in page.markdown)


def test_the_preview_follows_edits_and_saves_nothing(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = reword(page, 'Answer politely, else "I don\'t know".')
    page = teach(page, "When is tea?", "at four")
    assert "<|system|>Answer politely" in page.code[0].value
    assert "When is tea?" in page.code[0].value
    assert any("**Worked examples** 5" in line.value for line in page.caption)
    assert engine.prompt(handbook)["name"] == "Original"
    page = page.button(key="prompt.undo").click().run()
    assert "Answer politely" not in page.code[0].value


def test_a_change_is_saved_under_its_name_and_used(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    assert page.button(key="prompt.save").disabled
    page = teach(reword(page, 'Be brief, else "I don\'t know".'), "When is tea?", "at four")
    page = save(page, "Brief")
    held = engine.prompt(handbook)
    assert (held["name"], held["examples"]) == ("Brief", [["When is tea?", "at four"]])
    assert page.success[0].value == r"The arms now ask with Brief\."
    assert "show as stale" in page.warning[0].value
    assert page.text_area(key="prompt.instruction.p-1.version-2.1").value.startswith("Be brief")


def test_an_earlier_version_can_be_used_again(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = save(reword(page, 'Be brief, else "I don\'t know".'), "Brief")
    page = page.button(key="prompt.use.short-answer").click().run()
    assert engine.prompt(handbook)["name"] == "Original"
    assert "prompt.use.version-2" in [button.key for button in page.button]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("word " * 9000, "takes 9,"),
        ("  ", "The instruction is blank"),
    ],
)
def test_what_cannot_be_used_is_said_while_typing(page: AppTest, text: str, said: str) -> None:
    page = reword(page, text)
    assert said in page.error[0].value
    assert page.button(key="prompt.save").disabled
    assert not page.exception


def test_a_test_question_is_no_worked_example(page: AppTest) -> None:
    page = teach(page, TESTED, "50 days")
    assert "is a test question of this project" in page.error[0].value
    assert page.button(key="prompt.save").disabled


def test_an_instruction_without_the_sentinel_is_warned_of(page: AppTest) -> None:
    assert not page.warning
    assert "I don't know" in reword(page, "Be brief.").warning[0].value


def test_while_an_evaluation_runs_nothing_is_saved(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.busy = BusyError("An evaluation of this project runs. Wait for it.")
    page = save(reword(page, 'Be brief, else "I don\'t know".'), "Brief")
    assert page.error[0].value.startswith("An evaluation of this project runs")
    assert engine.prompt(handbook)["name"] == "Original"
    assert page.text_area(key=f"prompt.instruction.{KEY}").value.startswith("Be brief")


def test_an_empty_project_shows_the_prompt_with_a_placeholder(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert "(the question)" in page.code[0].value
    assert any("No passages" in line.value for line in page.caption)


def test_a_draft_stays_with_its_project(page: AppTest, engine: FakeEngine, handbook: str) -> None:
    other = engine.create_project("Another")["id"]
    page = reword(page, "Be brief.")
    page.query_params["project"] = other
    page = page.run()
    assert "Be brief." not in page.code[0].value
    page.query_params["project"] = handbook
    assert "Be brief." in page.run().code[0].value
