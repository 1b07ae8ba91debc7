"""The engine behind loopback HTTP: JSON calls and server-sent events, with a token."""

import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from core.engine.arguments import checked, fault
from core.engine.changed import rung
from core.engine.operations import OPERATIONS
from core.engine.owner import Owner
from core.errors import KINDS, AppError, InvalidInputError
from core.project.jobs import ENDED
from core.records.ask import ShownAsk

LONGEST_WAIT_S = 600


class Call(BaseModel):
    """The body of a call: an operation and its arguments."""

    model_config = ConfigDict(extra="forbid")
    name: str
    arguments: dict[str, Any]


Endpoint = Callable[[Request], Awaitable[Response]]


def application(owner: Owner, token: str) -> Starlette:
    """Return the web application; every request must carry `token`."""

    def allowed(answer: Endpoint) -> Endpoint:
        async def checked(request: Request) -> Response:
            shown = request.headers.get("authorization", "").removeprefix("Bearer ")
            if not secrets.compare_digest(shown.encode(), token.encode()):
                return Response(status_code=403)
            return await answer(request)

        return checked

    async def call(request: Request) -> Response:
        try:
            wanted = _read(await request.body())
            if wanted.name == "wait":
                return JSONResponse({"result": await _waited(owner, wanted.arguments)})
            return await run_in_threadpool(_answer, owner, wanted)
        except AppError as error:
            return _refusal(error)

    async def operations(request: Request) -> Response:
        return JSONResponse(owner.facts())

    async def stream(request: Request) -> Response:
        try:
            states = owner.ask(request.path_params["ask"]).watch()
        except AppError as error:
            return _refusal(error)
        return StreamingResponse(_events(states), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/call", allowed(call), methods=["POST"]),
            Route("/operations", allowed(operations)),
            Route("/stream/{ask}", allowed(stream)),
        ],
        # A name that was made to mean 127.0.0.1 is no name of ours.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1"])],
    )


def _read(body: bytes) -> Call:
    try:
        return Call.model_validate_json(body)
    except ValidationError as error:
        raise InvalidInputError(f"The engine can't read this call: {fault(error)}.") from None


def _answer(owner: Owner, call: Call) -> Response:
    return JSONResponse({"result": owner.call(call.name, call.arguments)})


async def _waited(owner: Owner, arguments: dict[str, Any]) -> Any:
    """Run `wait`, and hold no thread while nothing changes."""
    seconds = checked(OPERATIONS["wait"].run, arguments)["seconds"]
    until = time.monotonic() + (seconds if seconds < LONGEST_WAIT_S else LONGEST_WAIT_S)
    with owner.engine.queue.changed.alarm() as ended:
        while True:
            look = arguments | {"seconds": 0}
            job = await run_in_threadpool(owner.call, "wait", look)
            left = until - time.monotonic()
            if job["state"] in ENDED or left <= 0:
                return job
            await rung(ended, left)


def _refusal(error: AppError) -> Response:
    kind = next(one.__name__ for one in type(error).__mro__ if one.__name__ in KINDS)
    return JSONResponse({"error": {"kind": kind, "text": str(error)}}, status_code=400)


async def _events(states: AsyncIterator[ShownAsk]) -> AsyncIterator[str]:
    async for state in states:
        yield f"data: {json.dumps(state)}\n\n"
