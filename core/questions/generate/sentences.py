"""Passages to sentences that stand on their own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.questions.generate.active import BASE_OF, BASES, DOES

WORDS = range(6, 41)
"""Words of a sentence that is asked about: shorter ones say little, longer ones too much."""
_SHORT = (
    "mr mrs ms dr prof st sr jr vs etc e.g i.e eg ie no nos vol fig sec ca inc ltd co corp dept est"
    " approx gen col sgt u.s u.k a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ABBREVIATIONS = frozenset(_SHORT.split())
_END = re.compile(r"[.!?][\"'”\u2019)\]]*(?=\s)")
_LABEL = re.compile(r"^(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-z][.)]|[-*•·\u2013o])\s+")
_ODD = re.compile(r"[|{}<>=\\^~`_]{2,}|[|{}\\^~<>=*#@•�]|\(\)|::|//|\.\.|\s-\s-|\[\d")
_STARTS = re.compile(r"[A-Z0-9\"“]|[a-z]+\d")
_AUXILIARY = (
    r"(?:is|are|was|were|has|have|had|can|could|may|might|must|shall|should|will|would|does|do|did)"
)
_VERB = re.compile(
    rf"(?<=\w[ ,\")]){_AUXILIARY}\b"
    rf"|(?<=[\w\")] )(?:{DOES}|stars|plays|became|won|wrote|took|led|began)\b"
    r"|(?<=[a-z0-9\")] )[a-z]+ed (?!by\b)"
)
"""A finite verb, as far as letters tell."""
_BARE_VERB = frozenset([*BASE_OF, *BASES.split(), "used", "set"])
"""What begins an order or an entry of a list: its subject stands elsewhere."""
_NOUN_AFTER_ALL = re.compile(rf"(?:{_AUXILIARY}|of)$")
_FRAGMENT = re.compile(
    r"^\d+ (?![a-z])|\b\d+\.\d+ [A-Z]|\s\.$|, \d+\.$|\b(\w+) \1\b", re.IGNORECASE
)
_LOOSE_ANYWHERE = re.compile(
    r"^its\b|\b(?:this|these|those|they|them|their|theirs|he|she|him|his|her|hers|it|itself|such|above|"
    r"below|following|aforementioned|former|latter|here|there|we|our|us|i|my|me|you|your|another|"
    r"other|others|previous|same|also|then|therefore|thus|hence|so|however|both|respectively|"
    r"(?:at|in|on|by|from|for|to|of) that|either|resulting|relevant|corresponding|example|note|"
    r"please|see|chapter|section|figure|table|page)\b"
    r"|\b(?:better|worse|larger|smaller|faster|slower|newer|older|higher|lower)\b(?!.* than\b)"
)
_LOOSE_START = re.compile(
    r"(?:and|but|or|so|then|however|thus|therefore|hence|also|otherwise|instead|nevertheless|for|"
    r"yet|as with|as before|a second|a third|the second|the third|moreover|furthermore|similarly|"
    r"likewise|in addition|as a result|when|if|while|although|though|because|since|unless|after|"
    r"before|once|where|like|unlike|first argument|must|may|should|can|not|what|"
    r"which|who|how|why|note|see)\b",
    re.IGNORECASE,
)
_NOUNS = (
    "film movie album song single book novel series show game band group company programme program "
    "episode play opera magazine newspaper club team station building bridge school university "
    "village town city river software soundtrack musical record documentary"
)
_GENERIC = "|".join(_NOUNS.split())
_THE_GENERIC = re.compile(
    rf"\b[Tt]he (?:original |first |second |final |main )?(?:{_GENERIC}|story|plot|script|"
    r"screenplay|teleplay|cast|score|soundtrack|music|title|result|results|author|director|"
    r"lyrics|video|region|country|state|area|latter|process|user|value)\b(?! of\b)"
)
_NO_SUBJECT = re.compile(
    r"[A-Z][a-z]+(?:s|ed|ing) (?:all|the|a|an|any|when|if|by|data|which|whether|no|to|and)\b"
    r"|[A-Z][a-z]+(?:/[a-z]+)? (?:from|to|into|data|from/to)\b"
)
_STANDS_FOR_TITLE = re.compile(rf"^(?:It|The (?:{_GENERIC}))\b(?! that\b)(?!['\u2019]s)")


@dataclass(frozen=True)
class Source:
    """A passage with what a question about it has to name."""

    passage: str
    """Passage id."""
    document: str
    title: str
    group: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """A sentence that can be understood by itself, or with its document's title."""

    text: str
    source: Source
    original: str
    """As the passage has it, blanks normalised; `text` may name the title instead of "It"."""


