"""The door over real HTTP and a real websocket, with what a foreign page sends."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets import Origin
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.conftest import free_port
from tests.core.engine.conftest import wait_for
from ui.door import OwnPages, allowed

FOREIGN = "http://evil.example"


async def _page(request: Request) -> PlainTextResponse:
    return PlainTextResponse("a page")


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@dataclass
class Behind:
    """An app behind the door, at a port of this machine."""

    port: int

    def asked(self, **headers: str) -> int:
        """Return the status of a request over HTTP."""
        return httpx.get(f"http://127.0.0.1:{self.port}/", headers=headers).status_code

    def opened(self, host: str, origin: str | None) -> int:
        """Return the status of a websocket's handshake."""

        told = Origin(origin) if origin else None
        with socket.create_connection(("127.0.0.1", self.port)) as sock:
            try:
                with connect(f"ws://{host}/stream", sock=sock, origin=told, proxy=None) as one:
                    return one.response.status_code if one.response else 0
            except InvalidStatus as refused:
                return refused.response.status_code


@pytest.fixture(scope="module")
def behind() -> Iterator[Behind]:
    routes = [Route("/", _page, methods=["GET", "PUT"]), WebSocketRoute("/stream", _stream)]
    app = Starlette(routes=routes, middleware=[Middleware(OwnPages)])
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", ws="websockets"))
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_for(lambda: server.started, 60)
    yield Behind(port)
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_its_own_pages_are_let_in(behind: Behind, name: str) -> None:
    place = f"{name}:{behind.port}"
    assert behind.asked(Host=place) == 200
    assert behind.asked(Host=place, Origin=f"http://{place}") == 200
    assert behind.opened(place, None) == 101
    assert behind.opened(place, f"http://{place}") == 101


@pytest.mark.parametrize("origin", [FOREIGN, "http://localhost:1", "null", "http://["])
def test_a_foreign_origin_is_refused(behind: Behind, origin: str) -> None:
    place = f"localhost:{behind.port}"
    assert behind.asked(Host=place, Origin=origin) == 403
    assert behind.opened(place, origin) == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example"]
)
def test_a_foreign_host_is_refused_though_its_page_is_of_the_same_address(
    behind: Behind, host: str
) -> None:
    place = f"{host}:{behind.port}"
    assert behind.asked(Host=place) == 403
    assert behind.asked(Host=place, Origin=f"http://{place}") == 403
    assert behind.opened(place, None) == 403
    assert behind.opened(place, f"http://{place}") == 403


@pytest.mark.parametrize(
    ("host", "origin", "good"),
    [
        ("assay.example", "https://assay.example", True),
        ("127.0.0.1:8501", "https://assay.example", True),  # A proxy that keeps no Host.
        ("assay.example", "https://evil.example", False),
        ("assay.example", "http://localhost:3000", False),
        ("localhost:8501.evil.example", None, False),
    ],
)
def test_an_operator_names_the_address_that_a_proxy_serves(
    host: str, origin: str | None, good: bool
) -> None:
    names = {"localhost", "127.0.0.1", "::1", "assay.example"}
    assert allowed(host, origin, names) is good
