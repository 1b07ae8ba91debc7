"""A judge by endpoint: what it would take, the job, people's labels, and what both say."""

from core.engine.context import Engine
from core.engine.evaluating.judges import configured_judge
from core.engine.evaluating.operations import evaluation as evaluation_of
from core.engine.jobs.operations import job
from core.engine.table import operation
from core.errors import InvalidInputError, NotFoundError
from core.evaluation.judging.agreement import LABELS_WANTED, agreement, label_order
from core.evaluation.judging.corrected import FEWEST_LABELS, judged_figures
from core.evaluation.judging.judge import calls, tokens_about
from core.project import judgements as store
from core.project.workspace import Project
from core.records.evaluation import Evaluation
from core.records.job import Job
from core.records.judging import (
    AnswerToLabel,
    Judged,
    JudgedFigures,
    JudgedKey,
    JudgeOffer,
    Judging,
    Labelling,
    ShownJudged,
)
from core.records.scored import ScoredRow


@operation(reads=True, recorded=True, kept="data")
def judging(engine: Engine, *, project: Project, evaluation: str) -> Judging:
    """Return what a judge would be asked, and what the newest one said beside people's labels.

    Raises:
        InvalidInputError: the endpoint's model is missing.
        NotFoundError: there is no such evaluation.
    """
    shown = evaluation_of(engine, project=project, evaluation=evaluation)
    return {
        "endpoint": _offer(project, evaluation, shown["rows"]),
        "judge": _said(project, evaluation, shown),
    }


def _offer(project: Project, evaluation: str, rows: list[ScoredRow]) -> JudgeOffer | None:
    configured = configured_judge(project)
    if configured is None:
        return None
    missing = calls(
        rows, store.stored_verdicts(project.db, evaluation, configured.hash), configured.hash
    )
    return {
        "url": configured.endpoint.url,
        "model": configured.endpoint.model,
        "refusal": configured.refusal,
        "calls": len(missing),
        "tokens": tokens_about(missing),
    }


def _said(project: Project, evaluation: str, shown: Evaluation) -> Judged | None:
    newest = store.newest_judge(project.db, evaluation)
    if newest is None:
        return None
    verdicts = store.stored_verdicts(project.db, evaluation, newest["hash"])
    labels = store.stored_labels(project.db, evaluation)
    compared = agreement(verdicts, labels)
    left = len(calls(shown["rows"], verdicts, newest["hash"]))
    figures = None
    if compared["trusted"] and not left:
        figures = {
            part: {arm: _beside(own, shown, arm, part) for arm, own in arms.items()}
            for part, arms in judged_figures(shown["rows"], verdicts, labels).items()
        }
    return {
        **newest,
        "left": left,
        "none": sum(verdict is None for verdict in verdicts.values()),
        "agreement": compared,
        "fewest": FEWEST_LABELS,
        "figures": figures,
    }


def _beside(own: JudgedFigures, shown: Evaluation, arm: str, part: str) -> ShownJudged:
    """Return a judge's figures beside those of containment."""
    plain = shown["summary"]["arms"][arm]["strata"][part]
    return {
        **own,
        "containment": plain["containment"],
        "containment_interval": plain["intervals"]["containment"],
    }


@operation()
def judge(engine: Engine, *, project: Project, evaluation: str) -> Job:
    """Queue the judging of what has no verdict yet. What would make it fail at once is refused.

    Raises:
        InvalidInputError: no endpoint, the model under test, or nothing left to judge.
    """
    rows = evaluation_of(engine, project=project, evaluation=evaluation)["rows"]
    configured = configured_judge(project)
    if configured is None:
        raise InvalidInputError(
            "No endpoint is configured, and the judge needs one. Set ASSAY_ENDPOINT_URL and "
            "ASSAY_ENDPOINT_MODEL, then start Assay again."
        )
    if configured.refusal:
        raise InvalidInputError(configured.refusal)
    if not calls(
        rows, store.stored_verdicts(project.db, evaluation, configured.hash), configured.hash
    ):
        raise InvalidInputError(
            f"{configured.endpoint.model} has judged every answer of this evaluation. "
            "Choose another one."
        )
    settings = {"evaluation": evaluation, "judge": configured.hash}
    return job(engine, project=project, job=engine.queue.submit(project, "judge", settings))


@operation(reads=True, recorded=True)
def labelling(
    engine: Engine, *, project: Project, evaluation: str, answer: str | None = None
) -> Labelling:
    """Return how far the labelling is, and an answer to label; nothing reveals its arm.

    Args:
        answer: Key of the answer to show; None for the next that nobody labelled.

    Raises:
        NotFoundError: there is no such answer.
    """
    rows = evaluation_of(engine, project=project, evaluation=evaluation)["rows"]
    order = label_order(rows, evaluation)
    labels = store.stored_labels(project.db, evaluation)
    key = answer or next((hidden for hidden, place in order.items() if place not in labels), None)
    shown: AnswerToLabel | None = None
    if key:
        question, arm = _place(order, key)
        row = next(row for row in rows if row["question_id"] == question)
        shown = {
            "key": key,
            "question": row["question"],
            "gold": row["gold"],
            "text": row["answers"][arm]["text"],
            "label": labels.get((question, arm)),
        }
    return {"done": len(labels), "total": len(order), "wanted": LABELS_WANTED, "next": shown}


@operation()
def label_answer(
    engine: Engine, *, project: Project, evaluation: str, answer: str, correct: bool
) -> None:
    """Store what a person says of an answer, by the key that `labelling` gave.

    Raises:
        NotFoundError: there is no such answer.
    """
    rows = evaluation_of(engine, project=project, evaluation=evaluation)["rows"]
    place = _place(label_order(rows, evaluation), answer)
    store.put_label(project.db, evaluation, *place, correct)


def _place(order: dict[str, JudgedKey], answer: str) -> JudgedKey:
    if answer not in order:
        raise NotFoundError("This answer is no longer there. Continue with the next one.")
    return order[answer]
