"""What a comparison can see is what it then sees."""

import numpy as np
import pytest

from core.evaluation.statistics.paired import mcnemar
from core.evaluation.statistics.power import ALPHA, power, questions_needed, smallest_difference


@pytest.mark.parametrize(
    ("n", "plain", "after_holm"),
    [
        (50, (17, 21, 25), (20, 24, 28)),
        (200, (9, 11, 13), (10, 12, 14)),
        (1000, (4, 5, 6), (5, 6, 7)),
    ],
)
def test_the_smallest_difference_is_that_of_the_published_table(
    n: int, plain: tuple[int, ...], after_holm: tuple[int, ...]
) -> None:
    # The table is by a normal approximation; the exact test sees up to a point less.
    for contrasts, row in ((1, plain), (3, after_holm)):
        for share, points in zip((0.2, 0.3, 0.4), row, strict=True):
            found = smallest_difference([1] * n, share, contrasts=contrasts)
            assert found is not None
            assert points - 1 < 100 * found < points + 1.5


def test_the_power_of_the_exact_test_is_what_a_simulation_finds() -> None:
    rng = np.random.default_rng(0)
    counts = rng.multinomial(120, [0.22, 0.08, 0.7], 3000)
    found = np.mean([mcnemar(b, c) <= ALPHA for b, c, _ in counts])
    assert power([1] * 120, 0.14, 0.3) == pytest.approx(found, abs=0.025)


def test_groups_that_hang_together_see_less() -> None:
    apart = smallest_difference([1] * 200)
    loose = smallest_difference([8] * 25, correlation=0.02)
    tight = smallest_difference([8] * 25, correlation=0.3)
    assert apart is not None
    assert loose is not None
    assert tight is not None
    assert apart < loose + 0.01 < tight


def test_a_handful_of_questions_sees_nothing() -> None:
    assert smallest_difference([1] * 5, 0.3) is None
    assert power([5], 0.2) == 0.0


def test_the_questions_needed_are_just_enough() -> None:
    n = questions_needed(0.10)
    assert n is not None
    found = smallest_difference([1] * n)
    assert found is not None
    assert found <= 0.10 + 1e-3
    fewer = smallest_difference([1] * (n - 15))
    assert fewer is not None
    assert fewer > 0.10
    assert questions_needed(0.0) is None
    grouped = questions_needed(0.05, size=8)
    single = questions_needed(0.05)
    assert grouped is not None
    assert single is not None
    assert grouped > single
