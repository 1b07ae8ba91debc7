"""Rules that a good question has to pass: strict, since a bad one measures nothing."""

import re
from difflib import SequenceMatcher

import Stemmer

from core.questions.generate.facts import (
    AMOUNT,
    COUNT,
    DATE,
    DEFINITION,
    MONEY,
    NUMERIC,
    PERCENT,
    PERSON,
    PLACE,
    SUBJECT,
    VALUE,
    YEAR,
    Fact,
)
from core.questions.generate.patterns import PARTICIPLES, ROLES
from core.questions.generate.sentences import unresolved

WORDS = range(3, 29)
"""Of a question."""
FEWEST_NAMELESS = 3
"""Telling words of a question that names nothing: "the annual leave allowance", not "the size"."""
FEWEST_TOLD = 4
"""Telling words of a predicate that is asked about: "What ... ?"."""
TRIVIAL = 0.8
"""Two wordings that share this much of their words, in order, count as one."""
_ROOT = 5
"""Letters in which two words count as kin: directed, director."""
_OPENINGS = re.compile(
    r"(?:(?:in|on|at|by|for|from|within|to|with|into|after|before|of|as) )?"
    r"(?P<word>who|whom|whose|what|which|when|where|how)\b(?P<next> \w+)?",
    re.IGNORECASE,
)
_SMALL = (
    "a an the of in on at by for from to with into as is are was were be been being do does "
    "did has have had can could may might must shall should will would who whom whose what "
    "which when where how many much long name called year date number and or that it its "
    "percentage person company place according not no so if up out about there per"
)
_GARBLED = re.compile(r"^[^\"]*\"[^\"]*$|\b(?:is|are)\b.*\bmeans\b")
_COMMON = frozenset(_SMALL.split())
_stem = Stemmer.Stemmer("english")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"[\w][\w'\u2019/.+-]*\w|\w", text.lower())


def stems(text: str) -> set[str]:
    """Return the stems of the words that carry meaning, bare numbers left out."""
    telling = (word for word in words_of(text) if word not in _COMMON and not word.isdigit())
    return {_stem.stemWord(word) for word in telling}


def entities(text: str) -> set[str]:
    """Return the names and identifiers in a text, in lower case; a first word is none."""
    inner = re.findall(r"(?<=[\w,] )[A-Z][\w'\u2019-]+", text)
    coded = re.findall(r"\b[\w-]*(?:\d[A-Za-z]|[A-Za-z]\d|_|[a-z][A-Z])\w*", text)
    return {word.lower() for word in (*inner, *coded)}


def fault(question: str, fact: Fact) -> str | None:
    """Return why a question about a fact is no good, None for a good one."""
    sentence, title = fact.sentence.text, fact.sentence.source.title
    opening = _OPENINGS.match(question)
    if not question.endswith("?") or question.count("?") > 1 or opening is None:
        return "no question"
    if _GARBLED.search(question):
        return "garbled"
    if len(words_of(question)) not in WORDS:
        return "length"
    if gives_away(question, fact):
        return "holds the answer"
    if unresolved(re.sub(r"\b(?:are|were) there\b", "", question)):
        return "leans on another sentence"
    named = question.startswith("What is the name of the ")
    if not _fits(opening["word"].lower(), (opening["next"] or "").strip().lower(), fact, named):
        return "question word"
    asked, known = stems(question), stems(f"{sentence} {title} {_other_forms(sentence)}")
    if {word[:_ROOT] for word in asked} - {word[:_ROOT] for word in known}:
        return "words of its own"
    if fact.type == DEFINITION:
        return None if asked else "too little"
    rest = stems(fact.before + " " + fact.after)
    around = entities(fact.before + " " + fact.after) | entities(f"x {title}")
    if fact.type == SUBJECT and len(asked) < FEWEST_TOLD:
        return "too little"
    if around & set(words_of(question)):
        return None if len(asked) >= 2 or title.lower() in question.lower() else "too little"
    return None if len(asked) >= FEWEST_NAMELESS and len(asked) >= 0.5 * len(rest) else "too little"


def _other_forms(sentence: str) -> str:
    """Return "wrote" and "writer" for "written": what a rule makes of a participle."""
    words = words_of(sentence)
    return " ".join(form[word] for form in (PARTICIPLES, ROLES) for word in words if word in form)


def gives_away(text: str, fact: Fact) -> bool:
    """Whether a text holds the answer, or a telling word of it."""
    if f" {' '.join(words_of(fact.answer))} " in f" {' '.join(words_of(text))} ":
        return True
    telling = {word for word in words_of(fact.answer) if word not in _COMMON and len(word) > 2}
    # The question may name a unit: "how many days".
    if fact.type in NUMERIC:
        telling = {word for word in telling if any(map(str.isdigit, word))}
    if fact.type in (PERSON, DATE, YEAR):
        return bool(telling & set(words_of(text)))
    return bool(telling) and telling <= set(words_of(text))


def _fits(word: str, following: str, fact: Fact, named: bool) -> bool:
    """Whether the question word asks for the answer's type."""
    if fact.type == PERSON:
        return word in ("who", "whom") or named
    if fact.type in (DATE, YEAR):
        return word == "when" or (word in ("what", "which") and following in ("year", "date"))
    if fact.type in (COUNT, AMOUNT, MONEY, VALUE):
        return (word == "how" and following not in ("is", "was", "do", "does", "did", "can")) or (
            word == "what" and fact.type != COUNT
        )
    if fact.type == PERCENT:
        return word in ("what", "how", "which")
    if fact.type == PLACE:
        return word in ("where", "what", "which")
    return word in ("what", "which", "who", "where")


def alike(first: str, second: str) -> bool:
    """Whether two wordings are the same but for trifles."""
    a, b = words_of(first), words_of(second)
    return a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= TRIVIAL
