"""A made file and what has to come out of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Row = tuple[tuple[str, str], ...]
"""Pairs of a column's name and the value below it."""


@dataclass(frozen=True)
class Case:
    """One file."""

    kind: str
    """What readers do wrong with it."""
    name: str
    """Of the file; its suffix says the format."""
    make: Callable[[Path], object]
    """Writes it."""
    words: tuple[str, ...] = ()
    """What has to come out, in this order, each once."""
    rows: tuple[Row, ...] = ()
    """What has to stand on one line, each value behind its own name."""
    absent: tuple[str, ...] = ()
    """What must not come out."""
    says: str = ""
    """Pattern of what a warning, or the refusal, has to say; "" where nothing has to be said."""
    refused: bool = False
    """Whether it may only be refused."""

    @property
    def format(self) -> str:
        """Return the suffix without its dot."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True)
class Outcome:
    """What a reader made of a file."""

    text: str
    said: str
    """Warnings, or the refusal."""
    refused: bool


def faults(case: Case, outcome: Outcome) -> Iterator[str]:
    """Yield what is wrong with an outcome, in words."""
    if outcome.refused != case.refused:
        yield f"refused: {outcome.said}" if outcome.refused else "not refused"
    if case.says and not re.search(case.says, outcome.said):
        yield f"does not say '{case.says}': {outcome.said}"
    if outcome.refused:
        return
    text = " ".join(outcome.text.split())
    reached = 0
    for phrase in case.words:
        count, place = text.count(phrase), text.find(phrase, reached)
        if count != 1:
            yield f"'{phrase}' comes out {count} times"
        elif place < 0:
            yield f"'{phrase}' comes out too early"
        else:
            reached = place
    yield from (f"'{phrase}' comes out" for phrase in case.absent if phrase in text)
    lines = [" ".join(line.split()) for line in outcome.text.split("\n")]
    names = {name for row in case.rows for name, _ in row}
    for row in case.rows:
        if not any(under_names(line, row, names) for line in lines):
            yield f"no line has {row}"


def under_names(line: str, row: Row, names: set[str]) -> bool:
    """Tell whether a line has every value of a row, each behind its own name and no other's."""
    reached = 0
    for name, value in row:
        place = line.find(name, reached)
        found = _value_at(line, value, place + len(name)) if place >= 0 else -1
        if found < 0:
            return False
        between = line[place + len(name) : found]
        if any(other in between for other in names if other not in (name, value)):
            return False
        reached = found
    return True


def _value_at(line: str, value: str, start: int) -> int:
    found = re.compile(rf"(?<![\w.,]){re.escape(value)}(?![\w]|[.,]\d)").search(line, start)
    return found.start() if found else -1
