"""The words of a verdict: fixed rules, one family, strata apart, nothing from too few questions."""

import json
from typing import Any

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from core.evaluation.figures.verdicts import contrasts, holm, verdict
from core.evaluation.statistics.plan import EXPLORATORY_MOST, FEWEST_GROUPS, fixed, named, planned

ARMS = ["base", "rag", "tuned", "hybrid"]


def rows(
    shares: dict[str, float],
    n: int = 200,
    stratum: str = "held_out",
    groups: int = 0,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """Questions of which each arm has a share right, drawn."""
    rng = np.random.default_rng(seed)
    return [
        {
            "stratum": stratum,
            "kind": "span",
            "group": str(n % groups if groups else n),
            "answers": {
                arm: {"f1": float(rng.random() < share), "error": None}
                for arm, share in shares.items()
            },
        }
        for n in range(n)
    ]


def words(found: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    return {(one["first"], one["second"]): one["verdict"] for one in found}


def test_only_planned_contrasts_of_arms_that_answered_are_tested() -> None:
    assert planned(["base", "rag"]) == []
    assert planned(["rag", "tuned", "oracle"]) == [("rag", "tuned")]
    assert len(planned(ARMS)) == 3


def test_what_the_run_card_fixed_is_tested_whatever_is_planned_today() -> None:
    card = {"contrasts": [named(("hybrid", "rag"))]}
    answered = rows({"rag": 0.2, "tuned": 0.7, "hybrid": 0.7})
    found = contrasts(answered, ARMS, pairs=fixed(card))
    assert [(one["first"], one["second"]) for one in found] == [("hybrid", "rag")]
    assert found[0]["p_holm"] == found[0]["p"]  # Alone in its family.
    assert len(contrasts(answered, ARMS, pairs=fixed({}))) == 3


def test_a_large_difference_is_supported_and_its_mirror_refuted() -> None:
    found = words(contrasts(rows({"rag": 0.2, "tuned": 0.7, "hybrid": 0.7}), ARMS))
    assert found["rag", "tuned"] == "refuted"
    assert found["hybrid", "rag"] == "supported"
    assert found["hybrid", "tuned"] in ("inconclusive", "equivalent")


def test_p_values_are_adjusted_over_all_strata_together() -> None:
    part = {"rag": 0.4, "tuned": 0.3, "hybrid": 0.5}
    both = rows(part) + rows(part, stratum="seen", seed=1)
    found = contrasts(both, ARMS)
    assert len(found) == 6
    expected = multipletests([one["p"] for one in found], method="holm")[1]
    assert [one["p_holm"] for one in found] == pytest.approx(list(expected))


@pytest.mark.parametrize("p", [[], [0.2], [0.04, 0.04, 0.01], [1.0, 0.5, 0.9, 0.02, 0.02, 0.003]])
def test_adjusted_p_are_statsmodels_holm_with_ties_and_alone(p: list[float]) -> None:
    expected = multipletests(p, method="holm")[1] if p else []
    assert holm(p) == pytest.approx(list(expected))


def test_the_test_of_single_questions_is_statsmodels_exact_mcnemar() -> None:
    for one in contrasts(rows({"rag": 0.4, "tuned": 0.3, "hybrid": 0.5}), ARMS):
        table = [[one["both"], one["first_only"]], [one["second_only"], one["neither"]]]
        assert one["p"] == pytest.approx(mcnemar(table, exact=True).pvalue)


def test_few_questions_get_no_word_and_spend_no_level() -> None:
    few = rows({"rag": 0.1, "tuned": 0.9, "hybrid": 0.9}, EXPLORATORY_MOST)
    many = rows({"rag": 0.4, "tuned": 0.3, "hybrid": 0.5}, stratum="seen")
    alone, together = contrasts(many, ARMS), contrasts(few + many, ARMS)
    assert {one["verdict"] for one in together if one["stratum"] == "held_out"} == {"exploratory"}
    seen = [one for one in together if one["stratum"] == "seen"]
    assert [one["p_holm"] for one in seen] == [one["p_holm"] for one in alone]


def test_equal_answers_of_many_are_equivalent_and_of_few_are_not() -> None:
    same = rows({"rag": 0.5}, 1000)
    for row in same:
        row["answers"]["tuned"] = row["answers"]["rag"]
    assert words(contrasts(same, ARMS)) == {("rag", "tuned"): "equivalent"}
    assert verdict(1.0, [-0.11, 0.11], 0.05) == "inconclusive"


def test_a_word_needs_both_the_test_and_the_interval() -> None:
    assert verdict(0.06, [0.01, 0.2], 0.05) == "inconclusive"
    assert verdict(0.04, [-0.01, 0.2], 0.05) == "inconclusive"
    assert verdict(0.04, [0.01, 0.2], 0.05) == "supported"
    assert verdict(0.04, [0.01, 0.04], 0.05) == "supported"


def test_a_failed_answer_is_wrong_and_unanswerable_questions_are_left_out() -> None:
    given = rows({"rag": 1.0, "tuned": 1.0}, 120)
    for row in given[:60]:
        row["answers"]["rag"]["error"] = "no passage"
    given += [row | {"kind": "unanswerable"} for row in rows({"rag": 0.0, "tuned": 1.0}, 50)]
    (found,) = contrasts(given, ARMS)
    assert (found["n"], found["second_only"]) == (120, 60)


def test_questions_of_one_document_count_as_what_they_are() -> None:
    shares = {"rag": 0.3, "tuned": 0.42, "hybrid": 0.42}
    single = contrasts(rows(shares), ARMS)[0]
    grouped = contrasts(rows(shares, groups=20), ARMS)[0]
    assert (single["test"], grouped["test"]) == ("McNemar", "sign-flip")
    assert grouped["smallest"] > single["smallest"]
    assert grouped["needed"] > single["needed"] > 200


def test_few_documents_get_no_word_however_many_questions_they_have() -> None:
    shares = {"rag": 1.0, "tuned": 0.0}
    (found,) = contrasts(rows(shares, groups=FEWEST_GROUPS - 1), ARMS)
    assert found["verdict"] == "exploratory"
    # The signs of five groups can never reach the level.
    assert contrasts(rows(shares, groups=5), ARMS)[0]["smallest"] is None
    low, high = found["interval"]
    assert low < 0.7  # The same in five documents is no proof that it is so in all.
    assert high == 1.0
    assert contrasts(rows(shares, groups=FEWEST_GROUPS), ARMS)[0]["verdict"] == "supported"


def test_questions_that_were_trained_on_get_no_word() -> None:
    taught = {"split": "train", "stratum": "seen"}
    trained = [row | taught for row in rows({"rag": 0.2, "tuned": 1})]
    assert contrasts(trained, ARMS) == []


def test_a_steady_small_difference_in_f1_is_within_reach() -> None:
    given = rows({"rag": 0.0, "tuned": 0.0}, 100)
    rng = np.random.default_rng(0)
    for row in given:
        score = rng.uniform(0, 0.7)
        row["answers"]["rag"]["f1"] = score + rng.normal(0.2, 0.05)
        row["answers"]["tuned"]["f1"] = score
    (found,) = contrasts(given, ARMS)
    assert found["verdict"] == "supported"
    assert found["smallest"] is not None
    assert found["smallest"] < found["difference"]


@pytest.mark.parametrize("groups", [0, 2, 20])
def test_every_figure_is_json(groups: int) -> None:
    for shares in ({"rag": 1.0, "tuned": 0.0}, {"rag": 0.5, "tuned": 0.5}):
        found = contrasts(rows(shares, groups=groups), ARMS)
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_no_small_set_of_questions_is_too_odd_to_compare() -> None:
    rng = np.random.default_rng(0)
    for _ in range(150):
        n, groups = int(rng.integers(1, 9)), int(rng.integers(0, 5))
        given = rows(
            {arm: rng.choice([0.0, 0.5, 1.0]) for arm in ARMS},
            n,
            groups=groups,
            seed=int(rng.integers(1000)),
        )
        for row in given:
            for answer in row["answers"].values():
                answer["f1"] *= rng.choice([1.0, 0.5])
        found = contrasts(given, ARMS)
        assert len(found) == 3
        for one in found:
            assert one["verdict"] == "exploratory"
            assert one["interval"][0] <= one["difference"] <= one["interval"][1]
            assert 0 < one["p"] <= 1
