"""What a verb of the command line is, and how one is made."""

import argparse
import math
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from core.cli import text
from core.cli.text import Result
from core.engine.wire.client import Client

Option = Callable[[argparse.ArgumentParser], argparse.Action]
"""Adds an option to a verb's parser."""
R = TypeVar("R", bound=Result)


@dataclass(frozen=True)
class Verb:
    """One verb; `verb` makes it, so that what runs and what prints fit each other."""

    name: str
    help: str
    run: Callable[[Client, Namespace], Result]
    text: Callable[[Any], str]
    """Says a result as people read it; takes what `run` returns."""
    options: tuple[Option, ...]


def verb(
    name: str,
    help: str,
    run: Callable[[Client, Namespace], R],
    *options: Option,
    text: Callable[[R], str] = text.lines,
    project: bool = True,
) -> Verb:
    """Return a verb that asks for a project, unless told otherwise, and for its options."""
    named = (option("project", help="name or id"),) if project else ()
    return Verb(name, help, run, text, named + options)


def option(*names: str, **settings: Any) -> Option:
    """Return an option; `settings` are those of argparse's `add_argument`."""
    return lambda parser: parser.add_argument(*names, **settings)


def number(text: str) -> float:
    """Return a finite number, as the type of an option.

    Raises:
        ArgumentTypeError: `nan`, an infinite one, or no number at all.
    """
    try:
        typed = float(text)
    except ValueError:
        typed = math.nan
    if not math.isfinite(typed):
        raise argparse.ArgumentTypeError(f"'{text}' is not a finite number")
    return typed
