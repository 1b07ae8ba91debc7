"""Evaluate: grounding and consistency stand after Why, where there is something to show."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests import fake_checks
from tests.fakes import FakeEngine
from tests.pages.conftest import chapter

PAGE = "pages/compare/evaluate.py"
GROUNDING = "Grounding: are answers supported by the passages?"
CONSISTENCY = "Consistency: the same answer to every wording?"


@pytest.fixture
def checked(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's evaluations hold both measures."""
    plain: Callable[..., Any] = engine.evaluation

    def evaluation(project: str, evaluation: str) -> Any:
        found = plain(project, evaluation)
        both = {"grounding": fake_checks.grounding(), "consistency": fake_checks.consistency()}
        return found | {"summary": found["summary"] | both}

    monkeypatch.setattr(engine, "evaluation", evaluation)


def headings(page: AppTest) -> list[str]:
    return [heading.value for heading in page.subheader]


@pytest.mark.usefixtures("handbook", "checked")
def test_both_stand_after_why_with_their_sentences_and_tables(app: AppTest) -> None:
    page = chapter(app.run().switch_page(PAGE).run(), "why")
    assert not page.exception
    shown = headings(page)
    at = shown.index("Why: retrieval misses and reading misses")
    assert shown[at + 1 : at + 3] == [GROUNDING, CONSISTENCY]
    captions = " ".join(line.value.replace("\\", "") for line in page.caption)
    assert "checks words, not truth" in captions
    assert "sameness alone is no merit" in captions
    tables = [list(frame.value.columns) for frame in page.dataframe]
    assert any("Word for word %" in columns for columns in tables)
    assert any("Right in every wording %" in columns for columns in tables)


@pytest.mark.usefixtures("handbook")
def test_neither_is_shown_where_there_is_nothing_to_show(app: AppTest) -> None:
    shown = headings(chapter(app.run().switch_page(PAGE).run(), "all"))
    assert "Accuracy" in shown
    assert not {GROUNDING, CONSISTENCY} & set(shown)
