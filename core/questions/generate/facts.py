"""Sentences to facts: the words in a sentence that a question can ask for."""

import re
from dataclasses import dataclass

from core.questions.generate import active
from core.questions.generate.sentences import Sentence

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
UNITS = (
    "seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries|milliseconds?|ms|"
    "bytes?|bits?|kilobytes?|megabytes?|gigabytes?|[KMGT]i?B|kB|kbytes?|Mbytes?|"
    "metres?|meters?|kilomet(?:re|er)s?|km|cm|mm|miles?|feet|foot|inches|acres?|hectares?|"
    "kilograms?|kg|grams?|tonnes?|tons?|pounds?|litres?|liters?|degrees|percent|per cent|"
    "euros?|dollars?|people|inhabitants|residents|copies|seats|points|characters|pixels|dpi|"
    "million|billion|times"
)
_COUNTING = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBER_WORDS = {word: number for number, word in enumerate(_COUNTING.split(), start=2)}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WORD_NUMBER = "|".join(NUMBER_WORDS)
_NAME_WORD = r"(?:[A-Z][\w'\u2019&-]*[\w]|[A-Z]\.)"
_NAME = rf"{_NAME_WORD}(?: (?:(?:of|the|de|la|von|van|du|del|and the) )?{_NAME_WORD})*"
_SURNAME = r"(?:[A-Z][a-zà-ÿ-]+|Ma?c[A-Z][a-z]+|O['\u2019][A-Z][a-z]+|de|von|van)"
_PERSON = rf"[A-Z][a-zà-ÿ-]+(?: [A-Z]\.)*(?: {_SURNAME})+"

_CODE = (
    r"(?:[A-Za-z][A-Za-z\d]*_\w+|[a-z]{2,}\d\w*|[a-z]+[A-Z][A-Za-z]\w*|"
    r"(?:text|image|audio|video|application|inode|multipart|message|font|model)/[a-z][\w.+-]+)"
    r"(?:[_/.-]\w+)*"
)
_PHRASE = r"(?:[a-z][\w/'\u2019-]*|[A-Z][\w/'\u2019-]*)"

