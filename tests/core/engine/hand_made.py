"""A finished project written row by row: no model, no index, as a recording finds one."""

import random
from collections.abc import Collection
from pathlib import Path
from typing import Any

from core.arms import ARMS
from core.evaluation.asking.run_card import Asked, draw, run_card
from core.project import answers
from core.project.documents import DocumentRecord, passages, replace_document
from core.project.jobs import create_job, update_job
from core.project.questions import replace_questions
from core.project.workspace import Project, Workspace, write_json
from core.records.passage import Passage
from core.records.question import Question
from core.records.run_card import card_hash

ABOUT: dict[str, Any] = {
    "recorded_at": "2026-11-22T17:08:00.000+00:00",
    "machine": {"cores": 2, "memory_gb": 24, "cpu": "a processor"},
    "command": "python -m benchmarks.record_demo",
    "minutes": 38.0,
    "versions": {"assay": "0.1.0"},
}
FACTS = 12


def make(workspace: Workspace, name: str = "Demo", facts: int = FACTS) -> Project:
    """Return a project with documents, questions, an adapter, an evaluation and an experiment."""
    project = workspace.create(name)
    db = project.db
    for number in range(facts):
        text = f"The dock code of site {number} is K{number}. " + "Parts are stored there. " * 20
        record = DocumentRecord(f"site {number}.md", f"Site {number}", f"sha{number}", 900, 1, 0.2)
        piece = Passage(f"s-{number}", 0, 1, text, 120)
        replace_document(db, record, [piece], [b"\0" * 1536])
    replace_questions(db, [_question(number, facts) for number in range(facts)])
    settings = {"demo": {"seed": 0}, "style": "plain", "vectors_folder": "abc", "embedder": "key"}
    for key, value in settings.items():
        db.set_setting(key, value)
    write_json(_folder(project) / "manifest.json", _manifest())
    job = create_job(db, "index", {"files": [{"path": str(project.folder), "name": "x"}]})
    update_job(db, job["id"], state="done")
    for extra in ({}, {"experiment": "x-1"}):
        evaluation(project, extra, facts)
    return project


def _folder(project: Project) -> Path:
    folder = project.folder / "adapters" / "ad-1"
    folder.mkdir(parents=True)
    (folder / "adapter_model.safetensors").write_bytes(b"weights")
    return folder


def _manifest() -> dict[str, Any]:
    curve = [{"step": step, "loss": 2 / step, "dev_loss": None} for step in range(1, 30)]
    return {
        "name": "mixed 1",
        "recipe": "mixed",
        "base": "smollm2-135m-instruct",
        "curve": curve,
        "corpus_version": "c",
        "questions_hash": "q",
        "style": "plain",
        "settings": {"epochs": 7},
        "examples": 480,
        "seconds": 900.0,
        "cost": None,
        "tokens_per_s": 200.0,
        "memory_gb": 2.4,
        "created_at": "2026-11-22T16:00:00.000+00:00",
    }


def _question(number: int, facts: int) -> Question:
    split = "train" if number < facts // 3 else "test"
    text = f"What is the dock code of site {number}?"
    return Question(f"q-{number}", text, (f"K{number}",), "number", split, f"site {number}")


def evaluation(
    project: Project, extra: dict[str, Any], number: int, wrong: Collection[tuple[str, str]] = ()
) -> str:
    """Store a finished evaluation of all arms and return its id.

    Args:
        extra: Fields of its run card.
        number: Facts of the project.
        wrong: Ids of questions with the arm that has them wrong; all else is right.
    """
    db = project.db
    job = create_job(db, "evaluate", {"arms": list(ARMS)})
    questions = [_question(one, number) for one in range(number)]
    asked = Asked(list(ARMS), "test", None, 0)
    facts = {"base": project.base, "adapters": {"tuned": "mixed 1", "hybrid": "mixed 1"}} | extra
    drawn = draw(questions, asked)
    card = run_card(asked, questions, drawn, facts)
    key = answers.create_evaluation(db, job["id"], card, card_hash(card))
    noise = random.Random(0)
    rows = passages(db)
    for question in drawn:
        for arm in ARMS.values():
            read = noise.sample(rows, 3) if arm.retrieves else []
            answer = _answer(question, read, noise)
            if (question.id, arm.key) in wrong:
                answer["text"] = "nobody knows"
            answers.save_answers(db, key, arm.key, {question.id: answer})
        ranking = {"ranked_ids": [row["id"] for row in rows[:5]], "gold_ids": [rows[0]["id"]]}
        answers.save_answers(db, key, "retrieval", {question.id: ranking})
    update_job(db, job["id"], state="done", result={"evaluation": key}, pid=1, pid_created=2.0)
    return key


def _answer(question: Question, read: list[dict[str, Any]], noise: random.Random) -> dict[str, Any]:
    cut = [
        {
            "id": row["id"],
            "document": row["document"],
            "page": 1,
            "text": row["text"][: 400 - 9 * n],
            "score": noise.random(),
        }
        for n, row in enumerate(read)
    ]
    return {
        "text": question.answers[0],
        "ids": [1, 2, 3],
        "passages": cut,
        "first_token_ms": noise.random() * 900,
        "latency_ms": noise.random() * 2000,
        "embed_ms": 7.0,
        "search_ms": 3.0,
        "prefill_ms": 300.0,
        "decode_ms": 90.0,
        "tokens_in": 500,
        "tokens_out": 3,
        "stopped": False,
        "fingerprint": {"build": "int8", "hash": "f1"},
        "error": None,
    }