def sentences(source: Source) -> list[Sentence]:
    """Return the sentences of a passage that stand on their own, in order."""
    kept: list[Sentence] = []
    about_title = False
    for block in re.split(r"\n\s*\n", source.text):
        for position, text in enumerate(split(block)):
            about_title = about_title or (not kept and _begins_with(text, source.title))
            sentence = Sentence(text, source, text)
            if about_title and (begin := _STANDS_FOR_TITLE.match(text)):
                sentence = replace(sentence, text=source.title + text[begin.end() :])
            elif position and about_title and not _begins_with(text, source.title):
                # Another subject: from here on "It" may mean something else.
                about_title = _keeps_subject(text)
            if well_formed(sentence.text) and not loose(sentence.text):
                kept.append(sentence)
    return kept


def split(block: str) -> Iterator[str]:
    """Yield the sentences of a paragraph, its lines joined, without list marks."""
    lines = [line.strip() for line in block.splitlines() if line.strip()]
    text, before = "", ""
    for line in lines:
        heading = text == before and len(text.split()) <= 6 and line[:1].isupper()
        if text and (heading or _LABEL.match(line) or (text[-1] in ".!?:;" and line[:1].isupper())):
            yield from _pieces(text)
            text = ""
        before = "" if text else line
        # A word broken at the end of a line.
        text = text[:-1] + line if re.search(r"[a-z]-$", text) else f"{text} {line}".strip()
    yield from _pieces(text)


def _pieces(text: str) -> Iterator[str]:
    text = re.sub(r"\s+", " ", text)
    start = 0
    for end in _END.finditer(text + " "):
        before = text[start : end.start()].rsplit(" ", 1)[-1].lstrip("(\"'").lower()
        following = text[end.end() :].lstrip()
        label = before.isdigit() and not text[start : end.start()].strip(" (").lstrip(before)
        initial = label or re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", before)
        if before in _ABBREVIATIONS or initial or re.match(r"[a-z]", following):
            continue
        yield _LABEL.sub("", text[start : end.end()].strip())
        start = end.end()
    if text[start:].strip():
        yield text[start:].strip()


def well_formed(text: str) -> bool:
    """Whether a text is a plain sentence: no code, table row, heading or cut-off piece."""
    words = text.split()
    return (
        len(words) in WORDS
        and text.endswith(".")
        and bool(_STARTS.match(text))
        and not _ODD.search(text)
        and text.count('"') % 2 == 0
        and text.count("(") == text.count(")")
        and text.count("“") == text.count("”")
        and ":" not in text
        and ";" not in text
        and bool(_VERB.search(text))
        and (words[0].lower() not in _BARE_VERB or bool(_NOUN_AFTER_ALL.match(words[1])))
        and not _FRAGMENT.search(text)
        and sum(word.isupper() and len(word) > 1 for word in words) < len(words) / 3
        and sum(letter.isalpha() or letter == " " for letter in text) > 0.8 * len(text)
    )


def loose(text: str) -> bool:
    """Whether a sentence leans on another one: "It", "this", "the film", "However"."""
    return bool(_LOOSE_START.match(text) or _NO_SUBJECT.match(text)) or unresolved(text)


def unresolved(text: str) -> bool:
    """Whether a text holds a word that stands for something said elsewhere."""
    return bool(_LOOSE_ANYWHERE.search(text.lower()) or _THE_GENERIC.search(text))


def _begins_with(text: str, title: str) -> bool:
    bare = re.sub(r"^(?:the|a|an) ", "", text.lower())
    head = re.sub(r"^(?:the|a|an) ", "", re.sub(r"\s*\(.*?\)", "", title).lower()).strip()
    return len(head) > 1 and bare.startswith(head)


def _keeps_subject(text: str) -> bool:
    return bool(_STANDS_FOR_TITLE.match(text) or re.match(r"(?:In|On|At) .{3,40}, it\b", text))


def distinct(sources: Iterable[Source]) -> list[Sentence]:
    """Return the sentences of all passages, each text once: passages overlap."""
    kept: dict[tuple[str, str], Sentence] = {}
    for source in sources:
        for sentence in sentences(source):
            kept.setdefault((source.document, sentence.original), sentence)
    return list(kept.values())
