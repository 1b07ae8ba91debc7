"""A child process of a job."""

from pathlib import Path

from core.engine.child import child_status
from core.engine.queue import RunningJob
from core.project.jobs import create_job
from core.project.workspace import Workspace


def test_what_a_child_did_last_is_seen_however_soon_it_ended(tmp_path: Path) -> None:
    project = Workspace(tmp_path / "workspace").create("One", "base")
    job = RunningJob(create_job(project.db, "train", {})["id"], "train", project, {})
    log, seen = tmp_path / "log", [""]
    assert child_status(job, ["platform"], log, lambda: seen.append(log.read_text())) == 0
    assert "Linux" in seen[-1]
    assert seen[-1] == log.read_text()
