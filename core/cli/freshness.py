"""The freshness verb: run an experiment, or show the newest one."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from core.arms import ARMS, parse_arms
from core.cli.verbs import finish
from core.engine.wire.client import Client
from core.errors import InvalidInputError

Json = dict[str, Any]


def freshness(client: Client, given: Namespace) -> Json:
    """Change documents and ask before and after; without a change, show the newest experiment.

    Raises:
        InvalidInputError: more than one change is given, or none and there is no experiment.
    """
    change = _change(given)
    if change is None:
        known = client.experiments(project=given.project)
        if not known:
            raise InvalidInputError(
                "This project has no freshness experiment. Give a change: --demo, --folder F, "
                "--files F... or --remove DOC..."
            )
        return _shown(client, given.project, known[0]["id"])
    asked = {
        "project": given.project,
        "change": change,
        "arms": [arm.key for arm in parse_arms(given.arms)],
        **{key: getattr(given, key) for key in ("n", "seed", "retrain")},
    }
    plan = client.estimate_freshness(**asked)
    print(
        f"freshness: {plan['changed']} changed, {plan['unchanged']} unchanged, {plan['removed']} "
        f"removed; {plan['answers']} answers, about {plan['minutes']} minutes",
        file=sys.stderr,
    )
    result = finish(client, client.freshness(**asked))
    return _shown(client, given.project, result["experiment"])


def _change(given: Namespace) -> Json | None:
    changes: list[Json] = []
    if given.demo:
        changes.append({"kind": "demo"})
    if given.folder:
        changes.append({"kind": "folder", "folder": str(given.folder.resolve())})
    if given.files:
        files = [{"path": str(path.resolve()), "name": Path(path).name} for path in given.files]
        changes.append({"kind": "files", "files": files, "move": False})
    if given.remove:
        changes.append({"kind": "remove", "documents": given.remove})
    if len(changes) > 1:
        raise InvalidInputError("One change at a time: --demo, --folder, --files or --remove.")
    return changes[0] if changes else None


def _shown(client: Client, project: str, key: str) -> Json:
    found: Json = client.experiment(project=project, experiment=key)
    return found


def freshness_text(result: Json) -> str:
    """Return an experiment as people read it."""
    stages = result["stages"]
    lines = ["  ".join(f"{key} {value}" for key, value in stages.items() if key.endswith("_s"))]
    for key, phases in result["arms"].items():
        for phase, parts in phases.items():
            lines.append(f"{ARMS[key].label:10} {phase:9} " + "; ".join(_parts(parts)))
        reached = result["time_to_fresh"].get(key)
        if reached:
            when = f"{reached['seconds']:.1f} s" if reached["seconds"] else "not reached"
            lines.append(f"{ARMS[key].label:10} time to fresh: {when} (n {reached['n']})")
    return "\n".join(lines)


def _parts(parts: Json) -> list[str]:
    found = []
    for fate, part in parts.items():
        if part:
            said = "  ".join(
                f"{name} {value:.2f}"
                for name, value in part.items()
                if isinstance(value, float) and not name.endswith("interval")
            )
            found.append(f"{fate} n {part['n']} of {part['all']['n']}  {said}")
    return found
