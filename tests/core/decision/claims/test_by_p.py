"""Claims whose word rests on a p-value: every word each can get, and what is said then."""

from typing import Any

import pytest

from core.decision.catalogue import CLAIMS
from core.decision.claims.by_p import p_of, word_of
from core.decision.claims.judge import JUDGES, adjusted
from core.evaluation.figures.verdicts import contrasts
from core.records.claim import BY_P, ClaimVerdict
from tests.core.decision.claims import hand_made as made

FAMILY = [claim.key for claim in CLAIMS if claim.rule in BY_P]
CASES: dict[str, tuple[int, float, float, int | None]] = {
    "supported": (80, 0.9, 0.45, None),
    "refuted": (80, 0.45, 0.9, None),
    "equivalent": (400, 0.5, 0.5, None),
    "inconclusive": (80, 0.5, 0.45, None),
    "exploratory": (60, 0.9, 0.45, None),
}


def judged(key: str, held: Any) -> ClaimVerdict:
    claim = next(claim for claim in CLAIMS if claim.key == key)
    (verdict,) = adjusted([JUDGES[key](claim, held)])["claims"]
    return verdict


@pytest.mark.parametrize("key", FAMILY)
@pytest.mark.parametrize("word", CASES)
def test_each_claim_gets_the_word_that_its_rows_were_made_for(key: str, word: str) -> None:
    n, first, second, groups = CASES[word]
    verdict = judged(key, made.build(key, n, first, second, groups))
    assert verdict["verdict"] == word
    assert verdict["effect"] == pytest.approx(first - second, abs=0.01)
    assert (verdict["missing"] is None) == (word != "exploratory")
    assert (verdict["p_holm"] is None) == (word == "exploratory")


@pytest.mark.parametrize("key", FAMILY)
def test_seven_groups_get_no_word_however_many_questions_they_have(key: str) -> None:
    verdict = judged(key, made.build(key, 77, 0.9, 0.45, 7))
    assert (verdict["verdict"], verdict["missing"]) == ("exploratory", 11)
    assert verdict["finding"].startswith("Too few questions for a word")


def test_a_finding_names_winner_size_interval_and_shares_of_one_measure() -> None:
    verdict = judged("everything", made.build("everything", 80, 0.9, 0.45))
    assert verdict["finding"].startswith(
        "All documents beats RAG on questions it was not trained on by 45 points (35 to 56): of "
        "100 such questions All documents has about 90 (81 to 95) right, RAG about 45."
    )
    lost = judged("everything", made.build("everything", 80, 0.45, 0.9))
    assert lost["finding"].startswith("RAG beats All documents")
    assert lost["effect"] == pytest.approx(-0.45)


def test_what_is_open_is_never_said_as_equal() -> None:
    verdict = judged("forgets", made.build("forgets", 80, 0.5, 0.45))
    assert verdict["finding"].startswith("Not enough data to tell which is better on a general")
    assert (
        "such questions in all would show a difference of 5 points; these are 80."
        in verdict["change"]
    )
    near = judged("forgets", made.build("forgets", 400, 0.5, 0.5))
    assert "are within 5 points of each other on a general set" in near["finding"]


def test_of_several_comparisons_the_weakest_decides_and_is_shown() -> None:
    held = made.build("hybrid", 80, 0.9, 0.45)
    for row in held.rows("seen"):
        row["answers"]["tuned"] = row["answers"]["hybrid"]
    verdict = judged("hybrid", held)
    assert (verdict["verdict"], verdict["effect"], verdict["p"]) == ("equivalent", 0.0, 1.0)
    assert "on facts it was trained on" in verdict["finding"].split(".")[0]
    assert (
        "Hybrid against RAG on questions it was not trained on: 45 points more"
        in (verdict["finding"])
    )


def test_a_comparison_that_points_the_other_way_refutes_and_pays_for_its_number() -> None:
    held = made.build("invents", 80, 0.9, 0.45)
    for row in held.rows("unanswerable"):
        row["answers"]["tuned"] = made.answer(1.0)
    verdict = judged("invents", held)
    assert (verdict["verdict"], verdict["effect"]) == ("refuted", pytest.approx(-0.1))
    assert verdict["p"] == pytest.approx(2 * 2 * 0.5**8)


def test_fresh_must_also_have_caught_up_sooner() -> None:
    held = made.build("fresh", 80, 0.9, 0.45)
    assert held.freshness
    assert "Caught up: RAG after 4 seconds" in judged("fresh", held)["finding"]
    held.freshness["time_to_fresh"]["rag"] = {"seconds": None, "share": 0.57} | {}  # type: ignore
    verdict = judged("fresh", held)
    assert verdict["verdict"] == "inconclusive"
    assert (
        "57 of 100 facts that it knew before, a part of all that changed; 80 of 100 count as caught"
        in (verdict["finding"])
    )
    assert verdict["finding"].startswith("RAG gives the new value more often than Fine-tuned")


def test_changing_says_that_both_had_their_update() -> None:
    finding = judged("changing", made.build("changing", 80, 0.9, 0.45))["finding"]
    assert "after both had their update: RAG its index, Fine-tuned its retraining." in finding


