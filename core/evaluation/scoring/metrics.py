"""How right an answer is: exact match, token F1, containment, abstention.

Normalisation, exact match and F1 are those of SQuAD 2.0's official evaluate-v2.0.py (Rajpurkar et
al. 2018, arXiv:1806.03822); it drops English articles and ASCII punctuation only.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

from core.prompts import SENTINEL
from core.records.scored import Measure, Scores

MEASURES: tuple[Measure, ...] = ("em", "f1", "containment")
"""Of every answer; each in [0, 1]."""
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'"})


def normalise(text: str) -> str:
    """Return `text` in lower case without punctuation, articles and spare blanks."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(answer: str, gold: str) -> float:
    """Return 1.0 if both are the same when normalised, else 0.0."""
    return float(normalise(answer) == normalise(gold))


def f1(answer: str, gold: str) -> float:
    """Return the harmonic mean of token precision and recall; both empty is 1, one empty 0."""
    answered, wanted = normalise(answer).split(), normalise(gold).split()
    if not answered or not wanted:
        return float(answered == wanted)
    common = (Counter(answered) & Counter(wanted)).total()
    return 2 * common / (len(answered) + len(wanted))


def containment(answer: str, gold: str) -> float:
    """Return 1.0 if the gold's tokens stand in the answer in a row, else 0.0.

    Tokens, not letters: "no" is not in "not known". It rewards long answers, so show their length.
    """
    answered, wanted = normalise(answer).split(), normalise(gold).split()
    return float(_in_a_row(wanted, answered) if wanted else not answered)


def abstains(answer: str) -> bool:
    """Return whether the answer says that it does not know, in the prompt's words, or is empty."""
    # Models write the typographic apostrophe too, which the normalisation keeps.
    words = normalise(answer.translate(_APOSTROPHES)).split()
    return not words or _in_a_row(normalise(SENTINEL).split(), words)


def score(answer: str, golds: Sequence[str]) -> Scores:
    """Return `em`, `f1` and `containment`, each the best over the gold answers.

    Without golds the question is unanswerable: all three are 1 if the answer abstains, else 0.
    """
    if not golds:
        silent = float(abstains(answer))
        return {"em": silent, "f1": silent, "containment": silent}
    return {
        "em": max(exact_match(answer, gold) for gold in golds),
        "f1": max(f1(answer, gold) for gold in golds),
        "containment": max(containment(answer, gold) for gold in golds),
    }


def _in_a_row(part: list[str], whole: list[str]) -> bool:
    starts = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in starts)
