"""Questions by rule: what plain shapes of English sentences turn into.

A rule applies only where the shape is plain: one subject, one auxiliary, the answer behind it. Its
questions go through the same checks and the same round trip as those that a model writes.
"""

import re

from core.questions.generate import active
from core.questions.generate.clauses import (
    AUX,
    SUBORDINATE,
    Clause,
    RoleWording,
    Wording,
    clause,
    lowered,
)
from core.questions.generate.facts import (
    AMOUNT,
    COUNT,
    DATE,
    DEFINITION,
    MONEY,
    NAME,
    OBJECT,
    PERCENT,
    PERSON,
    PLACE,
    SUBJECT,
    TERM,
    THING,
    VALUE,
    YEAR,
    Fact,
)

_DONE = re.compile(
    r"(?:be |been )?(?:\w+ly )?(?:\w+ed|set|built|held|found|known|made|born|led|written|given|"
    r"taken|sold|shown|kept|sent|put|read|won|run|begun|drawn|chosen|available|open|due|equal)\b"
)
"""What may stand between the auxiliary and the preposition: no "a film by"."""
_TANGLED = re.compile(
    r"\b(?:that|which|who|when|if|and|or|but|in|at|by|from|based|story|NOT|not)\b|,"
)
_TAIL = re.compile(r" (?:and|but|that|which|who|based|where|with|when|from|by)\b")
_PREPOSITION = re.compile(
    r"(?:^| )(in|on|at|within|after|for|by|to|into|with|from|as|between|of) [\"“]?(?:an? |the )?$"
)
ROLES = {
    "directed": "director",
    "written": "writer",
    "produced": "producer",
    "founded": "founder",
    "published": "publisher",
    "composed": "composer",
    "designed": "designer",
    "created": "creator",
    "developed": "developer",
    "edited": "editor",
    "owned": "owner",
    "distributed": "distributor",
    "invented": "inventor",
    "narrated": "narrator",
}
_SAME = (
    "directed produced founded published released composed recorded designed created developed "
    "performed distributed invented edited narrated painted sponsored hosted signed authored "
    "co-directed co-produced"
)
PARTICIPLES = {
    "written": "wrote",
    "co-written": "co-wrote",
    "owned": "owns",
    "sung": "sang",
    "built": "built",
    "made": "made",
    "headed": "heads",
    "led": "leads",
    "operated": "operates",
} | {word: word for word in _SAME.split()}
_VERBS = "|".join(PARTICIPLES)
_BY = re.compile(rf"(?P<verbs>(?:{_VERBS})(?:(?:,| and|, and) (?:{_VERBS}))*) by (?:an? )?$")
_MADE = re.compile(rf"(?:{_VERBS})(?:(?:,| and|, and) (?:{_VERBS}))* by ")
_CREDITS = re.compile(
    r"(?:(?:also|first|originally|later) )?|(?:(?:an?|the) [^,.\"]{3,80}?(?: and)? )?"
    rf"(?:{_MADE.pattern}(?:an? )?[A-Z][^,\"]{{2,60}}(?:,? and|,) (?:co-)?)*(?:and )?"
    r"|(?:an?|the) [^,.\"]{3,80} (?:and )?"
)
"""What may stand before "directed by": "a film", "a film written by B, "."""
_ASIDE = re.compile(
    r"\b(?:based|about|of|that|which|who|adapted|from|by|starring|story|screenplay|script|music)\b"
)
_FIRMS = ("released", "distributed", "published", "produced", "developed", "owns", "operates")


def wording(fact: Fact) -> Wording | None:
    """Return the question that a rule makes of a fact, None where no rule fits."""
    for rule in (_by_whom, _active, _subject, _has_many, _there_are, _what_is, _moved):
        parts = rule(fact)
        if parts:
            return parts
    return None


def _inside(subject: str, fact: Fact) -> str:
    source = fact.sentence.source
    return lowered(subject, source.title, source.text)


