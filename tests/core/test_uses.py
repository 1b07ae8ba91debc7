"""Prepared settings: six uses, each with what to look at first and why."""

import pytest

from core.errors import InvalidInputError
from core.uses import MEASURES, USES, use_of

KINDS = {"number", "date", "name", "quantity", "definition"}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_use_names_known_kinds_and_measures_and_says_why(use) -> None:
    assert use.kinds
    assert set(use.kinds) <= KINDS
    assert 0 <= use.unanswerable < 0.5
    keys = [measure.key for measure in use.measures]
    assert len(keys) == len(set(keys)) >= 3
    assert set(keys) <= set(MEASURES)
    assert all(measure.why and not measure.why.endswith(".") for measure in use.measures)
    assert f"For {use.label.lower()} look first at {MEASURES[keys[0]]}, because" in use.advice


def test_the_usual_uses_are_there_and_others_are_refused() -> None:
    assert list(USES) == ["support", "knowledge", "legal", "healthcare", "finance", "content"]
    assert use_of(None) is None
    with pytest.raises(InvalidInputError, match="no use 'sports'"):
        use_of("sports")
