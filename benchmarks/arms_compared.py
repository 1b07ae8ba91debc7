"""Arms, rivals and controls on a question folder, with the run card.

python -m benchmarks.arms_compared FOLDER RECIPES ARMS [N] [--epochs E] [--workspace DIR]

Imports, trains an adapter for each recipe, evaluates N test questions (all without it) in the arms.
Writes benchmarks/arms_compared_FOLDER.json: run card, summary, and scores by group; no text of the
folder's.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.command_line import store
from benchmarks.question_sets.places import question_set
from core.cli.verbs import finish
from core.config import Paths
from core.engine.wire.client import connect

Json = dict[str, Any]
MANY = 10_000
"""More questions than a folder's: each is answered alone, as those of the stored figures were."""
PRIVATE = ("asked", "train_groups", "prompts")
"""Of the run card: texts of the folder."""


def main() -> None:
    """Run the steps and write what was found."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder", type=question_set)
    given.add_argument("recipes", help="with commas between them")
    given.add_argument("arms", help="with commas between them")
    given.add_argument("n", type=int, nargs="?")
    given.add_argument("--epochs", type=int, help="of each adapter; else its recipe's own")
    given.add_argument("--workspace", type=Path, help="keep the project there")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths(workspace=(asked.workspace or Path(folder)).resolve())
        name = f"arms_compared_{asked.folder.name}"
        for found in measured(paths, asked):
            store(name, command_of(asked), found)


def command_of(asked: argparse.Namespace) -> str:
    """Return the command as it is typed in a folder that holds the question folder."""
    parts = [
        asked.folder.name,
        asked.recipes,
        asked.arms,
        *([str(asked.n)] if asked.n else []),
        *([f"--epochs {asked.epochs}"] if asked.epochs else []),
    ]
    return f"python -m benchmarks.arms_compared {' '.join(parts)}"


def measured(paths: Paths, asked: argparse.Namespace) -> Iterator[Json]:
    """Yield what was found so far: the trained adapters one by one, in the end everything."""
    client = connect(paths, own=True)
    try:
        project = client.create_project(name="compared")["id"]
        finish(client, client.import_folder(project=project, folder=str(asked.folder)))
        epochs = {"epochs": asked.epochs} if asked.epochs else {}
        trained = []
        for recipe in asked.recipes.split(","):
            job = client.train(project=project, settings={"recipe": recipe} | epochs)
            trained.append(finish(client, job))
            yield {"trained": trained}
        job = client.evaluate(
            project=project,
            arms=asked.arms.split(","),
            split="test",
            n=asked.n,
            seed=0,
            timed=asked.n or MANY,
        )
        done = finish(client, job)
        found = client.evaluation(project=project, evaluation=done["evaluation"])
    finally:
        client.close()
    card = {key: value for key, value in found["card"].items() if key not in PRIVATE}
    yield {
        "trained": trained,
        "card": card,
        "summary": found["summary"],
        "rows": [scores(row) for row in found["rows"]],
    }


def scores(row: Json) -> Json:
    """Return a row's numbers alone."""
    kept = ("em", "f1", "containment", "form", "gold_read")
    return {
        "question": row["question_id"],
        "group": row["group"],
        "stratum": row["stratum"],
        "answers": {
            arm: {key: answer[key] for key in kept if answer.get(key) is not None}
            | {"failed": bool(answer["error"])}
            for arm, answer in row["answers"].items()
        },
    }


if __name__ == "__main__":
    main()
