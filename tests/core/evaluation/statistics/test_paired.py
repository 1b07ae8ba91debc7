"""Two arms on the same questions: right tests for the right groups, and no false certainty."""

import numpy as np
import pytest
from scipy import stats

from core.evaluation.statistics.paired import MCNEMAR, SIGN_FLIP, compare, mcnemar, sign_flip, tango

ONE_EACH = [str(number) for number in range(100)]


def binary(first_only: int, second_only: int, both: int, neither: int) -> tuple[list[float], ...]:
    first = [1.0] * first_only + [0.0] * second_only + [1.0] * both + [0.0] * neither
    second = [0.0] * first_only + [1.0] * second_only + [1.0] * both + [0.0] * neither
    return first, second


def test_one_question_a_group_gets_the_exact_mcnemar_test() -> None:
    found = compare(*binary(15, 5, 50, 30), ONE_EACH)
    assert found.test == MCNEMAR
    assert found.p == stats.binomtest(15, 20).pvalue
    assert found.difference == pytest.approx(0.10)
    assert (found.both, found.first_only, found.second_only, found.neither) == (50, 15, 5, 30)
    assert found.interval[0] < 0.10 < found.interval[1]


def test_groups_of_several_questions_get_the_sign_flip_test_over_groups() -> None:
    first, second = binary(15, 5, 50, 30)
    groups = [str(number % 10) for number in range(100)]
    found = compare(first, second, groups)
    assert (found.test, found.n, found.groups) == (SIGN_FLIP, 100, 10)
    sums = np.bincount([int(g) for g in groups], np.subtract(first, second))
    assert found.p == sign_flip(sums)


def test_the_sign_flip_test_tries_all_signs_of_few_groups() -> None:
    # Of the 32 ways to give five equal differences signs, two are as extreme.
    assert sign_flip([1.0] * 5) == pytest.approx(2 / 32)
    assert sign_flip([1.0, 1.0, 0.0, 0.0, -1.0, -1.0]) == 1.0
    assert sign_flip([0.0, 0.0]) == sign_flip([0.0, 3.0]) == 1.0


def test_a_numeric_measure_is_never_put_to_mcnemar() -> None:
    rng = np.random.default_rng(0)
    first = rng.uniform(0.3, 1.0, 100)
    found = compare(first, first - 0.2, ONE_EACH)
    assert found.test == SIGN_FLIP
    assert found.p < 0.001
    low, high = found.interval
    assert 0.1 < low < 0.2 < high < 0.3  # Equal everywhere is no proof that it is so elsewhere.


def test_questions_that_hang_together_give_a_wider_interval() -> None:
    first, second = binary(30, 10, 30, 30)
    apart = compare(first, second, ONE_EACH).interval
    together = compare(first, second, [str(number // 10) for number in range(100)]).interval
    assert together[1] - together[0] > 1.5 * (apart[1] - apart[0])


def test_no_difference_in_few_questions_is_no_proof_of_equality() -> None:
    low, high = tango(0, 0, 30)
    # Known in closed form: z^2 / (n + z^2).
    assert high == -low == pytest.approx(1.959964**2 / (30 + 1.959964**2), abs=1e-5)
    grouped = compare([1.0] * 40, [1.0] * 40, [str(number // 8) for number in range(40)])
    assert grouped.interval[1] > 0.4


def test_tango_s_ends_are_where_the_score_statistic_is_1_96() -> None:
    for b, c, n in ((6, 1, 44), (0, 9, 60), (20, 20, 200), (30, 0, 30)):
        for end in tango(b, c, n):
            if abs(end) == 1:
                continue
            a2 = 2 * n
            b2 = -b - c + (2 * n - b + c) * end
            c2 = -c * end * (1 - end)
            q21 = ((b2**2 - 4 * a2 * c2) ** 0.5 - b2) / (2 * a2)
            z = (b - c - n * end) / (n * (2 * q21 + end * (1 - end))) ** 0.5
            assert abs(z) == pytest.approx(1.959964, abs=1e-4)


def test_tango_covers_what_is_true() -> None:
    rng = np.random.default_rng(1)
    counts = rng.multinomial(80, [0.2, 0.1, 0.7], 1000)
    covered = [low <= 0.1 <= high for low, high in (tango(b, c, 80) for b, c, _ in counts)]
    assert 0.93 < np.mean(covered) < 0.97


def test_arms_that_never_differ_have_p_1() -> None:
    assert mcnemar(0, 0) == 1.0
    assert compare(*binary(0, 0, 5, 5), ONE_EACH[:10]).p == 1.0


def test_what_is_not_paired_is_refused() -> None:
    with pytest.raises(ValueError, match="same questions"):
        compare([1.0], [1.0, 0.0], ["a", "b"])
    with pytest.raises(ValueError, match="at least one"):
        compare([], [], [])
