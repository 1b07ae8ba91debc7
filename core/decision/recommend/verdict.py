"""The outcome: recommended, none within the limits, or not enough evidence; and what carried it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from core.charts.words import CRITERIA, times
from core.decision.recommend.limits import beyond, cost_of, doubts
from core.decision.recommend.options import (
    DRAWS,
    OPTIONS,
    Asked,
    Candidate,
    Evidence,
    Pair,
)
from core.decision.recommend.scoring import Scored
from core.decision.recommend.words import named, plain, said, told_apart
from core.evaluation.figures.verdicts import EQUIVALENT, EXPLORATORY, INCONCLUSIVE
from core.records.recommendation import (
    Criterion,
    CriterionFigures,
    NextStep,
    Option,
    OptionFigures,
)

SURE_WINS = 0.75
"""Share of resamples that the winner must win."""
HEAVY = 0.15
"""A criterion of more weight must be measured for every option that could win."""
CARRIED = 3
"""Measurements that a recommendation names."""


@dataclass(frozen=True)
class Doubt:
    """Why there is not enough evidence, and what would mend it."""

    says: str
    step: NextStep


def doubts_of(evidence: Evidence, asked: Asked, results: Scored) -> list[Doubt]:
    """Return what is missing for a recommendation; none where an option may be recommended."""
    best, second = results.ranking[0], results.runner_up
    wins = results.wins()[best]
    found = list(_unmeasured(evidence, asked, results))
    pair = evidence.pair(best, second) if second else None
    if pair and second and _decides(results, asked, best, second, pair):
        found.append(Doubt(_unclear(pair, best), _more_questions(evidence, pair)))
    if wins < SURE_WINS and not found:
        text = (
            f"{OPTIONS[best].label} is ahead, but in only {times(wins)} of 100 resamples; "
            f"{100 * SURE_WINS:.0f} are asked for."
        )
        found.append(Doubt(text, _closer(evidence, pair)))
    return (list(_off_scale(evidence, asked, results)) or found) if found else found


def _off_scale(evidence: Evidence, asked: Asked, results: Scored) -> Iterator[Doubt]:
    """Yield the criteria of most weight by which every option counts nothing: they tell no two."""
    standing = [c for c in evidence.candidates if c.option in results.scores]
    most = max(asked.weights.values())
    for criterion, weight in asked.weights.items():
        if weight == most and all(beyond(c, asked, criterion) for c in standing):
            floor = plain(criterion, asked.scales[criterion]["floor"], asked)
            label = CRITERIA[criterion]
            text = (
                f"{label} counts {100 * weight:.0f} %, and every option lies beyond its scale, "
                f"which ends at {floor}."
            )
            step: NextStep = {
                "says": f"Change the scale of {label.lower()}. No number of questions helps.",
                "questions": None,
                "minutes": None,
                "experiment": None,
            }
            yield Doubt(text, step)


def _unmeasured(evidence: Evidence, asked: Asked, results: Scored) -> Iterator[Doubt]:
    """Yield the criteria that count much and are missing where they could change the winner."""
    for criterion, weight in asked.weights.items():
        without = [o for o in results.ranking if criterion not in results.utilities[o]]
        if weight > HEAVY and any(_could_matter(results, o, criterion, weight) for o in without):
            text = (
                f"{CRITERIA[criterion]} counts {100 * weight:.0f} % and was not measured for "
                f"{named(without)}."
            )
            yield Doubt(text, _measure(evidence, criterion))


def _could_matter(results: Scored, option: Option, criterion: Criterion, weight: float) -> bool:
    """Whether an option could win, or lose, by what was not measured of it."""
    most = {
        name: float(score[0]) + weight * (criterion not in results.utilities[name])
        for name, score in results.scores.items()
        if name in results.ranking
    }
    best = results.ranking[0]
    rivals = [most[name] for name in most if name != best]
    if option == best:  # Counted as nothing so far, and ahead all the same.
        return any(value >= float(results.scores[best][0]) for value in rivals)
    return most[option] >= float(results.scores[best][0])


def _decides(results: Scored, asked: Asked, best: Option, second: Option, pair: Pair) -> bool:
    """Whether an accuracy that is not told apart is what puts the leader first."""
    if pair.word not in (INCONCLUSIVE, EXPLORATORY) or "accuracy" not in asked.weights:
        return False
    gap = float(results.scores[best][0] - results.scores[second][0])
    ours, its = (float(results.utilities[o]["accuracy"][0]) for o in (best, second))
    return gap - asked.weights["accuracy"] * (ours - its) <= 1e-12


def _unclear(pair: Pair, best: Option) -> str:
    second = pair.second if pair.first == best else pair.first
    return (
        f"Accuracy decides between {named((best, second))}, and there is {told_apart(pair, best)}."
    )


def _measure(evidence: Evidence, criterion: Criterion) -> NextStep:
    freshness = criterion == "freshness"
    minutes = evidence.freshness_minutes if freshness else None
    label = CRITERIA[criterion].lower()
    return {
        "says": f"Measure {label}{_takes(minutes)}.",
        "questions": None,
        "minutes": minutes,
        "experiment": "freshness" if freshness else "evaluate",
    }


def _more_questions(evidence: Evidence, pair: Pair) -> NextStep:
    if pair.needed is None or pair.needed <= evidence.n:
        return {
            "says": "No number of questions that could be asked would settle it. Decide by another "
            "criterion, or by a limit.",
            "questions": None,
            "minutes": None,
            "experiment": None,
        }
    more = pair.needed - evidence.n
    each = evidence.question_minutes
    minutes = None if each is None else each * more
    return {
        "says": f"Ask about {more:,} more questions{_takes(minutes)}.",
        "questions": more,
        "minutes": minutes,
        "experiment": "evaluate",
    }


def _closer(evidence: Evidence, pair: Pair | None) -> NextStep:
    """Return what tells options apart that are close by all criteria together."""
    if pair and pair.word != EQUIVALENT and pair.needed and pair.needed > evidence.n:
        return _more_questions(evidence, pair)
    return {
        "says": "They are this close under your weights. Set a limit, or move a weight.",
        "questions": None,
        "minutes": None,
        "experiment": None,
    }


def _takes(minutes: float | None) -> str:
    return "" if minutes is None else f", about {max(1, round(minutes)):,} minutes here"


def cheapest(found: list[Doubt]) -> NextStep | None:
    """Return the step that takes least; one of unknown length comes after those that are known."""
    steps = [doubt.step for doubt in found if doubt.step["experiment"]]
    steps = steps or [doubt.step for doubt in found]
    return min(
        steps,
        key=lambda step: math.inf if step["minutes"] is None else step["minutes"],
        default=None,
    )


def carried(evidence: Evidence, asked: Asked, results: Scored) -> list[str]:
    """Return the measurements that count most for the leader, a sentence each."""
    best, second = results.ranking[0], results.runner_up
    own = results.utilities[best]
    its = results.utilities[second] if second else {}

    def ahead(criterion: Criterion) -> float:
        gap = float(own[criterion][0]) - (float(its[criterion][0]) if criterion in its else 0.0)
        return asked.weights[criterion] * gap

    by_option = {candidate.option: candidate for candidate in evidence.candidates}

    def level(criterion: Criterion) -> bool:
        """Whether both read alike: such a measurement carries nothing. Accuracy is always said."""
        if second is None or criterion == "accuracy":
            return False
        return _figure(by_option[best], asked, criterion) == _figure(
            by_option[second], asked, criterion
        )

    order = sorted(own, key=ahead, reverse=True)
    told = [key for key in order if ahead(key) >= 0 and not level(key)][:CARRIED]
    return [compared(evidence, asked, by_option, (best, second), key) for key in told]


def compared(
    evidence: Evidence,
    asked: Asked,
    candidates: dict[Option, Candidate],
    two: tuple[Option, Option | None],
    criterion: Criterion,
) -> str:
    """Return one or two options by one criterion: "Cost: Hybrid 0.70 USD a month; RAG 0.08 ..."."""
    best, second = two
    parts = [_figure(candidates[o], asked, criterion) for o in two if o]
    pair = evidence.pair(best, second) if second and criterion == "accuracy" else None
    word = f"; {told_apart(pair, best)}" if pair else ""
    names = [OPTIONS[o].label for o in two if o]
    told = "; ".join(f"{name} {text}" for name, text in zip(names, parts, strict=True))
    return f"{CRITERIA[criterion]}: {told}{word}."


def _figure(candidate: Candidate, asked: Asked, criterion: Criterion) -> str:
    drawn = cost_of(candidate, asked) if criterion == "cost" else candidate.measured.get(criterion)
    return "not measured" if drawn is None else said(criterion, drawn, asked)


def option_figures(
    candidate: Candidate, asked: Asked, results: Scored, wins: dict[Option, float]
) -> OptionFigures:
    """Return one option, judged."""
    option = candidate.option
    by = results.dominated.get(option)
    score = results.scores.get(option)
    return {
        "option": option,
        "label": candidate.label,
        "criteria": {key: _criterion(candidate, asked, results, key) for key in CRITERIA},
        "struck": results.struck[option],
        "may_fail": [] if results.struck[option] else doubts(candidate, asked),
        "dominated_by": OPTIONS[by].label if by else None,
        "score": None if score is None else float(score[0]),
        "wins": None if score is None else wins.get(option, 0.0),
    }


def _criterion(
    candidate: Candidate, asked: Asked, results: Scored, criterion: Criterion
) -> CriterionFigures:
    drawn = cost_of(candidate, asked) if criterion == "cost" else candidate.measured.get(criterion)
    utility = results.utilities.get(candidate.option, {}).get(criterion)
    return {
        "value": drawn.value if drawn else None,
        "interval": drawn.interval if drawn else None,
        "utility": None if utility is None else float(utility[0]),
        "says": said(criterion, drawn, asked) if drawn else "not measured",
    }


def wins_error(share: float) -> float:
    """Return the Monte Carlo standard error of a share of draws."""
    return math.sqrt(share * (1 - share) / DRAWS)
