"""The verdict as slides: one message each, its title the finding as a sentence.

A slide is text and the key of a chart, so that a page and a file can show the same ones.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.arms import answers_of
from core.charts.measures.accuracy import ACCURACY_PANEL, STRATA, has_accuracy, strata_of
from core.charts.measures.cost import COST_PANEL, cost_unit, has_cost, price_note
from core.charts.measures.freshness import FRESHNESS_PANEL, has_freshness
from core.charts.measures.latency import LATENCY_PANEL, has_latency
from core.charts.words import listed, short_number
from core.decision.words import WHERE, about, counted, duration, ends, of_100
from core.records.claim import ClaimVerdict, Word
from core.records.four_measures import FourMeasures, MeasuredArm
from core.records.recommendation import Recommendation
from core.records.scored import ScoredRow

QUESTION = "Should the model read our documents, be trained on them, or both?"
MOST = 4
"""Lines that a list on a slide has at most."""


WORDS: dict[Word, str] = {
    "supported": "supported",
    "refuted": "refuted",
    "equivalent": "equivalent",
    "inconclusive": "without enough data to tell",
    "exploratory": "with too few questions for a word",
    "not measured yet": "not measured yet",
    "does not apply": "not applying here",
}


@dataclass(frozen=True)
class Slide:
    """One slide. A copy of it still says what it holds for: its foot line does."""

    key: str
    title: str
    lines: tuple[str, ...]
    foot: str
    chart: str | None = None
    """Key of its chart among `core.charts.catalogue.MEASURES`."""


def slides(
    measures: FourMeasures,
    claims: Sequence[ClaimVerdict],
    recommendation: Recommendation | None = None,
    rows: Sequence[ScoredRow] = (),
) -> list[Slide]:
    """Return the slides that the figures allow, ten at most.

    Args:
        recommendation: The newest; None where nobody asked for one.
        rows: The evaluation's answers, for the slide with four answers to one question.
    """
    foot = foot_line(measures)
    made = (
        _question(measures, foot),
        _answer(measures, recommendation, foot),
        _sure(measures, claims, foot),
        _one_question(measures, rows, foot),
        _accuracy(measures, foot),
        _freshness(measures, foot),
        _cost(measures, foot),
        _latency(measures, foot),
        _limits(measures, foot),
        _next(claims, recommendation, foot),
    )
    return [slide for slide in made if slide]


def foot_line(measures: FourMeasures) -> str:
    """Return what the figures hold for: model, documents, n, groups, intervals, day."""
    scope = measures["scope"]
    parts = (
        scope["model"],
        counted(scope["documents"], "document"),
        f"{counted(scope['n'], 'question')} in {counted(scope['groups'], 'group')}",
        counted(scope["seeds"], "adapter") * bool(scope["seeds"]),
        "95 % intervals",
        f"{datetime.fromisoformat(scope['measured_at']):%d %b %Y}".lstrip("0"),
        "recorded" if scope["recorded"] else "",
    )
    return " · ".join(filter(None, parts))


def _question(measures: FourMeasures, foot: str) -> Slide:
    scope = measures["scope"]
    arms = ", ".join(arm["label"] for arm in measures["arms"])
    lines = (
        f"{scope['project']}: {counted(scope['n'], 'question')} on "
        f"{counted(scope['documents'], 'document')}, answered by {arms}.",
        f"All of them from one model, {scope['model']}.",
    )
    return Slide("question", QUESTION, lines, foot)


def _answer(measures: FourMeasures, recommendation: Recommendation | None, foot: str) -> Slide:
    advice = (recommendation["headline"],) if recommendation else ()
    return Slide("answer", measures["headline"], (*measures["more"], *advice)[:MOST], foot)


def _parts(text: str, between: str) -> list[str]:
    """Return a text in pieces that each stand alone: a slide's title carries one of them."""
    return [f"{part[:1].upper()}{part[1:]}" for part in re.split(between, text)]


def _sure(measures: FourMeasures, claims: Sequence[ClaimVerdict], foot: str) -> Slide:
    counts = Counter(verdict["verdict"] for verdict in claims)
    said = ", ".join(f"{counts[word]} {label}" for word, label in WORDS.items() if counts[word])
    title, *others = _parts(measures["how_sure"], r"(?<=\.)\s+(?=[A-Z])")
    lines = (*others[: MOST - 2], f"Of {len(claims)} usual slogans: {said}.")
    return Slide("sure", title, lines, foot)


def _one_question(measures: FourMeasures, rows: Sequence[ScoredRow], foot: str) -> Slide | None:
    row = example(rows, [arm["arm"] for arm in measures["arms"]])
    if row is None:
        return None
    lines = [f"Expected: {' or '.join(row['gold'][:2])}"]
    for arm in measures["arms"]:
        [answer, *_] = answers_of(row["answers"], arm["arm"])
        word = "right" if answer["containment"] else "wrong"
        lines.append(f"{arm['label']}, {word}: {answer['text'].strip() or '(no words)'}")
    return Slide("example", row["question"], tuple(lines), foot)


