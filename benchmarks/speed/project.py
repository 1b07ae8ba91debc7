"""The project that whole answers are measured on: xquad_en with an adapter of each recipe."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.question_sets.places import question_set
from benchmarks.speed import DATA
from core.arms import ARMS
from core.config import Paths
from core.engine.answering.arms import adapter_of, gather_arm, ready_arm, source_of
from core.engine.context import Engine
from core.engine.owner import Owner
from core.evaluation.asking.answering import ReadyArm
from core.inference.builds import load, reference
from core.inference.generator import Generator
from core.project.questions import list_questions
from core.project.workspace import Project
from core.records.question import Question

RECIPES = ("closed-book", "with-passages")


@contextmanager
def opened(workspace: Path) -> Iterator[tuple[Engine, Project]]:
    """Open a workspace's first project; an empty workspace gets one, trained (40 minutes)."""
    owner = Owner(Paths(workspace=workspace))
    try:
        projects = owner.engine.workspace.projects()
        yield owner.engine, projects[0] if projects else _made(owner)
    finally:
        owner.close()


def _made(owner: Owner) -> Project:
    project = owner.engine.workspace.create("xquad_en")
    key = {"project": project.id}
    job = owner.call("import_folder", key | {"folder": str(question_set(DATA))})
    owner.call("wait", key | {"job": job["id"], "seconds": 600})
    for recipe in RECIPES:
        job = owner.call("train", key | {"settings": {"recipe": recipe}})
        owner.call("wait", key | {"job": job["id"], "seconds": 7200})
    return project


def asked(project: Project, count: int, split: str = "test") -> list[Question]:
    """Return questions of a split, spread over the whole set."""
    found = [one for one in list_questions(project.db, split) if one.answers]
    return found[:: max(1, len(found) // count)][:count]


def arms(engine: Engine, project: Project) -> dict[str, ReadyArm]:
    """Return the four arms, ready to answer."""
    with engine.generators.exclusive():
        parts = {
            key: gather_arm(engine, project, arm, adapter_of(project, arm))
            for key, arm in ARMS.items()
        }
        return {
            key: ready_arm(engine.generators, part, source_of(part)) for key, part in parts.items()
        }


def references(engine: Engine, project: Project) -> dict[str, Generator]:
    """Return what answers each arm with transformers in fp32; the adapter is merged in."""
    loaded: dict[str, Generator] = {}
    found = {}
    for key, arm in ARMS.items():
        adapter = adapter_of(project, arm)
        given = (adapter.id, adapter.folder) if adapter else (None, None)
        build = reference(engine.paths.models, project.base, *given)
        if build.key not in loaded:
            loaded[build.key] = merged(load(build, engine.generators.tokenizer_of(build)))
        found[key] = loaded[build.key]
    return found


def merged(generator: Generator) -> Generator:
    """Merge a reference's adapter into its weights: unmerged it would be slower for nothing."""
    model = generator._model  # type: ignore[attr-defined]
    if hasattr(model, "merge_and_unload"):
        generator._model = model.merge_and_unload()  # type: ignore[attr-defined]
    return generator
