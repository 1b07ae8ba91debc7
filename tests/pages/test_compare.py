"""Compare: two evaluations chosen, the words, what differs, and what moved question by question."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.fakes import FakeEngine

PAGE = "pages/decide/compare.py"


@pytest.fixture
def two(engine: FakeEngine, handbook: str) -> str:
    """A project with a second evaluation, in which RAG is first and so gets everything wrong."""
    engine.evaluate(handbook, ["rag", "base"], "test", 20)
    return handbook


def opened(app: AppTest) -> AppTest:
    return app.run().switch_page(PAGE).run()


def said(page: AppTest) -> str:
    parts = (*page.markdown, *page.caption, *page.text)
    return " ".join(part.value for part in parts).replace("\\", "")


def test_one_evaluation_alone_says_what_a_comparison_takes(app: AppTest, handbook: str) -> None:
    assert "No other evaluation here" in said(opened(app))


def test_both_sides_the_words_the_chart_and_the_table(app: AppTest, two: str) -> None:
    page = opened(app)
    assert not page.exception
    assert not page.error
    text = said(page)
    assert "**First**: Staff handbook, e-" in text
    assert "18 questions in" in text
    assert "too few to compare the second evaluation and the first" in text
    assert len(page.get("plotly_chart")) == 1
    assert "Only the second evaluation asked" in text or "Only the first evaluation asked" in text


def test_what_moved_stands_with_both_answers_in_full(app: AppTest, two: str) -> None:
    page = opened(app)
    labels = page.segmented_control(key="compare.way").options
    assert labels == ["Got worse (18)", "Got better (18)"]
    text = said(page)
    assert "How many days of leave does level" in text
    assert "=SUM(A1) 20 days, in most countries" in text
    page = page.selectbox(key="compare.arm").set_value("base").run()
    assert "Base" in said(page)
    assert not page.exception


def test_other_questions_are_refused_in_a_sentence(
    app: AppTest, engine: FakeEngine, handbook: str
) -> None:
    engine.evaluate(handbook, ["rag", "base"], "dev", 5)
    [error] = opened(app).error
    assert "did not ask the same questions" in error.value


def test_a_deleted_project_and_evaluation_are_said(app: AppTest, two: str) -> None:
    page = app.run()
    page.query_params["other-project"] = "p-gone"
    page = page.switch_page(PAGE).run()
    assert [line.value.replace("\\", "") for line in page.warning] == [
        "There is no other project p-gone here; it may have been deleted. Choose another one."
    ]
    assert not page.exception
