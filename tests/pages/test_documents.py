"""Documents: adding, what failed and why, searching, removing."""

import os

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes import FakeEngine


@pytest.fixture
def page(app: AppTest, project: str) -> AppTest:
    return app.run().switch_page("pages/prepare/documents.py").run()


def add(page: AppTest, name: str, content: bytes) -> AppTest:
    page = page.file_uploader[0].upload(name, content).run()
    return page.button(key="documents.add").click().run()


def texts(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


def test_an_upload_is_indexed_and_its_spool_file_is_gone(
    page: AppTest, engine: FakeEngine, project: str
) -> None:
    page = add(page, "handbook.md", b"New staff have 25 days.")
    assert not page.exception
    assert [row["name"] for row in engine.documents(project)] == ["handbook.md"]
    assert [os.path.exists(path) for path in engine.uploads] == [False]
    assert "handbook.md" in texts(page)
    assert page.file_uploader[0].value == []


def test_a_file_that_fails_says_why_and_the_good_one_stays(
    page: AppTest, engine: FakeEngine, project: str
) -> None:
    page = page.file_uploader[0].upload("good.md", b"text").upload("bad.md", b"").run()
    page = page.button(key="documents.add").click().run()
    assert "bad.md is empty. Upload a file with text in it." in texts(page)
    assert [metric.value for metric in page.metric] == ["1", "12", "1"]


def test_without_files_there_is_nothing_to_add(page: AppTest) -> None:
    assert page.button(key="documents.add").disabled
    assert "No documents yet" in page.markdown[-1].value


def test_a_running_job_shows_progress_and_can_be_cancelled(
    page: AppTest, engine: FakeEngine
) -> None:
    engine.seconds = 1000
    page = add(page, "handbook.md", b"text")
    assert "about 17 min left" in page.progress[0].text
    cancel = next(button for button in page.button if button.label == "Cancel")
    page = cancel.click().run()
    assert page.info[0].value == "Cancelled. What was finished is kept."
    assert not page.progress


def test_searching_shows_passages_as_plain_text(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = app.run().switch_page("pages/prepare/documents.py").run()
    page.text_input(key="documents.words").set_value("leave days")
    page = page.button(key="documents.find").click().run()
    assert "<b>Bold</b> and **stars**" in texts(page)[-1]
    captions = " ".join(caption.value for caption in page.caption)
    assert "page 3](documents?project=p-1&document=handbook.pdf&passage=s-3)" in captions
    assert " · score 0.033 · similarity 0.71" in captions
    assert "**Matches** leave, days" in captions
    assert not any("<b>" in markdown.value for markdown in page.markdown)


def test_a_blank_search_is_refused(app: AppTest, handbook: str) -> None:
    page = app.run().switch_page("pages/prepare/documents.py").run()
    page = page.button(key="documents.find").click().run()
    assert page.error[0].value == r"Type a question first\."


def test_removing_takes_the_chosen_document_away(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    page = app.run().switch_page("pages/prepare/documents.py").run()
    assert page.button(key="documents.remove").disabled
    page.multiselect[0].select("d-faq.md").run()
    page = page.button(key="documents.remove").click().run()
    assert "faq.md" not in [row["name"] for row in engine.documents(handbook)]
    assert not page.exception


def test_a_link_opens_a_document_at_its_passage(app: AppTest, handbook: str) -> None:
    page = app.run()
    page.query_params["document"] = "handbook.pdf"
    page.query_params["passage"] = "handbook.pdf-1"
    page = page.switch_page("pages/prepare/documents.py").run()
    said = [line.value for line in page.caption]
    assert "page 2 · :orange-background[**the passage you opened**]" in said
    assert [text.value for text in page.text if "of it." in text.value] == [
        "Passage 1 of it.",
        "Passage 0 of it.",
        "Passage 2 of it.",
    ]
    other = next(
        name for name in page.selectbox(key="documents.reading").options if "hand" not in name
    )
    page = page.selectbox(key="documents.reading").set_value(other).run()
    assert "passage" not in page.query_params
    assert not any("changed or removed since" in line.value for line in page.caption)


def test_a_passage_that_is_gone_is_said(app: AppTest, handbook: str) -> None:
    page = app.run()
    page.query_params["document"] = "handbook.pdf"
    page.query_params["passage"] = "s-gone"
    page = page.switch_page("pages/prepare/documents.py").run()
    assert any("changed or removed since" in line.value for line in page.caption)