def _by_whom(fact: Fact) -> Wording | None:
    """Turn "X is a film directed by Y" into "Who directed X?"."""
    made = _BY.search(fact.before)
    parts = clause(fact.sentence.text)
    if made is None or parts is None or fact.type not in (PERSON, NAME):
        return None
    if parts.aux not in ("is", "was", "are", "were"):
        return None
    start = fact.before.find(f" {parts.aux} ") + len(parts.aux) + 2
    between = fact.before[start : made.start()]
    if not _CREDITS.fullmatch(between) or _ASIDE.search(_MADE.sub("", between)):
        return None
    verbs = re.sub(r"[\w-]+", lambda word: PARTICIPLES.get(word[0], word[0]), made["verbs"])
    firm = fact.type == NAME and verbs.split()[-1] in _FIRMS
    role = " and ".join(
        ROLES.get(verb, "") for verb in re.findall(r"[\w-]+", made["verbs"]) if verb != "and"
    )
    role = "" if role.startswith(" and") or role.endswith("and ") else role
    word = "which company" if firm else "who"
    return (
        Wording(word, "", "", f"{verbs} {_inside(parts.subject, fact)}")
        if not role
        else (RoleWording(word, "", _inside(parts.subject, fact), verbs, role))
    )


def _subject(fact: Fact) -> Wording | None:
    """Turn "BZ2_x releases all memory" into "What releases all memory?"."""
    if fact.before.strip(' "“') not in ("", "The", "A", "An") or fact.type != TERM:
        return None
    rest = fact.after.strip('"” ')
    verb = re.match(
        rf"(?:(?:also|only|always|still) )?(?:{AUX}|[a-z]{{3,}}s|[a-z]{{3,}}ed) (?!{AUX})[a-z]",
        rest,
    )
    if verb is None or len(rest.split()) < 5 or "," in rest:
        return None
    return Wording("what", "", "", rest)


def _active(fact: Fact) -> Wording | None:
    """Turn "X controls Y" into "What controls Y?" and "What does X control?"."""
    if fact.type == SUBJECT and (match := active.SUBJECT.match(fact.sentence.text)):
        rest = match["rest"]
        return Wording("what", "", "", rest) if _telling(rest) else None
    if fact.type == OBJECT and (match := active.OBJECT.match(fact.sentence.text)):
        base = active.BASE_OF[match["verb"]]
        return Wording("what", "does", _inside(match["subject"], fact), base)
    return None


def _telling(rest: str) -> bool:
    """Whether a predicate says enough to ask who it is true of."""
    words = rest.split()
    return 5 <= len(words) <= 24 and not re.match(
        r"(?:is|are|was|were) (?:an?|the|not|also) ", rest
    )


def _has_many(fact: Fact) -> Wording | None:
    """Turn "X has four members" into "How many members does X have?"."""
    match = re.match(
        r"(?P<subject>[^,;]{3,60}?) (?P<verb>has|have|had|contains?|consists? of|includes?) "
        r"(?:an? total of )?$",
        fact.before,
    )
    noun = re.match(r" (?P<noun>(?:[a-z-]+ ){0,2}?[a-z]{2,}s\b)(?P<rest>[^,]*)\.$", fact.after)
    if fact.type != COUNT or not match or not noun or SUBORDINATE.search(match["subject"]):
        return None
    verb = match["verb"]
    base = "have" if verb in ("has", "had") else re.sub(r"^(\w+?)s?\b", r"\1", verb)
    aux = "did" if verb == "had" else "does" if re.match(r"\w+s\b", verb) else "do"
    subject = _inside(match["subject"], fact)
    return Wording(f"how many {noun['noun']}", aux, subject, base + noun["rest"])


def _there_are(fact: Fact) -> Wording | None:
    """Turn "There are two ways to do X" into "How many ways are there to do X?"."""
    match = re.match(r"There (are|were) (?:about |exactly )?$", fact.before)
    noun = re.match(r" (?P<noun>(?:[a-z-]+ ){0,2}?[a-z]{2,}s\b)(?P<rest> [^,]{8,})\.$", fact.after)
    if fact.type != COUNT or not match or not noun:
        return None
    return Wording(f"how many {noun['noun']}", match[1], "there", noun["rest"])


