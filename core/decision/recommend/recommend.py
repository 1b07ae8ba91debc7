"""Evidence and wishes in, a recommendation out; nothing here reads a project."""

from core.charts.words import times
from core.decision import questionnaire
from core.decision.recommend.against import against
from core.decision.recommend.flips import flips
from core.decision.recommend.options import DRAWS, OPTIONS, Asked, Candidate, Evidence, shares
from core.decision.recommend.scoring import Scored, scored
from core.decision.recommend.verdict import (
    Doubt,
    carried,
    cheapest,
    doubts_of,
    option_figures,
    wins_error,
)
from core.errors import InvalidInputError
from core.records.recommendation import Option, Outcome, Recommendation, Wishes

Stamp = tuple[str, str, str]
"""Id, when, and of which evaluation."""


NOBODY = (
    "None of the options that can be recommended answered these questions. Evaluate RAG, "
    "Fine-tuned or Hybrid first."
)


def recommendation(
    evidence: Evidence, asked: Asked, wishes: Wishes, stamp: Stamp
) -> Recommendation:
    """Return the outcome with all that carried it.

    Args:
        wishes: As they are kept with the outcome; `asked` is made of them.

    Raises:
        InvalidInputError: no option was measured.
    """
    if not evidence.candidates:
        raise InvalidInputError(NOBODY)
    results = scored(evidence, asked)
    wins = results.wins()
    missing = doubts_of(evidence, asked, results) if results.ranking else []
    outcome, option = _outcome(results, missing)
    share = wins[results.ranking[0]] if results.ranking else None
    return {
        "id": stamp[0],
        "created_at": stamp[1],
        "evaluation": stamp[2],
        "wishes": wishes,
        "outcome": outcome,
        "option": option,
        "headline": _headline(evidence, results, option, wins, by_wishes(wishes)),
        "because": [doubt.says for doubt in missing]
        or (carried(evidence, asked, results) if option else []),
        "against": against(evidence, asked, results) if option else [],
        "runner_up": _second(results),
        "wins": share,
        "wins_error": None if share is None else wins_error(share),
        "draws": DRAWS,
        "options": [option_figures(c, asked, results, wins) for c in evidence.candidates],
        "flips": [] if missing else flips(evidence, asked),
        "next_step": cheapest(missing),
        "currency": asked.currency,
    }


def _outcome(results: Scored, missing: list[Doubt]) -> tuple[Outcome, Option | None]:
    if not results.ranking:
        return "none within your limits", None
    if missing:
        return "not enough evidence", None
    return "recommended", results.ranking[0]


def _second(results: Scored) -> str | None:
    second = results.runner_up if results.ranking else None
    return OPTIONS[second].label if second else None


def by_wishes(wishes: Wishes) -> str:
    """Return by what weights an option fits, where they are the usual ones and nothing limits it.

    Empty where somebody asked for something of their own.
    """
    limits, weights = wishes.get("limits") or {}, wishes.get("weights") or {}
    free = {"latency_ms": None, "budget": None, "training_allowed": True}
    if any(value not in (None, free.get(key, False)) for key, value in limits.items()):
        return ""
    weighed = shares(weights)
    if len(weighed) > 1 and len(set(weighed.values())) == 1:
        return "By even weights"
    for label, preset in questionnaire.PRESETS.values():
        if weighed == shares(preset):
            return f"With the preset weights “{label}”"
    return ""


def _headline(
    evidence: Evidence,
    results: Scored,
    option: Option | None,
    wins: dict[Option, float],
    by: str,
) -> str:
    if not results.ranking:
        nearest = min(evidence.candidates, key=lambda c: (len(results.struck[c.option]), _slow(c)))
        return f"No option keeps your limits. {nearest.label}: {results.struck[nearest.option][0]}"
    best = results.ranking[0]
    label, so_often = OPTIONS[best].label, times(wins[best])
    if option is None:
        return (
            f"Not enough evidence to recommend one option; {label} is ahead in {so_often} of 100 "
            "resamples."
        )
    fits = f"{by} {label} fits best" if by else f"{label} fits your wishes best"
    return f"{fits}: it wins in {so_often} of 100 resamples."


def _slow(candidate: Candidate) -> float:
    latency = candidate.measured.get("latency")
    return latency.value if latency else 0.0
