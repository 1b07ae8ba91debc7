"""Whether an answer has the form that its question asks for, and is right given that it has.

A question's `kind` names the form: `api_call` (one call, compared by function and first two
strings, since many real calls are not valid Python), `json` (an object, checked against the
`schema` of its row where it has one, else for the gold object's keys), `label` (one of the labels
that occur).
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from jsonschema import Draft202012Validator, SchemaError

from core.evaluation.metrics import normalise

CALL, JSON, LABEL = "api_call", "json", "label"
KINDS = (CALL, JSON, LABEL)
_CALL = re.compile(r"\s*([A-Za-z_][\w.]*)\s*\((.*)\)\s*;?\s*", re.DOTALL)
_STRING = re.compile(r"""(["'])(.*?)\1""", re.DOTALL)
Row = Mapping[str, Any]


def formed(answer: str, row: Row, labels: Collection[str] = ()) -> dict[str, bool] | None:
    """Return whether an answer is `valid` and `right`, None where the kind asks for no form.

    Args:
        row: `kind`, `gold` and, for JSON, perhaps `schema`.
        labels: For labels, every one that occurs.
    """
    check = {CALL: _call, JSON: _json, LABEL: _label}.get(str(row.get("kind")))
    if check is None or not row["gold"]:
        return None
    valid, right = check(answer, row, labels)
    return {"valid": valid, "right": valid and right}


def call_parts(text: str) -> tuple[str, frozenset[str]] | None:
    """Return a call's function and its first two strings, None where the text is no call."""
    found = _CALL.fullmatch(text)
    strings = [value for _, value in _STRING.findall(found[2])] if found else []
    return (found[1], frozenset(strings[:2])) if found and strings else None


def _call(answer: str, row: Row, labels: Collection[str]) -> tuple[bool, bool]:
    parts = call_parts(answer)
    return parts is not None, parts in [call_parts(gold) for gold in row["gold"]]


def _json(answer: str, row: Row, labels: Collection[str]) -> tuple[bool, bool]:
    said, golds = _object(answer), [_object(gold) for gold in row["gold"]]
    if said is None:
        return False, False
    schema = row.get("schema")
    if schema:
        try:
            valid = Draft202012Validator(schema).is_valid(said)
        except SchemaError:
            valid = False
    else:
        valid = any(gold is not None and said.keys() == gold.keys() for gold in golds)
    return valid, any(_same(said, gold) for gold in golds if gold is not None)


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _same(said: dict[str, Any], gold: dict[str, Any]) -> bool:
    return said.keys() == gold.keys() and all(
        normalise(str(said[key])) == normalise(str(gold[key])) for key in gold
    )


def _label(answer: str, row: Row, labels: Collection[str]) -> tuple[bool, bool]:
    said = normalise(answer)
    return said in {normalise(one) for one in labels}, said in map(normalise, row["gold"])

