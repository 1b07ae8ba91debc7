"""What is killed is taken up again and ends as if nothing had happened."""

import re
import signal
from typing import Any

import psutil

from core.engine.wire.client import running
from tests.core.engine.conftest import Served, wait_for

SETTINGS = {"recipe": "closed-book", "epochs": 40, "batch_size": 1, "seed": 5}
"""A run of many short steps."""


def child_of(served: Served) -> psutil.Process | None:
    """Return the training child of an engine."""
    children = psutil.Process(served.process.pid).children()
    return next((one for one in children if "core.tuning.train" in one.cmdline()), None)


def train(served: Served) -> dict[str, Any]:
    job: dict[str, Any] = served.client.train(project="Sites", settings=SETTINGS)
    return job


def test_a_killed_training_run_is_interrupted_and_resumes_from_its_checkpoint(
    real_served: Served,
) -> None:
    client, job = real_served.client, train(real_served)["id"]
    project = client.projects()[0]["id"]
    run = real_served.sample.folder / "projects" / project / "runs" / job
    wait_for(lambda: list(run.glob("checkpoints/checkpoint-*/whole")))
    child = child_of(real_served)
    assert child is not None
    child.send_signal(signal.SIGKILL)
    stopped = client.wait(project="Sites", job=job, seconds=20)
    assert stopped["state"] == "interrupted"
    assert "killed from outside" in stopped["error"]
    [kept] = re.findall(r"Resume continues from step (\d+)", stopped["error"])
    lost = stopped["done"]
    assert 0 < int(kept) <= lost
    client.resume(project="Sites", job=job)

    def beyond() -> Any:
        now = client.job(project="Sites", job=job)
        assert now["state"] in ("queued", "running"), now["error"]
        return now["live"] and now["done"] > lost and now["live"]["curve"]

    steps = [line["step"] for line in wait_for(beyond)]
    assert steps == list(range(1, len(steps) + 1))
    client.cancel(project="Sites", job=job)
    assert client.wait(project="Sites", job=job, seconds=60)["state"] == "cancelled"


def test_a_cancelled_run_stops_within_seconds_and_can_be_resumed(real_served: Served) -> None:
    job = train(real_served)["id"]
    wait_for(lambda: real_served.client.job(project="Sites", job=job)["live"])
    real_served.client.cancel(project="Sites", job=job)
    ended = real_served.client.wait(project="Sites", job=job, seconds=10)
    assert ended["state"] == "cancelled"
    assert "Resume" in ended["error"]
    assert wait_for(lambda: child_of(real_served) is None, 10)


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


def test_the_child_of_a_killed_engine_ends_and_the_next_engine_goes_on(
    real_served: Served,
) -> None:
    served, job = real_served, train(real_served)["id"]
    wait_for(lambda: served.client.job(project="Sites", job=job)["live"])
    child = child_of(served)
    assert child is not None
    served.kill()
    # What a dead engine leaves behind is no engine.
    assert (served.sample.folder / "engine.json").exists()
    assert (served.sample.folder / "engine.lock").exists()
    assert running(served.sample.folder) is None
    child.wait(20)
    restarted = Served.start(served.sample)
    served.process, served.client = restarted.process, restarted.client
    now = served.client.job(project="Sites", job=job)
    assert now["state"] in ("queued", "running")
    assert wait_for(lambda: child_of(served), 60).pid != child.pid
    served.client.cancel(project="Sites", job=job)
    assert served.client.wait(project="Sites", job=job, seconds=30)["state"] == "cancelled"