def _what_is(fact: Fact) -> Wording | None:
    """Turn "The size is 900k" into "What is the size?", "X is a Y" into "What is X?"."""
    match = re.match(
        r"(?P<subject>.+) (?:is|are|was|were)(?P<called> called| named| known as)? "
        r"[\"“]?(?:an? )?$",
        fact.before,
    )
    parts = clause(fact.sentence.text)
    if not match or fact.type in (DATE, YEAR, PLACE, COUNT) or parts is None:
        return None
    if parts.subject.lower() != match["subject"].lower():
        return None
    subject, rest = _inside(parts.subject, fact), fact.after.strip(' ."”')
    short = len(parts.subject.split()) < 3
    if fact.type == DEFINITION:
        return Wording("what", parts.aux, subject, "") if _definable(parts.subject) else None
    if rest and (fact.type not in (TERM, NAME, PERSON) or len(rest.split()) > 5):
        return None
    if short and not match["called"]:
        return None
    if re.match(rf"(?:{active.DOES})\b", rest):
        return None
    word = "who" if fact.type == PERSON else "what"
    return Wording(word, parts.aux, subject, f"{match['called'] or ''} {rest}")


def _definable(subject: str) -> bool:
    """Whether "What is X?" asks for one thing: a name, or a kind of thing, not "the output"."""
    bare = re.sub(r"^(?:The|An?) ", "", subject)
    named = re.search(r"[A-Z\d_]", bare[1:]) or (bare[0].isupper() and bare == subject)
    general = not subject.startswith("The ") and not active.TANGLED.search(bare)
    return len(bare.split()) <= 3 and general and bool(named or bare != subject)


def _moved(fact: Fact) -> Wording | None:
    """Turn "X was founded in 1987 by Y" into "In which year was X founded by Y?"."""
    parts = clause(fact.sentence.text)
    if parts is None or not fact.before.startswith(f"{parts.subject} {parts.aux} "):
        return None
    aux, before = parts.aux, fact.before[len(parts.subject) + len(parts.aux) + 2 :]
    if aux.endswith(" been"):
        aux, before = aux.split()[0], "been " + before
    preposition = _PREPOSITION.search(before)
    left = before[: preposition.start()].strip() if preposition else ""
    if preposition is None or not _DONE.match(left) or _TANGLED.search(left):
        return None
    # What follows a comma or another verb describes something else.
    after = _TAIL.split(" " + fact.after.strip(' ."”').split(",")[0])[0].strip()
    after = after if len(after.split()) <= 8 else ""
    return _asked(fact, preposition[1], Clause(_inside(parts.subject, fact), aux, left), after)


def _asked(fact: Fact, word: str, parts: Clause, after: str) -> Wording | None:
    """Return the question of a moved answer, by its type and preposition."""
    rest = f"{parts.rest} {after}"
    if fact.type == YEAR and word == "in":
        return Wording("in which year", parts.aux, parts.subject, rest)
    if fact.type == DATE and word in ("in", "on"):
        return Wording("when", parts.aux, parts.subject, rest)
    if fact.type == PLACE and word in ("in", "at"):
        rest = parts.rest if after.startswith("on ") else rest
        return Wording("where", parts.aux, parts.subject, rest)
    if fact.type == PERSON and word == "by":
        return Wording("by whom", parts.aux, parts.subject, rest)
    if fact.type == AMOUNT and word != "of" and (unit := re.search(r"[A-Za-z ]+$", fact.answer)):
        noun = re.match(r"(?:of|from|after|before|per) \S.*", after)
        asked = f"{word} how many {unit[0].strip()} {noun[0] if noun else ''}"
        return Wording(asked, parts.aux, parts.subject, parts.rest if noun else rest)
    if fact.type in (TERM, THING, NAME, VALUE, PERCENT, MONEY) and not after:
        return Wording("what", parts.aux, parts.subject, f"{parts.rest} {word}")
    return None
