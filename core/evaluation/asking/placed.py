"""The passages that control arms are handed in place of retrieved ones.

An oracle reads the passage that holds the answer: what a perfect retriever would find. A random
passage of about the same length shows what unrelated passages do.
"""

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.arms import GOLD
from core.corpus.search.retriever import Retrieval, RetrievedPassage
from core.errors import InvalidInputError
from core.project.database import Database
from core.project.documents import passage_tokens
from core.records.gold import holds
from core.records.question import UNANSWERABLE, Question

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus

DEPTH = 50
"""How far down the ranking to look for a passage that holds the answer."""
CANDIDATES = 50
"""Random passages drawn; the one nearest in length is taken."""


@dataclass(frozen=True)
class Placed:
    """Stands in for a retriever: returns the passages it was handed."""

    passages: tuple[RetrievedPassage, ...]

    def retrieve(self, question: str, k: int = 1) -> Retrieval:
        """Return the passages; there was nothing to embed or search."""
        return Retrieval(self.passages[:k], 0.0, 0.0)


def place(db: Database, corpus: "Corpus", handed: str, question: Question) -> Placed:
    """Return the passage that a control reads for a question.

    A question that the documents do not answer has no gold passage: the best one found stands in.

    Raises:
        InvalidInputError: it has an answer and no passage is known to hold it.
    """
    held = corpus.passages_holding(question)
    if not held and question.kind == UNANSWERABLE:
        held = [passage.id for passage in corpus.retriever().retrieve(question.text, 1).passages]
    if not held:
        raise InvalidInputError(
            "No passage is known to hold the answer to this question, so there is none to hand "
            "over. Name its document on the Questions page."
        )
    gold = _gold(corpus, held, question)
    if handed == GOLD:
        return Placed((_found(corpus, gold),))
    tokens = passage_tokens(db)
    for key in _others(tokens, gold, held, question):
        best = _found(corpus, key)
        if not holds(question, best.document, best.text):
            return Placed((best,))
    raise InvalidInputError(
        "Every passage looked at holds the answer to this question, so none of them is a random "
        "one. Add documents."
    )


def _gold(corpus: "Corpus", held: list[str], question: Question) -> str:
    """Return the passage the question was made from, else the best found of those that hold it."""
    made = (question.extra.get("generated") or {}).get("passage")
    if made in held or len(held) == 1:
        return str(made) if made in held else held[0]
    ranked = [passage.id for passage in corpus.retriever().retrieve(question.text, DEPTH).passages]
    return next((key for key in ranked if key in held), held[0])


def _others(tokens: dict[str, int], gold: str, held: list[str], question: Question) -> list[str]:
    """Return drawn passages, those nearest in length to the gold one first."""
    others = sorted(set(tokens) - set(held))
    drawn = random.Random(f"random passage {question.id}").sample(
        others, min(CANDIDATES, len(others))
    )
    return sorted(drawn, key=lambda key: abs(tokens[key] - tokens[gold]))


def _found(corpus: "Corpus", key: str) -> RetrievedPassage:
    row = corpus.passages([key])[0]
    return RetrievedPassage(
        row["id"], row["document"], row["page"], row["text"], 0.0, None, None, None, ()
    )
