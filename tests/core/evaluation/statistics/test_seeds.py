"""Several seeds of an arm: one arm with its spread, and verdicts that allow for other seeds."""

from statistics import fmean
from typing import Any

import numpy as np
import pytest
from scipy import stats

from core.arms import answers_of, seed_key
from core.evaluation.figures.summary import summarise
from core.evaluation.figures.verdicts import contrasts
from core.evaluation.statistics.paired import compare
from core.evaluation.statistics.power import ALPHA
from core.evaluation.statistics.seeds import over_seeds, seed_reach

ARMS = ["rag", "tuned", "hybrid"]


def rows(
    rng: np.random.Generator, seeds: int, noise: float, lift: float = 0.0, n: int = 100
) -> list[dict[str, Any]]:
    """Questions that every arm has right equally often but for `lift` of Hybrid's.

    Each seed moves its adapter's arms by a normal step of the size `noise`.
    """
    steps = {"tuned": rng.normal(0, noise, seeds), "hybrid": rng.normal(0, noise, seeds) + lift}
    shares = {
        seed_key(arm, number): 0.5 + step
        for arm, found in steps.items()
        for number, step in enumerate(found, start=1)
    } | {"rag": 0.5}
    return [
        {
            "stratum": "held_out",
            "group": str(question),
            "answers": {key: answer(rng.random() < share, key) for key, share in shares.items()},
        }
        for question in range(n)
    ]


def answer(right: bool, key: str = "rag") -> dict[str, Any]:
    adapter = None if key == "rag" else f"ad-{key.partition('#')[2] or 1}"
    return {
        "f1": float(right),
        "containment": float(right),
        "em": float(right),
        "text": "x",
        "latency_ms": 100.0,
        "first_token_ms": 10.0,
        "adapter": adapter,
    }


def said(given: list[dict[str, Any]]) -> set[str]:
    return {one["verdict"] for one in contrasts(given, ARMS)}


def test_large_seed_noise_makes_no_verdict_on_fine_tuning() -> None:
    rng, times, wrong, blind = np.random.default_rng(0), 20, 0, 0
    for _ in range(times):
        given = rows(rng, 3, 0.15)
        wrong += bool({"supported", "refuted"} & said(given))
        hybrid = [fmean(one["f1"] for one in answers_of(row["answers"], "hybrid")) for row in given]
        rag = [row["answers"]["rag"]["f1"] for row in given]
        blind += stats.ttest_rel(hybrid, rag).pvalue < ALPHA
    assert wrong <= ALPHA * times
    # The same means, the seeds taken for all there are: wrong far more often than one time in 20.
    assert blind > 0.15 * times


def test_a_difference_larger_than_seeds_and_questions_allow_is_still_found() -> None:
    rng = np.random.default_rng(0)
    found = {
        (one["first"], one["second"]): one
        for one in contrasts(rows(rng, 3, 0.02, lift=0.4, n=200), ARMS)
    }
    assert found["hybrid", "rag"]["verdict"] == "supported"
    assert found["hybrid", "rag"]["on_tuning"]
    assert (found["hybrid", "rag"]["seeds"], found["hybrid", "rag"]["adapters"]) == (3, 3)


def test_below_three_seeds_the_verdict_is_on_these_adapters_and_their_mean() -> None:
    given = rows(np.random.default_rng(1), 2, 0.1)
    found = contrasts(given, ARMS)
    assert [(one["seeds"], one["adapters"], one["on_tuning"]) for one in found] == [
        (2, 2, False)
    ] * 3
    pair = found[0]
    means = [(row["answers"]["tuned"]["f1"] + row["answers"]["tuned#2"]["f1"]) / 2 for row in given]
    alone = compare(
        [row["answers"]["rag"]["f1"] for row in given], means, [row["group"] for row in given]
    )
    assert (pair["p"], pair["interval"]) == (alone.p, alone.interval)


def test_one_seed_is_compared_as_ever() -> None:
    given = rows(np.random.default_rng(1), 1, 0.1)
    for one in contrasts(given, ARMS):
        first, second = (
            [row["answers"][one[side]]["f1"] for row in given] for side in ("first", "second")
        )
        alone = compare(first, second, [row["group"] for row in given])
        assert one == one | alone.as_dict()
        assert (one["seeds"], one["on_tuning"]) == (1, False)


def test_where_questions_vary_little_the_interval_is_students_over_the_seeds() -> None:
    seeds = np.array([0.30, 0.36, 0.45])
    # Seeds hit all questions alike, so the questions themselves add nothing.
    scores = np.tile(seeds, (300, 1)) + np.random.default_rng(0).normal(0, 0.01, (300, 1))
    groups = [str(n) for n in range(300)]
    paired = compare(scores.mean(axis=1).tolist(), [0.0] * 300, groups)
    found = over_seeds(paired, [scores, np.zeros((300, 1))], groups)
    half = stats.t.isf(0.025, 2) * seeds.std(ddof=1) / np.sqrt(3)
    assert found.interval[1] - found.difference == pytest.approx(half, rel=0.12)
    expected = stats.ttest_1samp(seeds, 0).pvalue
    assert found.p == pytest.approx(expected, rel=0.25)
    assert paired.p < 0.001