def example(rows: Sequence[ScoredRow], arms: Sequence[str]) -> ScoredRow | None:
    """Return a typical question that arms answer differently; None where there is none.

    It is the first one with the most common pattern of right and wrong in which not all are alike.
    """
    patterns: dict[tuple[bool, ...], list[ScoredRow]] = {}
    for row in rows:
        answers = [answers_of(row["answers"], arm) for arm in arms]
        if row["gold"] and all(answers):
            right = tuple(bool(of_arm[0]["containment"]) for of_arm in answers)
            patterns.setdefault(right, []).append(row)
    differing = [found for right, found in patterns.items() if len(set(right)) > 1]
    return max(differing, key=len)[0] if differing else None


def _accuracy(measures: FourMeasures, foot: str) -> Slide | None:
    if not has_accuracy(measures):
        return None
    lines = [_most_right(measures, stratum) for stratum in strata_of(measures)]
    # What nobody was trained on comes last, and is what most people ask about.
    title, *others = reversed(lines)
    return Slide("accuracy", title, tuple(others), foot, ACCURACY_PANEL.key)


def _most_right(measures: FourMeasures, stratum: str) -> str:
    asked = [arm for arm in measures["arms"] if stratum in arm["accuracy"]]
    first, *rest = sorted(asked, key=lambda arm: -arm["accuracy"][stratum]["share"])
    best = first["accuracy"][stratum]
    others = ", ".join(
        f"{arm['label']} {of_100(arm['accuracy'][stratum]['share'])}" for arm in rest
    )
    return (
        f"On {WHERE[stratum]}, {first['label']} has {about(best['share'])} of 100 right "
        f"({ends(best['interval'])})" + f"; {others}" * bool(others)
    )


def _freshness(measures: FourMeasures, foot: str) -> Slide | None:
    if not has_freshness(measures):
        return None
    fresh = [(arm["label"], arm["fresh"]) for arm in measures["arms"] if arm["fresh"]]
    label, best = max(fresh, key=lambda pair: pair[1]["new"])
    old = ", ".join(f"{name} {of_100(figures['old'])}" for name, figures in fresh)
    caught = listed(
        f"{name} after {duration(figures['seconds'])}"
        for name, figures in fresh
        if figures["seconds"] is not None
    )
    title = (
        f"After the documents changed, {label} says the new value for "
        f"{about(best['new'])} of 100 facts ({ends(best['new_interval'])})"
    )
    lines = (f"The old value, of 100 facts: {old}.", f"Caught up: {caught}." * bool(caught))
    return Slide("freshness", title, tuple(filter(None, lines)), foot, FRESHNESS_PANEL.key)


def _cost(measures: FourMeasures, foot: str) -> Slide | None:
    if not has_cost(measures):
        return None
    factor, unit = cost_unit(measures)
    per = unit.removesuffix(" correct answers").removesuffix(" correct answer")
    said = [_cheapest(measures, stratum, factor, per) for stratum in STRATA]
    title, *others = [sentence for sentence in said if sentence]
    lines = (*others, f"{price_note(measures).capitalize()}.")
    return Slide("cost", title, lines, foot, COST_PANEL.key)


def _cheapest(measures: FourMeasures, stratum: str, factor: int, per: str) -> str | None:
    costs = [
        (cost * factor, arm["label"])
        for arm in measures["arms"]
        if stratum in arm["cost"] and (cost := arm["cost"][stratum]["per_correct"]) is not None
    ]
    if not costs:
        return None
    (least, label), *others = sorted(costs)
    rest = ", ".join(f"{name} {cost:.2g}" for cost, name in others)
    return (
        f"On {WHERE[stratum]}, correct answers cost least with {label}: {least:.2g} {per}"
        + f" ({rest})" * bool(rest)
    )


def _latency(measures: FourMeasures, foot: str) -> Slide | None:
    if not has_latency(measures):
        return None
    (least, quickest), *others = sorted(_medians(measures["arms"]))
    rest = ", ".join(f"{label} {short_number(median)} ms" for median, label in others)
    title = f"Half of {quickest}'s answers come within {short_number(least)} ms"
    lines = (f"{rest}.", "One question at a time, on this machine.")
    return Slide("latency", title, lines, foot, LATENCY_PANEL.key)


def _medians(arms: Sequence[MeasuredArm]) -> list[tuple[float, str]]:
    return [
        (arm["latency"]["p50"], arm["label"])
        for arm in arms
        if arm["latency"] and arm["latency"]["p50"] is not None
    ]


def _limits(measures: FourMeasures, foot: str) -> Slide | None:
    if not measures["limits"]:
        return None
    first, *others = measures["limits"]
    return Slide("limits", first, tuple(others), foot)


def _next(
    claims: Sequence[ClaimVerdict], recommendation: Recommendation | None, foot: str
) -> Slide:
    """Return the next step, and what would change the outcome."""
    step = recommendation["next_step"] if recommendation else None
    waiting = [verdict for verdict in claims if verdict["verdict"] == "not measured yet"]
    title = "Next: decide which limits count, and ask for a recommendation"
    if step:
        title = f"Next: {step['says']}"
    elif waiting:
        minutes = sum(verdict["minutes"] or 0.0 for verdict in waiting)
        title = f"Next: measure the {len(waiting)} slogans that nobody measured here yet"
        title += f", about {minutes:.0f} minutes" * bool(minutes)
    flips = [flip["says"] for flip in recommendation["flips"]] if recommendation else []
    undecided = [
        f"“{verdict['slogan']}”: {verdict['change']}"
        for verdict in claims
        if verdict["verdict"] in ("inconclusive", "exploratory")
    ]
    return Slide("next", title, tuple((flips or undecided)[:MOST]), foot)
