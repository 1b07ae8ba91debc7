"""The leak guard on a project: which test questions an evaluation must not ask, and why."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from core.engine.answering.arms import style_of
from core.engine.context import Engine
from core.project.documents import passage_texts
from core.project.questions import list_questions
from core.project.versions import corpus_version
from core.project.workspace import Project
from core.questions.leaks import IN_INDEX, Examples, Leak, find_leaks, standing_in
from core.records.question import Question, question_row


@dataclass(frozen=True)
class Guarded:
    """What the guard found: one leak for each test question given away."""

    leaks: tuple[Leak, ...]

    @property
    def questions(self) -> frozenset[str]:
        """Ids of the test questions that are given away."""
        return frozenset(leak.test.id for leak in self.leaks)

    def counts(self, ids: frozenset[str] | None = None) -> dict[str, int]:
        """Return how many of these questions, or of all, are given away in each way."""
        kinds = (leak.kind for leak in self.leaks if ids is None or leak.test.id in ids)
        return dict(Counter(kinds).most_common())


def guard(engine: Engine, project: Project, shown: Examples = ()) -> Guarded:
    """Look at every test question; kept until questions, documents or prompt change.

    About 20 s for 1,190 questions the first time, when all of them are embedded.

    Args:
        shown: Worked examples in some arm's prompt besides the project's own.
    """
    questions, examples = list_questions(project.db), (*style_of(project).examples, *shown)
    rows = [question_row(question) for question in questions]
    state = json.dumps([rows, corpus_version(project.db), examples])
    key = hashlib.sha256(state.encode()).hexdigest()
    return engine.memo.get(
        ("leaks", project.id), key, lambda: _guarded(engine, project, questions, examples)
    )


def _guarded(
    engine: Engine, project: Project, questions: list[Question], examples: Examples
) -> Guarded:
    embed = engine.corpus(project).embedder.embed
    by_id = {leak.test.id: leak for leak in find_leaks(questions, embed, examples)}
    texts = [text for _, text in passage_texts(project.db)]
    for question in standing_in(texts, questions):
        by_id.setdefault(question.id, Leak(question, None, IN_INDEX, 1.0))
    return Guarded(tuple(by_id.values()))
