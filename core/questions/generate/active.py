"""Sentences in the active voice: who does something, and to what.

Only verbs of this list count: "list files" and "plays" are nouns as well, and no tagger tells.
"""

import re

BASES = (
    "accept add adjust affect allocate allow apply ask assign avoid begin block build call "
    "cause check choose clear close collect combine compare compile compress compute configure "
    "contain control convert copy correspond create decode decompress define delete depend "
    "describe determine disable display divide enable encode encrypt ensure enter establish "
    "exclude execute exist expect explain express extend facilitate follow generate give govern "
    "grant guarantee handle hold identify ignore implement improve include increase indicate "
    "inform initialise initialize insert install introduce invoke keep lie limit list load "
    "maintain manage mean measure merge modify move obtain occur offer open operate override "
    "own parse pass perform permit point prevent print process produce prohibit protect provide "
    "publish read receive recommend record reduce refer refuse reject release remove replace "
    "report represent request require resolve restrict retrieve return run save scan search "
    "select send serve set show sign simplify skip sort specify split start stop store supply "
    "support take tell test transfer translate treat try update use verify wait work write"
)


def third_person(base: str) -> str:
    """Return "writes" of "write", "tries" of "try", "passes" of "pass"."""
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(?:s|sh|ch|x|z|o)$", base) else "s")


BASE_OF = {third_person(base): base for base in BASES.split()}
DOES = "|".join(sorted(BASE_OF, key=len, reverse=True))
"""A regular expression of all third persons."""
_ADVERB = r"(?:(?:also|only|always|normally|usually|currently|automatically|simply) )?"
_WORD = r"[A-Za-z][\w/.'\u2019-]*\w"
_DOES = rf"(?:{DOES}) (?!(?:is|are|was|were|can|must|may|will|for|of)\b|[a-z]+ed by)"
_IS = (
    r"(?:is|are|was|were) (?!that\b|how\b|what\b|why\b|where\b|important|possible|necessary|"
    r"identical|similar|dependent|not\b|also\b|an?\b|the\b|(?:always )?\d)"
)
SUBJECT = re.compile(
    rf"(?P<subject>(?:The |A |An )?(?:{_WORD} ){{0,3}}?{_WORD}(?: of (?:the |an? )?{_WORD})?) "
    rf"(?P<rest>{_ADVERB}(?:{_DOES}|{_IS}|(?:can|must|should|may|will) ).+)\.$"
)
OBJECT = re.compile(
    rf"(?P<subject>(?:The |A |An )?(?:{_WORD} ){{0,3}}?{_WORD}) {_ADVERB}(?P<verb>{DOES}) "
    r"(?P<object>(?:the |an? |all )?(?:[A-Za-z][\w/'\u2019-]* ){0,4}[A-Za-z][\w/'\u2019-]*)\.$"
)
TANGLED = re.compile(
    r"\b(?:and|or|but|if|when|which|that|who|because|since|while|there|not|no|only|all|some|many|"
    r"most|each|every|any|one|its|more|anything|something|nothing|else|for|to|in|on|at|by|with|from|as|it|than|"
    r"first|second|third|sometimes|always|often|never|today|now|\w+ly)\b|['\u2019]s$",
    re.IGNORECASE,
)
"""Words that make a subject or an object more than a plain noun phrase."""
EMPTY = re.compile(
    r"The [a-z]+$|.*\bexamples?$"
    r"|(?:The |An? )?(?:reason|purpose|problem|idea|point|rest|use|way|first|second|last|only|"
    r"following|default|answer|question|thing|part|kind|type|number|list|set|version|intention|"
    r"aim)s?(?: of .*)?$"
    r"|(?:users?|files?|details?|behaviou?r|exception|real work|name|value|result)$",
    re.IGNORECASE,
)
"""What says nothing by itself: "The package", "The number of ..."."""
