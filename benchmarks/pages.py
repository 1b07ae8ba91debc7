"""Pages as a browser sees them: start, switches idle and under training, the recorded result.

    python -m benchmarks.pages WORKSPACE

WORKSPACE holds a project with questions, best one with an adapter and an evaluation; an empty one
gets the demo and its recorded result. Takes about five minutes.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks.browser import SWITCH, browser, opened, settle, started
from benchmarks.command_line import store
from core.cli.verbs import finish
from core.config import Paths
from core.engine.wire.client import Client, connect
from ui.menu import ENTRIES

COMMAND = "python -m benchmarks.pages WORKSPACE"
ROUNDS = 5
PAUSE = 0.3
"""Seconds that somebody rests on a page."""
TARGETS = {
    "cold_start_s": 4.0,
    "recorded_to_chart_s": 5.0,
    "switch_idle_ms": 200.0,
    "switch_training_ms": 500.0,
    "streamlit_mb": 400.0,
    "engine_mb": 1200.0,
}
"""At most; medians of what was repeated."""
Json = dict[str, Any]


def main() -> None:
    """Measure everything and store it."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("workspace", type=Path)
    workspace = given.parse_args().workspace.resolve()
    workspace.mkdir(parents=True, exist_ok=True)
    prepare(workspace)
    with browser() as chromium:
        figures = {
            "cold_start_s": spread([cold_start(chromium, workspace) for _ in range(ROUNDS)]),
            "recorded_to_chart_s": spread([to_chart(chromium) for _ in range(ROUNDS)]),
            **switches(chromium, workspace),
        }
    targets = {
        name: {
            "at_most": most,
            "found": middle(figures[name]),
            "held": middle(figures[name]) <= most,
        }
        for name, most in TARGETS.items()
    }
    store("pages", COMMAND, {"figures": figures, "targets": targets})
    for name, one in targets.items():
        print(f"{name}: {one['found']} (at most {one['at_most']})")


def environment(workspace: Path) -> dict[str, str]:
    """Return what the server is started with."""
    return os.environ | {"ASSAY_WORKSPACE": str(workspace), "ASSAY_MODELS": str(Paths().models)}


def prepare(workspace: Path) -> None:
    """Fill an empty workspace with the demo and its recorded result."""
    client = connect(Paths(workspace=workspace), own=True)
    try:
        if not client.projects():
            made = client.create_demo()
            finish(client, made["job"])
            client.open_recorded()
    finally:
        client.close()


def cold_start(chromium: Any, workspace: Path) -> float:
    """Return seconds from starting the server to Home's heading in the browser."""
    with started(workspace, environment(workspace)) as app:
        page = opened(chromium, app.address)
        found = app.seconds()
        page.close()
        return found


def to_chart(chromium: Any) -> float:
    """Return seconds from the click on Home, in a new workspace, to the first chart."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        with started(workspace, environment(workspace)) as app:
            page = opened(chromium, app.address)
            settle(page)
            time.sleep(4)  # Somebody reads what Home says first.
            began = time.monotonic()
            page.get_by_role("button", name="Open the recorded result").click()
            page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
            found = time.monotonic() - began
            page.close()
            return found


def switches(chromium: Any, workspace: Path) -> Json:
    """Return what switching pages takes, idle and while an adapter is trained, and the memory."""
    with started(workspace, environment(workspace)) as app:
        page = opened(chromium, app.address)
        client = app.engine()
        shown, trained = chosen(client)
        page.goto(f"{app.address}/?project={shown['id']}")
        settle(page)
        visit(page, shown["name"], 1)  # What a first visit loads, no later one does.
        idle = visit(page, shown["name"], ROUNDS)
        streamlit_mb = psutil.Process(app.server.pid).memory_info().rss / 1e6
        engine = loaded(client, trained)
        busy = training(client, page, shown, trained)
        return {
            "switch_idle_ms": of_pages(idle),
            "switch_training_ms": of_pages(busy),
            "streamlit_mb": round(streamlit_mb),
            **engine,
        }


def chosen(client: Client) -> tuple[Json, Json]:
    """Return the project to look at, one with evaluations, and one that can be trained."""
    rows = client.projects()
    shown = next((row for row in reversed(rows) if row["evaluations"]), rows[-1])
    return shown, next(row for row in reversed(rows) if row["questions"] and not row["recorded"])


def visit(page: Any, name: str, rounds: int) -> dict[str, list[float]]:
    """Click through the whole menu; return milliseconds of each switch, by page."""
    found: dict[str, list[float]] = {key: [] for key in ENTRIES}
    for _ in range(rounds):
        for key in [*list(ENTRIES)[1:], "home"]:
            label = ENTRIES[key].title
            found[key].append(page.evaluate(SWITCH, [label, name if key == "home" else label]))
            time.sleep(PAUSE)
    return found


def loaded(client: Client, project: Json) -> Json:
    """Return the engine's memory once base, index and an adapter have answered, and its builds."""
    question = client.questions(project=project["id"])[0]["text"]
    arms = ["base", "rag", *(["hybrid"] if project["adapters"] else [])]
    ask = client.ask(project=project["id"], question=question, arms=arms)["ask"]
    for _ in client.stream(ask):
        pass
    status = client.status()
    rss = psutil.Process(status["pid"]).memory_info().rss / 1e6
    return {"engine_mb": round(rss), "engine_holds": status["builds"]}


def training(client: Client, page: Any, shown: Json, project: Json) -> dict[str, list[float]]:
    """Click through the menu while an adapter is trained, then cancel that."""
    settings = {"recipe": "closed-book", "epochs": 50}
    job = client.train(project=project["id"], settings=settings)["id"]
    try:
        while True:
            now = client.job(project=project["id"], job=job)
            assert now["state"] in ("queued", "running"), now["error"]
            if now["live"] and now["live"]["step"]:
                break
            time.sleep(0.5)
        found = visit(page, shown["name"], ROUNDS)
        assert client.job(project=project["id"], job=job)["state"] == "running"
        return found
    finally:
        client.cancel(project=project["id"], job=job)


def spread(values: list[float]) -> Json:
    """Return median, quartiles and number."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return {
        "median": round(middle, 2),
        "quartiles": [round(low, 2), round(high, 2)],
        "n": len(values),
    }


def of_pages(by_page: dict[str, list[float]]) -> Json:
    """Return the spread over all switches, and of each page's."""
    every = [value for values in by_page.values() for value in values]
    return spread(every) | {"pages": {key: spread(values) for key, values in by_page.items()}}


def middle(figure: Any) -> float:
    """Return the median of what was repeated, or the figure itself."""
    return float(figure["median"] if isinstance(figure, dict) else figure)


if __name__ == "__main__":
    sys.exit(main())
