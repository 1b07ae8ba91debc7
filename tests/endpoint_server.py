"""A real server on loopback that speaks as much of the endpoint's protocol as is used."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """Keeps what it was asked, replies with what it was told to."""

    reply: Any = "Question: In which year was the Dunmore library founded?"
    """Text, or a function from the last turn to it."""
    status = 200
    refuse_after: int | None = None
    """Calls after which it refuses with status 429; None for never."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def said(self, body: dict[str, Any]) -> Any:
        """Return the reply to a request."""
        reply: Callable[[str], str] | str = self.reply
        return reply(body["messages"][-1]["content"]) if callable(reply) else reply


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        server = self.server
        server.bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        server.keys.append(self.headers["authorization"])
        reply = server.said(server.bodies[-1])
        body = json.dumps({"choices": [{"message": {"content": reply}}]})
        body = body if self.path == "/v1/chat/completions" else "<html>"
        full = server.refuse_after is not None and len(server.bodies) > server.refuse_after
        self.send_response(429 if full else server.status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        pass


def start() -> Server:
    """Return a server that listens."""
    one = Server()
    # Left to end with the process: its loop looks for a stop only twice a second, if that.
    threading.Thread(target=one.serve_forever, daemon=True).start()
    return one
