"""Claims on costs, rates and times: each word by the interval of a ratio."""

from typing import Any

import numpy as np
import pytest

from core.decision.catalogue import CLAIMS
from core.decision.claims.judge import JUDGES, adjusted
from core.records.claim import ClaimVerdict
from tests.core.decision.claims import hand_made as made


def judged(key: str, held: Any) -> ClaimVerdict:
    claim = next(claim for claim in CLAIMS if claim.key == key)
    (verdict,) = adjusted([JUDGES[key](claim, held)])["claims"]
    return verdict


def timed(n: int, ratio: float, fixed: float | None, noise: float = 0.1) -> Any:
    """Return rows whose answers take RAG about 100 ms, Fine-tuned so many times as long."""
    asked = made.rows(n, dict.fromkeys(made.FOUR, 0.5))
    rng = np.random.default_rng(0)
    for row in asked:
        for arm, answer in row["answers"].items():
            factor = ratio if arm == "tuned" else 1.0
            answer["latency_ms"] = 100 * factor * float(np.exp(noise * rng.standard_normal()))
            if fixed is not None:
                answer["fixed_latency_ms"] = answer["latency_ms"] * fixed / factor
                if arm != "tuned":
                    answer["fixed_latency_ms"] = answer["latency_ms"]
    return made.gathered(asked)


@pytest.mark.parametrize(
    ("n", "ratio", "fixed", "noise", "word"),
    [
        (80, 0.5, 0.6, 0.1, "supported"),
        (80, 1.5, 1.5, 0.1, "refuted"),
        (80, 0.5, 1.5, 0.1, "refuted"),
        (80, 1.0, 1.0, 0.02, "equivalent"),
        (80, 0.95, 0.95, 0.9, "inconclusive"),
        (80, 0.5, None, 0.1, "inconclusive"),
        (60, 0.5, 0.5, 0.1, "exploratory"),
    ],
)
def test_faster_at_natural_and_at_fixed_length(
    n: int, ratio: float, fixed: float | None, noise: float, word: str
) -> None:
    verdict = judged("faster", timed(n, ratio, fixed, noise))
    assert verdict["verdict"] == word
    if noise < 0.5 and fixed is not None:
        assert verdict["effect"] == pytest.approx(max(ratio, fixed), rel=0.1)
    if fixed is None:
        assert "so shorter answers may be the reason" in verdict["finding"]


def test_an_arm_without_a_time_is_not_measured() -> None:
    held = timed(80, 0.5, None)
    for row in held.evaluation["rows"]:
        row["answers"]["rag"]["latency_ms"] = None
    assert judged("faster", held)["verdict"] == "not measured yet"


def months(queries: float | None = None, fixed: float = 0.0) -> Any:
    free = {"machine": 0.0, "people": 0.0, "flat": 0.0}
    steps = [(0.0, "from", 12_000.0), (1.0, "never", None)]
    return {
        "upkeep": {"queries": queries, "updates": 0.0},
        "arms": {"rag": free, "tuned": free | {"flat": fixed}},
        "pairs": [{"first": "tuned", "second": "rag", "by_updates": steps}],
    }


NEVER = [{"first": "tuned", "second": "rag", "by_updates": [(0.0, "never", None)]}]


def costly(seen: tuple[float, float], held_out: tuple[float, float], n: int = 80) -> Any:
    """Return rows in which all answers cost the same; shares of RAG and Fine-tuned by stratum."""
    parts = [
        made.rows(n, {"rag": rag, "tuned": tuned}, part)
        for part, (rag, tuned) in (("seen", seen), ("held_out", held_out))
    ]
    return [*parts[0], *parts[1]]


