"""The claims on a public question folder.

python -m benchmarks.claims_compared FOLDER [--epochs E] [--size SIZE] [--workspace DIR]

Imports, trains a mixed adapter, evaluates all test questions, runs the claims' own experiments and
writes benchmarks/claims_compared_FOLDER.json: run card, what every claim came to, figures of the
experiments; no text of the folder's. In a workspace it can be stopped and goes on when started
again.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any, get_args

from benchmarks.arms_compared import PRIVATE, scores
from benchmarks.command_line import Json, store
from benchmarks.question_sets.places import question_set
from core.cli.verbs import once
from core.config import Paths
from core.engine.wire.client import Client, connect
from core.records.experiment import Size

NAME = "compared"


def main() -> None:
    """Run the steps and write what was found."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder", type=question_set)
    given.add_argument("--epochs", type=int, help="of the adapter; else its recipe's own")
    given.add_argument("--size", choices=get_args(Size), default="standard")
    given.add_argument("--workspace", type=Path, help="keep the project there")
    asked = given.parse_args()
    epochs = f" --epochs {asked.epochs}" if asked.epochs else ""
    command = (
        f"python -m benchmarks.claims_compared {asked.folder.name}{epochs} --size {asked.size}"
    )
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths(workspace=(asked.workspace or Path(folder)).resolve())
        client = connect(paths, own=True)
        try:
            found = measured(client, asked.folder, asked.epochs, asked.size)
        finally:
            client.close()
    store(f"claims_compared_{asked.folder.name}", command, found)


def measured(client: Client, folder: Path, epochs: int | None, size: Size) -> Json:
    """Return what the claims came to on a folder."""
    if not any(row["name"] == NAME for row in client.projects()):
        client.create_project(name=NAME)
    once(
        client,
        NAME,
        "import",
        lambda: client.import_folder(project=NAME, folder=str(folder.resolve())),
    )
    settings: dict[str, Any] = {"recipe": "mixed"} | ({"epochs": epochs} if epochs else {})
    trained = once(client, NAME, "train", lambda: client.train(project=NAME, settings=settings))
    done = once(client, NAME, "evaluate", lambda: client.evaluate(project=NAME, split="test"))
    once(client, NAME, "measure", lambda: client.measure(project=NAME, size=size))
    evaluation = client.evaluation(project=NAME, evaluation=done["evaluation"])
    heads = client.measurements(project=NAME)
    return {
        "trained": trained,
        "card": {key: value for key, value in evaluation["card"].items() if key not in PRIVATE},
        "claims": client.claims(project=NAME)["claims"],
        "measurements": [_figures(client, head["id"]) for head in heads],
    }


def _figures(client: Client, measurement: str) -> Json:
    """Return a measurement without its texts."""
    whole = client.measurement(project=NAME, measurement=measurement)
    conditions = [
        {**condition, "rows": [scores(row) for row in condition["rows"]]}
        for condition in whole["conditions"]
    ]
    return {**whole, "conditions": conditions}


if __name__ == "__main__":
    main()
