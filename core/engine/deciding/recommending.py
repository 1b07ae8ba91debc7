"""A recommendation from stored results: made, kept with all that came in, and read again."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from core.decision import questionnaire
from core.decision.recommend.options import OPTIONS, Asked, Evidence, shares
from core.decision.recommend.recommend import recommendation as recommended
from core.decision.recommend.utilities import scales_of
from core.engine.answering.prices import prices_of
from core.engine.context import Engine
from core.engine.deciding.evidence import evidence_of
from core.engine.deciding.gathered import evaluation_in_use, freshness_in_use
from core.engine.evaluating.upkeep import month_costs
from core.engine.freshness.operations import experiments
from core.engine.measuring.operations import measurement, measurements
from core.engine.table import operation
from core.errors import InvalidInputError
from core.evaluation.scoring.traces import part_of
from core.project.workspace import Project
from core.records.evaluation import Evaluation
from core.records.measurement import MeasurementHead
from core.records.prices import Prices
from core.records.recommendation import Limits, Recommendation, Wishes

SETTING = "recommendation"
QUERIES, UPDATES = 1000.0, 4.0
"""A month, where nothing was typed: an example, and labelled as one."""
RIVALS = ("rivals", "all-documents")
"""Experiments whose answers stand beside an evaluation's."""
STRATA = ("held_out", "seen")
"""New questions first: most of those that people will ask are."""


@operation(reads=True, recorded=True, kept="data")
def recommendation(
    engine: Engine, *, project: Project, evaluation: str | None = None
) -> Recommendation | None:
    """Return the last recommendation, as it was made; None before the first.

    Args:
        evaluation: Of this one alone: None where the last was of another.
    """
    last: Recommendation | None = project.db.setting(SETTING)
    return last if last and evaluation in (None, last["evaluation"]) else None


@operation(recorded=True)
def recommend(
    engine: Engine,
    *,
    project: Project,
    evaluation: str | None = None,
    wishes: Wishes | None = None,
) -> Recommendation:
    """Say which option fits, from stored results alone, and keep it with all that came in.

    Args:
        evaluation: None for the newest finished one; freshness is the newest experiment's.
        wishes: What is missing is filled in: even weights of the usual kind, no limits, the
            upkeep's volume, else an example of one.

    Raises:
        NotFoundError: nothing was evaluated yet.
        InvalidInputError: the evaluation is not finished, none of its questions is of the stratum,
            none of the options answered, or a wish cannot be used.
    """
    shown = evaluation_in_use(engine, project, evaluation)
    months = month_costs(engine, project=project, evaluation=shown["id"])
    prices = prices_of(project)
    typed = months["upkeep"]["queries"], months["upkeep"]["updates"]
    whole = complete(wishes or {}, shown, prices, typed)
    evidence = _evidence(engine, project, shown, whole["stratum"])
    volume = whole["queries"] or 0.0, whole["updates"] or 0.0
    asked = Asked(shares(whole["weights"]), whole["scales"], prices, whole["limits"], *volume)
    stamp = f"r-{uuid4().hex[:8]}", datetime.now(UTC).isoformat(timespec="seconds"), shown["id"]
    outcome = recommended(evidence, asked, whole, stamp)
    outcome["assumed"] = _assumed(wishes or {}, typed, prices)
    outcome["unmeasured"] = _unmeasured(engine, project, evidence)
    said = _questionnaire(outcome)
    if said:
        outcome["questionnaire"] = said
    project.db.set_setting(SETTING, outcome)
    return outcome


def complete(
    wishes: Wishes, shown: Evaluation, prices: Prices, typed: tuple[float | None, float | None]
) -> Wishes:
    """Return wishes with all that is missing filled in.

    Args:
        typed: Queries and updates a month, as the upkeep has them.

    Raises:
        InvalidInputError: a wish cannot be used.
    """
    limits = wishes.get("limits") or Limits()
    _check(wishes, limits)
    queries, updates = wishes.get("queries"), wishes.get("updates")
    queries = typed[0] if queries is None else queries
    updates = typed[1] if updates is None else updates
    return {
        "stratum": _stratum(wishes.get("stratum"), shown),
        "limits": limits,
        "weights": wishes.get("weights") or dict(questionnaire.BALANCED),
        "scales": scales_of(wishes.get("scales") or {}, limits, prices),
        "queries": QUERIES if queries is None else queries,
        "updates": UPDATES if updates is None else updates,
        "situation": wishes.get("situation") or {},
    }


