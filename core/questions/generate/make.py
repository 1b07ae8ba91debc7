"""Turn one sentence into the questions of one fact: candidates, checks, round trip, wordings."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.questions.generate.ask import Writer, written
from core.questions.generate.checks import fault
from core.questions.generate.clauses import Wording
from core.questions.generate.cloze import BLANK, anchored, cloze
from core.questions.generate.facts import Fact
from core.questions.generate.patterns import wording
from core.questions.generate.phrasings import training_wordings
from core.questions.generate.plan import Task
from core.questions.generate.roundtrip import returns
from core.questions.generate.unanswerable import Subjects, exchanged
from core.records.question import UNANSWERABLE, Question

SENTENCE, CLOZE = "sentence", "cloze"
FACTS_TRIED = 3
"""Of a sentence, best first."""
FEWEST_WORDINGS = 2
"""Training wordings that a fact needs before one more is kept for the test."""

DEV_WORDINGS = 2
_PLAIN = re.compile(r"(?:Say|Can you|What|Who|When|Where|Which|How|In which|By whom)\b")
"""Wordings that hold nothing but what is asked: with another subject they say nothing false."""


@dataclass(frozen=True)
class Maker:
    """Makes questions; it asks models only through `writer` and `reader`."""

    reader: Writer
    writer: Writer | None
    """Writes questions; None leaves that to the rules."""
    subjects: Subjects
    own_tests: bool
    seed: int

    def questions(self, task: Task) -> list[Question]:
        """Return the questions of the first fact of a sentence that gives any.

        A fact that the project's own tests ask for is taught as a cloze item rather than passed
        over for another fact.
        """
        tried = task.facts[:FACTS_TRIED]
        for number, fact in enumerate(tried):
            if asked := self._asked(fact):
                return self._worded(fact, task.split, *asked)
            if number < task.tested and cloze(fact):
                return self._worded(fact, task.split, None, None)
        for fact in tried:
            if cloze(fact):
                return self._worded(fact, task.split, None, None)
        return []

    def _asked(self, fact: Fact) -> tuple[str, Wording | None] | None:
        """Return a question that passed every check and the round trip, with its parts."""
        for text, parts in self._candidates(fact):
            if fault(text, fact) is None and returns(text, fact, self.reader):
                return text, parts
        return None

    def _candidates(self, fact: Fact) -> Iterator[tuple[str, Wording | None]]:
        parts = wording(fact)
        if self.writer:
            for text in written(fact, self.writer):
                yield text, parts
        if parts:
            yield parts.direct(), parts
            if named := parts.named():
                yield named, parts

    def _worded(
        self, fact: Fact, split: str, text: str | None, parts: Wording | None
    ) -> list[Question]:
        """Return the wordings of an accepted fact, as its split wants them."""
        row = _Rows(fact)
        blank = cloze(fact)
        kind = SENTENCE if text else CLOZE
        straight = text or (anchored(blank, fact) if blank else "")
        if split == "test":
            return [row(straight, "test", kind)]
        if self.own_tests:
            taught = [straight, *training_wordings(fact, parts, blank, None)]
        else:
            asked = text if split == "train" else None
            taught = training_wordings(fact, parts, blank, asked)
            if asked and len(taught) >= FEWEST_WORDINGS:
                rows = [row(taught_text, split, _by(taught_text)) for taught_text in taught]
                return [*rows, row(asked, "test", kind)]
            taught = training_wordings(fact, parts, blank, None)
        most = DEV_WORDINGS if split == "dev" else len(taught)
        return [row(taught_text, split, _by(taught_text)) for taught_text in taught[:most]]

    def unanswerable(self, question: Question, task: Task) -> Question | None:
        """Return the sibling of a question that no passage answers, if one is found."""
        made = question.extra["generated"]
        if made["by"] != SENTENCE or not _PLAIN.match(question.text):
            return None
        fact = next(fact for fact in task.facts if fact.answer == made["answer"])
        seed = f"{self.seed}:{question.id}"
        text = exchanged(question.text, fact, self.subjects, seed)
        if text is None:
            return None
        return replace(
            question,
            id=question_key(fact, "unanswerable" + text),
            text=text,
            answers=(),
            kind=UNANSWERABLE,
            extra={"generated": made | {"by": UNANSWERABLE}},
        )


def _by(text: str) -> str:
    return CLOZE if BLANK in text else SENTENCE


class _Rows:
    """Writes the question rows of one fact, its phrasings numbered."""

    def __init__(self, fact: Fact) -> None:
        self._fact = fact
        self._count = 0

    def __call__(self, text: str, split: str, by: str) -> Question:
        source = self._fact.sentence.source
        made = {
            "by": by,
            "passage": source.passage,
            "sentence": self._fact.sentence.original,
            "answer": self._fact.answer,
            "phrasing": self._count,
        }
        self._count += 1
        return Question(
            question_key(self._fact, text),
            text,
            self._fact.answers,
            by,
            split,
            source.group,
            source.document,
            {"generated": made},
        )


def question_key(fact: Fact, text: str) -> str:
    """Return the stable id of a wording of a fact."""
    return "g-" + hashlib.sha256(f"{fact.key}\0{text}".encode()).hexdigest()[:16]
