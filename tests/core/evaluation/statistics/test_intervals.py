import numpy as np
import pytest
from scipy import stats

from core.evaluation.statistics.intervals import (
    median_interval,
    ratio_interval,
    share_interval,
    wilson,
)

SIMULATIONS = 200


@pytest.mark.parametrize(("right", "n"), [(0, 1), (0, 100), (3, 10), (57, 120), (40, 40)])
def test_wilson_is_scipys(right: int, n: int) -> None:
    expected = stats.binomtest(right, n).proportion_ci(method="wilson")
    assert wilson(right, n) == pytest.approx([expected.low, expected.high], abs=1e-12)


def test_wilson_is_used_where_every_group_has_one_question() -> None:
    assert share_interval([1, 0, 0, 1], list("abcd")) == wilson(2, 4)


def test_f1_is_resampled_even_so() -> None:
    low, high = share_interval([0.5, 1, 0, 0.25] * 10, [str(n) for n in range(40)])
    assert low < 0.4375 < high
    assert [low, high] != wilson(17.5, 40)


@pytest.mark.parametrize(("groups", "size"), [(12, 5), (26, 20)])
def test_intervals_over_groups_hold_the_truth_about_as_often_as_they_say(
    groups: int, size: int
) -> None:
    random = np.random.default_rng(5)
    names = [str(n) for n in range(groups) for _ in range(size)]
    held = 0
    for seed in range(SIMULATIONS):
        chances = random.beta(2, 2, groups).repeat(size)
        values = (random.random(len(names)) < chances).astype(float).tolist()
        low, high = share_interval(values, names, seed)
        held += low <= 0.5 <= high
    assert 0.90 <= held / SIMULATIONS <= 0.995


def test_a_few_large_groups_give_a_wider_interval_than_their_questions_would() -> None:
    values = [1.0] * 50 + [0.0] * 50
    low, high = share_interval(values, ["a"] * 25 + ["b"] * 25 + ["c"] * 25 + ["d"] * 25)
    assert high - low > 2 * np.diff(wilson(50, 100))[0]


def test_all_wrong_is_not_certainly_wrong() -> None:
    assert share_interval([0.0] * 60, [str(n // 3) for n in range(60)]) == wilson(0, 20)


def test_one_group_says_nothing_about_others() -> None:
    assert share_interval([0.0, 1.0, 1.0], ["a"] * 3) == [0.0, 1.0]
    assert ratio_interval([1.0, 2.0], [1.0, 1.0], ["a", "a"]) is None


def test_the_same_seed_gives_the_same_interval() -> None:
    random = np.random.default_rng(0)
    values, groups = random.random(60), [str(n // 4) for n in range(60)]
    assert ratio_interval(values, np.ones(60), groups) == ratio_interval(
        values, np.ones(60), groups
    )


def test_a_ratio_that_may_be_infinite_has_no_interval() -> None:
    groups = [str(n) for n in range(10)]
    assert ratio_interval([1.0] * 10, [1.0] + [0.0] * 9, groups) is None
    assert ratio_interval([1.0] * 10, [1.0] * 10, groups) == [1.0, 1.0]


def test_the_median_interval_is_the_narrowest_pair_that_holds_95_percent() -> None:
    # Conover's table: ranks 2 and 9 of 10 hold the median with 97.9 %, 3 and 8 with 89.1 %.
    assert median_interval(range(1, 11)) == [2.0, 9.0]
    assert median_interval([3, 1, 2, 6, 5, 4]) == [1.0, 6.0]
    assert median_interval(range(5)) is None
    assert median_interval([]) is None


def test_the_median_interval_covers() -> None:
    random = np.random.default_rng(2)
    samples = random.lognormal(0, 1, (SIMULATIONS, 41))
    held = sum(low <= 1 <= high for low, high in map(median_interval, samples.tolist()))
    assert held / SIMULATIONS >= 0.92
