"""Run the demo and record it: python -m benchmarks.record_demo [--workspace DIR] [--check]
[--small].

Makes the demo project, trains one mixed adapter, evaluates, runs the claims' own experiments,
changes the documents to version 2, trains again, and writes recorded/demo.jsonl.gz, which Home
opens, and benchmarks/record_demo.json. In a workspace it can be stopped and goes on when started
again.
With --check nothing is written; it says how many of the recorded answers came out the same, and
how long the training took. With --small the demo is one of a few facts, to see in a minute that all
this works: what was recorded before is then to be put back.
"""

import argparse
import gzip
import json
import sys
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.command_line import machine, store
from core.cli.demo import FULL, SMALL, run_demo
from core.cli.verbs import finish
from core.config import Paths
from core.engine.projects.recording import record
from core.engine.wire.client import Client, connect
from core.project.database import now
from core.project.workspace import Workspace
from core.records.job import Job

COMMAND = "python -m benchmarks.record_demo"
LIBRARIES = ("openvino-genai", "torch", "transformers", "peft", "llama-index-core", "chromadb")
Answers = dict[tuple[str, str, str], str]
"""What was said, by phase (or "evaluation"), question and arm."""


def main() -> None:
    """Run it, then record or compare."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--workspace", type=Path, help="keep the project there")
    given.add_argument("--check", action="store_true", help="compare with the recorded answers")
    given.add_argument("--small", action="store_true", help="a few facts, to try it")
    asked = given.parse_args()
    command = COMMAND + " --small" * asked.small
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths(workspace=(asked.workspace or Path(folder)).resolve())
        figures = run(paths, asked.small)
        project = Workspace(paths.workspace).project(figures["project"])
        if asked.check:
            trained = [f"{one['name']}: {one['seconds']} s" for one in figures["adapters"]]
            print(compared(paths.recorded, project.db), *trained, sep="\n")
            return
        record(project, paths.recorded, about(figures["minutes"], command))
    store("record_demo", command, figures)


def run(paths: Paths, small: bool) -> dict[str, Any]:
    """Run the demo in this process, or go on with it; return its figures."""
    client = connect(paths, own=True)
    try:
        made = [row for row in client.projects() if row["demo"]]
        if made:
            key = made[0]["id"]
        else:
            new = client.create_demo(small=small)
            finish(client, new["job"])
            key = new["project"]["id"]
        size, experiments = (SMALL, "quick") if small else (FULL, "standard")
        return figures_of(client, key, run_demo(client, key, size, experiments))
    finally:
        client.close()


def figures_of(client: Client, key: str, done: dict[str, Any]) -> dict[str, Any]:
    """Return what a run found: its adapters, evaluation and experiment."""
    found = client.evaluation(project=key, evaluation=done["evaluation"])
    measured = client.experiment(project=key, experiment=done["experiment"])
    adapters = client.adapters(project=key)
    shown = ("name", "recipe", "seconds", "examples", "tokens_per_s")
    return {
        "project": key,
        "minutes": round(sum(map(_seconds, client.jobs(project=key))) / 60, 1),
        "adapters": [{name: one[name] for name in shown} for one in adapters],
        "evaluation": found["summary"],
        "freshness": {name: value for name, value in measured.items() if name != "rows"},
    }


def _seconds(job: Job) -> float:
    """Return how long a job ran; of one that was resumed its last piece."""
    if not job["started_at"] or not job["ended_at"]:
        return 0.0
    began, ended = map(datetime.fromisoformat, (job["started_at"], job["ended_at"]))
    return (ended - began).total_seconds()


def about(minutes: float, command: str) -> dict[str, Any]:
    """Return what the recording says of itself."""
    return {
        "recorded_at": now(),
        "machine": machine(),
        "command": command,
        "minutes": minutes,
        "versions": {name: version(name) for name in LIBRARIES},
    }


def compared(path: Path, db: Any) -> str:
    """Return how many of the recorded answers are the same, word for word, in this run."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    rows = {
        table: [value for kind, value in lines if kind == table]
        for table in ("evaluations", "answers")
    }
    recorded = _said(rows["evaluations"], rows["answers"])
    again = _said(db.rows("SELECT * FROM evaluations"), db.rows("SELECT * FROM answers"))
    same = sum(again.get(key) == text for key, text in recorded.items())
    return f"{same} of {len(recorded)} recorded answers are the same"


def _said(evaluations: list[dict[str, Any]], answers: list[dict[str, Any]]) -> Answers:
    phases = {row["id"]: json.loads(row["card"]).get("phase", "evaluation") for row in evaluations}
    found: Answers = {}
    for row in answers:
        answer = row["answer"] if isinstance(row["answer"], dict) else json.loads(row["answer"])
        if "text" in answer:
            found[phases[row["evaluation_id"]], row["question_id"], row["arm"]] = answer["text"]
    return found


if __name__ == "__main__":
    sys.exit(main())
