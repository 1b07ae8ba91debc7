"""The ten cases that were written before the code which decides them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.decision.recommend.flips import with_share
from core.decision.recommend.options import OPTIONS, Asked, Candidate, Drawn, Evidence
from core.decision.recommend.scoring import leader, scored
from core.records.recommendation import Criterion, Flip
from tests.core.decision.stated import CASES, asked, constant, evidence, recommended

EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
LIMITS = {"latency": "latency_ms", "budget": "budget"}
SWITCHES = {"training": "training_allowed", "citing": "must_cite", "data": "data_stays"}


def test_there_are_ten() -> None:
    assert len(CASES) == 10


@EACH
def test_a_case_comes_out_as_stated(case: dict[str, Any]) -> None:
    expected, outcome = case["expected"], recommended(case)
    assert (outcome["outcome"], outcome["option"]) == (expected["outcome"], expected["option"])
    step = outcome["next_step"]
    told = " ".join([outcome["headline"], *outcome["because"], step["says"] if step else ""])
    assert [text for text in expected["says"] if text not in told] == []
    struck = {option["option"]: option["struck"] for option in outcome["options"]}
    assert {option for option, why in struck.items() if why} == set(expected["struck"])
    for option, texts in expected["struck"].items():
        assert [text for text in texts if text not in " ".join(struck[option])] == []


@EACH
def test_a_case_says_how_to_know_more(case: dict[str, Any]) -> None:
    expected, step = case["expected"].get("next_step"), recommended(case)["next_step"]
    if not expected:
        assert step is None
        return
    assert step
    assert step["experiment"] == expected["experiment"]
    assert step["minutes"] == expected.get("minutes")
    low, high = expected.get("questions", (None, None))
    assert step["questions"] is None if low is None else low <= (step["questions"] or 0) <= high


@EACH
def test_a_case_flips_where_it_was_stated(case: dict[str, Any]) -> None:
    expected, flips = case["expected"]["flip"], recommended(case)["flips"]
    if not expected:
        assert flips == []
        return
    same = [f for f in flips if (f["what"], f["name"]) == (expected["what"], expected["name"])]
    at, now, to = same[0]["at"], same[0]["now"], same[0]["to"]
    assert at == pytest.approx(expected["at"], rel=1e-6)
    assert (now, to) == (expected["now"], OPTIONS[expected["to"]].label)


@EACH
def test_moving_a_reported_flip_point_by_its_amount_flips_it(case: dict[str, Any]) -> None:
    measured, wants = evidence(case), asked(case)
    first = leader(measured.at_point(), wants)
    for flip in recommended(case)["flips"]:
        step = 0.01 if flip["at"] > flip["now"] else -0.01
        beyond = leader(measured, moved(wants, flip, flip["at"] * (1 + step)))
        assert beyond != first, flip
        assert flip["to"] == (OPTIONS[beyond].label if beyond else None)
        if flip["name"] not in SWITCHES:
            assert leader(measured, moved(wants, flip, flip["at"] * (1 - step))) == first, flip


def test_some_flip_is_checked_of_every_kind_that_the_cases_have() -> None:
    kinds = {(f["what"], f["name"]) for case in CASES for f in recommended(case)["flips"]}
    assert {"weight", "limit", "price", "volume"} <= {what for what, _ in kinds}


def moved(wants: Asked, flip: Flip, value: float) -> Asked:
    """Return what is asked with one quantity at another value, written anew for this test."""
    name = flip["name"]
    match flip["what"]:
        case "weight":
            others = sum(w for key, w in wants.weights.items() if key != name)
            weights = {
                key: value / 100 if key == name else w / others * (1 - value / 100)
                for key, w in wants.weights.items()
            }
            return replace(wants, weights=weights)
        case "price":
            return replace(wants, prices={**wants.prices, name: value})
        case "volume":
            return replace(wants, **{name: value})
    if name in SWITCHES:
        return replace(wants, limits={**wants.limits, SWITCHES[name]: bool(flip["at"])})
    return replace(wants, limits={**wants.limits, LIMITS[name]: value})


@EACH
def test_a_bad_option_changes_no_order(case: dict[str, Any]) -> None:
    measured, wants = evidence(case), asked(case)
    before = scored(measured, wants)
    bad = _bad(measured)
    if bad is None:
        return
    after = scored(replace(measured, candidates=(*measured.candidates, bad)), wants)
    assert [o for o in after.ranking if o != bad.option] == before.ranking
    assert all(np.array_equal(after.scores[o], before.scores[o]) for o in before.scores)


def _bad(measured: Evidence) -> Candidate | None:
    """Return an option that is worse than all others in everything, if one is free."""
    taken = {candidate.option for candidate in measured.candidates}
    free = [option for option in OPTIONS if option not in taken]
    if not free:
        return None
    some = measured.candidates[0]
    values: dict[Criterion, float] = {
        "accuracy": 0.01,
        "freshness": 0.0,
        "latency": 9000.0,
        "setup": 14000.0,
        "refusal": 0.0,
    }
    worst = {key: Drawn(constant(values[key]), None) for key in some.measured}
    return Candidate(free[0], worst, replace(some.spending, update_s=90000.0, flat=300.0))


def test_dominated_is_named_and_never_wins() -> None:
    case = next(case for case in CASES if case["name"] == "ticket labels")
    figures = {option["option"]: option for option in recommended(case)["options"]}
    assert {o: f["dominated_by"] for o, f in figures.items()} == {
        "tuned": None,
        "hybrid": "Fine-tuned",
        "rag": "Fine-tuned",
        "few-shot": "Fine-tuned",
    }
    assert {o: f["wins"] for o, f in figures.items()} == {
        "tuned": 1.0,
        "hybrid": 0.0,
        "rag": 0.0,
        "few-shot": 0.0,
    }


def test_a_share_of_the_whole_keeps_the_proportions_of_the_others() -> None:
    weights = with_share({"accuracy": 0.5, "cost": 0.3, "latency": 0.2}, "accuracy", 75.0)
    assert weights == pytest.approx({"accuracy": 0.75, "cost": 0.15, "latency": 0.1})
