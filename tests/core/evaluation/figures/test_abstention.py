"""Two axes: an arm that always abstains does not win."""

import pytest

from core.evaluation.figures.abstention import abstention
from core.evaluation.statistics.intervals import wilson
from tests.fake_answers import abstaining, refused

ARMS = ["always", "never", "knows"]


def rows() -> list[dict]:
    found = [
        abstaining(
            n, {"always": True, "never": False, "knows": n < 2}, stratum=("seen", "held_out")[n % 2]
        )
        for n in range(40)
    ]
    return found + [
        refused(n, {"always": True, "never": False, "knows": n < 49}) for n in range(40, 50)
    ]


def test_refusals_of_both_sorts_are_counted_apart() -> None:
    found = abstention(rows(), ARMS)
    shares = {
        arm: [found[part][arm]["share"] for part in ("unanswerable", "seen", "held_out")]
        for arm in ARMS
    }
    assert shares == {"always": [1, 1, 1], "never": [0, 0, 0], "knows": [0.9, 0.05, 0.05]}
    assert found["seen"]["knows"] == {
        "n": 20,
        "groups": 20,
        "share": 0.05,
        "interval": pytest.approx(wilson(1, 20)),
    }


def test_an_answer_that_failed_is_no_refusal() -> None:
    made = rows()
    for row in made:
        row["answers"]["always"]["error"] = "too long"
    found = abstention(made, ["always"])
    assert {part["always"]["share"] for part in found.values()} == {0}


def test_questions_of_one_sort_alone_say_nothing() -> None:
    made = rows()
    assert abstention([row for row in made if row["gold"]], ARMS) == {}
    assert abstention([row for row in made if not row["gold"]], ARMS) == {}
    assert abstention([], ARMS) == {}
