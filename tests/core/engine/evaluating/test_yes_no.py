"""Questions answered by yes, no or a label: any passage of the named document is gold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config import Paths
from core.engine.documents.change_plan import plan_change
from core.engine.owner import Owner
from core.engine.tuning.examples import _Lookup
from core.evaluation.asking.placed import place
from core.evaluation.figures.rows import scored_rows
from core.project.questions import list_questions
from core.project.workspace import Project
from core.records.answer import StoredAnswer
from tests.conftest import PLACES

TEXT = "The {place} site stores spare parts. {rule} There is no parking at {place}."
NAMED = 2 * len(PLACES)


@pytest.fixture(scope="module")
def owner(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    """An owner of a project of questions that no document answers word for word."""
    folder = tmp_path_factory.mktemp("labels")
    docs, questions = [], []
    for number, place_name in enumerate(PLACES):
        rule = "Guests may stay." if number % 2 else "Guests must leave at six."
        docs.append({"doc_id": place_name, "text": TEXT.format(place=place_name, rule=rule)})
        about = {"doc_id": place_name, "split": "test"}
        questions += [
            about
            | {
                "question": f"May guests of {place_name} stay overnight?",
                "answers": ["yes" if number % 2 else "no"],
            },
            about
            | {"question": f"What is {place_name} for?", "answers": ["Storage"], "kind": "label"},
        ]
    questions.append({"question": "Is it late?", "answers": ["no"], "split": "test", "group": "x"})
    for name, rows in (("docs", docs), ("qa", questions)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    opened = Owner(Paths(folder / "workspace", models))
    opened.call("create_project", {"name": "Rules"})
    done(opened, opened.call("import_folder", {"project": "Rules", "folder": str(folder)}))
    yield opened
    opened.close()


def done(owner: Owner, job: dict[str, Any]) -> dict[str, Any]:
    asked = {"project": "Rules", "job": job["id"], "seconds": 300}
    ended: dict[str, Any] = owner.call("wait", asked)
    assert ended["state"] == "done", ended["error"]
    return ended


@pytest.fixture(scope="module")
def project(owner: Owner) -> Project:
    return owner.engine.project("Rules")


def test_every_named_document_counts_and_who_was_left_out_is_told(owner: Owner) -> None:
    asked = {"project": "Rules", "arms": ["retrieval"], "split": "test"}
    job = done(owner, owner.call("evaluate", asked))
    key = {"project": "Rules", "evaluation": job["result"]["evaluation"]}
    found = owner.call("figures", key)["summary"]["retrieval"]
    assert (found["n"], found["left_out"]) == (NAMED, 1)
    assert found["hit@5"] == 1


def test_an_oracle_and_a_random_passage_can_be_handed_over(owner: Owner, project: Project) -> None:
    corpus = owner.engine.corpus(project)
    for question in (one for one in list_questions(project.db) if one.document):
        read = {
            handed: place(project.db, corpus, handed, question).passages[0].document
            for handed in ("gold", "random")
        }
        assert read["gold"] == question.document
        assert read["random"] != question.document


def test_training_reads_the_named_document_as_gold(owner: Owner, project: Project) -> None:
    lookup = _Lookup(owner.engine.corpus(project))
    for question in list_questions(project.db):
        found = lookup(question)
        gold = [found.texts[at] for at in found.gold]
        if question.document:
            assert all(question.document in text for text in gold)
            assert gold
        else:
            assert gold == []


def test_a_chosen_answer_is_read_where_its_document_is_and_copied_from_nowhere(
    project: Project,
) -> None:
    questions = {one.id: one for one in list_questions(project.db)}
    passage = {"id": "p", "document": PLACES[0], "page": 1, "text": "It opens at nine; no cars."}
    stored = {
        (key, "rag"): answered(question.answers[0], passage) for key, question in questions.items()
    }
    card = {"arms": ["rag"], "train_groups": [], "questions": list(questions)}
    for row in scored_rows(card, list(questions.values()), stored, {}):
        answer = row["answers"]["rag"]
        known = row["document"] and row["document"] == PLACES[0]
        assert answer["gold_read"] == (known if row["document"] else None)
        assert answer["grounding"]["fate"] == "unchecked"
        assert answer["grounding"]["absent_names"] == []


def test_a_word_that_happens_to_stand_there_is_no_fact_to_change(
    owner: Owner, project: Project, tmp_path: Path
) -> None:
    assert owner.call("freshness_choices", {"project": "Rules"})["facts"] == []
    file = tmp_path / "new.txt"
    file.write_text(TEXT.format(place=PLACES[0], rule="").replace("no parking", "a car park"))
    change = {"kind": "files", "files": [{"path": str(file), "name": PLACES[0]}]}
    assert plan_change(project, change).follow == {}


def answered(text: str, passage: dict[str, Any]) -> dict[str, Any]:
    given = {"text": text, "passages": [passage], "fingerprint": {}}
    return dict.fromkeys(StoredAnswer.__annotations__) | given | {"tokens_in": 1, "tokens_out": 1}
