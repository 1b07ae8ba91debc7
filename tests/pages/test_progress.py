"""The progress line: on every page of a project, with the next step and its time."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes import FakeEngine

LABELS = ["Documents", "Questions", "Adapter", "Answers", "Verdict"]


def links(page: AppTest) -> list[str]:
    return [link.value for link in page.main.get("page_link")]


def test_every_step_is_a_link_and_the_next_one_is_named(
    app: AppTest, engine: FakeEngine, project: str
) -> None:
    page = app.run().switch_page("pages/compare/ask.py").run()
    assert links(page)[:6] == [*LABELS, "Next: add documents"]
    assert [link.help for link in page.get("page_link")][:2] == [
        "next: not yet",
        "to do: not yet",
    ]
    page = page.switch_page("pages/prepare/documents.py").run()
    assert links(page)[:5] == LABELS
    assert "Next: add documents" not in links(page)
    assert any("On this page: add documents" in line.value for line in page.caption)
    assert engine.held[project]["documents"] == []


def test_a_job_that_runs_is_what_comes_next_with_the_time_left(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.seconds = 600
    engine.train(handbook, {"name": "x", "epochs": 1})
    page = app.run().switch_page("pages/compare/ask.py").run()
    assert links(page)[5] == "Next: wait for the adapter, about 10 min"


@pytest.mark.usefixtures("handbook")
def test_when_all_is_measured_a_question_is_what_is_left(app: AppTest) -> None:
    page = app.run().switch_page("pages/prepare/questions.py").run()
    assert links(page)[5] == "Next: ask a question"
    states = [str(link.help).split(":")[0] for link in page.get("page_link")][:5]
    assert states == ["done"] * 5
