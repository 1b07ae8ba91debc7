"""Questions from documents: what it takes, what came out, what stands in the way."""

import pytest
from streamlit.testing.v1 import AppTest

from tests import fake_data as data
from tests.fakes import FakeEngine

PAGE = "pages/prepare/questions.py"


@pytest.fixture
def page(app: AppTest, engine: FakeEngine, project: str) -> AppTest:
    """The page of a project that holds documents and no questions."""
    engine.held[project]["documents"] = [data.document("handbook.pdf")]
    return app.run().switch_page(PAGE).run()


def said(page: AppTest) -> str:
    pieces = [*page.text, *page.markdown, *page.caption, *page.warning, *page.error]
    return " ".join(piece.value for piece in pieces).replace("\\", "")


def test_without_documents_the_page_says_where_to_add_some(app: AppTest, project: str) -> None:
    page = app.run().switch_page(PAGE).run()
    assert "there are no documents yet" in said(page)
    assert "generate.start" not in [button.key for button in page.button]
    assert page.button(key="questions.import").disabled


def test_the_number_of_facts_decides_the_minutes(page: AppTest) -> None:
    page = page.number_input(key="generate.n").set_value(30).run()
    assert "30 facts of 140 sentences that qualify: about 2 min" in said(page)


def test_a_generation_says_what_came_out_and_its_review_opens(
    page: AppTest, engine: FakeEngine
) -> None:
    page = page.number_input(key="generate.n").set_value(8).run()
    page = page.button(key="generate.start").click().run()
    assert engine.calls[-1] == ("generate", {"n": 8})
    assert "16 questions about 8 facts: 8 written from a sentence, 4 with a blank" in said(page)
    assert "0 of 16 reviewed" in page.get("progress")[0].proto.text
    assert any(button.label == "Accept" for button in page.button)


def test_one_that_runs_is_shown_and_no_second_is_started(
    page: AppTest, engine: FakeEngine, project: str
) -> None:
    engine.seconds = 60
    page = page.button(key="generate.start").click().run()
    assert "Generating questions" in said(page)
    job = engine.jobs(project)[0]
    page = page.button(key=f"job.cancel.{job['id']}").click().run()
    assert page.button(key=f"job.resume.{job['id']}")


def test_documents_without_a_sentence_that_qualifies_are_said(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    engine.held[project]["documents"] = [data.document("poem.txt")]
    engine.barren = "No sentence of the documents holds a number, a date or a name."
    page = app.run().switch_page(PAGE).run()
    assert engine.barren in said(page)
    assert "generate.start" not in [button.key for button in page.button]
    assert page.button(key="questions.import")
