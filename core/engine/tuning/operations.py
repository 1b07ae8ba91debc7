"""Fine-tuning: estimate, train, and the adapters it made."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from core.arms import ARMS
from core.config import ANSWER, BASE_GGUF, model_label
from core.engine.answering.arms import build_of
from core.engine.answering.servers import refuse_served
from core.engine.context import Engine
from core.engine.jobs.in_use import refuse_used
from core.engine.jobs.operations import job
from core.engine.table import operation
from core.engine.tuning.estimate import estimate
from core.engine.tuning.lineage import stale_sentences
from core.errors import InvalidInputError, NotFoundError
from core.inference.builds import base_folder
from core.inference.elsewhere import llama_request, modelfile
from core.project.styles import list_versions, style_in_use
from core.project.workspace import Project, folder_bytes, require_disk
from core.records.adapter import AdapterRow, GgufFile, ShownManifest
from core.records.job import Job
from core.records.training import ExportedAdapter, GgufRecipe, TrainingEstimate
from core.tuning import adapters as store
from core.tuning.settings import RECIPES, training_settings

SHOWN = tuple(ShownManifest.__annotations__)
"""What an adapter's row takes from its manifest."""
QUESTION = "(the question)"
PASSAGES = ("(the best passage)", "(the second passage)", "(the third passage)")
"""Placeholders in a recipe while nothing is asked yet."""


@operation(reads=True)
def estimate_training(
    engine: Engine, *, project: Project, settings: Mapping[str, object]
) -> TrainingEstimate:
    """Return minutes, memory and number of examples; `refused` says why it cannot run.

    Raises:
        InvalidInputError: a setting out of range, nothing to train on, or a model that is not here.
    """
    complete = training_settings(settings)
    refuse_served(project, "trained")
    return estimate(engine, project, complete)


@operation()
def train(engine: Engine, *, project: Project, settings: Mapping[str, object]) -> Job:
    """Queue a training run; one that cannot fit is refused.

    Raises:
        AppError: a setting out of range, no training questions, not enough memory or disk.
    """
    require_disk(project.folder)
    refused = estimate_training(engine, project=project, settings=settings)["refused"]
    if refused:
        raise InvalidInputError(refused)
    complete = training_settings(settings).as_dict()
    return job(engine, project=project, job=engine.queue.submit(project, "train", complete))


@operation(reads=True, recorded=True, kept="data")
def adapters(engine: Engine, *, project: Project) -> list[AdapterRow]:
    """Return a project's adapters with their lineage, newest first.

    `seeds` are those of its family: itself and the adapters that differ from it in the seed alone.
    """
    chosen = project.db.setting("chosen_adapter")
    every = store.list_adapters(store.adapters_folder(project))
    serving: dict[str, list[str]] = {}
    for arm in (arm for arm in ARMS.values() if arm.adapts):
        served = store.adapter_for(store.adapters_folder(project), arm.retrieves, chosen)
        serving.setdefault(served.id if served else "", []).append(arm.key)
    return [
        {
            "id": adapter.id,
            **cast(ShownManifest, {key: adapter.manifest.get(key) for key in SHOWN}),
            "bytes": folder_bytes(adapter.folder),
            "ready": _ready(engine, project, adapter),
            "gguf": _gguf(project, adapter),
            "chosen": adapter.id == chosen,
            "arms": serving.get(adapter.id, []),
            "stale": stale_sentences(project, adapter),
            "seeds": sorted(sibling.seed for sibling in store.family(every, adapter)),
        }
        for adapter in every
    ]


def _ready(engine: Engine, project: Project, adapter: store.Adapter) -> bool:
    """Whether the arms can use an adapter: its build, where it needs one, is there."""
    try:
        build_of(engine, project, adapter)
    except NotFoundError:
        return False
    return True


def _gguf(project: Project, adapter: store.Adapter) -> GgufFile | None:
    """Return path and bytes of an adapter's GGUF file."""
    file = _gguf_file(project, adapter.id)
    try:
        return {"path": str(file), "bytes": file.stat().st_size}
    except FileNotFoundError:
        return None


