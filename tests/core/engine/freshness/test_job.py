"""Freshness experiments and live edits on real engines over copies of the sample."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.engine.wire.client import Client, connect
from core.errors import AppError, BusyError, InvalidInputError
from tests.conftest import CODES, PLACES, Sample, write_question_folder
from tests.core.engine.conftest import Served, wait_for

Json = dict[str, Any]
NEW_CODES = [f"{code}9" for code in CODES]


@pytest.fixture
def own(sample: Sample, tmp_path: Path) -> Iterator[Client]:
    """An engine in this process over a copy that the test may change."""
    client = connect(sample.copy(tmp_path / "workspace").paths(), own=True)
    yield client
    client.close()


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The sample's question folder with a second version: the dock codes of six sites changed."""
    folder = write_question_folder(tmp_path / "second")
    codes = dict(zip(PLACES, zip(CODES, NEW_CODES, strict=True), strict=True))
    for name in ("docs", "qa"):
        path = folder / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        for row in rows:
            old, new = codes[row["doc_id"]]
            row["changed"] = row["doc_id"] not in PLACES[2:4] and row.get("answers", [old]) == [old]
            row["text_v2" if name == "docs" else "answers_v2"] = (
                (row["text"].replace(old, new) if name == "docs" else [new])
                if row["changed"]
                else None
            )
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def ended(client: Client, job: Json) -> Json:
    done: Json = client.wait(project="Sites", job=job["id"], seconds=550)
    return done


def golds(client: Client) -> dict[str, list[str]]:
    return {row["id"]: row["answers"] for row in client.questions(project="Sites")}


def run(client: Client, **asked: Any) -> Json:
    done = ended(client, client.freshness(project="Sites", **asked))
    assert done["state"] == "done", done["error"]
    found: Json = client.experiment(project="Sites", experiment=done["result"]["experiment"])
    return found


def test_documents_change_and_each_arm_is_asked_before_and_after(own: Client, second: Path) -> None:
    change = {"kind": "folder", "folder": str(second)}
    plan = own.estimate_freshness(project="Sites", change=change)
    assert (plan["changed"], plan["unchanged"], plan["answers"]) == (4, 2, 48)
    found = run(own, change=change)
    assert list(found["arms"]) == ["base", "rag", "tuned", "hybrid"]
    for phases in found["arms"].values():
        assert list(phases) == ["before", "updated"]
        assert phases["updated"]["changed"]["all"]["n"] == 4
        assert phases["updated"]["unchanged"]["all"]["n"] == 2
    for arm in ("base", "tuned"):  # They read no document, so nothing can change.
        for row in found["rows"]:
            texts = {one["text"] for one in row["answers"][arm].values()}
            assert len(texts) == 1
    stages = found["stages"]
    assert stages["documents"] == 6
    assert stages["update_s"] == pytest.approx(
        stages["parse_s"] + stages["embed_s"] + stages["index_s"], abs=0.01
    )
    assert min(stages[key] for key in ("parse_s", "embed_s", "index_s")) > 0
    assert found["change"]["folder"] == "second"
    said = own.retrieve(project="Sites", question="What is the dock code of Gorsey?", k=1)
    assert NEW_CODES[6] in said["passages"][0]["text"]
    after = golds(own)
    assert after["Gorsey-0"] == [NEW_CODES[6]]
    assert after["Carrow-0"] == [CODES[2]]
    row = next(one for one in own.questions(project="Sites") if one["id"] == "Gorsey-0")
    assert row["extra"]["answers_v1"] == [CODES[6]]


def test_phases_are_no_evaluations_and_go_with_their_experiment(own: Client, second: Path) -> None:
    found = run(own, change={"kind": "folder", "folder": str(second)}, arms=["base"], n=1)
    assert own.evaluations(project="Sites") == []
    assert own.overview(project="Sites")["project"]["evaluations"] == 0
    (listed,) = own.experiments(project="Sites")
    assert listed["phases"] == ["before", "updated"]
    assert (listed["n"], listed["state"], listed["change"]) == (2, "done", "folder")
    own.delete_experiment(project="Sites", experiment=found["experiment"])
    assert own.experiments(project="Sites") == []
    with pytest.raises(AppError, match="no freshness experiment"):
        own.experiment(project="Sites", experiment=found["experiment"])


def test_a_removed_document_is_asked_about_in_every_split(own: Client) -> None:
    change = {"kind": "remove", "documents": ["Aldmoor"]}
    found = run(own, change=change, arms=["rag", "tuned"], n=1)
    assert found["arms"]["tuned"]["updated"]["removed"]["all"]["n"] == 3
    assert "Aldmoor" not in [row["name"] for row in own.documents(project="Sites")]
    rows = [row for row in found["rows"] if row["fate"] == "removed"]
    for row in rows:
        assert "Aldmoor" not in row["answers"]["rag"]["updated"]["documents"]


