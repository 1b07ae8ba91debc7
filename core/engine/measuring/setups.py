"""What each experiment asks, which arms answer, and under which conditions."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.arms import ALL_ARMS, ARMS
from core.config import TIMED_QUESTIONS
from core.engine.answering.arms import adapter_of, build_of
from core.engine.answering.servers import refuse_served
from core.engine.context import Engine
from core.engine.measuring.fitting import DoesNotApplyError, refuse_too_long
from core.errors import InvalidInputError
from core.evaluation.asking.constraints import FORMS
from core.evaluation.asking.fixed_sets import eight_prompts, general_questions
from core.evaluation.asking.run import TOGETHER
from core.evaluation.asking.run_card import Asked, draw
from core.project.answers import list_evaluations
from core.project.documents import passage_count
from core.project.questions import list_questions
from core.project.workspace import Project
from core.questions.split import stratum
from core.records.evaluation import CountedEvaluation
from core.records.experiment import ExperimentKind, Size
from core.records.question import UNANSWERABLE, Question
from core.records.run_card import RETRIEVAL, asked_questions

QUESTIONS: dict[Size, int] = {"quick": 30, "standard": 200}
GENERAL: dict[Size, int | None] = {"quick": 60, "standard": None}
BATCHES: dict[Size, int] = {"quick": 2, "standard": 6}
PASSAGES: dict[Size, int] = {"quick": 4000, "standard": 20000}
"""Most passages of growth: quick embeds them in a minute or two."""
GROWTH_TIMED = 20
"""Questions that are timed, since the time of retrieval is a share of the latency."""
TIMES = (1, 4, 16, 64)
"""Of growth: how many times as many passages."""
SEED = 0
READING = ("rag", "tuned", "hybrid")


@dataclass(frozen=True)
class Setup:
    """An experiment, decided before its first answer."""

    what: ExperimentKind
    arms: list[str]
    asked: Mapping[str, list[Question]]
    """By condition, in order."""
    evaluation: str | None = None
    """Whose questions these are."""
    timed: int = 0
    """How many questions of each condition are answered one at a time."""
    notes: list[str] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """How many answers it takes."""
        return len(self.arms) * sum(map(len, self.asked.values()))

    @property
    def alone(self) -> int:
        """How many of them are given one at a time."""
        return len(self.arms) * sum(min(self.timed, len(qs)) for qs in self.asked.values())


def setup_of(engine: Engine, project: Project, what: ExperimentKind, size: Size) -> Setup:
    """Return what an experiment would ask.

    Raises:
        DoesNotApplyError: it means nothing on these documents or with this model.
        AppError: something is missing that the user can add; the text says what.
    """
    refuse_served(project, "measured in experiments")
    setup = _SETUPS[what](engine, project, size)
    for arm in setup.arms:
        adapter_of(project, ALL_ARMS[arm])
    return setup


def newest_evaluation(project: Project) -> CountedEvaluation:
    """Return the newest finished evaluation.

    Raises:
        InvalidInputError: there is none.
    """
    for row in list_evaluations(project.db):
        if row["state"] == "done" and row["card"]["arms"] != [RETRIEVAL]:
            return row
    raise InvalidInputError(
        "This asks the questions of an evaluation again, and none is finished yet. Run one on the "
        "Evaluate page first."
    )


def _evaluated(project: Project) -> tuple[str, list[Question]]:
    """Return the newest evaluation and its questions, in the random order they were asked in."""
    row = newest_evaluation(project)
    return row["id"], asked_questions(row["card"], list_questions(project.db))


def _dev(project: Project, size: Size) -> list[Question]:
    asked = Asked([], "dev", QUESTIONS[size], SEED)
    return draw(list_questions(project.db), asked)


def _rivals(engine: Engine, project: Project, size: Size) -> Setup:
    evaluation, questions = _evaluated(project)
    # Questions that ask for a form first: the claims on rivals are about these.
    questions = sorted(questions, key=lambda question: question.kind not in FORMS)[
        : QUESTIONS[size]
    ]
    arms, notes = ["few-shot", "retrieved-examples"], []
    if not any(question.kind in FORMS for question in questions):
        notes.append("Constrained decoding was left out: no question asks for a label or a form.")
    elif build_of(engine, project, None).runtime != "openvino":
        notes.append("Constrained decoding was left out: this model's runtime cannot do it.")
    else:
        arms.append("constrained")
    timed = TIMED_QUESTIONS
    return Setup("rivals", arms, {"asked": questions}, evaluation, timed, notes)


def _all_documents(engine: Engine, project: Project, size: Size) -> Setup:
    evaluation, questions = _evaluated(project)
    questions = questions[: QUESTIONS[size]]
    if build_of(engine, project, None).runtime != "openvino":
        raise DoesNotApplyError(
            "All documents in the prompt were left out: this model's runtime cannot keep what "
            "prompts share."
        )
    refuse_too_long(engine, project, questions)
    return Setup(
        "all-documents", ["all-documents"], {"asked": questions}, evaluation, len(questions)
    )


def _throughput(engine: Engine, project: Project, size: Size) -> Setup:
    evaluation, questions = _evaluated(project)
    groups = set(newest_evaluation(project)["card"]["train_groups"])
    # Seen facts first, since the claim is on them; with too few questions they come again.
    ranked = sorted(questions, key=lambda q: (stratum(q, groups) != "seen", q.kind == UNANSWERABLE))
    wanted = BATCHES[size] * TOGETHER
    ranked = (ranked * (wanted // len(ranked) + 1))[:wanted]
    batches = {
        str(number + 1): ranked[number * TOGETHER : (number + 1) * TOGETHER]
        for number in range(BATCHES[size])
    }
    return Setup("throughput", list(ARMS), batches, evaluation)


def _deployment(engine: Engine, project: Project, size: Size) -> Setup:
    return Setup("deployment", list(READING), {"asked": _dev(project, size)})


def _withdrawn(engine: Engine, project: Project, size: Size) -> Setup:
    evaluation, questions = _evaluated(project)
    questions = [q for q in questions if q.document and q.answers]
    named = sorted({str(question.document) for question in questions})
    if len(named) < 2:
        raise DoesNotApplyError(
            f"Withdrawing documents needs questions about at least 2 documents, and the "
            f"evaluation's name {len(named)}. Name documents on the Questions page, then evaluate."
        )
    gone = random.Random(SEED).sample(named, len(named) // 2)
    # The documents of those asked are withdrawn (`core.engine.measuring.withdrawn`).
    asked = [question for question in questions if question.document in gone][: QUESTIONS[size]]
    return Setup("withdrawn", list(READING), {"with": asked, "without": asked}, evaluation)


def _growth(engine: Engine, project: Project, size: Size) -> Setup:
    evaluation, questions = _evaluated(project)
    asked = [question for question in questions if question.answers][: QUESTIONS[size]]
    held = passage_count(project.db)
    times = [n for n in TIMES if n == 1 or n * held <= PASSAGES[size]]
    if len(times) == 1:
        raise DoesNotApplyError(
            f"This project has {held:,} passages, and 4 times as many are more than the "
            f"{PASSAGES[size]:,} that this size of the experiment adds up to."
        )
    notes = [
        f"{n} times as many passages were left out: this size goes up to {PASSAGES[size]:,}."
        for n in TIMES
        if n not in times
    ]
    return Setup(
        "growth", ["rag", "hybrid"], {str(n): asked for n in times}, evaluation, GROWTH_TIMED, notes
    )


def _prompts(engine: Engine, project: Project, size: Size) -> Setup:
    dev = _dev(project, size)
    return Setup("prompts", list(ARMS), {prompt.key: dev for prompt in eight_prompts()})


def _general(engine: Engine, project: Project, size: Size) -> Setup:
    every = general_questions()
    drawn = random.Random(SEED).sample(every, GENERAL[size] or len(every))
    return Setup("general", ["base", "tuned"], {"asked": drawn})


_SETUPS: dict[ExperimentKind, Callable[[Engine, Project, Size], Setup]] = {
    "rivals": _rivals,
    "all-documents": _all_documents,
    "throughput": _throughput,
    "deployment": _deployment,
    "withdrawn": _withdrawn,
    "growth": _growth,
    "prompts": _prompts,
    "general": _general,
}
