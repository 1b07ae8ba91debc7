"""The composition root: what pages reach outside Streamlit, always as `services.NAME`.

Tests replace `services.client` with one `monkeypatch.setattr`.
"""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.typing import UploadedFile as Upload

from core.config import Paths
from core.errors import ResourceError
from core.records.document import UploadedFile

if TYPE_CHECKING:
    from core.engine.wire.client import Client


def client() -> "Client":
    """Return the connection to the workspace's engine, shared by all sessions.

    Raises:
        AppError: no engine can be reached or started; the text says what to type.
    """
    paths = Paths()
    return _connected(str(paths.workspace), str(paths.models))


@st.cache_resource(max_entries=1, show_spinner="Connecting to the engine")
def _connected(workspace: str, models: str) -> "Client":
    from core.engine.wire.client import (
        connect,  # late: app.py says in words if a package is missing
    )

    return connect(Paths(Path(workspace), Path(models))).remembering()


def reconnect() -> None:
    """Forget the connection, so that the next run of a page makes a new one."""
    _connected.clear()


def spool(uploads: Sequence[Upload]) -> list[UploadedFile]:
    """Write uploads into the workspace, where the engine reads them, and free their memory's use.

    Returns:
        One {"path", "name"} an upload; the engine deletes the paths when told to move them.

    Raises:
        ResourceError: they cannot be written.
    """
    folder = Paths().uploads / secrets.token_hex(8)
    try:
        folder.mkdir(parents=True)
        for number, upload in enumerate(uploads):
            with (folder / str(number)).open("wb") as target:
                shutil.copyfileobj(upload, target)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise ResourceError(
            f"The upload could not be stored in {folder.parent}: {error.strerror}. "
            "Free some space and upload again; nothing was changed."
        ) from error
    return [
        {"path": str(folder / str(number)), "name": Path(upload.name).name}
        for number, upload in enumerate(uploads)
    ]


@contextmanager
def spooled(upload: Upload) -> Iterator[UploadedFile]:
    """Spool one upload for the time of a `with` block; same errors as `spool`."""
    file = spool([upload])[0]
    try:
        yield file
    finally:
        shutil.rmtree(Path(file["path"]).parent, ignore_errors=True)
