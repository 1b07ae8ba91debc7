"""The parts of a plain sentence, and of a question made of it."""

import re
from dataclasses import dataclass

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
    form = past[verb] if aux == "did" else {"have": "has"}.get(verb, verb + "s")
    return f"{form} {others}"


def clause(text: str) -> Clause | None:
    """Return the parts of a plain sentence, None of another one."""
    match = _CLAUSE.match(text)
    if match is None or SUBORDINATE.search(match["subject"]):
        return None
    return Clause(match["subject"], match["aux"], match["rest"])


def lowered(text: str, title: str) -> str:
    """Return a text as it stands inside a sentence: an article or common word in lower case."""
    first, _, others = text.partition(" ")
    article = first in ("The", "A", "An")
    common = first[1:].islower() and others and others == others.lower()
    if text.lower().startswith(title.lower()) or not (article or common):
        return text
    return text[0].lower() + text[1:]


@dataclass(frozen=True)
class RoleWording(Wording):
    """Who did something to the subject: the verb stands before it."""

    def direct(self) -> str:
        text = _joined(self.word, self.rest, self.subject)
        return text[0].upper() + text[1:] + "?"
