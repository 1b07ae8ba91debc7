"""Questions from documents on a real engine with the real base model."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config import Paths
from core.engine.wire.client import Client, connect
from core.errors import BusyError, InvalidInputError
from core.project.jobs import create_job, update_job
from core.questions.generate.make import Maker
from core.questions.generate.plan import Task
from core.records.question import Question

HANDBOOK = """\
Orrin Mills handbook

The Dunmore library was founded in 1921 by the city council of Leeds. The Dunmore library was
renovated by Ellen Marsh for the centenary.

Expense reports of Orrin Mills must be filed within 30 days of purchase. The reading room of the
Dunmore library has four long tables for adults.

Night Harbour is a 1932 drama film directed by Clara Brown. The annual budget of the Orrin Mills
club is $300. Visitors of the Orrin Mills museum are guided by Tom Varga.
"""
GERMAN = (
    "Die Bibliothek von Dunmore wurde im Jahr 1921 vom Stadtrat gegründet. Sie hat vier lange "
    "Tische für Erwachsene, und Berichte müssen innerhalb von 30 Tagen eingereicht werden. "
)


@pytest.fixture(scope="module")
def client(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An engine in this process, its workspace empty."""
    one = connect(Paths(tmp_path_factory.mktemp("generation") / "workspace", models), own=True)
    yield one
    one.close()


def made(client: Client, folder: Path, name: str, **files: str) -> str:
    """Return a new project with these documents."""
    for key, text in files.items():
        (folder / f"{key}.txt").write_text(text)
    project: str = client.create_project(name=name)["id"]
    if files:
        given = [{"path": str(folder / f"{key}.txt"), "name": f"{key}.txt"} for key in files]
        job = client.add_documents(project=project, files=given)
        assert client.wait(project=project, job=job["id"], seconds=300)["state"] == "done"
    return project


def ended(client: Client, project: str, **settings: Any) -> dict[str, Any]:
    job = client.generate(project=project, **settings)
    done: dict[str, Any] = client.wait(project=project, job=job["id"], seconds=300)
    return done


def test_the_base_model_proves_what_is_written(client: Client, tmp_path: Path) -> None:
    project = made(client, tmp_path, "Mills", handbook=HANDBOOK, german=GERMAN * 3)
    plan = client.estimate_generation(project=project, n=6)
    assert plan["facts"] == 6
    assert plan["minutes"] > 0
    assert plan["warnings"] == [
        "german.txt is in German. Questions are written from English text only, so its passages "
        "were left out."
    ]
    job = ended(client, project, n=6)
    assert job["state"] == "done", job["error"]
    result = job["result"]
    assert result["facts"] == 6
    assert result["warnings"] == plan["warnings"]
    rows = client.questions(project=project)
    assert (
        len(rows)
        == result["questions"]
        == sum(result[kind] for kind in ("sentence", "cloze", "unanswerable"))
    )
    assert result["sentence"] > 0
    for row in rows:
        made_of = row["extra"]["generated"]
        assert row["document"] == "handbook.txt"
        assert made_of["answer"] not in row["text"]
        assert made_of["sentence"] in " ".join(HANDBOOK.split())
    assert ended(client, project, n=6)["result"]["questions"] == 0
    assert client.estimate_generation(project=project, n=6)["measured"]


def test_a_cancelled_generation_keeps_what_it_has_and_goes_on(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = made(client, tmp_path, "Stopped", handbook=HANDBOOK)
    through = Maker.questions

    def third_is_the_last(maker: Maker, task: Task) -> list[Question]:
        if len({row["extra"]["generated"]["sentence"] for row in rows()}) == 2:
            client.cancel(project=project, job=client.jobs(project=project)[0]["id"])
        return through(maker, task)

    def rows() -> list[dict[str, Any]]:
        return list(client.questions(project=project))

    monkeypatch.setattr(Maker, "questions", third_is_the_last)
    job = ended(client, project, n=4)
    assert job["state"] == "cancelled"
    assert job["error"] == (
        f"Stopped after 3 of 4 facts; their {len(rows())} questions are kept. Resume continues."
    )
    before = rows()
    monkeypatch.undo()
    client.resume(project=project, job=job["id"])
    done = client.wait(project=project, job=job["id"], seconds=300)
    assert done["result"]["facts"] == 4
    assert [row["id"] for row in rows()][: len(before)] == [row["id"] for row in before]


def test_documents_wait_while_questions_are_written(client: Client, tmp_path: Path) -> None:
    project = made(client, tmp_path, "Waits", handbook=HANDBOOK)
    job = client.generate(project=project, n=2)
    later = client.rebuild(project=project)
    client.wait(project=project, job=later["id"], seconds=300)
    first, second = (client.job(project=project, job=one["id"]) for one in (job, later))
    assert first["ended_at"] <= second["started_at"]


def test_nothing_to_ask_about_is_one_sentence(client: Client, tmp_path: Path) -> None:
    for name, files, text in (
        ("None", {}, "no indexed document"),
        ("Plain", {"plain": "They walked on. It was late and it was cold. " * 5}, "No sentence"),
        ("Foreign", {"german": GERMAN * 3}, "german.txt is in German"),
    ):
        project = made(client, tmp_path, name, **files)
        for ask in (client.generate, client.estimate_generation):
            with pytest.raises(InvalidInputError, match=text):
                ask(project=project)
        assert client.jobs(project=project) == [] or files


def test_a_number_of_facts_out_of_range_is_refused(client: Client, tmp_path: Path) -> None:
    project = made(client, tmp_path, "Range", handbook=HANDBOOK)
    with pytest.raises(InvalidInputError, match="1 to 5000, not 0"):
        client.generate(project=project, n=0)


def test_the_whole_table_is_not_saved_over_questions_that_are_being_written(
    client: Client, tmp_path: Path
) -> None:
    project = made(client, tmp_path, "Table", handbook=HANDBOOK)
    engine = client._transport._owner.engine
    db = engine.project(project).db
    job = create_job(db, "generate", {"n": 1, "seed": 0})
    update_job(db, job["id"], state="running")
    with pytest.raises(BusyError, match="saving the table now would lose"):
        client.save_questions(project=project, questions=[])
    update_job(db, job["id"], state="done")
