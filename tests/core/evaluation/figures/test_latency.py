import pytest

from core.config import MIN_P95_ANSWERS
from core.evaluation.figures.latency import mean_parts, percentiles


def test_the_tail_is_shown_from_enough_answers_only() -> None:
    times = list(range(1, MIN_P95_ANSWERS + 1))
    assert percentiles(times[:-1])["p95"] is None
    assert percentiles(times)["p95"] == pytest.approx(190.05)
    assert percentiles(times)["p50"] == 100.5
    assert percentiles(times)["p50_interval"] == [86.0, 115.0]


def test_few_answers_have_a_median_and_none_have_nothing() -> None:
    assert percentiles([30.0, 10.0, 20.0]) == {"p50": 20.0, "p50_interval": None, "p95": None}
    assert percentiles([]) == {"p50": None, "p50_interval": None, "p95": None}


def test_the_means_of_the_parts_add_up_to_the_mean_latency() -> None:
    answers = [
        {"embed_ms": 1, "search_ms": 2, "prefill_ms": 30, "decode_ms": 60, "latency_ms": 100},
        {"embed_ms": 3, "search_ms": 4, "prefill_ms": 50, "decode_ms": 40, "latency_ms": 98},
        {"latency_ms": 9e9},
    ]
    parts = mean_parts(answers)
    assert parts == {
        "embed_ms": 2,
        "search_ms": 3,
        "prefill_ms": 40,
        "decode_ms": 50,
        "other_ms": 4,
    }
    assert mean_parts(answers[2:]) is None