def on_other_questions(rows: Any) -> Any:
    """Let Fine-tuned have the last questions of each stratum right, not the first."""
    for part in ("seen", "held_out"):
        asked = [row["answers"] for row in rows if row["stratum"] == part]
        turned = [answers["tuned"] for answers in reversed(asked)]
        for answers, tuned in zip(asked, turned, strict=True):
            answers["tuned"] = tuned
    return rows


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (costly((0.9, 0.3), (0.9, 0.3)), "supported"),
        (costly((0.3, 0.9), (0.3, 0.9)), "refuted"),
        (costly((0.3, 0.9), (0.9, 0.3)), "refuted"),
        (costly((0.9, 0.9), (0.9, 0.9)), "equivalent"),
        (on_other_questions(costly((0.5, 0.45), (0.9, 0.3))), "inconclusive"),
        (costly((0.9, 0.3), (0.9, 0.3), n=60), "exploratory"),
        (costly((0.0, 0.3), (0.0, 0.3)), "does not apply"),
    ],
)
def test_cheaper_in_both_strata(rows: Any, word: str) -> None:
    verdict = judged("cheaper", made.gathered(rows, months=months()))
    assert verdict["verdict"] == word
    if word != "does not apply":
        assert "no upkeep" in verdict["finding"]


def test_costs_that_depend_on_the_question_say_which_arm_is_cheaper_where() -> None:
    held = made.gathered(costly((0.3, 0.9), (0.9, 0.3)), months=months())
    finding = judged("cheaper", held)["finding"]
    assert finding.startswith(
        "Not in general: it depends on the question. On facts it was trained "
    )
    assert "on, a correct answer of RAG costs 3 times as much as one of Fine-tuned (" in finding
    assert "on, a correct answer of Fine-tuned costs 3 times as much as one of RAG (" in finding
    assert "at 0 updates: Fine-tuned costs less from 12,000 questions a month." in finding
    held = made.gathered(held.evaluation["rows"], months=months(100.0) | {"pairs": NEVER})
    assert "Fine-tuned never costs less." in judged("cheaper", held)["finding"]


def test_a_cost_from_a_few_right_answers_says_so_and_no_factor() -> None:
    held = made.gathered(costly((0.3, 0.9), (0.9, 0.0125)), months=months())
    finding = judged("cheaper", held)["finding"]
    assert "costs less than one of Fine-tuned, as far as can be told from 1 right answer" in finding
    assert finding.count(" times as much") == 1


def test_upkeep_counts_at_the_typed_questions_a_month() -> None:
    rows = costly((0.5, 0.5), (0.5, 0.5))
    alike = judged("cheaper", made.gathered(rows, months=months(1000.0)))
    assert alike["effect"] == pytest.approx(1.0)
    dear = judged("cheaper", made.gathered(rows, months=months(1000.0, fixed=9.0)))
    # An answer costs .001; 9 a month over 1,000 questions add .009 to each of Fine-tuned's.
    assert dear["effect"] == pytest.approx(0.1)
    assert dear["verdict"] == "supported"
    assert "At 1,000 questions and 0 updates a month, upkeep included." in dear["finding"]


def test_a_month_that_nobody_typed_is_named_an_example() -> None:
    rows = costly((0.5, 0.5), (0.5, 0.5))
    held = made.gathered(rows, months=months(1000.0), example_month=True)
    assert "Example month: 1,000 questions, 0 updates; upkeep" in judged("cheaper", held)["finding"]


def batches(*rates: tuple[float, float]) -> Any:
    return made.measurement(
        *(
            made.condition([], str(at), tuned=first, rag=second)
            for at, (first, second) in enumerate(rates)
        )
    )


SIX = [(40.0 + at, 20.0) for at in range(6)]


@pytest.mark.parametrize(
    ("rates", "shares", "word"),
    [
        (SIX, (0.5, 0.5), "supported"),
        ([(second, first) for first, second in SIX], (0.5, 0.5), "refuted"),
        (SIX, (0.1, 0.9), "refuted"),
        (SIX, (0.45, 0.5), "inconclusive"),
        ([(20.0 + at / 10, 20.0) for at in range(-3, 3)], (0.5, 0.5), "equivalent"),
        ([(10.0, 20.0), (40.0, 20.0)] * 3, (0.5, 0.5), "inconclusive"),
        (SIX[:2], (0.5, 0.5), "exploratory"),
    ],
)
def test_volume_is_answers_a_minute_where_it_is_not_less_accurate(
    rates: Any, shares: tuple[float, float], word: str
) -> None:
    rows = made.rows(400, dict(zip(("tuned", "rag"), shares, strict=True)), "seen")
    held = made.gathered(rows, measurements={"throughput": batches(*rates)})
    assert judged("volume", held)["verdict"] == word
