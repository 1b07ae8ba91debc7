"""Every page of a recorded result: a banner, all there is to read, nothing to change."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fake_data import RECORDING
from tests.fakes import FakeEngine
from tests.pages.test_every_page import FILES, FRAMED

ALLOWED = ("demo.run.", "home.", "evaluate.save_prices", "verdict.open.", "present.", "recommend.")
"""Beginnings of the keys of buttons that a recorded result may show; Home's make other projects."""


@pytest.fixture
def demo(engine: FakeEngine) -> str:
    """The id of an opened recording."""
    engine.recording = RECORDING
    return str(engine.open_recorded()["id"])


@pytest.mark.parametrize("page", FRAMED)
@pytest.mark.usefixtures("demo")
def test_a_banner_says_what_it_is_and_nothing_can_be_started(app: AppTest, page: str) -> None:
    seen = app.run().switch_page(page).run()
    assert not seen.exception
    assert not seen.error
    text = " ".join(line.value for line in seen.markdown)
    assert "22 Nov 2026 on 2 cores, 24 GB" in text
    said = [line.help for line in seen.markdown if "The company is invented." in line.value]
    made = "Made by `python -m benchmarks.record_demo` in 38 min."
    assert said == [f"Nothing here can be changed. {made}"]
    assert "The company is invented." in text
    keys = [button.key for button in seen.button]
    assert "demo.run.banner" in keys
    assert [key for key in keys if not str(key).startswith(ALLOWED)] == []
    # Wishes may be changed: a recommendation is computed from what is stored.
    assert not seen.get("data_editor") or page == FILES["recommend"]
    assert not seen.get("file_uploader")


@pytest.mark.usefixtures("demo")
def test_every_recorded_answer_can_be_read_as_a_card(app: AppTest) -> None:
    page = app.run().switch_page("pages/compare/ask.py").run()
    assert [heading.value for heading in page.subheader] == ["Base", "RAG", "Fine-tuned", "Hybrid"]
    choice = page.selectbox(key="ask.stored")
    assert len(choice.options) == 20
    page = choice.set_value("q-30").run()
    assert page.query_params["question"] == "q-30"
    texts = [text.value for text in page.text]
    assert "50 days" in texts
    assert any("50 days or 50" in line.value for line in page.caption)


def test_running_it_here_leaves_the_recording(app: AppTest, engine: FakeEngine, demo: str) -> None:
    page = app.run().switch_page("pages/compare/evaluate.py").run()
    page = page.button(key="demo.run.banner").click().run()
    assert page.title[0].value == "Documents"
    assert [row["recorded"] is None for row in engine.projects()] == [False, True]
    assert demo != page.query_params["project"]


@pytest.mark.usefixtures("demo")
def test_the_next_step_leads_through_verdict_charts_freshness_and_answers(app: AppTest) -> None:
    page = app.run()
    assert page.button(key="home.next").label == "Read the verdict"
    for name, following in (
        ("prepare/documents", "Next: read the verdict"),
        ("compare/evaluate", "Next: see who catches up with changed documents"),
        ("compare/freshness", "Next: read the answers side by side"),
        ("compare/ask", "Next: read the verdict"),
    ):
        page = page.switch_page(f"pages/{name}.py").run()
        assert following in [link.value for link in page.main.get("page_link")]
