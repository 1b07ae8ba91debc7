"""Limits, doubts and outcomes beside the ten cases."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.charts.decision.options import options_sentence, options_table
from core.cli.recommend import recommended as told
from core.decision import questionnaire
from core.decision.recommend.limits import doubts, strikes
from core.decision.recommend.options import DRAWS, Drawn, shares
from core.decision.recommend.recommend import recommendation
from core.decision.recommend.utilities import scales_of, utility
from core.errors import InvalidInputError
from core.report.decided import advice
from core.report.parts import Stamp
from tests.core.decision.stated import DOCUMENT, Case, asked, constant, evidence, recommended


def two(first: list[float], second: list[float], **more: Any) -> Case:
    """Return a case of RAG and Hybrid by accuracy alone, unless told otherwise."""
    case: Case = {
        "n": 200,
        "measured": {"rag": {"accuracy": first}, "hybrid": {"accuracy": second}},
        "paired": [],
        "prices": {"machine_per_hour": 0.5},
        "wishes": {"weights": {"accuracy": 100}},
    }
    return case | more


def test_without_any_option_there_is_a_sentence() -> None:
    case = two([0.5, 0.4, 0.6], [0.5, 0.4, 0.6])
    nothing = replace(evidence(case), candidates=())
    with pytest.raises(InvalidInputError, match="Evaluate RAG, Fine-tuned or Hybrid first"):
        recommendation(nothing, asked(case), case["wishes"], ("r-1", "2026", "e-1"))


def test_dominated_wins_not_even_in_the_draws_that_it_would_win_by_chance() -> None:
    figures = recommended(two([0.60, 0.55, 0.65], [0.70, 0.65, 0.75]))["options"]
    assert [(f["dominated_by"], f["wins"]) for f in figures] == [("Hybrid", 0.0), (None, 1.0)]


def test_a_winner_of_too_few_resamples_is_not_recommended() -> None:
    made = recommended(two([0.60, 0.50, 0.70], [0.61, 0.51, 0.71]))
    assert made["outcome"] == "not enough evidence"
    assert "Hybrid is ahead, but in only" in made["because"][0]
    assert made["next_step"]
    assert made["next_step"]["experiment"] is None


def test_what_was_not_measured_matters_only_if_it_could_change_the_winner() -> None:
    weights = {"weights": {"accuracy": 80, "freshness": 20}}
    far = two([0.10, 0.07, 0.13], [0.90, 0.87, 0.93], wishes=weights)
    far["measured"]["hybrid"]["freshness"] = [0.8, 0.7, 0.9]
    assert recommended(far)["outcome"] == "recommended"
    near = two([0.75, 0.72, 0.78], [0.80, 0.77, 0.83], wishes=weights)
    near["measured"]["hybrid"]["freshness"] = [0.5, 0.4, 0.6]
    made = recommended(near)
    assert made["because"] == ["Freshness counts 20 % and was not measured for RAG."]
    light = near | {"wishes": {"weights": {"accuracy": 90, "freshness": 10}}}
    assert recommended(light)["outcome"] == "recommended"


def test_a_limit_inside_the_interval_leaves_an_option_standing_in_doubt() -> None:
    case = two([0.5, 0.4, 0.6], [0.5, 0.4, 0.6])
    wants = replace(asked(case), limits={"latency_ms": 900.0})
    candidate = evidence(case).candidates[0]
    drawn = Drawn(np.linspace(800, 1000, 1 + DRAWS), [800.0, 1000.0], "p50")
    for value, struck, doubted in ((850.0, 0, 1), (950.0, 1, 0)):
        values = drawn.values.copy()
        values[0] = value
        latency = replace(drawn, values=values)
        own = replace(candidate, measured={**candidate.measured, "latency": latency})
        assert (len(strikes(own, wants)), len(doubts(own, wants))) == (struck, doubted)
        told = " ".join([*strikes(own, wants), *doubts(own, wants)])
        assert f"{value:.0f} ms (800 to 1,000), p50" in told
        assert "900 ms" in told


def test_a_model_at_another_machine_is_struck_where_data_must_stay() -> None:
    case = two([0.5, 0.4, 0.6], [0.5, 0.4, 0.6])
    wants = replace(asked(case), limits={"data_stays": True})
    candidate = evidence(case).candidates[0]
    assert strikes(candidate, wants) == []
    assert "api.example.org" in strikes(replace(candidate, host="api.example.org"), wants)[0]


def test_a_budget_strikes_what_a_month_costs_more_than() -> None:
    case = two([0.5, 0.4, 0.6], [0.9, 0.8, 0.95])
    case["measured"]["hybrid"] |= {"seconds": 3.6, "flat": 20.0}
    case["wishes"] |= {"limits": {"budget": 24.0}, "queries": 10_000.0}
    made = recommended(case)
    assert made["option"] == "rag"
    [why] = made["options"][1]["struck"]
    assert why == "25.00 USD a month; at most 24.00 USD a month is allowed."
    [flip] = [flip for flip in made["flips"] if flip["name"] == "budget"]
    assert (flip["at"], flip["to"]) == (pytest.approx(25.0), "Hybrid")


def test_scales_are_stated_and_never_taken_from_the_options() -> None:
    scales = scales_of({}, {}, {"machine_per_hour": 0.5})
    assert scales["cost"] == {"floor": 365.0, "goal": 0.0}
    assert scales_of({}, {"budget": 40.0}, {})["cost"]["floor"] == 40.0
    values = utility(np.array([500.0, 365.0, 73.0, 0.0]), scales["cost"])
    assert values.tolist() == pytest.approx([0.0, 0.0, 0.8, 1.0])
    moved = scales_of({"accuracy": {"floor": 0.5, "goal": 0.9}}, {}, {})["accuracy"]
    assert utility(constant(0.7), moved)[0] == pytest.approx(0.5)


@pytest.mark.parametrize("weights", [{}, {"accuracy": 0.0}, {"accuracy": 2.0, "cost": -1.0}])
def test_weights_that_say_nothing_are_refused(weights: Any) -> None:
    with pytest.raises(InvalidInputError, match="Weights must be numbers of at least 0"):
        shares(weights)


@pytest.mark.parametrize(
    ("answers", "option"),
    [
        ({"changes": "daily", "form": "yes"}, "hybrid"),
        ({"changes": "daily", "form": "no"}, "rag"),
        ({"changes": "never", "form": "yes"}, "tuned"),
        ({"changes": "monthly", "cite": "yes", "form": "no"}, "rag"),
        ({}, "few-shot"),
    ],
)
def test_the_usual_guides_say_what_they_say(answers: dict[str, str], option: str) -> None:
    assert questionnaire.says(answers) == option


def test_a_situation_fills_in_wishes_that_can_be_asked_for() -> None:
    first = {q.key: next(iter(q.choices)) for q in questionnaire.QUESTIONS}
    for question in questionnaire.QUESTIONS:
        for answer in question.choices:
            wishes = questionnaire.prefilled(first | {question.key: answer})
            assert sum(shares(wishes["weights"]).values()) == pytest.approx(1.0)
    for _, weights in questionnaire.PRESETS.values():
        assert sum(shares(weights).values()) == pytest.approx(1.0)


def test_a_weight_flips_where_both_scores_are_level_by_hand() -> None:
    """Of accuracy's share s: .9 s + .4 (1 - s) = .5 s + 1 (1 - s), so s = .6."""
    case = two([0.5, 0.48, 0.52], [0.9, 0.88, 0.92])
    case["measured"]["rag"] |= {"seconds": 0.0}
    case["measured"]["hybrid"] |= {"seconds": 0.0, "flat": 219.0}
    case["wishes"] = {"weights": {"accuracy": 80, "cost": 20}}
    made = recommended(case)
    assert made["option"] == "hybrid"
    at = {flip["name"]: (flip["now"], flip["at"]) for flip in made["flips"]}
    assert at == {
        "accuracy": (pytest.approx(80), pytest.approx(60)),
        "cost": (pytest.approx(20), pytest.approx(40)),
    }
    assert [flip["name"] for flip in made["flips"]] == ["accuracy", "cost"]
    assert made["flips"][0]["says"] == (
        "If accuracy made up 60 % of the weight instead of 80 %, RAG would be best."
    )
    shown = " ".join(options_sentence(made)[1:])
    assert "cost a month from 365 USD to 0 USD" in shown


