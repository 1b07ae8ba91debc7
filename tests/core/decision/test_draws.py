"""Draws from rows: groups and seeds together, the same resample for the same questions."""

from typing import Any

import numpy as np
import pytest

from core.decision.recommend.draws import latency, mean, resample, share
from core.decision.recommend.options import DRAWS
from core.records.question import UNANSWERABLE


def rows(groups: int = 20, each: int = 5, seeds: int = 1, seed: int = 0) -> list[Any]:
    """Return rows in which "rag" and "hybrid" answer alike, and "tuned" by several adapters."""
    rng = np.random.default_rng(seed)
    found = []
    for group in range(groups):
        level = rng.uniform(0.2, 0.9)
        for number in range(each):
            right = float(rng.random() < level)
            answers = {arm: answer(right, 100 * group + number) for arm in ("rag", "hybrid")}
            for at in range(seeds):
                key = "tuned" if at == 0 else f"tuned#{at + 1}"
                answers[key] = answer(float(rng.random() < level), 50) | {"adapter": f"ad-{at}"}
            row = {"stratum": "held_out", "kind": "span", "group": str(group), "answers": answers}
            found.append(row)
    return found


def answer(right: float, ms: float) -> dict[str, Any]:
    return {"containment": right, "latency_ms": ms, "error": None, "adapter": None}


def test_a_draw_spreads_as_wide_as_the_interval_that_is_shown() -> None:
    own = rows()
    drawn = share(own, "rag", "containment", resample(own))
    assert drawn
    assert drawn.values.shape == (1 + DRAWS,)
    values = [row["answers"]["rag"]["containment"] for row in own]
    assert drawn.value == pytest.approx(sum(values) / len(values))
    assert drawn.interval
    low, high = np.quantile(drawn.values[1:], [0.025, 0.975])
    assert low == pytest.approx(drawn.interval[0], abs=0.03)
    assert high == pytest.approx(drawn.interval[1], abs=0.03)


def test_two_options_that_answer_alike_are_level_in_every_draw() -> None:
    own = rows()
    draws = resample(own)
    one, other = (share(own, arm, "containment", draws) for arm in ("rag", "hybrid"))
    assert one
    assert other
    assert np.array_equal(one.values, other.values)


def test_what_is_measured_on_the_same_questions_comes_from_the_same_resample() -> None:
    own = rows()
    draws = resample(own)
    # Groups with a high number take long, so a draw that holds many of them is a slow one.
    slow = mean(own, "rag", "latency_ms", draws)
    timed = latency(own, "rag", draws)
    assert slow is not None
    assert timed
    assert timed.note == "p50"
    assert np.corrcoef(slow[1:], timed.values[1:])[0, 1] > 0.8


def test_questions_of_another_part_are_drawn_apart() -> None:
    own = rows()
    other = [row | {"kind": UNANSWERABLE} for row in rows()]
    draws = resample([*own, *other])
    first, second = (share(part, "rag", "containment", draws) for part in (own, other))
    assert first
    assert second
    assert abs(np.corrcoef(first.values[1:], second.values[1:])[0, 1]) < 0.1


def test_other_seeds_are_allowed_for_from_three_adapters_on() -> None:
    # The adapters differ as a whole: one knows all, one nothing, one half.
    own = rows(groups=40, seeds=3)
    for row in own:
        for key, right in (("tuned", 1.0), ("tuned#2", 0.0), ("tuned#3", 0.5)):
            row["answers"][key]["containment"] = right
    drawn = share(own, "tuned", "containment", resample(own))
    assert drawn
    assert drawn.value == pytest.approx(0.5)
    assert drawn.values[1:].std() > 0.2
    two = [
        row | {"answers": {k: v for k, v in row["answers"].items() if k != "tuned#3"}}
        for row in own
    ]
    fixed = share(two, "tuned", "containment", resample(two))
    assert fixed
    assert fixed.values[1:].std() == pytest.approx(0.0, abs=1e-9)
