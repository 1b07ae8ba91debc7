"""Strict forms: form and knowledge stay apart."""

from typing import Any

import pytest

from core.charts.quality import forms as form_charts
from tests import fake_data


@pytest.fixture
def summary() -> dict[str, Any]:
    found = fake_data.summary(arms=("base", "tuned"))
    part = {
        "n": 80,
        "valid": 0.75,
        "valid_interval": [0.65, 0.83],
        "right": 0.6,
        "right_given_valid": 0.8,
    }
    found["arms"]["tuned"]["strata"]["seen"]["form"] = part
    found["arms"]["base"]["strata"]["seen"]["form"] = part | {
        "valid": 0.0,
        "right": 0.0,
        "right_given_valid": None,
    }
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_bar_tells_right_from_wrong_from_invalid(
    summary: dict[str, Any], theme: form_charts.Theme
) -> None:
    bars = [t for t in form_charts.forms(summary, theme).data if t.type == "bar" and t.x[0]]
    assert [round(bar.x[0]) for bar in bars] == [100, 60, 15, 25]
    assert len({bar.marker.pattern.shape for bar in bars[1:]}) == 3


def test_the_sentence_gives_knowledge_given_the_form(summary: dict[str, Any]) -> None:
    shown, hidden = form_charts.forms_sentence(summary)
    assert "Fine-tuned: 75 % of 80 answers have the form, and 80 % of those are right." in shown
    assert "Base: 0 % of 80 answers have the form." in shown
    assert "no lead in knowledge" in hidden
    assert list(form_charts.forms_table(summary)["Right given valid %"].dropna()) == [80]


def test_other_questions_show_nothing() -> None:
    plain = fake_data.summary()
    assert not form_charts.has_form(plain)
    assert form_charts.forms(plain).layout.annotations
    assert form_charts.forms_sentence(plain)[1] == ""