def priced(rag: float, hybrid: float, weights: dict[str, float]) -> Case:
    """Return a case of RAG and Hybrid that cost so much a month."""
    case = two([0.50, 0.46, 0.54], [0.90, 0.87, 0.93], wishes={"weights": weights})
    for option, flat in (("rag", rag), ("hybrid", hybrid)):
        case["measured"][option] |= {"seconds": 0.0, "flat": flat}
    return case


def test_where_every_option_is_beyond_the_scale_no_question_is_asked_for() -> None:
    case = priced(9_000, 8_000, {"cost": 100})
    case["paired"] = [
        {
            "first": "rag",
            "second": "hybrid",
            "difference": [0.01, -0.1, 0.1],
            "word": "inconclusive",
        }
    ]
    made = recommended(case)
    assert made["outcome"] == "not enough evidence"
    [why] = made["because"]
    floor = DOCUMENT["scales"]["cost"]["floor"]
    assert why == (
        "Cost a month counts 100 %, and every option lies beyond its scale, which ends at "
        f"{floor:,.2f} USD a month."
    )
    step: Any = made["next_step"]
    assert step["says"] == "Change the scale of cost a month. No number of questions helps."
    assert step["questions"] is None


def test_what_speaks_against_the_winner_is_said_with_its_numbers() -> None:
    made = recommended(priced(0.08, 0.7, {"accuracy": 80, "cost": 20}))
    assert made["option"] == "hybrid"
    assert made.get("against") == ["Cost a month: Hybrid 0.70 USD a month; RAG 0.08 USD a month."]
    assert "Against it: Cost a month: Hybrid 0.70 USD a month; RAG" in told(made)
    nothing = recommended(priced(0.7, 0.08, {"accuracy": 80, "cost": 20}))
    assert nothing.get("against") == []


