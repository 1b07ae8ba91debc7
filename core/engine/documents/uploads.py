"""The copies of uploaded files: the only files handed to an operation that it may remove."""

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from core.errors import InvalidInputError
from core.records.document import UploadedFile


def check_uploads(uploads: Path, files: Iterable[UploadedFile]) -> list[Path]:
    """Return where these files lie, links followed.

    Args:
        uploads: The workspace's folder for copies.

    Raises:
        InvalidInputError: one lies outside that folder, so it may not be removed.
    """
    folder = uploads.resolve()
    paths = [Path(file["path"]).resolve() for file in files]
    for path in paths:
        if folder not in path.parents:
            raise InvalidInputError(
                f"{path} is not a copy in {folder}, and nothing else is ever moved. Add it "
                "without moving it; nothing was changed."
            )
    return paths


def remove_uploads(uploads: Path, files: Iterable[UploadedFile]) -> None:
    """Remove files once they are indexed, and folders left empty.

    Raises:
        InvalidInputError: as `check_uploads`; nothing was removed.
    """
    for path in check_uploads(uploads, files):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):  # It is gone, or another program holds it open.
            path.unlink()
        if path.parent != uploads.resolve():
            with suppress(OSError):  # Other files lie there.
                path.parent.rmdir()
