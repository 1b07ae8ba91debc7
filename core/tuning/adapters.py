"""The adapters of a project: folders with LoRA weights, a build and a manifest with lineage."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InvalidInputError, NotFoundError
from core.project.workspace import Project, write_json
from core.records.adapter import Manifest
from core.tuning.run_folder import RunFolder

MANIFEST = "manifest.json"
SAME = (
    "recipe",
    "base",
    "corpus_version",
    "questions_hash",
    "style",
    "personal_data",
    "trained_on",
)
"""Fields of the manifest that a family shares, besides all settings but seed and name."""
PREFERRED = {
    False: ("mixed", "closed-book", "with-passages"),
    True: ("mixed", "with-passages", "closed-book"),
}
"""The recipes that serve an arm, best first, by whether it reads passages."""


@dataclass(frozen=True)
class Adapter:
    """One adapter, as its manifest tells it."""

    id: str
    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """What people call it."""
        return str(self.manifest["name"])

    @property
    def recipe(self) -> str:
        """How it was trained."""
        return str(self.manifest["recipe"])

    @property
    def seed(self) -> int:
        """What the order of its examples and its first weights were drawn by."""
        return int(self.manifest["settings"].get("seed", 0))


def adapters_folder(project: Project) -> Path:
    """Return where a project's adapters lie."""
    return project.folder / "adapters"


def list_adapters(folder: Path) -> list[Adapter]:
    """Return the adapters that are whole, newest first."""
    adapters = []
    for path in folder.glob(f"[!.]*/{MANIFEST}"):
        with suppress(FileNotFoundError):  # It was deleted meanwhile.
            adapters.append(Adapter(path.parent.name, path.parent, json.loads(path.read_text())))
    return sorted(adapters, key=lambda adapter: str(adapter.manifest["created_at"]), reverse=True)


def get_adapter(folder: Path, key: str) -> Adapter:
    """Return an adapter by id or name.

    Raises:
        NotFoundError: there is none.
    """
    adapters = list_adapters(folder)
    for adapter in adapters:
        if key in (adapter.id, adapter.name):
            return adapter
    names = ", ".join(adapter.name for adapter in adapters) or "none yet"
    raise NotFoundError(f"There is no adapter '{key}'. Adapters here: {names}.")


def adapter_for(folder: Path, reads: bool, chosen: str | None) -> Adapter | None:
    """Return the adapter an arm uses: the chosen one, else the newest of the best recipe."""
    for adapter in list_adapters(folder):
        if adapter.id == chosen:
            return adapter
    candidates = (newest_of(folder, recipe) for recipe in PREFERRED[reads])
    return next((adapter for adapter in candidates if adapter), None)


def newest_of(folder: Path, recipe: str) -> Adapter | None:
    """Return the newest adapter of a recipe; None if there is none."""
    return next((adapter for adapter in list_adapters(folder) if adapter.recipe == recipe), None)


def family(adapters: Iterable[Adapter], chosen: Adapter) -> list[Adapter]:
    """Return the adapters that differ from `chosen` in the seed alone: it first, then by seed.

    Where two have the same seed, the first of `adapters` counts: they are one adapter, made twice.
    """
    kin = {chosen.seed: chosen}
    for adapter in adapters:
        if _made_from(adapter) == _made_from(chosen):
            kin.setdefault(adapter.seed, adapter)
    return [chosen, *(kin[seed] for seed in sorted(kin) if seed != chosen.seed)]


def _made_from(adapter: Adapter) -> list[Any]:
    settings = {**adapter.manifest["settings"], "seed": None, "name": None}
    return [settings, *(adapter.manifest.get(key) for key in SAME)]


def keep_adapter(run: RunFolder, folder: Path, key: str, manifest: Manifest) -> Adapter:
    """Make a finished run the adapter `key`: weights and build moved, the manifest last."""
    target = folder / key
    temporary = folder / f".{key}"
    if not target.exists():
        temporary.mkdir(parents=True, exist_ok=True)
        for file in sorted(run.adapter.glob("adapter_*")) if run.adapter.exists() else ():
            os.replace(file, temporary / file.name)
        if run.build.exists():
            os.replace(run.build, temporary / run.build.name)
        write_json(temporary / MANIFEST, manifest)
        os.replace(temporary, target)
    shutil.rmtree(run.checkpoints, ignore_errors=True)
    return get_adapter(folder, key)


def rename_adapter(folder: Path, key: str, name: str) -> None:
    """Give an adapter another name.

    Raises:
        InvalidInputError: the name is blank or taken.
    """
    adapter, name = get_adapter(folder, key), " ".join(name.split())
    taken = [other.name for other in list_adapters(folder) if other.id != adapter.id]
    if not name or name in taken:
        raise InvalidInputError(f"The name '{name}' is blank or taken. Choose another one.")
    write_json(adapter.folder / MANIFEST, {**adapter.manifest, "name": name})


def delete_adapter(folder: Path, key: str) -> str:
    """Remove an adapter and its build; return its id."""
    adapter = get_adapter(folder, key)
    hidden = adapter.folder.with_name(f".{adapter.id}.deleted")
    os.replace(adapter.folder, hidden)
    shutil.rmtree(hidden, ignore_errors=True)
    return adapter.id


def zip_adapter(adapter: Adapter, target: Path) -> Path:
    """Write the adapter's weights (PEFT format) and manifest to a zip file for download."""
    temporary = target.with_suffix(".part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED) as file:
        for path in [adapter.folder / MANIFEST, *sorted(adapter.folder.glob("adapter_*"))]:
            file.write(path, path.name)
    os.replace(temporary, target)
    return target
