"""The training questions nearest to a question, as worked examples for it alone.

None of them gives the question away: the rules are the leak guard's, under which a worked example
makes every question a held-out one (docs/method.md, "Leak guard").
"""

from collections.abc import Sequence

import numpy as np

from core.questions.leaks import Embed, gives_away, is_common, words_by_group
from core.questions.worked_examples import DRAWN
from core.records.question import Question


class NearestExamples:
    """Finds worked examples among a project's training questions."""

    def __init__(self, questions: Sequence[Question], embed: Embed) -> None:
        """Embed the training questions that have an answer: 10 s for a thousand."""
        self._train = [q for q in questions if q.split == "train" and q.answers]
        self._groups = words_by_group(questions)
        self._embed = embed
        self._vectors = embed([q.text for q in self._train])

    def __len__(self) -> int:
        return len(self._train)

    def to(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Return as many as the few-shot arm shows, question and answer, the nearest one last."""
        cosines = self._vectors @ self._embed([question.text])[0]
        common = is_common(question, self._groups)
        shown: list[Question] = []
        for index in np.argsort(-cosines, kind="stable"):
            other = self._train[index]
            if not gives_away(other, question, float(cosines[index]), common):
                shown.append(other)
            if len(shown) == DRAWN:
                break
        return tuple((other.text, other.answers[0]) for other in reversed(shown))