def test_a_winner_beyond_the_scale_is_said_to_be() -> None:
    made = recommended(priced(9_000, 8_000, {"accuracy": 80, "cost": 20}))
    [line] = made.get("against", [])
    assert line.startswith(
        "Cost a month: 8,000.00 USD a month at 0 questions a month lies beyond the scale"
    )


def test_the_report_cuts_a_share_of_wins_as_the_headline_does() -> None:
    made = recommended(two([0.60, 0.55, 0.65], [0.70, 0.65, 0.75]))
    made["options"][1]["wins"] = 0.9996
    stamp = Stamp("model", "2026-11-30", ())
    told_of: Any = advice(made, 200, stamp)
    assert told_of.table.columns[3] == "Wins, of 100 resamples"
    assert told_of.table.rows[1].cells[3] == 99
    assert options_table(made)["Wins, of 100 resamples"].tolist() == [0, 99]


@pytest.mark.parametrize(
    ("weights", "limits", "says"),
    [
        (questionnaire.BALANCED, {}, "With the preset weights “Balanced” Hybrid fits best: it"),
        ({"accuracy": 5, "latency": 5}, {"budget": None}, "By even weights Hybrid fits best: it"),
        ({"accuracy": 80, "latency": 5}, {}, "Hybrid fits your wishes best: it"),
        (questionnaire.BALANCED, {"budget": 900.0}, "Hybrid fits your wishes best: it"),
    ],
)
def test_only_what_was_asked_for_is_called_a_wish(weights: Any, limits: Any, says: str) -> None:
    case = two([0.1, 0.07, 0.13], [0.9, 0.87, 0.93], wishes={"weights": weights, "limits": limits})
    for own in case["measured"].values():
        own["latency_ms"] = 100.0
    assert recommended(case)["headline"].startswith(says)
