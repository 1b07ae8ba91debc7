"""The engine over HTTP: what is malformed is refused in a sentence, and waiting holds no thread."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter
from starlette.applications import Starlette

from core.config import Paths
from core.engine.asks import Ask
from core.engine.operations import OPERATIONS
from core.engine.owner import Owner
from core.engine.wire.service import application
from core.errors import BusyError, InvalidInputError
from core.project.jobs import create_job
from core.project.workspace import Workspace
from tests.core.engine import hand_made

TOKEN = "secret"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    """An owner over a finished project, without models."""
    folder = tmp_path_factory.mktemp("served")
    hand_made.make(Workspace(folder / "workspace"))
    one = Owner(Paths(folder / "workspace", folder / "no models", folder / "none"))
    yield one
    one.close()


def over_http(app: Starlette, talk: Callable[[httpx.AsyncClient], Awaitable[Any]]) -> Any:
    """Return what `talk` gives, with a client of the application in one event loop."""

    async def run() -> Any:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1", headers=headers, timeout=60
        ) as client:
            return await talk(client)

    return asyncio.run(run())


def call(name: str, **arguments: Any) -> bytes:
    return json.dumps({"name": name, "arguments": arguments}).encode()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "can't read this call"),
        (b"{", "can't read this call"),
        (b"\xff\xfe", "can't read this call"),
        (b"[]", "can't read this call"),
        (b'"status"', "can't read this call"),
        (b'{"arguments": {}}', "'name': field required"),
        (b'{"name": "status"}', "'arguments': field required"),
        (b'{"name": 1, "arguments": {}}', "'name': input should be a valid string"),
        (b'{"name": "status", "arguments": [1]}', "'arguments': input should be"),
        (call("format_disk"), "no operation 'format_disk'"),
        (call("status", now=True), "'status' takes no argument 'now'. It takes none."),
        (call("job", project="Demo"), "'job' needs 'job'. Its arguments are project, job."),
        (call("documents"), "'documents' needs 'project'"),
        (call("documents", project=5), "'project': input should be a valid string, not '5'"),
        (call("wait", project="Demo", job="j", seconds="soon"), "valid number, not 'soon'"),
        (call("wait", project="Demo", job="j"), "'wait' needs 'seconds'"),
        (call("add_documents", project="Demo", files=[{"path": "x"}]), "'files.0.name': field"),
        (call("add_documents", project="Demo", files=[], move="no"), "'move': input should be"),
        (call("vote", project="Demo", ask="a", winners="A"), "'winners': input should be"),
        (call("estimate_freshness", project="Demo", change={}), "'change.kind': field required"),
        (
            call("estimate_freshness", project="Demo", change={"kind": "folder"}),
            "No folder was named",
        ),
    ],
)
def test_what_is_no_call_is_refused_in_a_sentence(owner: Owner, body: bytes, text: str) -> None:
    app = application(owner, TOKEN)
    reply = over_http(app, lambda client: client.post("/call", content=body))
    assert reply.status_code == 400
    assert text in reply.json()["error"]["text"]


def test_an_operation_never_gets_an_argument_of_a_wrong_type(owner: Owner) -> None:
    for name in OPERATIONS:
        with pytest.raises(InvalidInputError, match="takes no argument 'nonsense'"):
            owner.call(name, {"nonsense": 1})


def test_followers_and_those_who_wait_for_a_job_hold_no_thread(owner: Owner) -> None:
    project = owner.engine.project("Demo")
    job = create_job(project.db, "train", {})["id"]  # Queued by nobody, so it only waits.
    ask = Ask(project.id, "When?", ["base"])
    owner.engine.remember(ask)
    key = ask.id

    async def talk(client: httpx.AsyncClient) -> list[httpx.Response]:
        body = call("wait", project="Demo", job=job, seconds=50)
        posts = [client.post("/call", content=body) for _ in range(5)]
        streams = [client.get(f"/stream/{key}") for _ in range(5)]
        waiting = asyncio.gather(*posts, *streams)
        idle = asyncio.create_task(threads_are_idle(waiting))
        done, _ = await asyncio.wait({idle, waiting}, return_when="FIRST_COMPLETED", timeout=20)
        assert done == {idle}, "they hold threads"
        owner.call("cancel", {"project": "Demo", "job": job})
        ask.finish()
        replies: list[httpx.Response] = await asyncio.wait_for(waiting, 20)
        return replies

    replies = over_http(application(owner, TOKEN), talk)
    assert [reply.json()["result"]["state"] for reply in replies[:5]] == ["cancelled"] * 5
    assert {reply.text.splitlines()[-2][:5] for reply in replies[5:]} == {"data:"}


async def threads_are_idle(beside: "asyncio.Future[Any]") -> None:
    """Return once threads were used and none is for a while of the loop's turns."""
    limiter = current_default_thread_limiter()
    while not limiter.borrowed_tokens:
        await asyncio.sleep(0)
    turns = 0
    while turns < 200:
        turns = 0 if limiter.borrowed_tokens else turns + 1
        await asyncio.sleep(0.001)


def test_one_question_too_many_is_refused_until_another_one_is_answered(owner: Owner) -> None:
    asked = {"project": "Demo", "question": "When?", "arms": ["base"]}
    under_way = [Ask(owner.engine.project("Demo").id, "When?", ["base"]) for _ in range(16)]
    for ask in under_way:
        owner.engine.remember(ask)
    with pytest.raises(BusyError, match="16 questions are being answered already"):
        owner.call("ask", asked)
    for ask in under_way:
        ask.finish()
    *_, last = owner.ask(owner.call("ask", asked)["ask"]).follow()
    assert last["done"]


def test_what_the_arms_of_a_blind_question_say_is_told_once_they_are_revealed(owner: Owner) -> None:
    ask = Ask(owner.engine.project("Demo").id, "When?", ["base", "rag"], blind=True)
    owner.engine.remember(ask)
    key = ask.id
    for arm, text in (("base", "At nine."), ("rag", "At ten.")):
        ask.update(arm, state="done", text=text)
    ask.finish()
    about = {"ask": key, "old": ["nine"], "new": ["ten"]}
    with pytest.raises(InvalidInputError, match="asked blind"):
        owner.call("said", about)
    owner.call("reveal", {"project": "Demo", "ask": key})
    assert set(owner.call("said", about)) == {"base", "rag"}


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:1", 200), ("evil.example", 400)])
def test_a_name_that_was_made_to_mean_this_machine_is_none_of_the_engine_s(
    owner: Owner, host: str, status: int
) -> None:
    async def talk(client: httpx.AsyncClient) -> int:
        reply = await client.post("/call", content=call("status"), headers={"Host": host})
        return reply.status_code

    assert over_http(application(owner, TOKEN), talk) == status
