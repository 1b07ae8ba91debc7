"""The judging job: one answer a call, every verdict saved as it comes."""

from core.engine.context import Engine
from core.engine.evaluating.judges import Judge, configured_judge
from core.engine.queue import RunningJob
from core.errors import CancelledError, InvalidInputError
from core.evaluation.figures.rows import scored_rows
from core.evaluation.judging.judge import REPLY_TOKENS, calls, verdict_of
from core.project import answers
from core.project import judgements as store
from core.project.questions import list_questions
from core.records.evaluation import JudgementMade


def judge(engine: Engine, job: RunningJob) -> JudgementMade:
    """Judge what has no verdict yet; return how many verdicts of each kind there are.

    Raises:
        AppError: the endpoint fails, the judge has changed, or the evaluation is gone.
        CancelledError: the user stopped it; what was judged stays.
    """
    db, key = job.project.db, job.settings["evaluation"]
    configured = _same_judge(job)
    rows = scored_rows(
        answers.get_evaluation(db, key)["card"],
        list_questions(db),
        answers.stored_answers(db, key),
        {},
    )
    store.put_judge(db, key, configured.hash, configured.card)
    total = len(calls(rows, (), configured.hash))
    missing = calls(rows, store.stored_verdicts(db, key, configured.hash), configured.hash)
    unclear = 0
    for done, call in enumerate(missing, start=total - len(missing)):
        state = f"{done} of {total} answers judged"
        state += f", {unclear} replies were neither yes nor no" * bool(unclear)
        job.progress(done, total, state)
        if job.cancelled():
            raise CancelledError(f"Stopped after {state}; they are kept. Resume continues.")
        reply = configured.endpoint.reply(call.chat, REPLY_TOKENS)
        verdict = verdict_of(reply)
        unclear += verdict is None
        store.save_verdict(db, key, call.question, call.arms, configured.hash, verdict, reply)
    job.progress(total, total, "")
    return {"evaluation": key, "judge": configured.hash}


def _same_judge(job: RunningJob) -> Judge:
    """Return the judge that the job was queued with."""
    configured = configured_judge(job.project)
    if configured is None:
        raise InvalidInputError(
            "No endpoint is configured any more, and the judge needs one. Set ASSAY_ENDPOINT_URL "
            "and ASSAY_ENDPOINT_MODEL, start Assay again, then resume."
        )
    if configured.refusal:
        raise InvalidInputError(configured.refusal)
    if configured.hash != job.settings["judge"]:
        raise InvalidInputError(
            f"The judge ({configured.endpoint.model}) is not the one this began with: its model or "
            "its prompt changed, and verdicts of two judges must not be mixed. Start again."
        )
    return configured