def test_what_a_seed_does_to_both_arms_is_no_difference_between_them() -> None:
    rng = np.random.default_rng(0)
    both = rng.normal(0, 0.2, 3)
    tuned = 0.5 + both + rng.normal(0, 0.02, (100, 3))
    hybrid = tuned + 0.1
    groups = [str(n) for n in range(100)]
    paired = compare(hybrid.mean(axis=1).tolist(), tuned.mean(axis=1).tolist(), groups)
    together = over_seeds(paired, [hybrid - tuned], groups)
    apart = over_seeds(paired, [hybrid, -tuned], groups)
    assert together.p < 0.05 < apart.p


def test_more_questions_do_not_lift_what_the_seeds_hide() -> None:
    assert seed_reach(0.0, 3) == 0
    assert seed_reach(0.02, 3) > seed_reach(0.02, 5) > 2.8 * 0.02
    (one, *_) = contrasts(rows(np.random.default_rng(3), 3, 0.15), ARMS)
    assert one["needed"] is None
    assert one["smallest"] is None or one["smallest"] > 0.3


def summary(given: list[dict[str, Any]]) -> dict[str, Any]:
    ids = {"tuned": "ad-1", "tuned#2": "ad-2", "tuned#3": "ad-3"}
    card = {"arms": ["base", "tuned"], "adapters": {"tuned": "mixed 1"}, "adapter_ids": ids}
    found: dict[str, Any] = summarise(card, given, {"machine_per_hour": 3600.0})
    return found


def by_hand() -> list[dict[str, Any]]:
    right = {"tuned": (1, 1, 0, 0), "tuned#2": (1, 0, 0, 0), "tuned#3": (1, 1, 1, 0)}
    return [
        {
            "stratum": "seen",
            "group": str(n),
            "answers": {
                "base": answer(False),
                **{key: answer(bool(found[n]), key) for key, found in right.items()},
            },
        }
        for n in range(4)
    ]


def test_an_arm_of_several_seeds_is_one_arm_with_its_spread() -> None:
    found = summary(by_hand())
    assert list(found["arms"]) == ["base", "tuned"]
    tuned = found["arms"]["tuned"]
    assert (tuned["n"], tuned["answers"], tuned["seeds"]) == (4, 12, 3)
    part = tuned["strata"]["seen"]
    assert part["n"] == 4
    assert part["containment"] == pytest.approx(0.5)
    assert part["spread"]["containment"] == [0.25, 0.75]
    assert tuned["cost"] == pytest.approx(0.1)
    assert part["cost_per_correct"] == pytest.approx(12 * 0.1 / 6)
    base = found["arms"]["base"]
    assert (base["seeds"], base["answers"], base["strata"]["seen"]["spread"]) == (1, 4, None)


def test_an_evaluation_is_whole_with_the_last_seeds_last_answer() -> None:
    given = by_hand()
    assert summary(given)["complete"]
    del given[3]["answers"]["tuned#3"]
    unfinished = summary(given)
    assert not unfinished["complete"]
    assert unfinished["arms"]["tuned"]["strata"]["seen"]["spread"] is None


def test_an_answer_that_failed_counts_against_its_seed() -> None:
    given = by_hand()
    given[0]["answers"]["tuned#2"]["error"] = "too long"
    tuned = summary(given)["arms"]["tuned"]
    assert (tuned["failed"], tuned["strata"]["seen"]["spread"]["em"]) == (1, [0.0, 0.75])


def test_answers_of_several_seeds_are_no_independent_times() -> None:
    given = rows(np.random.default_rng(0), 3, 0.1, n=100)
    for number, row in enumerate(given):
        for one in row["answers"].values():
            one["latency_ms"] = 100.0 + number
    found = summarise({"arms": ARMS}, given, {})["arms"]
    assert found["tuned"]["answers"] == 300
    assert found["tuned"]["latency_ms"] == found["rag"]["latency_ms"]  # No p95 of 100 questions.


def test_misses_are_means_over_the_seeds() -> None:
    given = rows(np.random.default_rng(0), 3, 0.0, n=50)
    for row in given:
        for key, one in row["answers"].items():
            one["gold_read"] = True if key.startswith("hybrid") else None
    part = summarise({"arms": ARMS}, given, {})["reading"]["held_out"]["hybrid"]
    right = sum(
        row["answers"][key]["containment"]
        for row in given
        for key in ("hybrid", "hybrid#2", "hybrid#3")
    )
    assert part["n"] == 50
    assert part["read_right"] == pytest.approx(right / 3, abs=0.05)
