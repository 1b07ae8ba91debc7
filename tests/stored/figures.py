"""What an earlier version stored, and the figures it showed: python -m tests.stored.figures.

`version_0.tar.gz` is a workspace made by the code before the schema had a version, without weights
and index. `version_0.json.gz` and `demo.json.gz` hold what that code said of it and of the recorded
demo. Whoever adds a figure names it in `ADDED`; whoever changes one on purpose writes both files
anew with the command above and says so.
"""

import gzip
import hashlib
import json
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from core.config import Paths
from core.engine.wire.client import Client, connect

FOLDER = Path(__file__).parent
WORKSPACE, FIGURES = FOLDER / "version_0.tar.gz", FOLDER / "version_0.json.gz"
DEMO = FOLDER / "demo.json.gz"
ADDED = ("left_out",)
"""To the figures of retrieval: the questions that they say nothing of."""
Shown = dict[str, str]
"""JSON by operation and what it was asked of, in the order of its keys."""


def unpack(workspace: Path) -> None:
    """Put the stored workspace there."""
    with tarfile.open(WORKSPACE) as file:
        file.extractall(workspace, filter="data")


def of_workspace(client: Client) -> Shown:
    """Return all figures of the stored workspace's project."""
    (project,) = client.projects()
    key = project["id"]
    shown: dict[str, Any] = {
        "documents": client.documents(project=key),
        "questions": client.questions(project=key),
        "votes": client.votes(project=key),
        "gates": client.gates(project=key),
        "prices": client.prices(project=key),
        **of_evaluations(client, key),
    }
    for row in client.evaluations(project=key):
        asked = {"project": key, "evaluation": row["id"]}
        shown[f"rows {row['id']}"] = client.evaluation(**asked)["rows"]
        shown[f"labelling {row['id']}"] = client.labelling(**asked)
        shown[f"judging {row['id']}"] = client.judging(**asked)
    return _as_json(shown)


def of_demo(client: Client) -> Shown:
    """Return the figures of the recorded demo; of what is large, a hash."""
    project = client.open_recorded()["id"]
    shown = of_evaluations(client, project)
    for row in client.evaluations(project=project):
        rows = client.evaluation(project=project, evaluation=row["id"])["rows"]
        shown[f"rows {row['id']}"] = _hash(rows)
    for name in [name for name in shown if name.startswith("experiment ")]:
        shown[name] |= {"rows": _hash(shown[name]["rows"]), "project": None}
    return _as_json(shown)


def of_evaluations(client: Client, project: str) -> dict[str, Any]:
    """Return what a project's evaluations and experiments say."""
    evaluations = client.evaluations(project=project)
    experiments = client.experiments(project=project)
    shown: dict[str, Any] = {"evaluations": evaluations, "experiments": experiments}
    for row in evaluations:
        asked = {"project": project, "evaluation": row["id"]}
        shown[f"figures {row['id']}"] = _as_then(client.figures(**asked))
        shown[f"month_costs {row['id']}"] = client.month_costs(**asked)
    for line in experiments:
        found = client.experiment(project=project, experiment=line["id"])
        shown[f"experiment {line['id']}"] = dict(found)
    return shown


def _as_then(figures: Any) -> Any:
    """Leave out what was added on purpose since."""
    summary = figures["summary"]
    known = summary["retrieval"] or {}
    retrieval = {name: value for name, value in known.items() if name not in ADDED} or None
    return {**figures, "summary": {**summary, "retrieval": retrieval}}


def read(path: Path) -> Shown:
    """Return what an earlier version showed."""
    shown: Shown = json.loads(gzip.decompress(path.read_bytes()))
    return shown


def _as_json(shown: dict[str, Any]) -> Shown:
    return {name: json.dumps(value) for name, value in shown.items()}


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = Paths(Path(folder) / "stored", Path(folder))
        unpack(paths.workspace)
        for path, figures in ((FIGURES, of_workspace), (DEMO, of_demo)):
            client = connect(paths, own=True)
            shown = json.dumps(figures(client))
            client.close()
            path.write_bytes(gzip.compress(shown.encode(), 9, mtime=0))


if __name__ == "__main__":
    _write()
