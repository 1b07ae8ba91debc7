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
    assert "Questions that stand more than once (1)" in labels
    assert "The same question with different answers (1)" in labels
    assert len(page.get("plotly_chart")) == 2
    headings = [heading.value for heading in page.subheader]
    assert headings == [
        "Questions by split, stratum and kind", "Lengths in tokens", "Likely personal data",
    ]  # fmt: skip


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
