"""A project whose model is behind a server: arms, an outage, its spending cap, refusals."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.chat.server import TRIES
from core.config import Paths
from core.engine.wire.client import Client, connect
from core.errors import InvalidInputError
from core.inference.openai_compatible import KEY
from tests.conftest import CODES, PLACES, write_question_folder
from tests.core.engine.test_operations import finished
from tests.model_server import ModelServer, start

SECRET = "sk-very-secret"
CLOSED = ["base", "rag"]
PRICES = {"input_per_million": 10.0, "output_per_million": 30.0}
ANSWERED = 12
"""Two arms, six test questions."""
Json = dict[str, Any]


def reads(asked: str) -> str:
    """Answer from the passages that stand in the turn, and know nothing without them."""
    question = asked[asked.index("Question:") :]
    for place, code in zip(PLACES, CODES, strict=True):
        if place in question and f"dock code is {code}" in asked:
            return f'The answer is "{code}".'
    return 'The answer is "I don\'t know".'


@pytest.fixture(scope="module")
def server() -> ModelServer:
    one = start()
    one.reply = reads
    return one


@pytest.fixture(scope="module")
def client(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    workspace = tmp_path_factory.mktemp("served") / "workspace"
    one = connect(replace(Paths(models=models), workspace=workspace), own=True)
    yield one
    one.close()


@pytest.fixture(scope="module")
def project(client: Client, server: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    made = client.create_project(name="Served", base="big", server={"url": server.url})["id"]
    folder = write_question_folder(tmp_path_factory.mktemp("served") / "questions")
    finished(client, client.import_folder(project=made, folder=str(folder)))
    return str(made)


@pytest.fixture(autouse=True)
def _well(
    client: Client, project: str, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    monkeypatch.setenv(KEY, SECRET)
    server.always, server.plan = None, []
    server.bodies.clear()
    yield
    client.set_server(project=project, server={"url": server.url, "adapter": None, "cap": None})
    client.set_prices(
        project=project, prices={"input_per_million": None, "output_per_million": None}
    )


def evaluated(client: Client, job: Json) -> Json:
    done = finished(client, job)
    assert done["state"] == "done", done["error"]
    found: Json = client.evaluation(project=job["project"], evaluation=done["result"]["evaluation"])
    return found


def texts(found: Json) -> Json:
    return {
        (row["question_id"], arm): answer["text"]
        for row in found["rows"]
        for arm, answer in row["answers"].items()
    }


def asked(client: Client, project: str) -> dict[str, Json]:
    begun = client.ask(project=project, question="What is the dock code of Carrow?")
    *_, state = client.stream(begun["ask"])
    return {arm["arm"]: arm for arm in state["arms"]}


def test_arms_that_do_not_adapt_answer_and_the_others_say_why_not(
    client: Client, project: str
) -> None:
    arms = asked(client, project)
    assert (arms["base"]["text"], arms["rag"]["text"]) == ("I don't know", CODES[2])
    for key in ("tuned", "hybrid"):
        assert (
            "needs an adapted model, and this project's server names none" in (arms[key]["error"])
        )
        assert arms[key]["page"] == "home"
    print_of = arms["rag"]["fingerprint"]
    assert print_of["runtime"].startswith("openai-compatible 127.0.0.1:")
    assert (print_of["base"], print_of["cache"]) == ("big", "unknown")
    assert print_of["template_sha256"] == "unknown"


def test_a_named_adapter_serves_the_arms_that_adapt(
    client: Client, project: str, server: ModelServer
) -> None:
    client.set_server(project=project, server={"adapter": "big-tuned"})
    arms = asked(client, project)
    assert [arm["state"] for arm in arms.values()] == ["done"] * 4
    assert [body["model"] for body in server.bodies] == ["big", "big", "big-tuned", "big-tuned"]
    with pytest.raises(Exception, match="adapter of a certain recipe"):
        client.evaluate(project=project, arms=["naive-hybrid"])


def test_an_outage_stops_an_evaluation_and_a_resume_ends_it_as_if_nothing_had_been(
    client: Client, project: str, server: ModelServer
) -> None:
    whole = evaluated(client, client.evaluate(project=project, arms=CLOSED))
    server.bodies.clear()
    server.plan = [None] * 10  # Warm-up and half of the answers.
    server.always = 503
    job = client.evaluate(project=project, arms=CLOSED)
    stopped = finished(client, job)
    assert stopped["state"] == "failed"
    assert "refused with status 503" in stopped["error"]
    assert f"Stopped after 5 of {ANSWERED} answers; they are kept" in stopped["error"]
    assert len(server.bodies) == 10 + TRIES
    server.always = None
    client.resume(project=project, job=job["id"])
    resumed = evaluated(client, job)
    assert texts(resumed) == texts(whole)
    assert {arm: one["failed"] for arm, one in resumed["summary"]["arms"].items()} == {
        "base": 0,
        "rag": 0,
    }
    assert resumed["card"]["server"] == {
        "runtime": "openai-compatible",
        "host": server.url.split("/")[2],
        "model": "big",
        "adapter": None,
        "cache": "unknown",
    }


def test_a_run_that_could_pass_the_cap_asks_nothing(
    client: Client, project: str, server: ModelServer
) -> None:
    client.set_server(project=project, server={"cap": 0.001})
    with pytest.raises(InvalidInputError, match="no price of a million tokens"):
        client.evaluate(project=project, arms=CLOSED)
    client.set_prices(project=project, prices=PRICES | {"output_per_million": None})
    with pytest.raises(InvalidInputError, match="no price of a million tokens out, so"):
        client.evaluate(project=project, arms=CLOSED)
    assert client.estimate_evaluation(project=project, arms=CLOSED)["cost"]["most"] is None
    client.set_prices(project=project, prices=PRICES)
    with pytest.raises(InvalidInputError, match=r"could cost up to .* and the spending cap is"):
        client.evaluate(project=project, arms=CLOSED)
    assert server.bodies == []
    client.set_server(project=project, server={"cap": 1.0})
    cost = client.estimate_evaluation(project=project, arms=CLOSED)["cost"]
    found = evaluated(client, client.evaluate(project=project, arms=CLOSED))
    spent = sum(one["cost"] * one["n"] for one in found["summary"]["arms"].values())
    assert spent == pytest.approx(ANSWERED * (70 * 10 + 7 * 30) / 1e6)
    assert spent < cost["most"] < 1


def test_a_run_stops_before_it_passes_the_cap_and_keeps_its_answers(
    client: Client, project: str, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counts(body: Json) -> dict[str, int]:
        """Count more tokens than were bounded here, as another tokenizer may."""
        read = sum(len(turn["content"]) for turn in body["messages"]) // 2
        given.append(read)
        return {"prompt_tokens": read, "completion_tokens": 7}

    given: list[int] = []
    client.set_prices(project=project, prices=PRICES | {"output_per_million": 0.0})
    most = client.estimate_evaluation(project=project, arms=["base"])["cost"]["most"]
    client.set_server(project=project, server={"cap": 1.2 * most})
    monkeypatch.setattr(server, "usage", counts)
    job = client.evaluate(project=project, arms=["base"])
    stopped = finished(client, job)
    assert stopped["state"] == "failed"
    assert "could pass the spending cap" in stopped["error"]
    kept = len(server.bodies) - 5
    assert 0 < kept < ANSWERED // 2
    assert f"Stopped after {kept} of {ANSWERED // 2} answers" in stopped["error"]
    assert sum(given) * 10 / 1e6 <= 1.2 * most
    client.set_server(project=project, server={"cap": 10 * most})
    client.resume(project=project, job=job["id"])
    assert len(texts(evaluated(client, job))) == ANSWERED // 2


def test_a_cap_whose_prices_were_removed_stops_a_resumed_run(
    client: Client, project: str, server: ModelServer
) -> None:
    client.set_prices(project=project, prices=PRICES)
    client.set_server(project=project, server={"cap": 1.0})
    server.plan, server.always = [None] * 8, 401
    job = client.evaluate(project=project, arms=CLOSED)
    assert "refused with status 401" in finished(client, job)["error"]
    engine = client._transport._owner.engine
    spent = engine.project(project).db.setting(f"spent.{job['id']}")
    assert spent == {"read": 8 * 70, "written": 8 * 7}  # The refused request costs nothing.
    client.set_prices(project=project, prices=dict.fromkeys(PRICES))
    server.always = None
    server.bodies.clear()
    client.resume(project=project, job=job["id"])
    assert "no price of a million tokens in or out" in finished(client, job)["error"]
    assert server.bodies == []
    client.set_prices(project=project, prices=PRICES)
    client.resume(project=project, job=job["id"])
    assert len(texts(evaluated(client, job))) == ANSWERED


def test_a_freshness_experiment_says_what_it_can_cost_and_is_held_to_the_cap(
    client: Client, project: str, server: ModelServer
) -> None:
    asked = {
        "project": project,
        "change": {"kind": "remove", "documents": ["Carrow"]},
        "arms": CLOSED,
    }
    assert client.estimate_freshness(**asked)["cost"]["most"] is None
    client.set_prices(project=project, prices=PRICES)
    client.set_server(project=project, server={"cap": 1.0})
    cost = client.estimate_freshness(**asked)["cost"]
    assert 0 < cost["most"] < 1
    assert cost["refusal"] is None
    client.set_server(project=project, server={"cap": 0.9 * cost["most"]})
    with pytest.raises(InvalidInputError, match="and the spending cap is"):
        client.freshness(**asked)
    assert client.experiments(project=project) == []
    assert server.bodies == []


def test_an_evaluation_does_not_go_on_at_another_server(
    client: Client, project: str, server: ModelServer
) -> None:
    server.plan, server.always = [None] * 8, 401
    job = client.evaluate(project=project, arms=CLOSED)
    finished(client, job)
    other = start()
    client.set_server(project=project, server={"url": other.url})
    client.resume(project=project, job=job["id"])
    stopped = finished(client, job)
    assert "answers of two must not be mixed" in stopped["error"]
    assert other.bodies == []


def test_what_takes_the_weights_is_refused_in_a_sentence(client: Client, project: str) -> None:
    with pytest.raises(InvalidInputError, match="cannot be trained here"):
        client.train(project=project, settings={})
    with pytest.raises(InvalidInputError, match="cannot be checked here"):
        client.self_test(project=project)
    assert "adapter" not in [step["key"] for step in client.overview(project=project)["steps"]]


def test_a_project_keeps_its_runtime(client: Client) -> None:
    local = client.create_project(name="Here")["id"]
    with pytest.raises(InvalidInputError, match="answers of two runtimes don't mix"):
        client.set_server(project=local, server={"url": "http://localhost:1/v1"})
    for wrong in ({"url": "http://me:pw@x/v1"}, {"url": "http://x/v1", "cap": 0}, {"uri": "x"}):
        with pytest.raises(InvalidInputError):
            client.create_project(name="Wrong", base="big", server=wrong)
    assert [row["name"] for row in client.projects()] == ["Served", "Here"]


def test_the_key_is_in_no_file_and_no_answer_is_timed_at_a_length(
    client: Client, project: str, server: ModelServer, models: Path
) -> None:
    found = evaluated(client, client.evaluate(project=project, arms=CLOSED, n=3))
    assert server.keys[-1] == f"Bearer {SECRET}"
    assert "fixed_length" not in found["card"]
    folder = Path(client._transport._owner.engine.workspace.folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]
