"""Every experiment on a real engine over a copy of the sample, to its stored result."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.config import BASE_MODEL, Paths
from core.engine.answering.arms import build_of
from core.engine.measuring import setups
from core.engine.projects.recording import record
from core.engine.wire.client import Client, connect
from core.errors import AppError, InvalidInputError, ReadOnlyError
from core.inference.tokenizer import ChatTokenizer
from tests.conftest import Sample
from tests.core.engine import hand_made
from tests.core.engine.conftest import Served, wait_for

Json = dict[str, Any]


@pytest.fixture(scope="module")
def own(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An engine in this process, with one evaluation, whose experiments ask few questions."""
    folder = tmp_path_factory.mktemp("measuring")
    client = connect(sample.copy(folder / "workspace").paths(), own=True)
    with pytest.MonkeyPatch.context() as patch:
        few_questions(patch)
        ended(client, client.evaluate(project="Sites", timed=1))
        yield client
    client.close()


def few_questions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(setups, "QUESTIONS", {"quick": 2, "standard": 3})
    patch.setattr(setups, "GENERAL", {"quick": 2, "standard": 3})
    patch.setattr(setups, "TIMES", (1, 4))
    patch.setattr(setups, "BATCHES", {"quick": 1, "standard": 2})


def ended(client: Client, job: Json, project: str = "Sites") -> Json:
    done: Json = client.wait(project=project, job=job["id"], seconds=550)
    return done


def measured(client: Client, what: str, project: str = "Sites") -> Json:
    """Return what a kind of experiment measured."""
    done = ended(client, client.measure(project=project, what=[what]), project)
    assert done["state"] == "done", done["error"]
    (key,) = done["result"]["measurements"]
    found: Json = client.measurement(project=project, measurement=key)
    assert (found["what"], found["complete"], found["refused"]) == (what, True, None)
    assert found["model"]
    return found


def answered(found: Json, arms: list[str]) -> None:
    """Check that each condition holds an answer of each arm to each question, scored."""
    for condition in found["conditions"]:
        assert condition["rows"]
        for row in condition["rows"]:
            assert list(row["answers"]) == arms
            assert [a["error"] for a in row["answers"].values()] == [None] * len(arms)


def test_rivals_answer_the_evaluation_s_own_questions(own: Client) -> None:
    (evaluation,) = own.evaluations(project="Sites")
    found = measured(own, "rivals")
    answered(found, ["few-shot", "retrieved-examples"])
    assert found["evaluation"] == evaluation["id"]
    asked = {row["question_id"] for row in found["conditions"][0]["rows"]}
    whole = own.evaluation(project="Sites", evaluation=evaluation["id"])
    assert asked < {row["question_id"] for row in whole["rows"]}
    assert "no question asks for a label" in found["notes"][0]


def test_where_labels_are_asked_for_answers_can_be_labels_alone(
    own: Client, tmp_path: Path
) -> None:
    own.create_project(name="Tickets", base=BASE_MODEL)
    tickets = {
        ("train", "refund"): "I want my money back",
        ("train", "bug"): "The app crashed on start",
        ("test", "refund"): "Please return what I paid for the blue shoes",
        ("test", "bug"): "Nothing happens when I press the button",
    }
    rows = [
        {"question": text, "answers": [label], "kind": "label", "split": split, "group": label}
        for (split, label), text in tickets.items()
    ]
    path = tmp_path / "tickets.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    own.import_questions(project="Tickets", path=str(path))
    job = own.evaluate(project="Tickets", arms=["base"], timed=0)
    assert ended(own, job, "Tickets")["state"] == "done"
    found = measured(own, "rivals", "Tickets")
    answered(found, ["few-shot", "retrieved-examples", "constrained"])
    for row in found["conditions"][0]["rows"]:
        assert row["answers"]["constrained"]["form"]["valid"]
        assert row["answers"]["constrained"]["text"] in ("refund", "bug")


def test_answers_can_be_constrained_only_where_a_form_is_asked_for(own: Client) -> None:
    with pytest.raises(AppError, match="a label, JSON or a call, and this project has none"):
        own.evaluate(project="Sites", arms=["constrained"])


def test_measuring_is_no_evaluation_and_no_look_at_the_test_questions(own: Client) -> None:
    before, counted = own.evaluations(project="Sites"), counts(own)
    measured(own, "rivals")
    assert own.evaluations(project="Sites") == before
    assert counts(own) == counted
    assert own.experiments(project="Sites") == []


def test_all_documents_stand_in_the_prompt_and_are_read_once(own: Client) -> None:
    found = measured(own, "all-documents")
    answered(found, ["all-documents"])
    (condition,) = found["conditions"]
    facts = condition["facts"]
    assert facts["tokens"] <= facts["window"]
    assert min(facts[key] for key in ("cold_ms", "warm_ms", "memory_mb")) > 0
    for row in condition["rows"]:
        assert len(row["answers"]["all-documents"]["passages"]) == 8


