"""The parts of a plain sentence, and of a question made of it."""

import re
from dataclasses import dataclass

from core.questions.generate.active import third_person

AUX = r"(?:is|are|was|were|has been|have been|can|must|may|should|will|shall)"
_CLAUSE = re.compile(
    r"^(?P<subject>(?:\w[\w.'\u2019/&-]*|\"[^\"]+\")"
    r"(?: (?:[\w.'\u2019/&-]+|\"[^\"]+\"|\([^)]*\))){0,9})"
    rf" (?P<aux>{AUX}) (?P<rest>.+?)\.?$"
)
SUBORDINATE = re.compile(
    r"\b(?:who|which|that|when|if|because|while|although|where|and|or|but|as|not|no|than|only|to)\b"
    r"|^(?:In|On|At|By|With|For|From|To|After|Before|During|Since|Until|Under|Upon|Each|All|Some|"
    r"Because|Although|While|Though|Where|Not|Only|No|Many|Most|There|As|When|If|Once|Both|Any|"
    r"Every|Several|Another|Other|Of|Unlike|Like)\b"
)


@dataclass(frozen=True)
class Clause:
    """Subject, auxiliary and the rest of a plain sentence."""

    subject: str
    aux: str
    rest: str


@dataclass(frozen=True)
class Wording:
    """A question in parts, so that it can be asked straight or be reported."""

    word: str
    aux: str
    subject: str
    rest: str
    role: str = ""
    """"director" where the question is who directed the subject."""

    def direct(self) -> str:
        """Return "When was X founded by Y?"."""
        text = _joined(self.word, self.aux, self.subject, self.rest)
        return text[0].upper() + text[1:] + "?"

    def named(self) -> str | None:
        """Return "What is the name of the director of X?" where a role says what is asked."""
        return f"What is the name of the {self.role} of {self.subject}?" if self.role else None

    def reported(self) -> str:
        """Return "when X was founded by Y", as it follows "Say"."""
        if self.role:
            return _joined("the name of the", self.role, "of", self.subject)
        if self.aux in ("do", "does", "did"):
            verb = self.rest if self.aux == "do" else _finite(self.rest, self.aux)
            return _joined(self.word, self.subject, verb)
        return _joined(self.word, self.subject, self.aux, self.rest)


def _joined(*parts: str) -> str:
    text = re.sub(r"\s+", " ", " ".join(part for part in parts if part))
    text = re.sub(r" ([,.])", r"\1", text).strip(" ,.")
    return text[0].lower() + text[1:]


def _finite(rest: str, aux: str) -> str:
    verb, _, others = rest.partition(" ")
    past = {"have": "had", "consist": "consisted", "contain": "contained", "include": "included"}
    if aux == "did":
        return f"{past[verb]} {others}"
    return f"{'has' if verb == 'have' else third_person(verb)} {others}"


def clause(text: str) -> Clause | None:
    """Return the parts of a plain sentence, None of another one."""
    match = _CLAUSE.match(text)
    if match is None or SUBORDINATE.search(match["subject"]):
        return None
    return Clause(match["subject"], match["aux"], match["rest"])


def lowered(subject: str, title: str, passage: str) -> str:
    """Return a subject as it stands inside a sentence: a word that is no name in lower case.

    Args:
        passage: Where it comes from: how it writes the word elsewhere tells a name.
    """
    first, _, others = subject.partition(" ")
    small = first[0].lower() + first[1:]
    if title.lower() in subject.lower() or not (first[1:].islower() or len(first) == 1):
        return subject
    if first not in ("The", "A", "An") and not re.search(rf"(?<![\w/-]){small}(?![\w/-])", passage):
        inside = re.search(rf"[a-z,] {first}\b", passage)
        if inside or not others or others != others.lower():
            return subject
    return small + subject[len(first) :]


@dataclass(frozen=True)
class RoleWording(Wording):
    """Who did something to the subject: the verb stands before it."""

    def direct(self) -> str:
        text = _joined(self.word, self.rest, self.subject)
        return text[0].upper() + text[1:] + "?"
