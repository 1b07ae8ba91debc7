"""Whether an answer has the form that its question asks for, and is right given that it has.

A question's `kind` names the form: `api_call` (one call, compared by function and first two
strings, since many real calls are not valid Python), `json` (an object, checked against the
`schema` of its row where it has one, else for the gold object's keys), `label` (one of the labels
that occur).
"""

import json
import re
from collections.abc import Collection, Sequence
from typing import NotRequired, TypedDict

from jsonschema import Draft202012Validator, SchemaError
from referencing.exceptions import Unresolvable

from core.evaluation.scoring.metrics import normalise
from core.records.question import LABEL
from core.records.scored import Form

CALL, JSON = "api_call", "json"
KINDS = (CALL, JSON, LABEL)
_CALL = re.compile(r"\s*([A-Za-z_][\w.]*)\s*\((.*)\)\s*;?\s*", re.DOTALL)
_STRING = re.compile(r"""(?:(\w+)\s*=\s*)?(["'])(.*?)\2""", re.DOTALL)
JsonObject = dict[str, object]
"""What a model or a question's file wrote: any JSON."""


class Asked(TypedDict):
    """What a question asks for."""

    kind: str
    gold: Sequence[str]
    schema: NotRequired[str | JsonObject | None]
    """Of JSON, as an object or as its text."""


def formed(answer: str, asked: Asked, labels: Collection[str] = ()) -> Form | None:
    """Return whether an answer is `valid` and `right`, None where the kind asks for no form.

    Args:
        labels: For labels, every one that occurs.
    """
    check = {CALL: _call, JSON: _json, LABEL: _label}.get(str(asked.get("kind")))
    if check is None or not asked["gold"]:
        return None
    valid, right = check(answer, asked, labels)
    return {"valid": valid, "right": valid and right}


def call_parts(text: str) -> tuple[str, list[tuple[str, str]]] | None:
    """Return a call's function and its first two strings with their names ("" for none).

    None where the text is no call, or more than one.
    """
    match = _CALL.fullmatch(text)
    if match is None or ")" in _STRING.sub("", match[2]).replace("()", ""):
        return None
    strings = [(name, value) for name, _, value in _STRING.findall(match[2])]
    return (match[1], strings[:2]) if strings else None


def _call(answer: str, asked: Asked, labels: Collection[str]) -> tuple[bool, bool]:
    call = call_parts(answer)
    golds = [gold for text in asked["gold"] if (gold := call_parts(text))]
    return call is not None, any(call is not None and _same_call(call, gold) for gold in golds)


def _same_call(
    call: tuple[str, list[tuple[str, str]]], gold: tuple[str, list[tuple[str, str]]]
) -> bool:
    """Whether two calls agree: by name where both name a string, by place where one does not."""
    named = dict(call[1])
    values = [
        named[name] if name and name in named else call[1][at][1] if at < len(call[1]) else None
        for at, (name, _) in enumerate(gold[1])
    ]
    return call[0] == gold[0] and values == [value for _, value in gold[1]]


def _json(answer: str, asked: Asked, labels: Collection[str]) -> tuple[bool, bool]:
    reply, golds = _object(answer), [_object(gold) for gold in asked["gold"]]
    if reply is None:
        return False, False
    schema = asked.get("schema")
    schema = _object(schema) if isinstance(schema, str) else schema
    if isinstance(schema, dict):
        valid = _fits(reply, schema)
    else:
        valid = any(gold is not None and reply.keys() == gold.keys() for gold in golds)
    return valid, any(_same(reply, gold) for gold in golds if gold is not None)


def _fits(reply: JsonObject, schema: JsonObject) -> bool:
    """Whether an object fits a schema; nothing fits one that is no schema."""
    try:
        Draft202012Validator.check_schema(schema)
        return bool(Draft202012Validator(schema).is_valid(reply))
    except (SchemaError, Unresolvable, re.error):
        return False


def _object(text: str) -> JsonObject | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _same(reply: JsonObject, gold: JsonObject) -> bool:
    return reply.keys() == gold.keys() and all(
        normalise(str(reply[key])) == normalise(str(gold[key])) for key in gold
    )


def _label(answer: str, asked: Asked, labels: Collection[str]) -> tuple[bool, bool]:
    reply = normalise(answer)
    return reply in {normalise(label) for label in labels}, reply in map(normalise, asked["gold"])
