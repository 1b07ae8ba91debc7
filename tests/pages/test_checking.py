"""Look before you train: findings, pictures, and what to make of personal data."""

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import EngineError
from tests.fakes import FakeEngine

PAGE = "pages/prepare/questions.py"


@pytest.fixture
def page(app: AppTest, handbook: str) -> AppTest:
    page = app.run().switch_page(PAGE).run()
    return page.segmented_control(key="questions.view").set_value("check").run()


def test_findings_stand_with_their_pictures(page: AppTest) -> None:
    assert not page.exception
    assert "40 passages in German" in page.warning[0].value
    labels = [expander.label for expander in page.expander]
    assert "Duplicate questions (1)" in labels
    assert "The same question with different answers (1)" in labels
    assert len(page.get("plotly_chart")) == 2
    headings = [heading.value for heading in page.subheader]
    assert headings == [
        "Questions by split, stratum and kind",
        "Lengths in tokens",
        "Likely personal data",
    ]


def test_test_questions_that_are_given_away_are_listed_with_what_does_it(
    page: AppTest, engine: FakeEngine
) -> None:
    assert any("No test question is given away" in line.value for line in page.success)
    engine.given_away = [
        {
            "question": "How long is leave?",
            "answers": ["25 days"],
            "kind": "rewording",
            "by": "What is the length of leave?",
            "by_answers": ["25 days"],
            "similarity": 0.8,
        },
        {
            "question": "What is rule 4?",
            "answers": ["x"],
            "kind": "in index",
            "by": None,
            "by_answers": [],
            "similarity": 1.0,
        },
    ]
    page = page.run()
    assert any(
        "The answer to 2 test questions is given away" in line.value for line in page.warning
    )
    table = next(one.value for one in page.dataframe if "Given away by" in one.value)
    assert list(table["Given away by"]) == ["What is the length of leave?", "a document"]


def test_what_training_makes_of_personal_data_is_stored(
    page: AppTest, engine: FakeEngine, handbook: str
) -> None:
    [choice] = page.radio
    assert choice.value == "keep"
    page = choice.set_value("redact").run()
    assert engine.held[handbook]["personal_data"] == "redact"
    assert "redact it" in page.success[0].value
    assert page.radio[0].value == "redact"


def test_an_engine_that_cannot_check_says_so(
    app: AppTest, engine: FakeEngine, handbook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(project: str) -> None:
        raise EngineError("The engine does not answer.")

    monkeypatch.setattr(engine, "check_questions", gone)
    page = app.run().switch_page(PAGE).run()
    page = page.segmented_control(key="questions.view").set_value("check").run()
    assert "does not answer" in page.error[0].value
