"""How pages, the command line and tests reach an engine: the one that runs, or their own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from core.config import ROOT, Paths
from core.engine.wire.cached import Remembering
from core.engine.wire.calls import Calls
from core.engine.wire.transport import Transport
from core.errors import KINDS, AppError, EngineError
from core.records.ask import ShownAsk
from core.records.operation import OperationFacts

ADDRESS = "engine.json"
TIMEOUT = httpx.Timeout(120, connect=5)
START_SECONDS = 60
BUSY_EXIT = 3
"""Exit status of an engine whose workspace another process owns."""


class Client(Calls):
    """An engine, wherever it runs: its operations as methods, and asks to follow."""

    _transport: Transport

    def stream(self, ask: str) -> Iterator[ShownAsk]:
        """Yield the state of an ask at once and after every change, until it is done."""
        return self._transport.stream(ask)

    def remembering(self) -> "Client":
        """Return a client that asks again only for what may have changed since."""
        return Client(Remembering(self._transport))

    def close(self) -> None:
        """Let go of the engine; one that runs on its own goes on."""
        self._transport.close()


class RemoteTransport:
    """The engine of another process, over loopback HTTP."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._connect()

    def _connect(self) -> None:
        """Read where the engine listens; it listens elsewhere after a crash."""
        try:
            address = json.loads((self._workspace / ADDRESS).read_text())
        except (OSError, json.JSONDecodeError) as error:
            raise EngineError("The engine does not run. Start Assay: python3 start.py") from error
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{address['port']}",
            headers={"Authorization": f"Bearer {address['token']}"},
            timeout=TIMEOUT,
            trust_env=False,
        )

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        """Run an operation; reconnect once if the engine was started again."""
        body = {"name": name, "arguments": arguments}
        try:
            reply = self._http.post("/call", json=body)
        except httpx.ConnectError:
            self._connect()
            reply = self._post_again(body)
        except httpx.HTTPError as error:
            raise _gone(error) from error
        return _result(reply)

    def _post_again(self, body: dict[str, Any]) -> httpx.Response:
        try:
            return self._http.post("/call", json=body)
        except httpx.HTTPError as error:
            raise _gone(error) from error

    def facts(self) -> dict[str, OperationFacts]:
        """Ask the engine what it can be asked."""
        try:
            reply = self._http.get("/operations")
            reply.raise_for_status()
        except httpx.HTTPError as error:
            raise _gone(error) from error
        facts: dict[str, OperationFacts] = reply.json()
        return facts

    def stream(self, ask: str) -> Iterator[ShownAsk]:
        """Follow an ask by server-sent events."""
        try:
            with self._http.stream("GET", f"/stream/{ask}") as reply:
                if reply.status_code != httpx.codes.OK:
                    reply.read()
                    _result(reply)
                for line in reply.iter_lines():
                    if line.startswith("data: "):
                        yield json.loads(line.removeprefix("data: "))
        except httpx.HTTPError as error:
            raise _gone(error) from error

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


class LocalTransport:
    """An engine in this very process, under the same lock."""

    def __init__(self, paths: Paths) -> None:
        from core.engine.owner import Owner

        self._owner = Owner(paths, take_up=False)

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        """Run an operation."""
        return self._owner.call(name, arguments)

    def facts(self) -> dict[str, OperationFacts]:
        """Return the table's facts."""
        return self._owner.facts()

    def stream(self, ask: str) -> Iterator[ShownAsk]:
        """Follow an ask."""
        return self._owner.ask(ask).follow()

    def close(self) -> None:
        """Stop the engine; what runs is taken up by the next one."""
        self._owner.close()


def _result(reply: httpx.Response) -> Any:
    if reply.status_code == httpx.codes.OK:
        return reply.json()["result"]
    if reply.status_code == httpx.codes.BAD_REQUEST:
        error = reply.json()["error"]
        raise KINDS.get(error["kind"], AppError)(error["text"])
    raise EngineError(
        f"The engine answered with status {reply.status_code}. Try again; engine.log in the "
        "workspace says more."
    )


def _gone(error: httpx.HTTPError) -> EngineError:
    return EngineError(
        f"The engine does not answer ({type(error).__name__}). It may be starting again: wait a "
        "moment, or start Assay: python3 start.py"
    )


def running(workspace: Path) -> Client | None:
    """Return a client of the engine that owns `workspace`, None if none answers."""
    try:
        client = Client(RemoteTransport(workspace))
        client.status()
    except EngineError:
        return None
    return client


def connect(paths: Paths | None = None, *, own: bool = False) -> Client:
    """Return a client of the engine that runs; start one where none does.

    Args:
        own: Open the engine in this process instead of starting one, as the command line does.

    Raises:
        BusyError: `own`, and another process owns the workspace and does not answer.
        EngineError: no engine answers and none could be started.
    """
    paths = paths or Paths()
    client = running(paths.workspace)
    if client:
        return client
    if own:
        return Client(LocalTransport(paths))
    return _start(paths)


def _start(paths: Paths) -> Client:
    process = subprocess.Popen(
        [sys.executable, "-m", "core.engine"],
        cwd=ROOT,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(paths),
    )
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        client = running(paths.workspace)
        if client:
            return client
        if process.poll() not in (None, BUSY_EXIT):
            said = process.stderr.read().decode().strip() if process.stderr else ""
            raise EngineError(said.splitlines()[-1] if said else "The engine ended at once.")
        time.sleep(0.1)  # With BUSY_EXIT, somebody else's engine is starting.
    raise EngineError(
        f"The engine did not answer within {START_SECONDS} seconds. Another process may hold the "
        f"workspace {paths.workspace}; close it and try again."
    )


def environment(paths: Paths) -> dict[str, str]:
    """Return the environment an engine is started with: its folders, and no hub."""
    return os.environ | {
        "ASSAY_WORKSPACE": str(paths.workspace),
        "ASSAY_MODELS": str(paths.models),
        "ASSAY_RECORDED": str(paths.recorded),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