def test_hybrid_over_a_limit_is_not_supported_and_says_which() -> None:
    held = made.build("hybrid", 80, 0.9, 0.45)
    assert judged("hybrid", held)["verdict"] == "supported"
    verdict = judged("hybrid", made.gathered(held.evaluation["rows"], limits={"latency_ms": 50}))
    assert verdict["verdict"] == "inconclusive"
    assert "But it takes 100 ms where 50 are allowed." in verdict["finding"]


def test_hybrid_says_where_it_is_best_where_it_is_open_and_what_it_pays() -> None:
    held = made.build("hybrid", 80, 0.9, 0.45)
    for row in held.rows("seen"):
        row["answers"]["tuned"] = made.answer(float(row["group"] != "seen0"))
    rows = held.evaluation["rows"]
    planned = contrasts(rows, ["rag", "tuned", "hybrid"], "containment")
    held = made.gathered(rows, planned=planned)
    held.evaluation["summary"]["arms"]["hybrid"]["latency_ms"]["p50"] = 540.0
    verdict = judged("hybrid", held)
    assert verdict["finding"] == (
        "Best on questions it was not trained on: of 100 Hybrid has about 90 (81 to 95) right, RAG "
        "about 45, Fine-tuned about 45; that is 45 points more than RAG (35 to 56). Not best on "
        "facts it was trained on: of 100 Hybrid has about 90 (81 to 95) right, RAG about 45, "
        "Fine-tuned about 99; that is 9 points less than Fine-tuned (-18 to -2). The price is "
        "time: its median answer takes 540 ms, Fine-tuned's 100 ms."
    )


def test_what_was_never_known_is_not_still_answered() -> None:
    held = made.build("withdrawn", 80, 0.9, 0.45)
    known, _ = held.measurements["withdrawn"]["conditions"]
    for row in known["rows"]:
        row["answers"]["tuned"]["containment"] = 0.0
    verdict = judged("withdrawn", held)
    assert (verdict["verdict"], verdict["effect"]) == ("refuted", pytest.approx(-0.45))


def test_labels_also_need_more_than_the_most_common_one() -> None:
    held = made.build("specialised", 80, 0.9, 0.45)
    tuned = {"macro_f1": 0.3, "intervals": {"macro_f1": [0.2, 0.4]}}
    held.evaluation["summary"]["labels"] = {
        "held_out": {"majority": {"macro_f1": 0.25}, "arms": {"tuned": tuned}}
    }
    verdict = judged("specialised", held)
    assert verdict["verdict"] == "inconclusive"
    assert "not surely above that of the most common label for all, 0.25" in verdict["finding"]


def test_what_holds_for_one_adapter_says_so() -> None:
    assert (
        "it holds for 1 adapter, and 3 make it a finding on fine-tuning"
        in (judged("hybrid", made.build("hybrid", 80, 0.9, 0.45))["change"])
    )


def test_p_values_are_adjusted_over_all_claims_that_get_a_word() -> None:
    keys = ("forgets", "withdrawn", "everything")
    claims = {claim.key: claim for claim in CLAIMS}
    sizes = {"forgets": 80, "withdrawn": 80, "everything": 60}
    drafts = [JUDGES[key](claims[key], made.build(key, sizes[key], 0.6, 0.45)) for key in keys]
    found = adjusted(drafts)
    assert found["family"] == 2
    first, second, third = found["claims"]
    assert first["p"]
    assert first["p_holm"] == pytest.approx(2 * first["p"])
    assert second["p_holm"] == pytest.approx(2 * first["p"])
    assert third["p_holm"] is None


@pytest.mark.parametrize(
    ("intervals", "p_holm", "word"),
    [
        ([[0.1, 0.2], [0.01, 0.3]], 0.04, "supported"),
        ([[0.1, 0.2], [0.01, 0.3]], 0.06, "inconclusive"),
        ([[0.1, 0.2], [-0.3, -0.1]], 0.04, "refuted"),
        ([[0.1, 0.2], [-0.3, -0.1]], None, "inconclusive"),
        ([[0.1, 0.2], [-0.04, 0.04]], 0.9, "equivalent"),
    ],
)
def test_words_of_several_intervals(
    intervals: list[list[float]], p_holm: float | None, word: str
) -> None:
    assert word_of(intervals, min(intervals), p_holm, 0.05) == word


def test_the_largest_p_counts_unless_one_points_the_other_way() -> None:
    def pair(p: float, low: float, high: float) -> Any:
        paired = type("Paired", (), {"p": p})
        compared = type("Compared", (), {"paired": paired})
        return type("Pair", (), {"compared": compared, "interval": [low, high]})

    assert p_of([pair(0.01, 0.1, 0.2), pair(0.2, -0.1, 0.2)]) == 0.2
    assert p_of([pair(0.01, 0.1, 0.2), pair(0.02, -0.3, -0.2)]) == 0.04
    assert p_of([pair(0.7, -0.3, -0.2), pair(0.9, -0.3, -0.2)]) == 1.0
