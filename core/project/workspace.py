"""A workspace: the folder that holds projects."""

import json
import os
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from core.config import BASE_MODEL, MIN_FREE_DISK_MB
from core.errors import AppError, InvalidInputError, NotFoundError, ResourceError
from core.project.database import Database, now
from core.records.project import AboutRecording, ServerSettings

MAX_NAME = 80
Fill = Callable[[Path, Database], None]
"""Puts something into a new project's folder and database."""


@dataclass(frozen=True)
class Project:
    """A folder with documents, questions, adapters and evaluations over one base model."""

    id: str
    folder: Path
    db: Database

    @property
    def name(self) -> str:
        """The name people see; the folder keeps its id when it changes."""
        return str(self.db.setting("name"))

    @property
    def base(self) -> str:
        """Key or folder of the base model, or the name that its server knows it by."""
        return str(self.db.setting("base", BASE_MODEL))

    @property
    def server(self) -> ServerSettings | None:
        """Where the model is served, and its limits; None for a model that runs here."""
        where: ServerSettings | None = self.db.setting("server")
        return where

    @property
    def recorded(self) -> AboutRecording | None:
        """What a recorded result says about itself; None for a project that can be changed."""
        about: AboutRecording | None = self.db.setting("recorded")
        return about


class Workspace:
    """Projects by id or name; one `Database` a project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._projects: dict[str, Project] = {}
        # Held while folders are listed, opened or removed; never for longer.
        self._opening = threading.RLock()
        self._naming = threading.Lock()  # Held from the check of a name until it is taken.
        (folder / "projects").mkdir(parents=True, exist_ok=True)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what an interrupted create or delete left behind."""
        for leftover in (self.folder / "projects").glob(".*"):
            shutil.rmtree(leftover, ignore_errors=True)

    def projects(self) -> list[Project]:
        """Return all projects that can be opened, oldest first; `set_aside` has the others."""
        opened: list[Project] = []
        with self._opening:
            for key in self._keys():
                with suppress(AppError):
                    opened.append(self._open(key))
            return sorted(opened, key=lambda project: project.db.setting("created_at", ""))

    def set_aside(self) -> list[str]:
        """Return why each project that cannot be opened is not, a sentence each."""
        sentences = []
        for key in self._keys():
            try:
                self._open(key)
            except AppError as error:
                sentences.append(str(error))
        return sentences

    def _keys(self) -> list[str]:
        # A hidden one is still being made or removed; pathlib's * would match it.
        return sorted(path.parent.name for path in self.folder.glob("projects/[!.]*/project.db"))

    def _open(self, key: str) -> Project:
        with self._opening:
            if key not in self._projects:
                folder = self.folder / "projects" / key
                self._projects[key] = Project(key, folder, Database(folder / "project.db"))
            return self._projects[key]

    def project(self, key: str) -> Project:
        """Return the project of that id or name.

        Raises:
            NotFoundError: there is none.
        """
        with self._opening:
            known = self.projects()
            for project in known:
                if key in (project.id, project.name):
                    return project
            names = ", ".join(project.name for project in known) or "none yet"
            sentences = [f"There is no project '{key}'. Projects here: {names}.", *self.set_aside()]
        raise NotFoundError(" ".join(sentences))

    def create(
        self,
        name: str,
        base: str = BASE_MODEL,
        fill: Fill | None = None,
        server: ServerSettings | None = None,
    ) -> Project:
        """Make a project: empty, or with what `fill` puts there before anybody can see it.

        Args:
            server: Where the base model is served, if not here
            (`core.engine.answering.servers.SERVER`).

        Raises:
            InvalidInputError: the name is blank, too long or taken.
            AppError: what `fill` raises; no project is left then.
        """
        with self._naming:
            return self._create(self._free_name(name), base, fill, server)

    def _create(
        self, name: str, base: str, fill: Fill | None, server: ServerSettings | None
    ) -> Project:
        require_disk(self.folder)
        key = "p-" + secrets.token_hex(4)
        temporary = self.folder / "projects" / ("." + key)
        temporary.mkdir()
        db = Database(temporary / "project.db")
        try:
            made = {"name": name, "base": base, "server": server, "created_at": now()}
            for setting, value in made.items():
                db.set_setting(setting, value)
            if fill:
                fill(temporary, db)
        except BaseException:
            db.close()
            shutil.rmtree(temporary, ignore_errors=True)
            raise
        db.close()
        os.replace(temporary, self.folder / "projects" / key)
        return self._open(key)

    def rename(self, key: str, name: str) -> Project:
        """Give a project another name; same errors as `create`."""
        project = self.project(key)
        with self._naming:
            if name.strip() != project.name:
                project.db.set_setting("name", self._free_name(name))
        return project

    def delete(self, key: str) -> None:
        """Remove a project and all it holds; hidden first, so that a kill leaves no half of it."""
        project = self.project(key)
        hidden = project.folder.with_name("." + project.id)
        with self._opening:
            project.db.close()
            os.replace(project.folder, hidden)
            self._projects.pop(project.id, None)
        shutil.rmtree(hidden, ignore_errors=True)

    def _free_name(self, name: str) -> str:
        name = " ".join(name.split())
        if not name or len(name) > MAX_NAME:
            raise InvalidInputError(f"A project needs a name of 1 to {MAX_NAME} characters.")
        with self._opening:
            taken = [key for project in self.projects() for key in (project.name, project.id)]
        if name in taken:
            raise InvalidInputError(f"There is a project '{name}' already. Choose another name.")
        return name


@contextmanager
def still_here(project: Project | None) -> Iterator[None]:
    """Say in a sentence that a project went while something was done with it.

    Raises:
        NotFoundError: its folder is gone.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if project is None or project.folder.exists():
            raise
        raise NotFoundError(
            "This project was deleted in the meantime. Choose another one."
        ) from error


def require_disk(folder: Path, megabytes: int = MIN_FREE_DISK_MB) -> None:
    """Refuse to begin something that writes when the disk is nearly full.

    Raises:
        ResourceError: less than `megabytes` are free where `folder` lies.
    """
    free = shutil.disk_usage(folder).free // 2**20
    if free < megabytes:
        raise ResourceError(
            f"Only {free} MB are free on the disk of {folder}, and {megabytes} MB are needed. "
            "Free some space and try again; nothing was changed."
        )


def write_json(path: Path, value: Any, mode: int = 0o666) -> None:
    """Write JSON as `write_whole` writes."""
    write_whole(path, json.dumps(value, indent=1, ensure_ascii=False).encode(), mode)


def write_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file so that a reader, or a kill, sees the old one or the new one, never half.

    Args:
        mode: The file's rights from its first byte on; the user's umask takes some away.

    Raises:
        OSError: it cannot be written; then nothing is left of it.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(temporary, "xb", opener=partial(os.open, mode=mode)) as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def folder_bytes(folder: Path) -> int:
    """Return the size of all files below `folder`, in bytes.

    A running job writes and removes files meanwhile; one that disappears while it is counted counts
    0.
    """
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += os.stat(os.path.join(parent, name)).st_size
    return total
