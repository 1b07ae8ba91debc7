"""A real server on loopback that speaks as much of the protocol as is used."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from core.errors import EngineError, InvalidInputError
from core.questions.generate.ask import written
from core.questions.generate.endpoint import Endpoint, endpoint
from core.questions.generate.roundtrip import returns
from tests.core.questions.generate.texts import fact

FOUNDED = fact("The Dunmore library was founded in 1921 by the city council.", "1921")


class Server(ThreadingHTTPServer):
    """Keeps what it was asked, replies with what it was told to."""

    reply: Any = "Question: In which year was the Dunmore library founded?"
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.server.keys.append(self.headers["authorization"])
        body = json.dumps({"choices": [{"message": {"content": self.server.reply}}]})
        body = body if self.path == "/v1/chat/completions" else "<html>"
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Server:
    one = Server()
    # Left to end with the process: its loop looks for a stop only twice a second, if that.
    threading.Thread(target=one.serve_forever, daemon=True).start()
    return one


def test_an_endpoint_writes_and_reads(server: Server) -> None:
    remote = Endpoint(server.url, "big", "secret")
    assert written(FOUNDED, remote) == ["In which year was the Dunmore library founded?"]
    server.reply = 'The answer is "1921".'
    assert returns("In which year was the Dunmore library founded?", FOUNDED, remote)
    assert server.keys == ["Bearer secret"] * 2
    assert server.bodies[0]["model"] == "big"
    assert server.bodies[0]["temperature"] == 0
    assert "secret" not in repr(remote)


def test_a_refusal_and_nonsense_are_one_sentence_each(server: Server) -> None:
    server.status = 401
    with pytest.raises(EngineError, match="refused with status 401"):
        written(FOUNDED, Endpoint(server.url, "big"))
    server.status = 200
    with pytest.raises(EngineError, match="no chat completion"):
        written(FOUNDED, Endpoint(server.url + "/elsewhere", "big"))


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(EngineError, match=r"cannot be reached \(ConnectError\)"):
        written(FOUNDED, Endpoint("http://127.0.0.1:9/v1", "big"))


def test_it_is_configured_by_the_environment_alone() -> None:
    assert endpoint({}) is None
    given = {"ASSAY_ENDPOINT_URL": "http://x/v1", "ASSAY_ENDPOINT_MODEL": "m"}
    assert endpoint(given) == Endpoint("http://x/v1", "m")
    with pytest.raises(InvalidInputError, match="ASSAY_ENDPOINT_MODEL"):
        endpoint({"ASSAY_ENDPOINT_URL": "http://x/v1"})
