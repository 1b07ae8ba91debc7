"""What a job uses stays: whoever would delete or change it is told so in a sentence."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.config import Paths
from core.engine.asks import Ask
from core.engine.owner import Owner
from core.errors import BusyError, InvalidInputError
from core.project.answers import list_evaluations
from core.project.jobs import create_job, update_job
from core.project.workspace import Project, Workspace
from tests.core.engine import hand_made

Json = dict[str, Any]


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    """An owner over a finished project; nothing in it is changed."""
    folder = tmp_path_factory.mktemp("in use")
    hand_made.make(Workspace(folder / "workspace"))
    one = Owner(Paths(folder / "workspace", folder / "no models", folder / "none"))
    yield one
    one.close()


@pytest.fixture
def project(owner: Owner) -> Iterator[Project]:
    """The project; jobs that a test began have ended afterwards."""
    demo = owner.engine.project("Demo")
    before = {row["id"]: row["state"] for row in demo.db.rows("SELECT id, state FROM jobs")}
    yield demo
    for row in demo.db.rows("SELECT id FROM jobs"):
        update_job(demo.db, row["id"], state=before.get(row["id"], "done"))


def begin(project: Project, kind: str, settings: Json, state: str) -> None:
    update_job(project.db, create_job(project.db, kind, settings)["id"], state=state)


def refused(owner: Owner, operation: str, **arguments: Any) -> str:
    with pytest.raises(BusyError, match="nothing was changed") as error:
        owner.call(operation, {"project": "Demo", **arguments})
    return str(error.value)


STATES = pytest.mark.parametrize(("state", "word"), [("running", "runs"), ("queued", "waits")])


@STATES
def test_an_evaluation_stays_while_it_is_answered(
    owner: Owner, project: Project, state: str, word: str
) -> None:
    (row,) = list_evaluations(project.db)
    update_job(project.db, row["job_id"], state=state)
    text = refused(owner, "delete_evaluation", evaluation=row["id"])
    assert text.startswith(f"An evaluation of 'Demo' {word}, and ")
    assert list_evaluations(project.db)


@STATES
def test_an_evaluation_stays_while_it_is_judged(
    owner: Owner, project: Project, state: str, word: str
) -> None:
    (row,) = list_evaluations(project.db)
    begin(project, "judge", {"evaluation": row["id"], "judge": "x"}, state)
    assert refused(owner, "delete_evaluation", evaluation=row["id"]).startswith("A judge job")


@STATES
def test_an_experiment_stays_until_it_ends(
    owner: Owner, project: Project, state: str, word: str
) -> None:
    job = create_job(project.db, "freshness", {})["id"]
    update_job(project.db, job, state=state)
    assert word in refused(owner, "delete_experiment", experiment=job)


@STATES
@pytest.mark.parametrize(
    ("kind", "settings"),
    [("evaluate", {}), ("freshness", {}), ("selftest", {}), ("export", {"adapter": "ad-1"})],
)
def test_an_adapter_stays_while_a_job_needs_it(
    owner: Owner, project: Project, kind: str, settings: Json, state: str, word: str
) -> None:
    begin(project, kind, settings, state)
    refused(owner, "delete_adapter", adapter="mixed 1")
    assert [row["id"] for row in owner.call("adapters", {"project": "Demo"})] == ["ad-1"]


def test_an_adapter_goes_while_the_file_of_another_one_is_written(
    owner: Owner, project: Project
) -> None:
    begin(project, "export", {"adapter": "ad-2"}, "running")
    owner.call("rename_adapter", {"project": "Demo", "adapter": "ad-1", "name": "mixed 1"})


@STATES
@pytest.mark.parametrize("kind", ["index", "train", "judge"])
def test_a_project_stays_while_a_job_works_on_it(
    owner: Owner, project: Project, kind: str, state: str, word: str
) -> None:
    begin(project, kind, {"evaluation": "e"}, state)
    assert "the project is what it works on" in refused(owner, "delete_project")
    assert project.folder.exists()


def test_a_project_stays_while_a_question_is_answered_in_it(owner: Owner, project: Project) -> None:
    ask = Ask(project.id, "When?", ["base"])
    owner.engine.remember(ask)
    assert "A question is being answered in 'Demo'" in refused(owner, "delete_project")
    ask.finish()


@pytest.mark.parametrize("kind", ["evaluate", "freshness"])
def test_documents_stay_while_an_evaluation_waits_to_ask_about_them(
    owner: Owner, project: Project, kind: str
) -> None:
    begin(project, kind, {}, "queued")
    text = refused(owner, "remove_documents", documents=["site 1.md"])
    assert "as they are" in text


def test_a_phase_of_an_experiment_is_deleted_with_its_experiment_alone(
    owner: Owner, project: Project
) -> None:
    [phase] = project.db.rows("SELECT id FROM evaluations WHERE card LIKE '%x-1%'")
    with pytest.raises(InvalidInputError, match=r"a phase of the freshness experiment x-1\."):
        owner.call("delete_evaluation", {"project": "Demo", "evaluation": phase["id"]})
    assert project.db.rows("SELECT id FROM evaluations WHERE id = ?", phase["id"])
