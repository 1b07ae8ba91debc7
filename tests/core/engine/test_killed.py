"""What is killed is taken up again and ends as if nothing had happened."""

import os
import signal
from typing import Any

import psutil
import pytest

from core.engine.wire.client import running
from tests.core.engine.conftest import Served, wait_for

SETTINGS = {"recipe": "closed-book", "epochs": 16, "batch_size": 4, "seed": 5}


def child_of(served: Served) -> psutil.Process | None:
    """Return the training child of an engine."""
    children = psutil.Process(served.process.pid).children()
    return next((one for one in children if "core.tuning.train" in one.cmdline()), None)


def train(served: Served) -> dict[str, Any]:
    job: dict[str, Any] = served.client.train(project="Sites", settings=SETTINGS)
    return job


def trained(served: Served, job: str) -> list[dict[str, Any]]:
    """Wait until a run has trained, stop it before its build, and return its curve."""

    def past_training() -> Any:
        now = served.client.job(project="Sites", job=job)
        assert now["state"] in ("queued", "running"), now["error"]
        return now["live"] and now["live"]["stage"] != "train" and now["live"]["curve"]

    curve: list[dict[str, Any]] = wait_for(past_training, 300)
    served.client.cancel(project="Sites", job=job)
    served.client.wait(project="Sites", job=job, seconds=60)
    return curve


def test_a_killed_training_run_resumes_and_ends_like_one_that_ran_through(served: Served) -> None:
    through = trained(served, train(served)["id"])
    job = train(served)["id"]
    project = served.client.projects()[0]["id"]
    run = served.sample.folder / "projects" / project / "runs" / job
    wait_for(lambda: list(run.glob("checkpoints/checkpoint-*/whole")))
    child = child_of(served)
    assert child is not None
    child.send_signal(signal.SIGKILL)
    served.client.wait(project="Sites", job=job, seconds=20)
    stopped = served.client.job(project="Sites", job=job)
    assert stopped["state"] == "interrupted"
    assert "killed from outside" in stopped["error"]
    assert "Resume goes on from step" in stopped["error"]
    served.client.resume(project="Sites", job=job)
    resumed = trained(served, job)
    assert [line["step"] for line in resumed] == [line["step"] for line in through]
    assert [line["loss"] for line in resumed] == pytest.approx(
        [line["loss"] for line in through], abs=0.02
    )
    assert resumed[-1]["dev_loss"] == pytest.approx(through[-1]["dev_loss"], abs=0.02)


def test_a_cancelled_run_stops_within_seconds_and_can_be_resumed(served: Served) -> None:
    job = train(served)["id"]
    wait_for(lambda: served.client.job(project="Sites", job=job)["live"])
    served.client.cancel(project="Sites", job=job)
    ended = served.client.wait(project="Sites", job=job, seconds=10)
    assert ended["state"] == "cancelled"
    assert "Resume" in ended["error"]
    assert wait_for(lambda: child_of(served) is None, 10)


def test_a_killed_engine_goes_on_with_the_evaluation_and_the_same_answers(served: Served) -> None:
    kept = ("text", "em", "f1", "containment", "form", "gold_read", "error")

    def answers(key: str) -> dict[str, Any]:
        found = served.client.evaluation(project="Sites", evaluation=key)
        rows = {
            row["question_id"]: {
                arm: {name: one[name] for name in kept} for arm, one in row["answers"].items()
            }
            for row in found["rows"]
        }
        strata = {arm: figures["strata"] for arm, figures in found["summary"]["arms"].items()}
        return {**rows, "strata": strata, "contrasts": found["summary"]["contrasts"]}

    def stored() -> list[dict[str, Any]]:
        return list(served.client.evaluations(project="Sites"))

    # Two questions one at a time, then a block of sixteen and one of two, each in four arms.
    job = served.client.evaluate(project="Sites", split="all", seed=1, timed=2)
    wait_for(lambda: stored() and stored()[0]["answers"] > 8)
    served.kill()
    served.process = (restarted := Served.start(served.sample)).process
    served.client = restarted.client
    assert 8 + 16 <= stored()[0]["answers"] < 80
    done = served.client.wait(project="Sites", job=job["id"], seconds=300)
    assert done["state"] == "done", done["error"]
    again = served.client.evaluate(project="Sites", split="all", seed=1, timed=2)
    through = served.client.wait(project="Sites", job=again["id"], seconds=300)
    resumed_answers = answers(done["result"]["evaluation"])
    assert len(resumed_answers) == 18 + 2
    assert resumed_answers["strata"]["hybrid"]
    assert resumed_answers == answers(through["result"]["evaluation"])


def test_the_child_of_a_killed_engine_ends_and_the_next_engine_goes_on(served: Served) -> None:
    job = train(served)["id"]
    wait_for(lambda: served.client.job(project="Sites", job=job)["live"])
    child = child_of(served)
    assert child is not None
    served.kill()
    assert running(served.sample.folder) is None
    child.wait(20)
    restarted = Served.start(served.sample)
    served.process, served.client = restarted.process, restarted.client
    now = served.client.job(project="Sites", job=job)
    assert now["state"] in ("queued", "running")
    assert wait_for(lambda: child_of(served), 60).pid != child.pid
    served.client.cancel(project="Sites", job=job)
    assert served.client.wait(project="Sites", job=job, seconds=30)["state"] == "cancelled"


def test_a_stale_address_of_a_dead_engine_is_not_an_engine(served: Served) -> None:
    served.kill()
    assert (served.sample.folder / "engine.json").exists()
    assert running(served.sample.folder) is None
    assert os.path.exists(served.sample.folder / "engine.lock")
