"""Prompt versions on a real engine: what arms read, what goes stale, what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.engine.wire.client import Client
from core.errors import BusyError, InvalidInputError, NotFoundError
from tests.core.engine.conftest import wait_for

BRIEF = 'Answer in one or two words. Without the facts, answer "I don\'t know".'
EXAMPLES = [["What is the dock code of Carrow?", "Q93"]]
TESTED = "What is the dock code of Gorsey?"
LONG = "Answer with great care. " * 2000


@pytest.fixture
def client(shared: Client) -> Iterator[Client]:
    yield shared
    wait_for(lambda: not shared.overview(project="Sites")["running"])
    shared.choose_prompt(project="Sites", version="Original")


def saved(client: Client, name: str, **changes: Any) -> dict[str, Any]:
    """Save a wording under a name unless an earlier test did; return the prompt."""
    given = {"instruction": BRIEF, "examples": EXAMPLES} | changes
    names = [version["name"] for version in client.prompt(project="Sites")["versions"]]
    if name in names:
        return dict(client.choose_prompt(project="Sites", version=name))
    return dict(client.save_prompt(project="Sites", name=name, **given))


def answered(client: Client) -> dict[str, Any]:
    begun = client.ask(project="Sites", question=TESTED, arms=["base"])
    arm: dict[str, Any] = list(client.stream(begun["ask"]))[-1]["arms"][0]
    return arm


def test_a_preview_is_what_the_arm_reads_and_saves_nothing(client: Client) -> None:
    given = {"project": "Sites", "instruction": BRIEF, "examples": EXAMPLES, "question": TESTED}
    closed = client.preview_prompt(**given, retrieves=False)
    reading = client.preview_prompt(**given, retrieves=True)
    assert closed["passages"] == []
    assert closed["tokens"]["passages"] == 0
    assert reading["passages"][0]["document"] == "Gorsey"
    assert "The Gorsey site stores spare parts." in reading["text"]
    for text in (BRIEF, 'The answer is "Q93"', TESTED, "<|im_start|>assistant"):
        assert text in closed["text"]
    assert reading["total"] == sum(reading["tokens"].values())
    assert client.prompt(project="Sites")["versions"][0]["name"] == "Original"
    assert client.prompt(project="Sites")["name"] == "Original"


def test_the_arms_ask_with_the_version_in_use(client: Client) -> None:
    before = answered(client)
    now = saved(client, "Brief")
    assert (now["name"], now["instruction"]) == ("Brief", BRIEF)
    assert [one["in_use"] for one in now["versions"] if one["name"] == "Brief"] == [True]
    after = answered(client)
    preview = client.preview_prompt(
        project="Sites", instruction=BRIEF, examples=EXAMPLES, question=TESTED, retrieves=False
    )
    assert after["tokens_in"] == preview["total"] > before["tokens_in"]
    assert before["fingerprint"]["style"] == "short-answer"
    assert after["fingerprint"]["style"].startswith("prompt-")
    client.choose_prompt(project="Sites", version="Original")
    assert answered(client)["fingerprint"]["hash"] == before["fingerprint"]["hash"]


def test_an_adapter_of_another_version_is_stale_and_listed_with_its_own(client: Client) -> None:
    saved(client, "Brief")
    [sentence] = client.adapters(project="Sites")[0]["stale"]
    assert "'Original'; the arms now ask with 'Brief'" in sentence
    versions = {one["name"]: one for one in client.prompt(project="Sites")["versions"]}
    assert versions["Original"]["adapters"] == ["first"]
    assert versions["Brief"]["adapters"] == []
    client.choose_prompt(project="Sites", version="Original")
    assert client.adapters(project="Sites")[0]["stale"] == []


def test_the_run_card_names_the_version_and_holds_its_words(client: Client) -> None:
    saved(client, "Brief")
    job = client.evaluate(project="Sites", arms=["base"], n=1)
    key = client.wait(project="Sites", job=job["id"], seconds=300)["result"]["evaluation"]
    card = client.evaluation(project="Sites", evaluation=key)["card"]
    assert (card["prompt"]["name"], card["prompt"]["instruction"]) == ("Brief", BRIEF)
    assert card["prompt"]["examples"] == EXAMPLES
    assert card["style"] == card["prompt"]["key"]


def test_an_evaluation_under_way_keeps_its_prompt(client: Client) -> None:
    saved(client, "Brief")
    job = client.evaluate(project="Sites", arms=["base"], split="all")
    wait_for(lambda: client.job(project="Sites", job=job["id"])["done"] >= 1)
    with pytest.raises(BusyError, match="all its answers come from one prompt"):
        client.choose_prompt(project="Sites", version="Original")
    with pytest.raises(BusyError, match="nothing was changed"):
        client.save_prompt(project="Sites", name="Now", instruction="Answer.", examples=[])
    client.cancel(project="Sites", job=job["id"])
    client.wait(project="Sites", job=job["id"], seconds=60)
    client.choose_prompt(project="Sites", version="Original")
    client.resume(project="Sites", job=job["id"])
    done = client.wait(project="Sites", job=job["id"], seconds=300)
    found = client.evaluation(project="Sites", evaluation=done["result"]["evaluation"])
    assert found["card"]["prompt"]["name"] == "Brief"
    assert len(found["rows"]) > 10
    hashes = {row["answers"]["base"]["fingerprint"] for row in found["rows"]}
    assert hashes == {found["card"]["fingerprints"]["base"]["hash"]}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"instruction": "  "}, "The instruction is blank"),
        ({"instruction": LONG}, r"takes [\d,]+ tokens and SmolLM2-135M-Instruct reads 8,192"),
        ({"examples": [[TESTED, "R34"]]}, f'"{TESTED[:-1]}.", is a test question'),
        ({"examples": [["Why?", ""]]}, "example 1 has no answer"),
        ({"name": "Original"}, "There is already a prompt version 'Original'"),
    ],
)
def test_what_the_arms_cannot_use_is_not_saved(
    client: Client, changes: dict[str, Any], text: str
) -> None:
    given = {"name": "Refused", "instruction": BRIEF + " Be kind.", "examples": EXAMPLES} | changes
    with pytest.raises(InvalidInputError, match=text):
        client.save_prompt(project="Sites", **given)
    names = [version["name"] for version in client.prompt(project="Sites")["versions"]]
    assert "Refused" not in names


def test_a_draft_says_what_is_wrong_with_it_before_it_is_saved(client: Client) -> None:
    given = {"project": "Sites", "question": TESTED, "retrieves": False}
    long = client.preview_prompt(**given, instruction=LONG, examples=[])
    assert "Shorten" in long["fault"]
    assert long["total"] > long["window"]
    bare = client.preview_prompt(**given, instruction="Answer.", examples=[["", ""]])
    assert bare["fault"] is None
    assert "does not name" in bare["warnings"][0]
    assert client.preview_prompt(**given, instruction=BRIEF, examples=[])["warnings"] == []


def test_an_example_that_became_a_test_question_stops_an_evaluation(client: Client) -> None:
    saved(client, "Brief")
    before = client.questions(project="Sites")
    moved = [{**row, "split": "test"} if row["document"] == "Carrow" else row for row in before]
    client.save_questions(project="Sites", questions=moved)
    with pytest.raises(InvalidInputError, match="is a test question"):
        client.evaluate(project="Sites", arms=["base"], n=1)
    client.save_questions(project="Sites", questions=before)


def test_a_version_that_is_not_there_is_named(client: Client) -> None:
    with pytest.raises(NotFoundError, match="no prompt version 'Nowhere'"):
        client.choose_prompt(project="Sites", version="Nowhere")
