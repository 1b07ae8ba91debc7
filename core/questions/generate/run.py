"""Run over a plan fact by fact; each fact's questions are stored before the next begins."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from core.errors import CancelledError, InvalidInputError
from core.project.database import Database
from core.project.questions import list_questions
from core.questions.generate.keep import asked_sentences, keep
from core.questions.generate.make import Maker
from core.questions.generate.plan import Plan, Task
from core.records.question import SPLITS, UNANSWERABLE, Question

UNANSWERABLE_SHARE = 0.1
"""Of the generated questions of a split, where the project's use names no other."""
Progress = Callable[[float, float, str], None]


@dataclass
class Outcome:
    """What a run has made."""

    facts: int = 0
    """Asked about, those of an earlier run included."""
    fresh: int = 0
    tried: int = 0
    """Sentences looked at in this run."""
    added: list[Question] = field(default_factory=list)

    def as_dict(self, warnings: list[str]) -> dict[str, object]:
        """Return the job's result."""
        by = Counter(question.kind for question in self.added)
        splits = Counter(question.split for question in self.added)
        return {
            "questions": len(self.added),
            "facts": self.facts,
            "sentences_tried": self.tried,
            **{kind: by[kind] for kind in ("sentence", "cloze", UNANSWERABLE)},
            "splits": {split: splits[split] for split in SPLITS},
            "warnings": warnings,
        }


def run(
    db: Database,
    plan: Plan,
    maker: Maker,
    n: int,
    progress: Progress,
    cancelled: Callable[[], bool],
    unanswerable: float = UNANSWERABLE_SHARE,
) -> Outcome:
    """Generate the questions of `n` facts, or of as many as there are.

    Args:
        unanswerable: Share of the generated questions of a split that have no answer, 0 to 1.

    Raises:
        CancelledError: the user stopped it; what was made is kept.
        InvalidInputError: not one sentence gave a question.
    """
    outcome = Outcome()
    done = asked_sentences(db)
    shares = Counter(
        (q.split, q.kind == UNANSWERABLE) for q in list_questions(db) if "generated" in q.extra
    )
    for task in plan.tasks:
        if outcome.facts >= n:
            break
        if (task.sentence.source.document, task.sentence.original) in done:
            outcome.facts += 1
            continue
        if cancelled():
            raise CancelledError(
                f"Stopped after {outcome.facts} of {n} facts; their {len(outcome.added)} "
                "questions are kept. Resume continues."
            )
        progress(outcome.facts, n, f"{outcome.facts} of {n} facts, {len(outcome.added)} questions")
        _one(db, maker, task, outcome, shares, unanswerable)
    if not outcome.facts:
        raise _nothing(plan)
    progress(n, n, f"{outcome.facts} facts, {len(outcome.added)} questions")
    return outcome


def _nothing(plan: Plan) -> InvalidInputError:
    return InvalidInputError(
        f"None of the {len(plan.tasks)} sentences with a number, date, name or definition gave a "
        "question that passed the checks. Add documents with running text, or import questions."
    )


def _one(
    db: Database,
    maker: Maker,
    task: Task,
    outcome: Outcome,
    shares: Counter[tuple[str, bool]],
    unanswerable: float,
) -> None:
    outcome.tried += 1
    added = keep(db, maker.questions(task))
    for split in SPLITS:
        mine = [question for question in added if question.split == split]
        shares[split, False] += len(mine)
        due = unanswerable * (shares[split, False] + shares[split, True])
        for question in mine:
            if shares[split, True] + 1 > due:
                break
            sibling = maker.unanswerable(question, task)
            if sibling and (kept := keep(db, [sibling])):
                added += kept
                shares[split, True] += 1
    if added:
        outcome.facts += 1
        outcome.fresh += 1
        outcome.added += added
