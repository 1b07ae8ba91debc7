"""A small version of the benchmark: stated shares of wins are about as often true."""

from benchmarks.recommendation_calibration import simulate


def test_who_is_said_to_win_so_often_is_about_as_often_the_best() -> None:
    bins = simulate(60)
    assert sum(part["projects"] for part in bins) == 60
    stated = sum(part["projects"] * part["stated"] for part in bins) / 60
    truly = sum(part["projects"] * part["truly_best"] for part in bins) / 60
    # Three standard errors of a share of 60.
    assert abs(stated - truly) < 3 * (stated * (1 - stated) / 60) ** 0.5
