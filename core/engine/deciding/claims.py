"""The claims of a project: every slogan with what its measurements say of it."""

import json

from core.charts.words import model_name
from core.decision.catalogue import CLAIMS
from core.decision.claims.draft import NOT_MEASURED
from core.decision.claims.gathered import Gathered
from core.decision.claims.judge import judged
from core.engine.context import Engine
from core.engine.deciding.gathered import evaluation_in_use, freshness_in_use
from core.engine.deciding.operations import containment_contrasts
from core.engine.deciding.recommending import QUERIES, UPDATES, recommendation
from core.engine.evaluating.upkeep import month_costs
from core.engine.measuring.operations import measure_plans, measurement, measurements
from core.engine.table import operation
from core.evaluation.figures.break_even import month_figures
from core.project import answers
from core.project.documents import passage_texts
from core.project.votes import list_votes
from core.project.workspace import Project
from core.records.answer import answer_in
from core.records.claim import Claims, ClaimVerdict
from core.records.evaluation import Evaluation
from core.records.measurement import Measurement, MeasurementHead, MeasurePlan
from core.records.prices import Upkeep
from core.records.recommendation import Limits


@operation(reads=True, recorded=True, kept="data")
def claims(engine: Engine, *, project: Project, evaluation: str | None = None) -> Claims:
    """Return every claim with its verdict, in the order of the catalogue.

    Args:
        evaluation: None for the newest finished one; of experiments the newest whole ones count.

    Raises:
        NotFoundError: nothing was evaluated yet.
        InvalidInputError: the evaluation is not finished.
    """
    shown = evaluation_in_use(engine, project, evaluation)
    made_of = json.dumps([project.db.version, shown["id"]])

    def whole() -> Claims:
        verdicts = judged(_gathered(engine, project, shown))
        return {**verdicts, "claims": _with_minutes(engine, project, verdicts["claims"])}

    return engine.memo.get(("claims", project.id, evaluation), made_of, whole)


def _gathered(engine: Engine, project: Project, shown: Evaluation) -> Gathered:
    months = month_costs(engine, project=project, evaluation=shown["id"])
    typed = months["upkeep"]
    example = typed["queries"] is None
    if example:
        updates = UPDATES if typed["updates"] is None else typed["updates"]
        amounts: Upkeep = {**typed, "queries": QUERIES, "updates": updates}
        months = month_figures(shown["summary"], amounts, months["index_s"], months["adapters_s"])
    return Gathered(
        shown,
        model_name(shown["summary"]),
        answers.get_evaluation(project.db, shown["id"])["created_at"],
        freshness_in_use(engine, project),
        months if months["arms"] else None,
        example,
        list_votes(project.db),
        _measured(engine, project),
        containment_contrasts(engine, shown),
        _texts(project, shown["id"]),
        _limits(engine, project),
    )


def _limits(engine: Engine, project: Project) -> Limits:
    """Return the hard limits that the user typed for the last recommendation."""
    last = recommendation(engine, project=project)
    return (last["wishes"].get("limits") if last else None) or Limits()


def _measured(engine: Engine, project: Project) -> dict[str, Measurement]:
    """Return the newest whole measurement of each experiment, else the newest that was refused."""
    chosen: dict[str, MeasurementHead] = {}
    for head in measurements(engine, project=project):
        if head["complete"] and not chosen.get(head["what"], head)["complete"]:
            chosen[head["what"]] = head
        elif head["complete"] or head["refused"]:
            chosen.setdefault(head["what"], head)
    return {
        what: measurement(engine, project=project, measurement=head["id"])
        for what, head in chosen.items()
    }


def _with_minutes(
    engine: Engine, project: Project, verdicts: list[ClaimVerdict]
) -> list[ClaimVerdict]:
    """Add to claims that were not measured yet how long that takes here, or why it cannot be."""
    if project.recorded:
        return verdicts
    plans: dict[str, MeasurePlan] = {
        plan["what"]: plan for plan in measure_plans(engine, project=project, size="standard")
    }
    by = {claim.key: claim.measured_by for claim in CLAIMS}
    return [_planned(verdict, plans.get(by[verdict["claim"]])) for verdict in verdicts]


def _planned(verdict: ClaimVerdict, plan: MeasurePlan | None) -> ClaimVerdict:
    if plan is None or verdict["verdict"] != NOT_MEASURED:
        return verdict
    if plan["refused"]:
        return {**verdict, "finding": f"{verdict['finding']} {plan['refused']}"}
    return {**verdict, "minutes": plan["minutes"]}


def _texts(project: Project, evaluation: str) -> list[str]:
    """Return the texts of all passages, as they are and as they stood in a prompt then.

    Documents may have changed since the evaluation; what they said then is no invention.
    """
    stored = answers.stored_answers(project.db, evaluation)
    read = {
        passage["text"]
        for question, arm in stored
        if (answer := answer_in(stored, question, arm))
        for passage in answer["passages"]
    }
    return [*read, *(text for _, text in passage_texts(project.db))]
