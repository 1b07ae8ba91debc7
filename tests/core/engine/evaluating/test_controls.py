"""Rivals and controls do what their names say, on the real index and models."""

from pathlib import Path
from typing import Any

import pytest

from core.cli.verbs import finish
from core.engine.wire.client import Client, connect
from core.errors import AppError
from tests.conftest import PLACES, Sample


@pytest.fixture(scope="module")
def stored(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The answers of an evaluation of three controls, by arm, with the questions asked."""
    copy = sample.copy(tmp_path_factory.mktemp("controls") / "workspace")
    client = connect(copy.paths(), own=True)
    arms = ["base", "few-shot", "oracle", "oracle-hybrid", "random"]
    job = finish(client, client.evaluate(project="Sites", arms=arms, split="test"))
    yield client.evaluation(project="Sites", evaluation=job["evaluation"])
    client.close()


def answers(stored: Any, arm: str) -> list[tuple[Any, Any]]:
    return [(row, row["answers"][arm]) for row in stored["rows"]]


def test_an_oracle_reads_the_passage_that_holds_the_answer(stored: Any) -> None:
    for arm in ("oracle", "oracle-hybrid"):
        for row, answer in answers(stored, arm):
            assert [one["document"] for one in answer["passages"]] == [row["document"]]
            assert answer["search_ms"] == answer["embed_ms"] == 0


def test_a_random_passage_is_of_another_document_and_the_same_each_time(
    stored: Any, shared: Client
) -> None:
    read = {}
    for row, answer in answers(stored, "random"):
        (passage,) = answer["passages"]
        assert passage["document"] in set(PLACES) - {row["document"]}
        read[row["question_id"]] = passage["id"]
    job = finish(shared, shared.evaluate(project="Sites", arms=["random"], split="test"))
    again = shared.evaluation(project="Sites", evaluation=job["evaluation"])
    found = {
        row["question_id"]: row["answers"]["random"]["passages"][0]["id"] for row in again["rows"]
    }
    # Few-shot's examples reword a question that was asked here, so it was left out there.
    assert found.items() >= read.items()
    shared.delete_evaluation(project="Sites", evaluation=job["evaluation"])


def test_few_shot_shows_training_questions_and_no_passage(stored: Any) -> None:
    shown = stored["card"]["prompts"]["few-shot"]["examples"]
    assert len(shown) == 4
    asked = {row["question"] for row in stored["rows"]}
    assert not asked & {question for question, _ in shown}
    base = {row["question_id"]: answer["tokens_in"] for row, answer in answers(stored, "base")}
    for row, answer in answers(stored, "few-shot"):
        assert answer["passages"] == []
        assert answer["tokens_in"] > base[row["question_id"]] + 30


def test_only_the_arm_that_adapts_names_an_adapter(stored: Any) -> None:
    assert stored["card"]["adapters"] == {"oracle-hybrid": "first"}


@pytest.mark.parametrize(
    ("arm", "recipe"), [("naive-hybrid", "closed book"), ("shuffled", "shuffled answers")]
)
def test_an_arm_whose_recipe_was_not_trained_says_so(shared: Client, arm: str, recipe: str) -> None:
    with pytest.raises(AppError, match=f"needs a {recipe} adapter and this project has none"):
        shared.evaluate(project="Sites", arms=[arm])


def test_the_gates_ask_no_test_question_and_are_read_back(shared: Client) -> None:
    assert shared.gates(project="Sites")["found"] is None
    before = shared.overview(project="Sites")["project"]
    job = finish(shared, shared.measure_gates(project="Sites"))
    stored = shared.evaluation(project="Sites", evaluation=job["evaluation"])
    assert stored["card"]["split"] == "train"  # Dev has too few groups to say anything.
    assert stored["summary"]["test_use"] is None
    assert "fixed_length" not in stored["card"]
    # It is no evaluation: the way through the project does not count it.
    after = shared.overview(project="Sites")["project"]
    assert (after["evaluations"], after["complete"]) == (before["evaluations"], before["complete"])
    assert job["evaluation"] not in [row["id"] for row in shared.evaluations(project="Sites")]
    found = shared.gates(project="Sites")["found"]
    assert (found["n"], found["findings"]) == (len(stored["rows"]), ["few"])
    shared.delete_evaluation(project="Sites", evaluation=job["evaluation"])


def test_looks_at_the_test_questions_are_counted_for_good(shared: Client) -> None:
    uses = []
    for _ in range(2):
        job = finish(shared, shared.evaluate(project="Sites", arms=["base"], split="test", n=2))
        stored = shared.evaluation(project="Sites", evaluation=job["evaluation"])
        uses.append(stored["summary"]["test_use"])
        shared.delete_evaluation(project="Sites", evaluation=job["evaluation"])
    assert uses[1] == uses[0] + 1


def test_a_test_question_copied_into_training_is_left_out_and_counted(
    sample: Sample, tmp_path: Path
) -> None:
    copy = sample.copy(tmp_path / "workspace")
    client = connect(copy.paths(), own=True)
    try:
        rows = client.questions(project="Sites")
        tested = next(row for row in rows if row["split"] == "test" and row["group"] == PLACES[6])
        leak = {
            "text": tested["text"] + " Please",
            "answers": tested["answers"],
            "split": "train",
            "group": "pasted",
            "kind": "span",
        }
        client.save_questions(project="Sites", questions=[*rows, leak])
        (found,) = client.leaks(project="Sites")
        assert (found["question"], found["by"]) == (tested["text"], leak["text"])
        job = finish(client, client.evaluate(project="Sites", arms=["base"], split="test"))
        stored = client.evaluation(project="Sites", evaluation=job["evaluation"])
        assert tested["id"] not in [row["question_id"] for row in stored["rows"]]
        assert sum(stored["summary"]["left_out"].values()) == 1
    finally:
        client.close()