def _check(wishes: Wishes, limits: Limits) -> None:
    questionnaire.checked(wishes.get("situation") or {})
    numbers = {
        "latency in ms": limits.get("latency_ms"),
        "budget": limits.get("budget"),
        "queries": wishes.get("queries"),
        "updates": wishes.get("updates"),
    }
    for name, value in numbers.items():
        if value is not None and not 0 <= value < float("inf"):
            raise InvalidInputError(f"The {name} must be a number of at least 0, not '{value}'.")


def _stratum(wanted: str | None, shown: Evaluation) -> str:
    there = {part_of(row) for row in shown["rows"]}
    known = [stratum for stratum in STRATA if stratum in there]
    if wanted is None and known:
        return known[0]
    if wanted not in known:
        raise InvalidInputError(
            f"No question of this evaluation is of the kind '{wanted or STRATA[0]}'. Choose from "
            f"{', '.join(known) or 'none'}."
        )
    return wanted


def _evidence(engine: Engine, project: Project, shown: Evaluation, stratum: str) -> Evidence:
    months = month_costs(engine, project=project, evaluation=shown["id"])
    rivals = _rivals(engine, project, shown["id"])
    lines = experiments(engine, project=project)
    key = json.dumps([months, lines, rivals, shown["summary"]["n"]])

    def made() -> Evidence:
        freshness = freshness_in_use(engine, project)
        asked = [measurement(engine, project=project, measurement=rival["id"]) for rival in rivals]
        return evidence_of(project, shown, stratum, months, freshness, asked)

    return engine.memo.get(("evidence", shown["id"], stratum), key, made)


def _rivals(engine: Engine, project: Project, evaluation: str) -> list[MeasurementHead]:
    """Return the newest whole experiment of each rival on the questions of an evaluation."""
    newest: dict[str, MeasurementHead] = {}
    for head in measurements(engine, project=project):
        if head["what"] in RIVALS and head["complete"] and head["evaluation"] == evaluation:
            newest.setdefault(head["what"], head)
    return list(newest.values())


def _assumed(wishes: Wishes, typed: tuple[float | None, float | None], prices: Prices) -> list[str]:
    examples = []
    if wishes.get("queries") is None and typed[0] is None:
        examples.append(f"{QUERIES:,.0f} questions")
    if wishes.get("updates") is None and typed[1] is None:
        examples.append(f"{UPDATES:.0f} updates")
    volume = f"Example volume: {' and '.join(examples)} a month. Set your own."
    lines = [volume] if examples else []
    if prices.get("example"):
        hour = f"{prices['machine_per_hour'] or 0.0:.2f} {prices['currency']}"
        dated = f", as of {prices['as_of']}" if prices.get("as_of") else ""
        lines.append(f"{hour} for an hour of the machine is an example price{dated}.")
    return lines


def _unmeasured(engine: Engine, project: Project, evidence: Evidence) -> list[str]:
    measured = {candidate.option for candidate in evidence.candidates}
    refused: dict[str, str | None] = {}
    for head in measurements(engine, project=project):
        refused.setdefault(head["what"], head["refused"])
    return [
        f"{kind.label}: {refused.get(option) or 'not measured'}".rstrip(".") + "."
        for option, kind in OPTIONS.items()
        if option not in measured
    ]


def _questionnaire(outcome: Recommendation) -> str | None:
    """Return in words where the usual questionnaire differs from what was measured."""
    situation = outcome["wishes"].get("situation")
    if not situation:
        return None
    would, option = questionnaire.says(situation), outcome["option"]
    if would == option:
        return None
    measured = OPTIONS[option].label if option else outcome["outcome"]
    return f"A questionnaire would say {OPTIONS[would].label}; your measurements say {measured}."