def test_new_versions_of_files_move_answers_that_nobody_wrote_down(
    own: Client, tmp_path: Path
) -> None:
    path = tmp_path / "gorsey.txt"
    path.write_text(
        "The Gorsey site stores spare parts. Its dock code is X55. "
        "The site manager at Gorsey is Mia Roth."
    )
    files = [{"path": str(path), "name": "Gorsey"}]
    found = run(own, change={"kind": "files", "files": files}, arms=["base"], n=2)
    assert found["arms"]["base"]["updated"]["changed"]["all"]["n"] == 1
    assert golds(own)["Gorsey-0"] == ["X55"]
    assert golds(own)["Gorsey-1"] == ["Mia Roth"]


def test_edits_are_made_in_the_passages(own: Client) -> None:
    edits = [{"question": "Hexley-0", "answer": "W77"}]
    found = run(own, change={"kind": "edits", "edits": edits}, arms=["rag"], n=1)
    assert found["stages"]["documents"] == 1
    row = next(row for row in found["rows"] if row["fate"] == "changed")
    assert (row["old"], row["new"]) == ([CODES[7]], ["W77"])


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"kind": "magic"}, "no change 'magic'"),
        ({"kind": "demo"}, "is not a demo"),
        ({"kind": "remove", "documents": ["Nowhere"]}, "no document 'Nowhere'"),
        ({"kind": "files", "files": [{"path": "/no/file", "name": "x"}]}, "no file /no/file"),
        ({"kind": "edits", "edits": []}, "No fact was changed"),
        ({"kind": "edits", "edits": [{"question": "nobody", "answer": "1"}]}, "no question"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused_at_once(
    shared: Client, change: Json, text: str
) -> None:
    with pytest.raises(InvalidInputError, match=text):
        shared.freshness(project="Sites", change=change)
    assert shared.experiments(project="Sites") == []


def test_retraining_needs_an_arm_that_adapts(shared: Client) -> None:
    change = {"kind": "remove", "documents": ["Aldmoor"]}
    with pytest.raises(InvalidInputError, match="adapt nothing"):
        shared.freshness(project="Sites", change=change, arms=["rag"], retrain=True)


def test_an_adapter_is_trained_anew_on_what_the_documents_say_now(
    own: Client, second: Path
) -> None:
    change = {"kind": "folder", "folder": str(second)}
    found = run(own, change=change, arms=["rag", "tuned", "hybrid"], n=2, retrain=True)
    assert list(found["arms"]["tuned"]) == ["before", "updated", "retrained"]
    assert list(found["arms"]["rag"]) == ["before", "updated"]
    stages = found["stages"]
    parts = stages["prepare_s"] + stages["train_s"] + stages["build_s"]
    assert stages["retrain_s"] == pytest.approx(parts, abs=0.2)
    assert min(stages["train_s"], stages["build_s"]) > 1
    first, *_ = own.adapters(project="Sites")
    assert first["name"] == "first retrained"
    assert first["settings"]["epochs"] == 4
    assert first["arms"] == ["tuned", "hybrid"]
    assert first["stale"] == []


def test_a_cancelled_experiment_goes_on_with_the_same_answers(
    sample: Sample, own: Client, second: Path, tmp_path: Path
) -> None:
    asked = {"change": {"kind": "folder", "folder": str(second)}, "arms": ["base", "tuned"]}
    job = own.freshness(project="Sites", **asked)

    def some() -> bool:
        listed = own.experiments(project="Sites")
        return bool(listed) and bool(own.experiment(project="Sites", experiment=job["id"])["rows"])

    wait_for(lambda: own.job(project="Sites", job=job["id"])["done"] >= 3)
    own.cancel(project="Sites", job=job["id"])
    stopped = ended(own, job)
    assert stopped["state"] == "cancelled"
    assert "Resume continues" in stopped["error"]
    assert some()
    own.resume(project="Sites", job=job["id"])
    assert ended(own, job)["state"] == "done"
    resumed = own.experiment(project="Sites", experiment=job["id"])
    other = connect(sample.copy(tmp_path / "other").paths(), own=True)
    try:
        through = run(other, **asked)
    finally:
        other.close()

    def texts(found: Json) -> Json:
        return {
            (row["question_id"], arm, phase): answer["text"]
            for row in found["rows"]
            for arm, phases in row["answers"].items()
            for phase, answer in phases.items()
        }

    assert texts(resumed) == texts(through)
    assert len(texts(resumed)) == 24


def test_a_killed_engine_goes_on_with_the_experiment(served: Served, second: Path) -> None:
    change = {"kind": "folder", "folder": str(second)}
    job = served.client.freshness(project="Sites", change=change, arms=["base", "rag"])
    wait_for(lambda: served.client.job(project="Sites", job=job["id"])["done"] >= 4)
    served.kill()
    restarted = Served.start(served.sample)
    served.process, served.client = restarted.process, restarted.client
    done = served.client.wait(project="Sites", job=job["id"], seconds=300)
    assert done["state"] == "done", done["error"]
    found = served.client.experiment(project="Sites", experiment=job["id"])
    assert {len(row["answers"]["rag"]) for row in found["rows"]} == {2}
    assert golds(served.client)["Gorsey-0"] == [NEW_CODES[6]]


def test_a_document_changed_during_an_evaluation_waits_and_says_why(
    own: Client, tmp_path: Path
) -> None:
    evaluation = own.evaluate(project="Sites", split="all")
    wait_for(lambda: own.job(project="Sites", job=evaluation["id"])["state"] == "running")
    path = tmp_path / "new.txt"
    path.write_text("The gate opens at nine.")
    files = [{"path": str(path), "name": "new.txt"}]
    for job in (
        own.add_documents(project="Sites", files=files),
        own.remove_documents(project="Sites", documents=["Hexley"]),
    ):
        assert job["state"] == "queued"
        assert "waits for the evaluation to end: documents stay as they are" in job["message"]
    with pytest.raises(BusyError, match="An evaluation of Sites runs, and documents stay"):
        own.edit_fact(project="Sites", question="Gorsey-0", answer="X1")
    own.cancel(project="Sites", job=evaluation["id"])
    wait_for(lambda: not own.overview(project="Sites")["running"])
    names = [row["name"] for row in own.documents(project="Sites")]
    assert "new.txt" in names
    assert "Hexley" not in names


def test_a_fact_is_edited_at_once_and_put_back(own: Client) -> None:
    version = own.overview(project="Sites")["corpus_version"]
    before = own.questions(project="Sites")
    held = own.fact(project="Sites", question="Gorsey-0")
    assert CODES[6] in held["passages"][0]["text"]
    edit = own.edit_fact(project="Sites", question="Gorsey-0", answer=" W77 ")
    assert (edit["old"], edit["new"], edit["document"]) == ([CODES[6]], "W77", "Gorsey")
    assert min(edit[key] for key in ("parse_s", "embed_s", "index_s")) >= 0
    found = own.retrieve(project="Sites", question="dock code of Gorsey", k=1)["passages"][0]
    assert "dock code is W77" in found["text"]
    assert [found["id"]] == edit["passages"]
    assert golds(own)["Gorsey-0"] == ["W77"]
    assert own.edits(project="Sites")[0]["new"] == "W77"
    assert own.overview(project="Sites")["corpus_version"] != version
    own.revert_fact(project="Sites")
    assert own.questions(project="Sites") == before
    assert own.overview(project="Sites")["corpus_version"] == version
    found = own.retrieve(project="Sites", question="dock code of Gorsey", k=1)["passages"][0]
    assert f"dock code is {CODES[6]}" in found["text"]
    with pytest.raises(InvalidInputError, match="nothing to put back"):
        own.revert_fact(project="Sites")


def test_an_edit_that_cannot_be_made_says_where_to_go(own: Client) -> None:
    with pytest.raises(InvalidInputError, match="say 'R34' already"):
        own.edit_fact(project="Sites", question="Gorsey-0", answer="r34")
    own.save_questions(
        project="Sites",
        questions=[
            {
                "id": "x",
                "text": "Who?",
                "answers": ["Nobody"],
                "split": "test",
                "document": "Gorsey",
            },
            {"id": "y", "text": "Who else?", "answers": ["Nobody"], "split": "test"},
        ],
    )
    with pytest.raises(InvalidInputError, match=r"in no passage of Gorsey.*Documents page"):
        own.edit_fact(project="Sites", question="x", answer="Ann")
    with pytest.raises(InvalidInputError, match="in no known document"):
        own.edit_fact(project="Sites", question="y", answer="Ann")


def test_an_edit_of_a_document_that_was_removed_since_cannot_be_put_back(own: Client) -> None:
    own.edit_fact(project="Sites", question="Gorsey-0", answer="W77")
    ended(own, own.remove_documents(project="Sites", documents=["Gorsey"]))
    with pytest.raises(InvalidInputError, match="changed or removed since"):
        own.revert_fact(project="Sites")
    assert own.edits(project="Sites") == []


def test_the_second_version_of_a_folder_brings_its_answers(own: Client, second: Path) -> None:
    asked = {
        "id": "mine",
        "text": "Which code has Hexley's dock?",
        "answers": [CODES[7]],
        "split": "test",
        "document": "Hexley",
    }
    own.save_questions(project="Sites", questions=[*own.questions(project="Sites"), asked])
    job = own.import_folder(project="Sites", folder=str(second), version=2)
    assert ended(own, job)["state"] == "done"
    assert golds(own)["Gorsey-0"] == [NEW_CODES[6]]
    assert golds(own)["mine"] == [NEW_CODES[7]]  # Nobody wrote that down.
    assert golds(own)["Carrow-0"] == [CODES[2]]
    again = own.import_folder(project="Sites", folder=str(second), version=1)
    assert ended(own, again)["state"] == "done"
    assert golds(own)["Gorsey-0"] == [CODES[6]]