DATE, YEAR, PERCENT, MONEY, AMOUNT, COUNT, VALUE, PERSON, PLACE, NAME, TERM, THING, DEFINITION = (
    "date",
    "year",
    "percent",
    "money",
    "amount",
    "count",
    "value",
    "person",
    "place",
    "name",
    "term",
    "thing",
    "definition",
)
SUBJECT, OBJECT = "subject", "object"
KINDS = {
    "number": (PERCENT, COUNT, VALUE),
    "quantity": (AMOUNT, MONEY),
    "date": (DATE, YEAR),
    "name": (PERSON, PLACE, NAME),
    "definition": (DEFINITION, TERM, THING, SUBJECT, OBJECT),
}
"""What people call the types, as the prepared settings name them (core.uses)."""
NUMERIC = frozenset({PERCENT, MONEY, AMOUNT, COUNT, VALUE})
# In this order: what an earlier pattern took, a later one leaves alone.
_PATTERNS: tuple[tuple[str, str], ...] = (
    (DATE, rf"\b(?:\d{{1,2}} (?:{MONTHS})|(?:{MONTHS}) \d{{1,2}}),? \d{{4}}\b"),
    (DATE, rf"\b(?:{MONTHS}),? \d{{4}}\b"),
    (DATE, rf"(?<=\bon )(?:\d{{1,2}} (?:{MONTHS})|(?:{MONTHS}) \d{{1,2}})\b(?!,? \d)"),
    (YEAR, r"(?<=\b[Ii]n )(?:1\d|20)\d{2}\b(?!s|[-\u2013/]\d)"),
    (PERCENT, rf"{_NUMBER} ?(?:%|percent\b|per cent\b)"),
    (MONEY, rf"(?:US|AU|CA)?[$€£¥]{_NUMBER}(?: (?:million|billion|thousand))?"),
    (AMOUNT, rf"\b(?:{_NUMBER}|{_WORD_NUMBER})(?: (?:million|billion))? ?(?:{UNITS})\b"),
    (VALUE, rf"(?:(?<=\bvalue of )|(?<=\bsize of )|(?<=\bvalue is )){_NUMBER}(?=\.$|,? )"),
    (
        COUNT,
        rf"\b(?:{_NUMBER}|{_WORD_NUMBER})"
        rf"(?= (?!bits?\b|bytes?\b)(?:[a-z-]+ ){{0,2}}?"
        rf"(?!(?:{active.DOES}|is|was|has|does)\b)[a-z]{{2,}}s\b)",
    ),
    (VALUE, rf"(?<=\bis ){_NUMBER}(?=\.$|,? )"),
    (TERM, r"[\"“](?=[^\"”]*[A-Z ])[^\"“”]{3,40}[\"”]"),
    (
        DEFINITION,
        r"(?<= is )an? (?!registered trademark|little\b|bit\b|lot\b|few\b)"
        r"(?:[\w/'\u2019-]+ ){0,6}?[\w/'\u2019-]+"
        r"(?=\.$|,| (?:\w+ed|co-\w+|that|which|who|by|written|for|in|on|from|to|with|"
        r"starring|about|set|and|as|using|containing|combining|consisting)\b)",
    ),
    (TERM, rf"(?<![\w/.-]){_CODE}(?![\w/-])"),
    (PERSON, rf"(?:(?<=\bby )|(?<=\bby a )|(?<=\bby an )){_PERSON}"),
    (PLACE, rf"(?<=\b(?:in|at) )(?:the )?{_NAME}"),
    (NAME, _NAME),
    (
        THING,
        rf"(?:(?<=ed by )|(?<=ed as )|(?<=ed with )|(?<=ed into )|(?<=ed from )|(?<=used for )|"
        rf"(?<=converted to )|(?<=mapped to )|(?<=linked to )|(?<=limited to ))"
        rf"(?:the |an? )?{_PHRASE}(?: {_PHRASE}){{0,3}}(?=\.$)",
    ),
)
_NOT_PEOPLE = re.compile(
    r"\b(?:University|College|School|Company|Corporation|Inc|Ltd|Records|Pictures|Studios?|Films?|"
    r"Entertainment|Productions?|Press|Group|Bank|Council|Committee|Court|Party|Street|House|"
    r"Department|Ministry|Institute|Association|Society|Foundation|Network|Television|Music|"
    r"Brothers|Bros|Books|Magazine|Times|Project|Software|Systems|Games|Media|Media|Channel|"
    r"Kingdom|Empire|States|Army|Navy|Union|Church|Award|Awards|Festival|International|National|"
    r"License|Licence|Version|Agency|Commission|Service|Services|Interactive|Artists|The)\b"
)
_CAPITALISED = (
    "The A An In On At It He She They We I You This That These Those If When While For From To By "
    "As After Before During Since Until All Some Many Most Any No Not MUST SHOULD MAY SHALL NOT "
    "However Also But And Or Each Every Both Although Because Its His Her Their There Here One Two "
    "Three Four Five January February March April May June July August September October November "
    "December Monday Tuesday Wednesday Thursday Friday Saturday Sunday American British English "
    "French German Italian Spanish Indian Canadian Australian Japanese Chinese Russian"
)
_NO_NAMES = frozenset(_CAPITALISED.split())


_MODIFIES = re.compile(
    r"['\u2019]s?\b|-|/| (?!(?:is|are|was|were|has|have|had|can|could|may|must|will|would|and|or|"
    r"but|by|in|on|at|to|for|from|of|with|as|that|which|who|where|when|after|before|during|since|until|"
    r"into|near|about|under|over|through|between|then|while|because|if|stars?|plays?|also|than)\b|"
    r"\w+ed\b|\w{3,}[^s]s\b)[a-z]"
)
"""What follows a name that only describes the next word: "the French novel"."""


@dataclass(frozen=True)
class Fact:
    """A sentence and the words in it that are the answer."""

    sentence: Sentence
    start: int
    end: int
    type: str

    @property
    def answer(self) -> str:
        """The words as the sentence has them, quotation marks around them left out."""
        return self.sentence.text[self.start : self.end].strip('"“”')

    @property
    def before(self) -> str:
        """The sentence up to the answer."""
        return self.sentence.text[: self.start]

    @property
    def after(self) -> str:
        """The sentence behind the answer, its full stop included."""
        return self.sentence.text[self.end :]

    @property
    def answers(self) -> tuple[str, ...]:
        """Gold answers: the words, and another way to write the same."""
        word = self.answer.split()[0].lower() if self.type in (COUNT, AMOUNT) else ""
        if word in NUMBER_WORDS:
            digits = str(NUMBER_WORDS[word]) + self.answer[len(word) :]
            return (self.answer, digits)
        return (self.answer,)

    @property
    def key(self) -> str:
        """Names the fact in ids: document, sentence and answer."""
        source = self.sentence.source
        return f"{source.document}\0{self.sentence.original}\0{self.start}\0{self.answer}"


