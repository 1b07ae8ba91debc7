"""Whether an answer's words stand in the passages that were in its prompt: no judge, no truth.

What is looked for: the whole answer, its numbers and its capitalised
names. The rules are English. A
number is digits with the letters before them, so codes such as B42 are numbers; "1,060" and "1060"
are one, "five" is none. A name is a run of capitalised words; a first word of a sentence is taken
for one only if no small word follows. What the question itself holds is never counted: it was not
made up.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.evaluation.scoring.metrics import abstains, containment, normalise
from core.records.answer import PackedPassage
from core.records.scored import Grounding

COPIED, FOUND, UNCHECKED, ABSENT = FATES = ("copied", "found", "unchecked", "absent")
"""Word for word in a passage; else every number and name in one; else nothing to look for; else a
number or name that no passage holds."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(r"[^\W\d_]*\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:['\u2019.&-][^\W_]+)*|[^\w\s]")
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_FIRST = re.compile(
    r"(?:^|(?<=[.!?]\s))[\"“(]*(?:[^\W\d_]+(?=\s+[a-zß-öø-ÿ])"
    r"|(?:The|An?|In|On|At|By|From|For|To|Of|It|Its|He|She|They|We|You|I|Yes|No|This|That|These|"
    r"Those|There|If|When|As|And|Or|But|With|After|Before|Since|Until|His|Her|Their)\b)"
)
"""The first word of a sentence where its capital letter says nothing."""


def grounding(
    answer: str,
    passages: Sequence[PackedPassage],
    question: str,
    choices: Collection[str] = (),
) -> Grounding | None:
    """Return which parts of an answer stand in its passages.

    Args:
        passages: As they were packed into the prompt; `text` is read.
        choices: Normalised answers to choose from. They come from no passage, so an answer that is
            one of them has nothing to look for.

    Returns:
        `fate`: a copy has its normalised tokens in a row in a passage; `numbers` and `names`: how
        many the answer holds and the question does not; `absent_numbers`, `absent_names`: those
        that no passage holds. None for an answer that read nothing or says that it does not know.
    """
    if not passages or abstains(answer):
        return None
    if normalise(answer) in choices:
        answer = ""
    texts = [str(passage["text"]) for passage in passages]
    known = {number for text in texts for number in _numbers(text)}
    numbers = [number for number in _numbers(answer) if number not in _numbers(question)]
    names = [name for name in _names(answer) if not _holds(question, name)]
    absent_numbers = [number for number in numbers if number not in known]
    absent_names = [name for name in names if not any(_holds(text, name) for text in texts)]
    copied = bool(answer) and any(containment(text, answer) for text in texts)
    return {
        "fate": _fate(bool(absent_numbers or absent_names), copied, bool(numbers or names)),
        "numbers": len(numbers),
        "names": len(names),
        "absent_numbers": absent_numbers,
        "absent_names": absent_names,
    }


@dataclass(frozen=True)
class Known:
    """The numbers and words of many texts, so that each answer is looked up in all at once."""

    numbers: frozenset[str]
    words: str


def known_in(texts: Iterable[str]) -> Known:
    """Return what stands in texts."""
    held = list(texts)
    numbers = frozenset(number for text in held for number in _numbers(text))
    return Known(numbers, f" {' | '.join(map(_plain, held))} ")


def invented(answer: str, known: Known, question: str, golds: Sequence[str]) -> list[str]:
    """Return the numbers and names of an answer that stand nowhere in what is known.

    Args:
        known: Of all documents.
        golds: A right answer is not made up, wherever it stands.
    """
    told = (question, *golds)
    numbers = {number for text in told for number in _numbers(text)}
    names = [name for name in _names(answer) if not any(_holds(text, name) for text in told)]
    return [
        *(number for number in _numbers(answer) if number not in known.numbers | numbers),
        *(name for name in names if f" {_plain(name)} " not in known.words),
    ]


def _fate(absent: bool, copied: bool, checked: bool) -> str:
    """Return the word for an answer; `checked`: it holds a number or a name to look for."""
    if absent:  # First: normalising drops the point of 3.3, and 33 is no copy of it.
        return ABSENT
    return COPIED if copied else FOUND if checked else UNCHECKED


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_THOUSANDS.sub("", text.casefold()))


def _names(text: str) -> list[str]:
    """Return the runs of capitalised words, without those that only begin a sentence."""
    names: list[str] = []
    run: list[str] = []
    # A full stop ends the last run.
    for word in [*_WORD.findall(_FIRST.sub(lambda match: match[0].lower(), text)), "."]:
        if word[0].isupper() and not any(map(str.isdigit, word)):
            run.append(word)
        elif run:
            names.append(" ".join(run))
            run = []
    return names


def _holds(text: str, name: str) -> bool:
    """Whether a text holds the words of a name in a row, in either case."""
    return f" {_plain(name)} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", _POSSESSIVE.sub("", text.casefold())))
