"""How long work took on this machine, kept per base model for the next estimate."""

import json
from pathlib import Path

from core.project.workspace import write_json

FILE = "speeds.json"


def remember(models: Path, base: str, what: str, value: float) -> None:
    """Keep a figure above 0, such as the seconds of an answer; 0 is ignored.

    Args:
        base: The project's base model: a larger one takes longer for the same work.
    """
    if value:
        known = _stored(models)
        write_json(models / FILE, known | {base: known.get(base, {}) | {what: value}})


def known_speed(models: Path, base: str, what: str) -> float | None:
    """Return what was kept last; None if nothing was."""
    return _stored(models).get(base, {}).get(what)


def _stored(models: Path) -> dict[str, dict[str, float]]:
    path = models / FILE
    speeds: dict[str, dict[str, float]] = json.loads(path.read_text()) if path.exists() else {}
    return speeds