def facts(sentence: Sentence) -> list[Fact]:
    """Return what can be asked of a sentence, without what stands in a list or has a rival."""
    taken: list[Fact] = []
    for type_, pattern in _PATTERNS:
        for match in re.finditer(pattern, sentence.text):
            start, end = match.span()
            if any(start < other.end and other.start < end for other in taken):
                continue
            fact = _typed(Fact(sentence, start, end, type_))
            if fact is not None:
                taken.append(fact)
    return [fact for fact in taken if _alone(fact, taken)] + _roles(sentence)


def _roles(sentence: Sentence) -> list[Fact]:
    """Return who does something, and to what, where the sentence says so plainly."""
    roles = []
    for type_, pattern in ((SUBJECT, active.SUBJECT), (OBJECT, active.OBJECT)):
        match = pattern.match(sentence.text)
        if match and not active.TANGLED.search(match["subject"]):
            start, end = match.span(type_)
            fact = Fact(sentence, start, end, type_)
            plain = not active.TANGLED.search(fact.answer) and not active.EMPTY.match(fact.answer)
            # Who or what a name is, its letters do not tell.
            named = re.fullmatch(r"(?:[A-Z][a-z]+ )+[A-Z][a-z]+", fact.answer)
            if plain and not named and _typed(fact) and len(fact.answer) > 3:
                roles.append(fact)
    return roles


def _typed(fact: Fact) -> Fact | None:
    """Return a name as a person, place or name, None for what is no name."""
    text = fact.answer
    if fact.type == THING and active.EMPTY.match(text[0].upper() + text[1:]):
        return None
    if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", fact.sentence.source.title, re.IGNORECASE):
        return None
    if fact.type == DEFINITION and re.search(r"(?:ly|ed|ing)$", text):
        return None
    if fact.type == AMOUNT and (
        (re.match(r"(?:\d\d|[2-9])", text) and re.search(r"\b(?:bit|byte|day|hour|year)$", text))
        or (fact.before.endswith(", ") and fact.after.startswith(","))
    ):
        return None
    if fact.type in (TERM, NAME) and (
        (len(text) < 4 and "_" in text) or "\u2026" in fact.after[:3]
    ):
        return None
    if fact.type == COUNT and re.search(r"\b(?:[A-Z]\w+|version|release|type) $", fact.before):
        return None
    if fact.type == COUNT and fact.start == 0 and text.isdigit():
        return None
    if fact.type in (PERSON, PLACE, NAME):
        words = text.split()
        if words[0] in _NO_NAMES and fact.type == NAME:
            return None
        if re.match(r" \d", fact.after) or re.fullmatch(r"[A-Z]+ed", text):
            return None
        if _MODIFIES.match(fact.after) or re.search(r"[A-Z][\w.]*[ -]$|[\w.]-$", fact.before):
            return None
        if len(words) == 1 and fact.type == NAME and (fact.start == 0 or words[0] in _NO_NAMES):
            return None
        if all(word in _NO_NAMES for word in words) or len(text) < 3 or len(words) > 6:
            return None
        if fact.type == PERSON and _NOT_PEOPLE.search(text):
            return Fact(fact.sentence, fact.start, fact.end, NAME)
    return fact


def _alone(fact: Fact, others: list[Fact]) -> bool:
    """Whether the sentence holds no second answer of the kind, as in a list or a range."""
    if fact.type == TERM:
        return True
    text = fact.sentence.text
    if text.lower().count(fact.answer.lower()) > 1:
        return False
    listed = re.match(
        r"(?:,? (?:and|or|&|as well as|to) |/|, )(?:the |an? )?[\"“A-Z0-9$]", fact.after
    )
    preceded = re.search(
        r"(?:[A-Z0-9][\w.'\u2019-]*,? (?:and|or|&|to|as well as)|[A-Z0-9][\w'\u2019-]*,|[/\[]|"
        r"between|at least|at most|[(-]) ?$",
        fact.before,
    )
    if listed or preceded:
        return False
    family = {DATE, YEAR} if fact.type in (DATE, YEAR) else {fact.type}
    if fact.type in (COUNT, VALUE):
        family = {COUNT, VALUE}
    same = [other for other in others if other.type in family]
    return len(same) == 1 or fact.type in (NAME, PLACE, COUNT, AMOUNT, PERSON)
