"""What an answer can look like, for the arm whose decoding is constrained."""

import json
import re
from collections.abc import Collection

from core.evaluation.scoring.formats import CALL, JSON
from core.inference.generator import Constraint
from core.records.question import LABEL, Question

FORMS = (LABEL, JSON, CALL)
"""Kinds of questions that ask for a form; answers to others are free."""
_STRING = r"""("[^"\n]{0,80}"|'[^'\n]{0,80}')"""
_CALL = (
    r"[A-Za-z_][A-Za-z0-9_.]{0,60}\(([A-Za-z_]{1,30}=)?"
    + _STRING
    + r"(, ([A-Za-z_]{1,30}=)?("
    + _STRING
    + r"|[A-Za-z0-9_.]{1,30})){0,6}\)"
)
"""One call, its first argument a string."""
_SPECIAL = re.compile(r"([\\.^$*+?{}\[\]|()])")


def constraint_of(question: Question, labels: Collection[str], closing: str) -> Constraint | None:
    """Return the form that a question asks for; None where any answer will do.

    Args:
        labels: Every label that occurs in the project.
        closing: What ends an answer in the prompt's style; a label's end is known only by it.
    """
    if question.kind == LABEL and labels:
        choices = "|".join(_literal(label) for label in sorted(labels))
        return Constraint(regex=f"({choices}){_literal(closing)}")
    if question.kind == CALL:
        return Constraint(regex=_CALL)
    if question.kind == JSON:
        schema = question.extra.get("schema") or {"type": "object"}
        return Constraint(
            json_schema=schema if isinstance(schema, str) else json.dumps(schema, sort_keys=True)
        )
    return None


def _literal(text: str) -> str:
    """Return the pattern of a text itself; runtimes refuse some of what `re.escape` writes."""
    return _SPECIAL.sub(r"\\\1", text)