@operation(files=True)
def rename_adapter(engine: Engine, *, project: Project, adapter: str, name: str) -> None:
    """Give an adapter another name; its GGUF file, which holds the old one, is removed.

    Raises:
        BusyError: a GGUF file of it is being written.
        InvalidInputError: the name will not do.
    """
    kept = store.get_adapter(store.adapters_folder(project), adapter)
    refuse_used(project, "adapter's name", kept.id)
    store.rename_adapter(store.adapters_folder(project), kept.id, name)
    _gguf_file(project, kept.id).unlink(missing_ok=True)


@operation()
def choose_adapter(engine: Engine, *, project: Project, adapter: str | None) -> None:
    """Make an adapter the one for all arms that adapt; None leaves it to the newest."""
    key = store.get_adapter(store.adapters_folder(project), adapter).id if adapter else None
    project.db.set_setting("chosen_adapter", key)


@operation(files=True)
def delete_adapter(engine: Engine, *, project: Project, adapter: str) -> None:
    """Remove an adapter.

    Raises:
        BusyError: a job that uses it runs or waits.
    """
    key = store.get_adapter(store.adapters_folder(project), adapter).id
    refuse_used(project, "adapter", key)
    store.delete_adapter(store.adapters_folder(project), key)
    for file in (project.folder / "exports").glob(f"{key}.*"):
        file.unlink()
    engine.generators.forget(key)
    if project.db.setting("chosen_adapter") == key:
        project.db.set_setting("chosen_adapter", None)


@operation()
def export_adapter(engine: Engine, *, project: Project, adapter: str) -> ExportedAdapter:
    """Write an adapter's weights and manifest as a zip file; return its path."""
    kept = store.get_adapter(store.adapters_folder(project), adapter)
    folder = project.folder / "exports"
    folder.mkdir(exist_ok=True)
    return {"path": str(store.zip_adapter(kept, Path(folder / f"{kept.id}.zip")))}


@operation()
def export_gguf(engine: Engine, *, project: Project, adapter: str, file: str | None = None) -> Job:
    """Queue writing the base model with an adapter merged in as one F16 GGUF file.

    Args:
        file: Absolute path to write; else the project keeps the file, and `adapters` names it.

    Raises:
        InvalidInputError: the base model did not come as GGUF, or the file cannot be written.
    """
    kept = store.get_adapter(store.adapters_folder(project), adapter)
    if not (base_folder(engine.paths.models, project.base) / BASE_GGUF).exists():
        raise InvalidInputError(
            f"{model_label(project.base)} did not come as a GGUF file, so what was trained on it "
            "cannot leave as one. Download the adapter itself."
        )
    target = Path(file) if file else _gguf_file(project, kept.id)
    if file and (not target.parent.is_dir() or target.is_dir()):
        raise InvalidInputError(f"{file} cannot be written. Give a file in a folder that exists.")
    target.parent.mkdir(exist_ok=True)
    settings = {"adapter": kept.id, "file": str(target)}
    return job(engine, project=project, job=engine.queue.submit(project, "export", settings))


@operation(reads=True, recorded=True, kept="data")
def gguf_recipe(
    engine: Engine,
    *,
    project: Project,
    adapter: str,
    question: str = QUESTION,
    passages: list[str] | None = None,
) -> GgufRecipe:
    """Return how other programs ask the fine-tuned model in a GGUF file as the arms ask it.

    Args:
        passages: Best first; None puts placeholders there if the adapter learned to read passages.

    Returns:
        `request`, the body of one to llama.cpp's `/completion`; `modelfile`, the text of Ollama's,
        for questions without passages.
    """
    kept = store.get_adapter(store.adapters_folder(project), adapter)
    tokenizer = engine.generators.tokenizer_of(build_of(engine, project, None))
    trained = {style.key: style for style, _ in list_versions(project.db)}
    style = trained.get(kept.manifest.get("style", ""), style_in_use(project.db))
    if passages is None:
        reads = RECIPES[kept.recipe].passages_share > 0
        passages = list(PASSAGES[: ANSWER.passages]) if reads else []
    return {
        "request": llama_request(question, passages, style, tokenizer),
        "modelfile": modelfile(str(_gguf_file(project, kept.id)), style, tokenizer),
    }


def _gguf_file(project: Project, adapter: str) -> Path:
    return project.folder / "exports" / f"{adapter}.gguf"
