"""The demo from the recorded result, on the real engine: charts at once, and no model."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from websockets import Origin
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from core.config import Paths
from core.engine.context import READ_ONLY
from core.engine.projects.recording import record
from core.engine.wire.client import Client, running
from core.errors import ReadOnlyError
from core.project.workspace import Workspace
from tests.browser.conftest import ROOT, start_server
from tests.browser.looks import CUT, SCREEN
from tests.browser.test_pages import HEIGHT, healthy, opened, settled, turned
from tests.core.engine import hand_made

SECONDS = 4


@pytest.fixture(scope="module")
def app(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server on an empty workspace, with a recording and without models; and the workspace."""
    folder = tmp_path_factory.mktemp("recorded")
    paths = Paths(folder / "workspace", folder / "no models", folder / "demo.jsonl.gz")
    record(hand_made.make(Workspace(folder / "source"), facts=60), paths.recorded, hand_made.ABOUT)
    paths.workspace.mkdir()
    environment = {
        "ASSAY_WORKSPACE": str(paths.workspace),
        "ASSAY_MODELS": str(paths.models),
        "ASSAY_RECORDED": str(paths.recorded),
    }
    server, address = start_server(ROOT / "app.py", folder, environment)
    yield address, paths.workspace
    server.kill()
    listening = paths.workspace / "engine.json"
    if listening.exists():
        engine = psutil.Process(json.loads(listening.read_text())["pid"])
        engine.terminate()
        engine.wait(40)


def engine_of(workspace: Path) -> Client:
    found = running(workspace)
    assert found is not None
    return found


def computed(address: str, workspace: Path) -> float:
    """Return the seconds that server and engine have computed: other tests add nothing to them."""
    port = address.rpartition(":")[2]
    [server] = [one for one in psutil.Process().children() if port in one.cmdline()]
    engine = psutil.Process(engine_of(workspace).status()["pid"])
    return sum(sum(one.cpu_times()[:2]) for one in (server, engine))


def at_rest(address: str, workspace: Path) -> float:
    """Return the same once Home is there and what it loads beforehand: somebody reads it first."""
    before, now = 0.0, computed(address, workspace)
    while now - before > 0.1:
        time.sleep(0.4)
        before, now = now, computed(address, workspace)
    return now


def test_from_home_to_the_whole_verdict_in_one_click_and_four_seconds(
    chromium: Any, app: tuple[str, Path]
) -> None:
    address, workspace = app
    page = opened(chromium, address)
    page.set_viewport_size(SCREEN)
    page.get_by_text("Questions about an invented company").wait_for()
    began = at_rest(address, workspace)
    page.get_by_role("button", name="Open the recorded result").click()
    page.locator(".js-plotly-plot:has(.main-svg)").nth(2).wait_for()
    assert computed(address, workspace) - began < SECONDS
    assert page.evaluate(CUT) == []
    page.get_by_text("Not measured yet. No documents were changed yet.").wait_for()
    page.get_by_test_id("stBottom").get_by_text("Holds for").wait_for()
    healthy(page)
    page.get_by_text("The company is invented.").wait_for()
    page.get_by_text("22 Nov 2026 on 2 cores, 24 GB").wait_for()
    status = engine_of(workspace).status()
    assert status["builds"] == []
    loaded = Path(f"/proc/{status['pid']}/maps")
    assert not loaded.exists() or "libtorch" not in loaded.read_text()
    page.close()


def test_the_app_refuses_a_foreign_page(app: tuple[str, Path]) -> None:
    own = app[0].removeprefix("http://")
    for headers in ({"Host": "evil.example"}, {"Host": own, "Origin": "http://evil.example"}):
        for path in ("/", "/_stcore/health", "/_stcore/stream"):
            assert httpx.get(f"{app[0]}{path}", headers=headers).status_code == 403
    with pytest.raises(InvalidStatus, match="403"):
        connect(f"ws://{own}/_stcore/stream", origin=Origin("http://evil.example"))


def test_an_answer_with_its_passages_can_be_read(chromium: Any, app: tuple[str, Path]) -> None:
    page = opened(chromium, f"{app[0]}/ask")
    page.get_by_text("answered").nth(3).wait_for()
    page.get_by_text("3 passages").first.click()
    page.get_by_text("The dock code of site").nth(1).wait_for()
    healthy(page)
    page.close()


def test_every_page_stands_and_a_change_is_refused_in_one_sentence(
    chromium: Any, app: tuple[str, Path]
) -> None:
    address, workspace = app
    page = opened(chromium, address)
    for key in ("home", "documents", "questions", "finetune", "ask", "evaluate", "verdict"):
        page.set_viewport_size({"width": 400, "height": HEIGHT})
        if key != "home":
            turned(page, key)
        healthy(page)
        page.set_viewport_size({"width": 1920, "height": HEIGHT})
        healthy(page)
    page.close()
    client = engine_of(workspace)
    project = client.projects()[0]["id"]
    with pytest.raises(ReadOnlyError, match=READ_ONLY[:50]):
        client.ask(project=project, question="What is the dock code of site 3?")
    with pytest.raises(ReadOnlyError, match=READ_ONLY[:50]):
        client.retrieve(project=project, question="dock code")
    assert not (workspace / "projects" / project / "chroma").exists()


def test_a_click_on_a_mark_opens_the_answers_behind_it_each_time(
    chromium: Any, app: tuple[str, Path]
) -> None:
    page = opened(chromium, f"{app[0]}/evaluate")
    for _ in range(2):
        mark = page.locator(".js-plotly-plot .points path.point").first
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        dialog = page.get_by_role("dialog")
        dialog.get_by_text("RAG less Fine-tuned, F1").wait_for()
        dialog.get_by_text(re.compile(r"the mean over \d+ questions? is")).wait_for()
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        settled(page)
    healthy(page)
    page.close()
