"""The freshness verb: run an experiment, or show the newest one."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import cast

from core.arms import parse_arms
from core.cli.text import Experiment, counted
from core.cli.verbs import finish
from core.engine.wire.client import Client
from core.errors import InvalidInputError

Change = Mapping[str, object]
"""As the operation `freshness` takes it: its kind, and what goes with that."""


def freshness(client: Client, options: Namespace) -> Experiment:
    """Change documents and ask before and after; without a change, show the newest experiment.

    Raises:
        InvalidInputError: more than one change is given, or none and there is no experiment.
    """
    change = _change(options)
    if change is None:
        experiments = client.experiments(project=options.project)
        if not experiments:
            raise InvalidInputError(
                "This project has no freshness experiment. Give a change: --demo, --folder F, "
                "--files F... or --remove DOC..."
            )
        return _experiment(client, options.project, experiments[0]["id"])
    settings = {
        "project": options.project,
        "change": change,
        "arms": [arm.key for arm in parse_arms(options.arms)],
        **{key: getattr(options, key) for key in ("n", "seed", "retrain")},
    }
    plan = client.estimate_freshness(**settings)
    print(
        f"freshness: {plan['changed']} changed, {plan['unchanged']} unchanged, {plan['removed']} "
        f"removed; {counted(plan['answers'], 'answer')}, about {plan['minutes']} min",
        file=sys.stderr,
    )
    done = finish(client, client.freshness(**settings))
    return _experiment(client, options.project, done["experiment"])


def _change(options: Namespace) -> Change | None:
    changes: list[Change] = []
    if options.demo:
        changes.append({"kind": "demo"})
    if options.folder:
        changes.append({"kind": "folder", "folder": str(options.folder.resolve())})
    if options.files:
        files = [{"path": str(path.resolve()), "name": path.name} for path in options.files]
        changes.append({"kind": "files", "files": files, "move": False})
    if options.remove:
        changes.append({"kind": "remove", "documents": options.remove})
    if len(changes) > 1:
        raise InvalidInputError("One change at a time: --demo, --folder, --files or --remove.")
    return changes[0] if changes else None


def _experiment(client: Client, project: str, experiment: str) -> Experiment:
    return cast(Experiment, client.experiment(project=project, experiment=experiment))
