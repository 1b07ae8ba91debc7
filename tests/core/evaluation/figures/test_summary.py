import json

import pytest

from core.evaluation.figures.summary import summarise
from core.evaluation.statistics.intervals import wilson

CARD = {"arms": ["base", "tuned"], "model": "M", "model_size": "135M", "adapters": {"tuned": "a1"}}
PRICES = {"currency": "EUR", "machine_per_hour": 3600.0}


def answer(right: float, ms: float, words: int = 2) -> dict:
    return {
        "text": "word " * words,
        "em": 0.0,
        "f1": right / 2,
        "containment": right,
        "first_token_ms": ms / 2,
        "latency_ms": ms,
        "tokens_in": 10,
        "tokens_out": words,
        "error": None,
    }


FAILED = {"text": "", "em": 1.0, "f1": 1.0, "containment": 1.0, "latency_ms": 9e9, "error": "Full."}


@pytest.fixture
def rows() -> list[dict]:
    def row(stratum: str, group: str, **answers: dict) -> dict:
        return {"stratum": stratum, "group": group, "answers": answers}

    return [
        row("seen", "a", base=answer(1, 1000), tuned=answer(1, 100)),
        row("seen", "b", base=answer(0, 3000), tuned=answer(0, 300, words=5)),
        row("held_out", "c", base=answer(1, 2000), tuned=FAILED | {"latency_ms": None}),
        row("held_out", "c", base=answer(0, 2000), tuned=answer(1, 200, words=3)),
    ]


def test_a_set_worked_by_hand(rows: list[dict]) -> None:
    summary = summarise(CARD, rows, PRICES)
    base = summary["arms"]["base"]
    assert (summary["n"], summary["currency"], summary["model_size"]) == (4, "EUR", "135M")
    assert (base["n"], base["failed"], base["containment"], base["f1"]) == (4, 0, 0.5, 0.25)
    assert base["latency_ms"] == {"p50": 2000.0, "p50_interval": None, "p95": None}
    assert base["first_token_ms"]["p50"] == 1000.0
    assert (base["tokens_in"], base["tokens_out"], base["answer_words"]) == (10, 2, 2)
    assert base["cost"] == pytest.approx(2.0)
    assert "cost_per_correct" not in base  # Strata are never pooled.
    seen, held_out = base["strata"]["seen"], base["strata"]["held_out"]
    assert (seen["cost_per_correct"], held_out["cost_per_correct"]) == (4.0, 4.0)
    assert base["adapter"] is None


def test_an_answer_that_failed_is_wrong_and_not_timed(rows: list[dict]) -> None:
    tuned = summarise(CARD, rows, PRICES)["arms"]["tuned"]
    assert (tuned["n"], tuned["failed"], tuned["em"], tuned["containment"]) == (4, 1, 0.0, 0.5)
    assert tuned["latency_ms"]["p50"] == 200.0
    assert tuned["answer_words"] == 3
    assert tuned["cost"] == pytest.approx(0.2)
    assert tuned["adapter"] == "a1"


def test_strata_stand_apart(rows: list[dict]) -> None:
    strata = summarise(CARD, rows, PRICES)["arms"]["base"]["strata"]
    assert (strata["seen"]["n"], strata["seen"]["groups"]) == (2, 2)
    assert strata["seen"]["intervals"]["containment"] == wilson(1, 2)
    assert (strata["held_out"]["n"], strata["held_out"]["groups"]) == (2, 1)
    assert strata["held_out"]["intervals"]["containment"] == [0.0, 1.0]


def test_a_stratum_without_questions_is_left_out(rows: list[dict]) -> None:
    assert list(summarise(CARD, rows[:2], PRICES)["arms"]["base"]["strata"]) == ["seen"]


def test_unanswerable_questions_are_a_part_of_their_own(rows: list[dict]) -> None:
    rows[1]["kind"] = "unanswerable"
    strata = summarise(CARD, rows, PRICES)["arms"]["base"]["strata"]
    assert {name: part["n"] for name, part in strata.items()} == {
        "seen": 1,
        "held_out": 2,
        "unanswerable": 1,
    }
    assert strata["seen"]["containment"] == 1