def test_documents_that_do_not_fit_are_refused_with_how_many_pages_are_too_many(
    own: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(self: ChatTokenizer, *arguments: Any, **named: Any) -> None:
        load(self, *arguments, **named)
        self.window = 300

    load = ChatTokenizer.__init__
    monkeypatch.setattr(ChatTokenizer, "__init__", cut)
    engine = own._transport._owner.engine  # type: ignore[attr-defined]
    monkeypatch.setattr(engine.generators, "_tokenizers", {})
    plan = next(p for p in own.measure_plans(project="Sites") if p["what"] == "all-documents")
    assert "pages too many for this model" in plan["refused"]
    done = ended(own, own.measure(project="Sites", what=["all-documents"]))
    (key,) = done["result"]["measurements"]
    found = own.measurement(project="Sites", measurement=key)
    assert (found["refused"], found["complete"], found["conditions"]) == (
        plan["refused"],
        False,
        [],
    )
    again = ended(own, own.measure(project="Sites", what=["all-documents"]))
    assert key not in [head["id"] for head in own.measurements(project="Sites")]
    assert again["result"]["measurements"] != [key]


def test_a_runtime_that_keeps_no_prefix_leaves_all_documents_out(
    own: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One experiment that cannot be measured here never stops those that can."""

    def elsewhere(*given: Any) -> Any:
        return replace(build_of(*given), runtime="transformers")

    monkeypatch.setattr(setups, "build_of", elsewhere)
    plan = next(p for p in own.measure_plans(project="Sites") if p["what"] == "all-documents")
    assert "cannot keep what prompts share" in plan["refused"]
    done = ended(own, own.measure(project="Sites", what=["all-documents"]))
    (key,) = done["result"]["measurements"]
    assert own.measurement(project="Sites", measurement=key)["refused"] == plan["refused"]


def test_throughput_is_answers_a_minute_by_arm_and_batch(own: Client) -> None:
    found = measured(own, "throughput")
    assert [condition["name"] for condition in found["conditions"]] == ["1"]
    for condition in found["conditions"]:
        assert list(condition["facts"]) == ["base", "rag", "tuned", "hybrid"]
        assert min(condition["facts"].values()) > 1
        assert condition["rows"] == []


def test_prompts_are_eight_conditions_of_all_four_arms(own: Client) -> None:
    found = measured(own, "prompts")
    answered(found, ["base", "rag", "tuned", "hybrid"])
    assert len(found["conditions"]) == 8
    tokens = [condition["facts"]["prompt_tokens"] for condition in found["conditions"]]
    assert tokens[0] == min(tokens)
    assert tokens[-1] == max(tokens)


def test_deployment_stands_beside_what_preparing_took(own: Client) -> None:
    found = measured(own, "deployment")
    answered(found, ["rag", "tuned", "hybrid"])
    facts = found["conditions"][0]["facts"]
    assert list(facts) == ["index_s", "train_s", "prepare_s"]
    assert facts["train_s"] > 0


def test_the_general_set_is_asked_before_and_after_tuning(own: Client) -> None:
    found = measured(own, "general")
    answered(found, ["base", "tuned"])
    assert found["evaluation"] is None
    assert {row["document"] for row in found["conditions"][0]["rows"]} == {None}


def counts(client: Client) -> Json:
    """Return what a project holds, the size of its folder apart."""
    row = client.overview(project="Sites")["project"]
    return {key: value for key, value in row.items() if key != "bytes"}


def documents(client: Client) -> tuple[list[Json], list[Json], Json]:
    """Return what must not change: documents, what is found, and the index's own state."""
    asked = "What is the dock code of Gorsey?"
    found = client.retrieve(project="Sites", question=asked, k=5)["passages"]
    shown = [{key: row[key] for key in ("id", "score", "text")} for row in found]
    return client.documents(project="Sites"), shown, counts(client)


def test_withdrawn_documents_are_gone_for_arms_that_retrieve_and_stay_in_the_project(
    own: Client,
) -> None:
    before = documents(own)
    found = measured(own, "withdrawn")
    answered(found, ["rag", "tuned", "hybrid"])
    with_them, without = found["conditions"]
    assert [with_them["name"], without["name"]] == ["with", "without"]
    gone = {row["document"] for row in without["rows"]}
    assert without["facts"]["documents"] == len(gone) >= 1

    def read(condition: Json) -> set[str]:
        return {
            passage["document"]
            for row in condition["rows"]
            for passage in row["answers"]["rag"]["passages"]
        }

    assert gone & read(with_them)
    assert not gone & read(without)
    for one, other in zip(with_them["rows"], without["rows"], strict=True):
        assert one["answers"]["tuned"]["text"] == other["answers"]["tuned"]["text"]
    assert documents(own) == before


def test_the_index_grows_by_real_texts_and_the_project_s_stays_as_it_is(own: Client) -> None:
    before = documents(own)
    found = measured(own, "growth")
    answered(found, ["rag", "hybrid"])
    assert [condition["name"] for condition in found["conditions"]] == ["1", "4"]
    facts = [condition["facts"] for condition in found["conditions"]]
    assert [each["passages"] for each in facts] == [8, 32]
    for each in facts:
        assert min(each[key] for key in ("index_mb", "build_s", "retrieval_ms")) > 0
        assert 0 <= each["hit@5"] <= 1
    assert "documentation strings of numpy" in found["notes"][0]
    row = found["conditions"][0]["rows"][0]
    assert "hit@5" in row["answers"]["rag"]["retrieval"]
    assert documents(own) == before


def test_a_stopped_measurement_goes_on_and_keeps_every_answer(own: Client) -> None:
    job = own.measure(project="Sites", what=["prompts", "deployment"])
    wait_for(lambda: held(own, job))
    own.cancel(project="Sites", job=job["id"])
    assert ended(own, job)["state"] == "cancelled"
    kept = held(own, job)
    own.resume(project="Sites", job=job["id"])
    done = ended(own, job)
    assert done["state"] == "done", done["error"]
    made = [head["id"] for head in own.measurements(project="Sites") if head["job"] == job["id"]]
    assert sorted(done["result"]["measurements"]) == sorted(made)
    then = held(own, job)
    assert {key: then[key] for key in kept} == kept
    assert len(then) == 2 * 4 * 8 + 2 * 3


def test_a_killed_measurement_is_taken_up_and_ends_with_every_answer(served: Served) -> None:
    job = served.client.measure(project="Sites", what=["general"])
    wait_for(lambda: held(served.client, job))
    served.kill()
    again = Served.start(served.sample)
    kept = held(again.client, job)
    done = ended(again.client, job)
    assert done["state"] == "done", done["error"]
    then = held(again.client, job)
    assert {key: then[key] for key in kept} == kept
    assert len(then) == 60 * 2
    again.stop()


def test_a_recorded_result_shows_what_was_measured_and_measures_nothing(
    own: Client, tmp_path: Path
) -> None:
    measured(own, "deployment")
    project = own._transport._owner.engine.project("Sites")  # type: ignore[attr-defined]
    paths = Paths(tmp_path / "workspace", tmp_path / "no models", tmp_path / "demo.jsonl.gz")
    record(project, paths.recorded, hand_made.ABOUT)
    client = connect(paths, own=True)
    opened = client.open_recorded()["id"]
    heads = client.measurements(project=opened)
    assert heads == own.measurements(project="Sites")
    for head in heads:
        assert client.measurement(project=opened, measurement=head["id"]) == own.measurement(
            project="Sites", measurement=head["id"]
        )
    for change in (
        lambda: client.measure(project=opened),
        lambda: client.delete_measurement(project=opened, measurement=heads[0]["id"]),
    ):
        with pytest.raises(ReadOnlyError):
            change()
    client.close()


def held(client: Client, job: Json) -> dict[tuple[str, str, str, str], Json]:
    """Return every answer that a job has stored."""
    return {
        (head["what"], condition["name"], row["question_id"], arm): answer
        for head in client.measurements(project="Sites")
        if head["job"] == job["id"]
        for condition in client.measurement(project="Sites", measurement=head["id"])["conditions"]
        for row in condition["rows"]
        for arm, answer in row["answers"].items()
    }


def test_what_stands_already_is_not_measured_again_unless_it_is_named(own: Client) -> None:
    measured(own, "rivals")
    plans = {plan["what"]: plan for plan in own.measure_plans(project="Sites")}
    assert list(plans) == list(setups._SETUPS)
    assert plans["rivals"]["done"]
    assert plans["rivals"]["minutes"] is not None
    assert plans["rivals"]["answers"] == 4
    larger = {plan["what"]: plan for plan in own.measure_plans(project="Sites", size="standard")}
    assert not larger["rivals"]["done"]


def test_a_measurement_is_deleted_with_its_answers(own: Client) -> None:
    found = measured(own, "rivals")
    own.delete_measurement(project="Sites", measurement=found["id"])
    assert found["id"] not in [head["id"] for head in own.measurements(project="Sites")]
    with pytest.raises(AppError, match="no measurement"):
        own.measurement(project="Sites", measurement=found["id"])


def test_what_cannot_be_measured_says_why(own: Client) -> None:
    fresh = own.create_project(name="Never evaluated")["id"]
    plans = {plan["what"]: plan for plan in own.measure_plans(project=fresh)}
    assert "none is finished yet" in plans["rivals"]["refused"]
    with pytest.raises(InvalidInputError, match="none is finished yet"):
        own.measure(project=fresh, what=["rivals"])
    with pytest.raises(InvalidInputError, match="not 'magic'"):
        own.measure(project=fresh, what=["magic"])
