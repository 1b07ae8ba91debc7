"""A biased judge, put right by a few labels: unbiased, with intervals that hold what they say."""

from typing import Any

import numpy as np
import pytest

from core.evaluation.judging.corrected import FEWEST_LABELS, corrected_mean, judged_figures
from core.evaluation.scoring.traces import trace


def simulated(
    noise: np.random.Generator, n: int, labelled: int, size: int = 1
) -> tuple[list[float], list[float | None], list[str]]:
    """Return a lenient judge of `n` answers that are right in about 40 of 100, some labelled."""
    count = n // size
    truth = noise.random(n) < np.repeat(noise.beta(2, 3, count), size)
    judged = truth ^ (noise.random(n) < np.where(truth, 0.05, 0.25))
    known = set(noise.permutation(n)[:labelled].tolist())
    labels = [float(truth[at]) if at in known else None for at in range(n)]
    return judged.astype(float).tolist(), labels, [f"g{at // size}" for at in range(n)]


@pytest.mark.parametrize("size", [1, 5])
def test_the_estimate_is_unbiased_and_its_interval_covers(size: int) -> None:
    noise = np.random.default_rng(size)
    runs = [corrected_mean(*simulated(noise, 300, 40, size)) for _ in range(600)]
    values = [value for value, _ in runs]
    assert np.mean(values) == pytest.approx(0.4, abs=0.01)
    alone = np.mean([np.mean(simulated(noise, 300, 0, size)[0]) for _ in range(100)])
    assert alone > 0.5
    covered = np.mean([low <= 0.4 <= high for _, (low, high) in runs])
    assert 0.94 <= covered <= 0.995


def test_a_good_judge_makes_labels_go_further() -> None:
    judged = [1.0, 0.0] * 200
    labels = [one if at < 40 else None for at, one in enumerate(judged)]
    groups = [str(at) for at in range(400)]
    value, [low, high] = corrected_mean(judged, labels, groups)
    assert value == 0.5
    assert high - low < 0.15
    _, [low_alone, high_alone] = corrected_mean(judged[:40], labels[:40], groups[:40])
    assert high - low < high_alone - low_alone


def test_agreement_on_few_labels_is_no_certainty() -> None:
    labels = [1.0] * 10 + [None] * 90
    value, [low, high] = corrected_mean([1.0] * 100, labels, [str(at) for at in range(100)])
    assert value == 1
    assert 0.8 < low < 0.9
    assert high > 1


def test_one_group_says_nothing_of_others_and_no_label_nothing_at_all() -> None:
    judged = [1.0, 0.0] * 20
    _, [low, high] = corrected_mean(judged, [*judged[:30], *[None] * 10], ["a"] * 40)
    assert low < 0
    assert high > 1
    with pytest.raises(ValueError, match="at least one label"):
        corrected_mean([1.0], [None], ["a"])


def row(number: int, part: str = "seen", error: str | None = None) -> dict[str, Any]:
    answer = {"text": "x", "error": error}
    return {
        "question_id": f"q-{number}",
        "stratum": part,
        "kind": "name",
        "group": str(number),
        "answers": {"rag": answer, "base": answer},
    }


def test_figures_come_by_stratum_and_arm_and_only_with_labels_enough() -> None:
    rows = [row(number, "seen" if number < 20 else "held_out") for number in range(40)]
    verdicts = {
        (one["question_id"], arm): number % 2 == 0 if arm == "rag" else None
        for number, one in enumerate(rows)
        for arm in ("rag", "base")
    }
    labels = {(f"q-{number}", "rag"): number % 2 == 0 for number in range(FEWEST_LABELS)}
    labels |= {(f"q-{number}", "base"): True for number in range(FEWEST_LABELS - 1)}
    found = judged_figures(rows, verdicts, labels)
    assert {part: list(arms) for part, arms in found.items()} == {
        "seen": ["rag", "base"],
        "held_out": ["rag", "base"],
    }
    seen = found["seen"]["rag"]
    assert (seen["n"], seen["labels"], seen["none"], seen["judged"]) == (20, 10, 0, 0.5)
    assert seen["corrected"] == 0.5
    assert 0 < seen["interval"][0] < 0.5 < seen["interval"][1] < 1
    assert seen["trace"] == trace("rag", "containment", part="seen")
    assert found["held_out"]["rag"]["corrected"] is None
    base = found["seen"]["base"]
    assert (base["labels"], base["none"], base["judged"], base["corrected"]) == (9, 20, 0, None)


def test_an_answer_that_failed_is_wrong_without_being_asked_about() -> None:
    rows = [row(number, error="too long" if number < 10 else None) for number in range(20)]
    keys = [(one["question_id"], "rag") for one in rows[10:]]
    found = judged_figures(rows, dict.fromkeys(keys, True), dict.fromkeys(keys, True))
    figures = found["seen"]["rag"]
    assert (figures["n"], figures["labels"], figures["none"]) == (20, 10, 0)
    assert (figures["judged"], figures["corrected"]) == (0.5, 0.5)
    assert figures["interval"][1] == 0.5
