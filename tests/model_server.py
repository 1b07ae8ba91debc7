"""A server on loopback that streams chats as OpenAI's protocol has it, and fails on request."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[str], str]


@dataclass(frozen=True)
class Endless:
    """What a server says again and again."""

    text: str


class ModelServer(ThreadingHTTPServer):
    """Keeps what it was asked; the last turn of a chat gives the reply."""

    reply: Reply = staticmethod(lambda asked: 'The answer is "Paris".')  # type: ignore[assignment]
    usage: Any = {"prompt_tokens": 70, "completion_tokens": 7}  # noqa: RUF012
    """As it stands, or a function of a request; None where it says none."""
    plan: list[Any]
    """What is done with the next requests: a status, "die", "hang", a text that is said as it
    stands, or an `Endless` one; then it answers."""
    always: Any = None
    """What is done with every request once the plan is used up; None to answer."""
    retry_after: str | None = None
    pause = 0.0
    """Seconds between two pieces."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.plan = []
        self.bodies: list[dict[str, Any]] = []
        self.times: list[float] = []
        self.keys: list[str | None] = []
        self.cut = 0
        """Streams that the client closed before their end."""
        self.released = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: Any) -> None:
        pass


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer

    def do_POST(self) -> None:
        server = self.server
        server.bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        server.times.append(time.monotonic())
        server.keys.append(self.headers["authorization"])
        fate = server.plan.pop(0) if server.plan else server.always
        if callable(fate):
            fate = fate(server.bodies[-1])
        if isinstance(fate, int):
            return self._refuse(fate)
        if fate == "hang":
            server.released.wait(30)
            return None
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        try:
            if isinstance(fate, Endless):
                self._go_on(fate.text)
            elif isinstance(fate, str) and fate != "die":
                self.wfile.write(fate.encode())
            else:
                self._stream(fate == "die")
        except OSError:
            server.cut += 1
        return None

    def _refuse(self, status: int) -> None:
        self.send_response(status)
        if self.server.retry_after:
            self.send_header("retry-after", self.server.retry_after)
        self.end_headers()
        key = self.headers["authorization"]
        self.wfile.write(json.dumps({"error": {"message": f"refused {key}"}}).encode())

    def _go_on(self, text: str) -> None:
        while not self.server.released.wait(0.02):
            self.wfile.write(text.encode())

    def _stream(self, dies: bool) -> None:
        server, body = self.server, self.server.bodies[-1]
        words = server.reply(body["messages"][-1]["content"]).split(" ")
        pieces = [words[0], *(f" {word}" for word in words[1:])]
        for piece in pieces[: len(pieces) // 2] if dies else pieces:
            self._say({"choices": [{"delta": {"content": piece}}]})
            time.sleep(server.pause)
        if dies:
            return
        self._say({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        usage = server.usage(body) if callable(server.usage) else server.usage
        if usage and body.get("stream_options"):
            self._say({"choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _say(self, chunk: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: Any) -> None:
        pass


def start() -> ModelServer:
    """Return a server that listens."""
    one = ModelServer()
    threading.Thread(target=one.serve_forever, daemon=True).start()
    return one