def test_the_guess_rate_is_known_only_where_every_answer_came_from_a_pool(rows: list[dict]) -> None:
    assert summarise(CARD, rows, PRICES)["guess"] == {}
    for row, pool in zip(rows, (4, 2, 10, None), strict=True):
        row["pool"] = pool
    assert summarise(CARD, rows, PRICES)["guess"] == {"seen": pytest.approx(0.375)}


def test_an_arm_without_answers_is_left_out(rows: list[dict]) -> None:
    card = CARD | {"arms": ["rag", "tuned", "base"]}
    assert list(summarise(card, rows, PRICES)["arms"]) == ["tuned", "base"]


def test_an_arm_of_which_every_answer_failed_has_figures() -> None:
    rows = [{"stratum": "seen", "group": "a", "answers": {"base": FAILED | {"latency_ms": None}}}]
    base = summarise(CARD, rows, PRICES)["arms"]["base"]
    assert (base["containment"], base["latency_ms"]["p50"], base["cost"]) == (0.0, None, None)
    assert base["answer_words"] is None


def test_retrieval_is_summed_up_where_it_was_measured(rows: list[dict]) -> None:
    assert summarise(CARD, rows, PRICES)["retrieval"] is None
    summary = summarise(CARD, rows, {}, retrieval=[(["a", "b"], ["b"])])
    assert summary["retrieval"] == {
        "n": 1,
        "left_out": 0,
        "hit@1": 0.0,
        "hit@5": 1.0,
        "recall@5": 1.0,
        "mrr@10": 0.5,
        "ndcg@10": pytest.approx(0.6309, abs=1e-4),
    }
    assert summary["arms"]["base"]["cost"] is None


def test_words_come_with_the_last_answer_and_not_before(rows: list[dict]) -> None:
    answer = {"f1": 1.0, "containment": 1.0, "em": 1.0, "text": "x"}
    asked = [
        {"stratum": "held_out", "group": str(n), "answers": {"rag": answer, "tuned": answer}}
        for n in range(120)
    ]
    card = CARD | {"arms": ["rag", "tuned"]}
    assert [one["first"] for one in summarise(card, asked, PRICES)["contrasts"]] == ["rag"]
    del asked[-1]["answers"]["tuned"]
    unfinished = summarise(card, asked, PRICES)
    assert (unfinished["complete"], unfinished["contrasts"]) == (False, [])


def test_a_summary_is_strict_json(rows: list[dict]) -> None:
    summary = summarise(CARD, rows, PRICES)
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary


def test_generated_questions_that_nobody_reviewed_are_counted(rows: list[dict]) -> None:
    def asked(**extra: str) -> dict:
        return {"extra": {"generated": {}, **extra}}

    card = CARD | {
        "asked": [asked(), asked(), asked(review="accepted"), {"extra": {}}],
        "review": {"accepted": 5, "edited": 2, "rejected": 3},
    }
    assert summarise(card, rows, PRICES)["questions"] == {
        "n": 4,
        "generated": 3,
        "reviewed": 1,
        "unreviewed": 2,
        "accept_rate": 0.5,
    }
    old = summarise(CARD, rows, PRICES)["questions"]
    assert (old["generated"], old["unreviewed"], old["accept_rate"]) == (0, 0, None)


def test_the_form_of_answers_is_summed_up_where_one_was_asked_for(rows: list[dict]) -> None:
    answer = {"f1": 1.0, "containment": 1.0, "em": 1.0, "text": "x"}
    forms = [
        {"valid": True, "right": True},
        {"valid": True, "right": False},
        {"valid": False, "right": False},
        {"valid": True, "right": True},
    ]
    asked = [
        {"stratum": "seen", "group": str(n), "answers": {"base": answer | {"form": form}}}
        for n, form in enumerate(forms)
    ]
    asked[3]["answers"]["base"]["error"] = "too long"
    found = summarise(CARD, asked, PRICES)["arms"]["base"]["strata"]["seen"]["form"]
    assert (found["n"], found["valid"], found["right"]) == (4, 0.5, 0.25)
    assert found["right_given_valid"] == 0.5
    plain = summarise(CARD, rows, PRICES)["arms"]["base"]["strata"]
    assert {part["form"] for part in plain.values()} == {None}
