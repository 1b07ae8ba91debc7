"""Runs the slow training child as the engine does; light, so that it starts quickly."""

from pathlib import Path

from core.engine.child import child_status
from core.engine.queue import RunningJob
from core.project.workspace import Workspace

REACHED = "reached"
"""File in a run's folder that is there once the micro-batch that does not end has begun."""


def train_slowly(workspace: Path, key: str, folder: Path) -> int:
    """Own the child of a workspace's only project; return its exit status."""
    (project,) = Workspace(workspace).projects()
    return slow_status(RunningJob(key, "train", project, {}), folder)


def slow_status(job: RunningJob, folder: Path) -> int:
    """Run the child for a job; return its exit status."""
    arguments = ["tests.core.engine.tuning.slow_training", str(folder)]
    return child_status(job, arguments, folder / "train.log", lambda: None)
