"""The way from documents to a verdict: what is done, what comes next, how long that takes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.arms import ARMS
from core.engine.speeds import known_speed
from core.records.job import Job
from core.records.job_kinds import page_of
from core.records.project import NextStep, ProjectRow, StepRow, Way
from core.tuning.settings import training_settings

FACTS = 100
"""How many facts questions are written about by default."""
MOST_ASKED = 100
"""How many questions an evaluation asks by default."""


Counted = Literal["documents", "questions", "adapters", "evaluations", "complete"]
"""What a project's row counts, by step."""


@dataclass(frozen=True)
class Step:
    """One step of a project; its words for every page."""

    key: str
    label: str
    page: str
    """The page on which it is done."""
    field: Counted
    """What a project's row counts for it."""
    word: str
    action: str
    """What to do, in two or three words."""
    text: str
    """What to do and what for."""
    jobs: tuple[str, ...]
    """Kinds of jobs that work on it."""


STEPS = (
    Step(
        "documents",
        "Documents",
        "documents",
        "documents",
        "document",
        "Add documents",
        "RAG and Hybrid read them.",
        ("index", "remove", "rebuild", "import"),
    ),
    Step(
        "questions",
        "Questions",
        "questions",
        "questions",
        "question",
        "Add questions",
        "Training questions teach, test questions measure.",
        ("generate",),
    ),
    Step(
        "adapter",
        "Adapter",
        "finetune",
        "adapters",
        "adapter",
        "Train an adapter",
        "Fine-tuned and Hybrid answer with it.",
        ("train",),
    ),
    Step(
        "answers",
        "Answers",
        "evaluate",
        "evaluations",
        "evaluation",
        "Run an evaluation",
        "It puts the test questions to every arm.",
        ("evaluate", "freshness"),
    ),
    Step(
        "verdict",
        "Verdict",
        "verdict",
        "complete",
        "complete evaluation",
        "Read the verdict",
        "Which approach is best here, how sure that is, and at what price.",
        (),
    ),
)
CHANGE: NextStep = {
    "action": "Change a fact",
    "text": "See which arms catch up, and when.",
    "page": "freshness",
    "seconds": None,
}
ASK: NextStep = {
    "action": "Ask a question",
    "text": "Read all arms' answers side by side.",
    "page": "ask",
    "seconds": None,
}
"""What is left when every step is done: an experiment, and then to look around."""


def progress(row: ProjectRow, splits: dict[str, int], running: list[Job], models: Path) -> Way:
    """Return {"steps": one a step with its state, "next": what to do}.

    Args:
        row: The project's counts, `complete` and `experiments` among them.
        splits: Questions a split.
        running: Its jobs that run or wait.

    Returns:
        A step is done, running, next or todo; `next.seconds` is None where nothing was measured.
    """
    if not row["passages"]:
        row = {**row, "documents": 0}  # Documents that could not be read help nobody.
    # A model that is served elsewhere is trained elsewhere.
    taken = [step for step in STEPS if not (row.get("server") and step.key == "adapter")]
    busy = {job["kind"]: job for job in running}
    states: dict[str, str] = {}
    following: Step | None = None
    for step in taken:
        if busy.keys() & set(step.jobs):
            states[step.key] = "running"
        elif row[step.field]:
            states[step.key] = "done"
        elif following is None and _possible(step, row, splits):
            following, states[step.key] = step, "next"
        else:
            states[step.key] = "todo"
    return {
        "steps": [_shown(step, states[step.key], row, splits) for step in taken],
        "next": _running(busy) or _next(following, row, splits, models),
    }


def _possible(step: Step, row: ProjectRow, splits: dict[str, int]) -> bool:
    """Whether a step can be done now: without train questions, say, no adapter can be trained."""
    needs = {
        "adapter": splits["train"],
        "answers": splits["test"],
        "verdict": row["evaluations"],
    }
    return bool(needs.get(step.key, True))


def _shown(step: Step, state: str, row: ProjectRow, splits: dict[str, int]) -> StepRow:
    count = row[step.field]
    detail = f"{count:,} {step.word}{'' if count == 1 else 's'}" if count else "not yet"
    if step.key == "adapter" and not count and row["questions"] and not splits["train"]:
        detail = "no training questions to learn from"
    page = "ask" if step.key == "answers" and state == "done" else step.page
    return {"key": step.key, "label": step.label, "page": page, "state": state, "detail": detail}


def _running(busy: dict[str, Job]) -> NextStep | None:
    """Return a step under way as what comes next: waiting for it."""
    for step in STEPS:
        for kind in step.jobs:
            if kind in busy:
                left = busy[kind]["seconds_left"]
                return {
                    "action": f"Wait for the {step.label.lower()}",
                    "text": "In progress.",
                    "page": page_of(busy[kind]),
                    "seconds": left,
                }
    return None


def _next(step: Step | None, row: ProjectRow, splits: dict[str, int], models: Path) -> NextStep:
    if step is None:
        return ASK if row["experiments"] else CHANGE
    epochs = training_settings({}).epochs
    amount = {
        "questions": FACTS,
        "adapter": splits["train"] * epochs,
        "answers": min(splits["test"], MOST_ASKED) * len(ARMS),
    }.get(step.key)
    if row.get("server"):
        amount = None  # What was measured here says nothing about a server.
    each = known_speed(models, row["base"], step.key)
    seconds = amount * each if amount and each else None
    return {
        "action": step.action,
        "text": step.text,
        "page": step.page,
        "seconds": round(seconds) if seconds else None,
    }
