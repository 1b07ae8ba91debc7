"""The engine behind loopback HTTP: JSON calls and server-sent events, with a token."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from core.engine.owner import Owner
from core.errors import KINDS, AppError


def application(owner: Owner, token: str) -> Starlette:
    """Return the web application; every request must carry `token`."""

    def allowed(request: Request) -> bool:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), token.encode())

    async def call(request: Request) -> Response:
        if not allowed(request):
            return Response(status_code=403)
        body = await request.json()
        return await run_in_threadpool(_answer, owner, body["name"], body["arguments"])

    async def operations(request: Request) -> Response:
        if not allowed(request):
            return Response(status_code=403)
        return JSONResponse(owner.facts())

    async def stream(request: Request) -> Response:
        if not allowed(request):
            return Response(status_code=403)
        try:
            states = owner.ask(request.path_params["ask"]).follow()
        except AppError as error:
            return _refusal(error)
        return StreamingResponse(_events(states), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/call", call, methods=["POST"]),
            Route("/operations", operations),
            Route("/stream/{ask}", stream),
        ],
        # A name that was made to mean 127.0.0.1 is no name of ours.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1"])],
    )


def _answer(owner: Owner, name: str, arguments: dict[str, Any]) -> Response:
    try:
        return JSONResponse({"result": owner.call(name, arguments)})
    except AppError as error:
        return _refusal(error)


def _refusal(error: AppError) -> Response:
    kind = next(one.__name__ for one in type(error).__mro__ if one.__name__ in KINDS)
    return JSONResponse({"error": {"kind": kind, "text": str(error)}}, status_code=400)


def _events(states: Iterator[dict[str, Any]]) -> Iterator[str]:
    for state in states:
        yield f"data: {json.dumps(state)}\n\n"
