"""A judge behind a real HTTP server, over a finished project: no model, no index."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.chat.server import TRIES
from core.config import Paths
from core.engine.projects.recording import record
from core.engine.wire.client import Client, connect
from core.errors import BusyError, InvalidInputError, NotFoundError, ReadOnlyError
from core.project import answers
from core.project import judgements as store
from core.project.database import Database
from core.project.workspace import Workspace
from tests.core.engine import hand_made
from tests.endpoint_server import Server, start

FACTS = 30
ASKED = 20
"""Test questions; Base says of each something of its own, the other arms say the same."""
SECRET = "sk-very-secret"


def site(asked: str) -> int:
    found = re.search(r"site (\d+)", asked)
    assert found
    return int(found[1])


def strict(asked: str) -> str:
    """Find right what is said of even sites, except Base's answers."""
    return "yes" if site(asked) % 2 == 0 and "<answer>K" in asked else "No."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """A judge that is configured."""
    one = start()
    one.reply = strict
    monkeypatch.setenv("ASSAY_ENDPOINT_URL", one.url)
    monkeypatch.setenv("ASSAY_ENDPOINT_MODEL", "big-judge")
    monkeypatch.setenv("ASSAY_ENDPOINT_KEY", SECRET)
    return one


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A workspace with a finished project."""
    paths = Paths(tmp_path / "workspace", tmp_path / "no models", tmp_path / "demo.jsonl.gz")
    db = hand_made.make(Workspace(paths.workspace), facts=FACTS).db
    for row in answers.list_evaluations(db):
        for (question, arm), answer in answers.stored_answers(db, row["id"]).items():
            if arm == "base":
                changed = answer | {"text": f"Perhaps {question}"}
                answers.save_answers(db, row["id"], arm, {question: changed})
    db.close()
    return paths


@pytest.fixture
def client(paths: Paths) -> Iterator[Client]:
    """An engine in this process."""
    one = connect(paths, own=True)
    yield one
    one.close()


def where(client: Client) -> dict[str, str]:
    return {"project": "Demo", "evaluation": client.evaluations(project="Demo")[0]["id"]}


def ended(client: Client, job: dict[str, Any]) -> dict[str, Any]:
    done: dict[str, Any] = client.wait(project="Demo", job=job["id"], seconds=60)
    return done


def database(paths: Paths) -> Database:
    return Workspace(paths.workspace).project("Demo").db


def label(client: Client, number: int, flip: int = 0) -> None:
    """Label so many answers as the judge would, all but `flip` of them."""
    for done in range(number):
        row = client.labelling(**where(client))["next"]
        right = site(row["question"]) % 2 == 0 and row["text"].startswith("K")
        client.label_answer(**where(client), answer=row["key"], correct=right ^ (done < flip))


def test_without_an_endpoint_nothing_can_be_judged(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSAY_ENDPOINT_URL", raising=False)
    assert client.judging(**where(client)) == {"endpoint": None, "judge": None}
    with pytest.raises(InvalidInputError, match="No endpoint is configured"):
        client.judge(**where(client))


def test_every_answer_gets_a_verdict_and_the_offer_said_what_it_takes(
    client: Client, server: Server, paths: Paths
) -> None:
    offer = client.judging(**where(client))["endpoint"]
    assert (offer["model"], offer["refusal"], offer["calls"]) == ("big-judge", None, 2 * ASKED)
    assert offer["tokens"] > 80 * offer["calls"]
    job = ended(client, client.judge(**where(client)))
    assert (job["state"], job["done"]) == ("done", 2 * ASKED)
    assert len(server.bodies) == 2 * ASKED
    found = client.judging(**where(client))
    assert found["endpoint"]["calls"] == found["judge"]["left"] == found["judge"]["none"] == 0
    assert found["judge"]["card"]["model"] == "big-judge"
    assert "yes or no" in found["judge"]["card"]["layout"]
    db = database(paths)
    verdicts = store.stored_verdicts(db, where(client)["evaluation"], found["judge"]["hash"])
    assert len(verdicts) == 4 * ASKED
    assert all(
        verdicts[f"q-{n}", arm] is (n % 2 == 0 and arm != "base")
        for n in range(10, 30)
        for arm in ("base", "rag", "hybrid")
    )
    with pytest.raises(InvalidInputError, match="has judged every answer"):
        client.judge(**where(client))


def test_no_request_names_an_arm_and_no_file_holds_the_key(
    client: Client, server: Server, paths: Paths
) -> None:
    ended(client, client.judge(**where(client)))
    assert set(server.keys) == {f"Bearer {SECRET}"}
    sent = json.dumps([body["messages"] for body in server.bodies]).lower()
    assert [arm for arm in ("tuned", "hybrid", "rag", "adapter") if arm in sent] == []
    order = [site(body["messages"][-1]["content"]) for body in server.bodies]
    assert order != sorted(order)
    files = [path for path in paths.workspace.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]


def test_a_refusal_ends_the_job_and_a_resume_asks_only_what_is_missing(
    client: Client, server: Server
) -> None:
    server.refuse_after = 15
    job = ended(client, client.judge(**where(client)))
    assert job["state"] == "failed"
    assert "refused with status 429" in job["error"]
    assert "what was finished so far is kept" in job["error"]
    found = client.judging(**where(client))
    assert found["endpoint"]["calls"] == found["judge"]["left"] == 2 * ASKED - 15
    del server.bodies[-TRIES:]  # Those that were refused.
    server.refuse_after = None
    job = ended(client, client.resume(project="Demo", job=job["id"]))
    assert job["state"] == "done"
    asked = [body["messages"][-1]["content"] for body in server.bodies]
    assert len(asked) == len(set(asked)) == 2 * ASKED


def test_a_cancelled_judge_goes_on_where_it_was(client: Client, server: Server) -> None:
    job: dict[str, Any] = {}

    def cancelling(asked: str) -> str:
        if len(server.bodies) == 5:
            client.cancel(project="Demo", job=job["id"])
        return strict(asked)

    server.refuse_after = 0  # Until the job's id is known.
    job.update(ended(client, client.judge(**where(client))))
    server.bodies.clear()
    server.refuse_after, server.reply = None, cancelling
    client.resume(project="Demo", job=job["id"])
    stopped = ended(client, job)
    assert stopped["state"] == "cancelled"
    assert "Stopped after 5 of 40 answers judged" in stopped["error"]
    client.resume(project="Demo", job=job["id"])
    assert ended(client, job)["state"] == "done"
    assert len(server.bodies) == 2 * ASKED


def test_a_garbled_reply_is_no_verdict_and_is_counted(client: Client, server: Server) -> None:
    server.reply = lambda asked: strict(asked) if site(asked) % 5 else "<p>I'm only a page</p>"
    assert ended(client, client.judge(**where(client)))["state"] == "done"
    found = client.judging(**where(client))
    assert found["judge"]["none"] == 4 * ASKED / 5
    assert found["judge"]["left"] == 0
    label(client, 60)
    compared = client.judging(**where(client))["judge"]["agreement"]
    assert compared["n"] < 60
    assert compared["agree"] == compared["n"]


def test_what_is_no_chat_completion_ends_the_job_in_one_sentence(
    client: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_ENDPOINT_URL", f"{server.url}/elsewhere")
    job = ended(client, client.judge(**where(client)))
    assert job["state"] == "failed"
    assert "no chat completion" in job["error"]


def test_a_server_that_is_gone_ends_the_job_in_one_sentence(
    client: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_ENDPOINT_URL", "http://127.0.0.1:9/v1")
    job = ended(client, client.judge(**where(client)))
    assert job["state"] == "failed"
    assert "cannot be reached (ConnectError)" in job["error"]


def test_the_model_under_test_may_not_judge(
    client: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_ENDPOINT_MODEL", "HuggingFaceTB/SmolLM2-135M-Instruct")
    assert "is the model under test" in client.judging(**where(client))["endpoint"]["refusal"]
    with pytest.raises(InvalidInputError, match="models favour their own answers"):
        client.judge(**where(client))
    assert server.bodies == []


def test_another_judge_does_not_go_on_with_the_verdicts_of_the_first(
    client: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.refuse_after = 10
    job = ended(client, client.judge(**where(client)))
    server.refuse_after = None
    monkeypatch.setenv("ASSAY_ENDPOINT_MODEL", "other-judge")
    client.resume(project="Demo", job=job["id"])
    assert "verdicts of two judges must not be mixed" in ended(client, job)["error"]
    ended(client, client.judge(**where(client)))
    found = client.judging(**where(client))["judge"]
    assert (found["card"]["model"], found["left"]) == ("other-judge", 0)


def test_an_answer_to_label_tells_no_arm_and_a_label_can_be_changed(client: Client) -> None:
    first = client.labelling(**where(client))
    row = first["next"]
    assert (first["done"], first["total"], first["wanted"]) == (0, 4 * ASKED, 50)
    assert set(row) == {"key", "question", "gold", "text", "label"}
    for correct in (True, False):
        client.label_answer(**where(client), answer=row["key"], correct=correct)
    second = client.labelling(**where(client))
    assert second["done"] == 1
    assert second["next"]["key"] != row["key"]
    assert client.labelling(**where(client), answer=row["key"])["next"]["label"] is False
    with pytest.raises(NotFoundError, match="no longer there"):
        client.label_answer(**where(client), answer="rag", correct=True)


def test_figures_wait_for_fifty_labels_and_for_a_judge_that_agrees(
    client: Client, server: Server
) -> None:
    ended(client, client.judge(**where(client)))
    label(client, 49)
    assert client.judging(**where(client))["judge"]["figures"] is None
    label(client, 1)
    found = client.judging(**where(client))["judge"]
    assert (found["agreement"]["n"], found["agreement"]["kappa"]) == (50, 1)
    held_out = found["figures"]["held_out"]
    assert held_out["base"]["corrected"] == 0
    assert held_out["hybrid"]["corrected"] == held_out["hybrid"]["judged"] == 0.5
    assert (held_out["hybrid"]["containment"], held_out["base"]["containment"]) == (1, 0)
    assert held_out["rag"]["interval"][0] < 0.5 < held_out["rag"]["interval"][1]


def test_a_judge_that_people_disagree_with_shows_no_figures(client: Client, server: Server) -> None:
    ended(client, client.judge(**where(client)))
    label(client, 60, flip=25)
    found = client.judging(**where(client))["judge"]
    assert found["agreement"]["kappa"] < 0.6
    assert (found["agreement"]["trusted"], found["figures"]) == (False, None)


def test_half_judged_shows_no_figures(client: Client, server: Server) -> None:
    server.refuse_after = 2 * ASKED - 5
    ended(client, client.judge(**where(client)))
    label(client, 4 * ASKED)
    found = client.judging(**where(client))["judge"]
    assert (found["agreement"]["trusted"], found["left"], found["figures"]) == (True, 5, None)


def test_an_evaluation_is_not_deleted_while_it_is_judged(client: Client, server: Server) -> None:
    place = where(client)
    refused = []

    def deleting(asked: str) -> str:
        try:
            client.delete_evaluation(**place)
        except BusyError as error:
            refused.append(str(error))
        return "yes"

    server.reply = deleting
    job = ended(client, client.judge(**place))
    assert job["state"] == "done", job["error"]
    assert len(refused) == len(server.bodies)


def test_a_recording_keeps_verdicts_and_labels_and_takes_no_new_ones(
    client: Client, server: Server, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(client, client.judge(**where(client)))
    label(client, 50)
    record(Workspace(paths.workspace).project("Demo"), paths.recorded, hand_made.ABOUT)
    monkeypatch.delenv("ASSAY_ENDPOINT_URL")
    opened = where(client) | {"project": client.open_recorded()["id"]}
    assert client.judging(**opened) == client.judging(**where(client))
    assert client.judging(**opened)["judge"]["figures"]
    key = client.labelling(**opened)["next"]["key"]
    with pytest.raises(ReadOnlyError):
        client.label_answer(**opened, answer=key, correct=True)
