"""The passages that control arms are handed in place of retrieved ones (evaluation.md 2.1).

An oracle reads the passage that holds the answer: what a perfect retriever would find. A random
passage of about the same length shows what passages do that say nothing of the question.
"""

import random
from dataclasses import dataclass

from core.arms import GOLD
from core.corpus.ingest import Corpus
from core.corpus.retriever import Retrieval, RetrievedPassage
from core.errors import InvalidInputError
from core.project.database import Database
from core.project.documents import passage_tokens
from core.questions.question import UNANSWERABLE, Question

CANDIDATES = 50
"""Random passages of which the one nearest in length is taken."""


@dataclass(frozen=True)
class Placed:
    """Stands where a retriever does, and gives what it was handed."""

    passages: tuple[RetrievedPassage, ...]

    def retrieve(self, question: str, k: int = 1) -> Retrieval:
        """Return the passages; there was nothing to embed or search."""
        return Retrieval(self.passages[:k], 0.0, 0.0)


def place(db: Database, corpus: Corpus, handed: str, question: Question) -> Placed:
    """Return the passage that a control reads for a question.

    A question that the documents do not answer has no gold passage: the best one found stands in.

    Raises:
        InvalidInputError: it has an answer and no passage is known to hold it.
    """
    held = corpus.passages_holding(question.document, question.answers) if (
        question.document and question.answers
    ) else []  # fmt: skip
    if not held and question.kind == UNANSWERABLE:
        held = [one.id for one in corpus.retriever().retrieve(question.text, 1).passages]
    if not held:
        raise InvalidInputError(
            "No passage is known to hold the answer to this question, so there is none to hand "
            "over. Name its document on the Questions page."
        )
    made = question.extra.get("generated") or {}
    gold = made["passage"] if made.get("passage") in held else held[0]
    chosen = gold if handed == GOLD else _other(passage_tokens(db), gold, held, question)
    return Placed((_found(corpus, chosen),))


def _other(tokens: dict[str, int], gold: str, held: list[str], question: Question) -> str:
    """Return a passage without the answer that is about as long as the gold one."""
    others = sorted(set(tokens) - set(held))
    if not others:
        raise InvalidInputError(
            "Every passage holds the answer to this question, so none of them is a random one. "
            "Add documents."
        )
    drawn = random.Random(f"random passage {question.id}").sample(
        others, min(CANDIDATES, len(others))
    )
    return min(drawn, key=lambda key: abs(tokens[key] - tokens[gold]))


def _found(corpus: Corpus, key: str) -> RetrievedPassage:
    row = corpus.passages([key])[0]
    return RetrievedPassage(
        row["id"], row["document"], row["page"], row["text"], 0.0, None, None, None, ()
    )
