"""What a browser sees of the app, timed in the browser itself."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page, sync_playwright

from core.config import ROOT
from core.engine.wire.client import ADDRESS, running

SWITCH = """async ([label, title]) => {
  const links = [...document.querySelectorAll('[data-testid=stSidebarNavLink]')];
  const began = performance.now();
  links.find(link => link.innerText.split('\\n').pop() === label).click();
  while (performance.now() - began < 60000) {
    await new Promise(requestAnimationFrame);
    const app = document.querySelector('[data-testid=stApp]').dataset;
    const charts = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
    if (document.querySelector('h1')?.innerText === title
        && app.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stMain] [data-stale=true]')
        && charts.every(chart => chart.querySelector('.main-svg')))
      return performance.now() - began;
  }
  throw new Error(`${title} did not settle`);
}"""
"""Clicks a link of the menu; milliseconds until the script of that page has ended and all that it
showed, charts too, is drawn."""


@contextmanager
def browser() -> Iterator[Any]:
    """Give a headless Chromium.

    Raises:
        SystemExit: there is none on this machine.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("Chromium is not installed; these figures are what it sees.")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


class App:
    """`streamlit run app.py` on a workspace, and the engine that its first page starts."""

    def __init__(self, workspace: Path, environment: dict[str, str]) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self._port = int(listener.getsockname()[1])
        self.workspace = workspace
        self.address = f"http://127.0.0.1:{self._port}"
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        self.began = time.monotonic()
        self.server = subprocess.Popen(
            [*command, "--server.port", str(self._port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Wait until the server listens."""
        while time.monotonic() - self.began < 60:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1):
                return
            time.sleep(0.02)
        raise TimeoutError("The server does not listen.")

    def seconds(self) -> float:
        """Return the seconds since the server was started."""
        return time.monotonic() - self.began

    def engine(self) -> Any:
        """Return a client of the engine."""
        found = running(self.workspace)
        assert found is not None, "no engine runs"
        return found

    def stop(self) -> None:
        """End server and engine."""
        self.server.terminate()
        self.server.wait(20)
        if (self.workspace / ADDRESS).exists():
            engine = psutil.Process(self.engine().status()["pid"])
            engine.terminate()
            engine.wait(40)


@contextmanager
def started(workspace: Path, environment: dict[str, str]) -> Iterator[App]:
    """Give a server that listens, for the time of a `with` block."""
    app = App(workspace, environment)
    try:
        app.wait()
        yield app
    finally:
        app.stop()


def opened(chromium: Any, address: str) -> Page:
    """Return a page whose heading is to be seen."""
    page: Page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address, wait_until="commit")
    page.wait_for_selector("h1")
    return page


def settle(page: Page) -> None:
    """Wait until nothing runs for a second."""
    page.wait_for_function(
        """() => { const app = document.querySelector('[data-testid=stApp]')?.dataset;
        const still = app?.testScriptState === 'notRunning';
        window.since = still ? (window.since ?? performance.now()) : undefined;
        return still && performance.now() - window.since > 1000; }"""
    )
