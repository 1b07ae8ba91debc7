"""The report as an architecture decision record, for an engineer's repository."""

import html
import re
from collections.abc import Iterable

from core.records.snapshot import Snapshot
from core.report.parts import Story, Table
from core.report.story import story

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~^$#])")
"""What means something in Markdown anywhere in a line."""
_FIRST = re.compile(r"^([-+=>]|\d+(?=[.)](\s|$)))")
"""What means something at its beginning."""
_LINK = re.compile(r"(?<=:)//|(?<=www)\.", re.IGNORECASE)
"""What makes a link of plain text."""


def markdown(snapshot: Snapshot) -> bytes:
    """Return the decision as Markdown; a stranger's text in it is text alone."""
    told = story(snapshot)
    parts = [
        f"# {text(told.headline)}",
        text(told.scope),
        "## Context",
        f"RAG, fine-tuning, or both for {text(told.title)}?",
        *map(text, told.more),
        f"How sure: {text(told.how_sure)}",
        f"Price: {text(told.price)}",
        *([f"Asked for: {text(' '.join(told.advice.asked))}"] if told.advice else []),
        "## Options",
        *_options(told),
        "## Decision",
        *_decided(told),
        "## Consequences",
        listed(told.limits),
        "## What would reopen it",
        listed((told.next_step, *_reopens(told))),
        "## What people say, and what was found",
        *(table(each) for each in (told.claims, told.unmeasured) if each.rows),
        "## How it was measured",
        listed(told.method),
        listed(f"{name}: {value}" for name, value in told.card),
    ]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _options(told: Story) -> list[str]:
    parts = [table(told.advice.table)] if told.advice else []
    for section in told.sections:
        parts += [f"### {text(section.finding)}", table(section.table), text(section.reading)]
    return parts


def _decided(told: Story) -> list[str]:
    if told.advice is None:
        return ["Not decided yet: no recommendation was asked for. The figures above hold."]
    return [text(told.advice.headline), listed(told.advice.because)]


def _reopens(told: Story) -> tuple[str, ...]:
    flips = told.advice.flips if told.advice else ()
    changes = (f"{slogan} ({word}): {change}" for slogan, word, change in told.changes)
    return (*flips, *changes)


def text(words: str) -> str:
    """Return a paragraph that Markdown, and HTML made of it, shows word for word."""
    return _FIRST.sub(_escaped, _inline(words))


def _inline(words: str) -> str:
    """Return the same for the middle of a line, as a table's cell is."""
    return _LINK.sub(_escaped, _SPECIAL.sub(r"\\\1", html.escape(words, quote=False)))


def _escaped(match: re.Match[str]) -> str:
    """Put a backslash before the last character, or before the punctuation behind a number."""
    found = match.group()
    return f"{found}\\" if found.isdigit() else "".join(f"\\{letter}" for letter in found)


def listed(items: Iterable[str]) -> str:
    """Return a bulleted list."""
    return "\n".join(f"- {text(item)}" for item in items)


def table(made: Table) -> str:
    """Return a table; each row carries what it holds for."""
    lines = [[_inline(cell) for cell in cells] for cells in (made.head, *made.printed())]
    lines.insert(1, ["---"] * len(made.head))
    note = f"\n\n{text(made.note)}" if made.note else ""
    rows = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"**{text(made.title)}**{note}\n\n{rows}"
