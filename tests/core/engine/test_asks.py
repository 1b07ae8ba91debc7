"""Arms side by side: each answers as it would alone, and says why when it cannot."""

import threading
from typing import Any

from core.engine.wire.client import Client

QUESTION = "What is the dock code of Aldmoor?"


def ask(client: Client, arms: list[str], question: str = QUESTION) -> dict[str, dict[str, Any]]:
    begun = client.ask(project="Sites", question=question, arms=arms)
    states = list(client.stream(begun["ask"]))
    assert states[-1]["done"]
    return {arm["arm"]: arm for arm in states[-1]["arms"]}


def test_two_sessions_at_once_get_the_answers_that_each_gets_alone(shared: Client) -> None:
    alone = {arm: ask(shared, [arm])[arm]["text"] for arm in ("base", "tuned")}
    assert alone["base"] != alone["tuned"]
    seen: list[tuple[str, str]] = []

    def session(arm: str) -> None:
        for _ in range(20):
            seen.append((arm, ask(shared, [arm])[arm]["text"]))

    threads = [threading.Thread(target=session, args=(arm,)) for arm in alone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 40
    assert [pair for pair in seen if alone[pair[0]] != pair[1]] == []


def test_each_arm_sees_what_it_should(real: Client) -> None:
    arms = ask(real, ["base", "rag", "tuned", "hybrid"])
    assert {key: bool(arm["passages"]) for key, arm in arms.items()} == {
        "base": False,
        "rag": True,
        "tuned": False,
        "hybrid": True,
    }
    assert {key: arm["adapter"] for key, arm in arms.items()} == {
        "base": None,
        "rag": None,
        "tuned": "first",
        "hybrid": "first",
    }
    assert arms["rag"]["passages"][0]["document"] == "Aldmoor"
    hashes = {arm["fingerprint"]["weights_sha256"] for arm in arms.values()}
    assert len(hashes) == 2
    for arm in arms.values():
        assert 0 < arm["first_token_ms"] <= arm["latency_ms"]
        assert arm["tokens_in"] > 0
        assert 0 < arm["tokens_out"] <= 48
        assert arm["fingerprint"]["precision"] == "int8"


def test_answers_stream_and_a_late_follower_sees_the_whole(real: Client) -> None:
    begun = real.ask(project="Sites", question="Tell me about the sea.", arms=["base"])
    texts = [state["arms"][0]["text"] for state in real.stream(begun["ask"])]
    assert len(set(texts)) > 2
    assert real.ask_state(ask=begun["ask"])["arms"][0]["text"] == texts[-1]
    assert next(iter(real.stream(begun["ask"])))["done"]


def test_stopping_keeps_what_was_written_and_skips_the_rest(real: Client) -> None:
    begun = real.ask(project="Sites", question="Tell me a story.", arms=["base", "rag"])
    for state in real.stream(begun["ask"]):
        if state["arms"][0]["text"]:
            real.stop_ask(ask=begun["ask"])
    arms = {arm["arm"]: arm for arm in state["arms"]}
    assert arms["rag"]["state"] == "stopped"
    assert arms["base"]["state"] in ("stopped", "done")
    assert arms["base"]["text"]


def test_an_arm_that_cannot_run_says_why_and_where(shared: Client, empty: str) -> None:
    begun = shared.ask(project=empty, question=QUESTION, arms=["base", "rag", "tuned"])
    *_, state = shared.stream(begun["ask"])
    arms = {arm["arm"]: arm for arm in state["arms"]}
    assert arms["base"]["state"] == "done"
    assert (arms["rag"]["state"], arms["rag"]["page"]) == ("failed", "documents")
    assert (arms["tuned"]["state"], arms["tuned"]["page"]) == ("failed", "finetune")
    assert "Train one first" in arms["tuned"]["error"]


def test_the_self_test_proves_the_arms(real: Client) -> None:
    job = real.self_test(project="Sites")
    done = real.wait(project="Sites", job=job["id"], seconds=300)
    assert done["state"] == "done", done["error"]
    assert len(done["result"]["checks"]) == 4
    assert [check for check in done["result"]["checks"] if not check["passed"]] == []
