"""Office files are zip archives that note when they were made: here they note a fixed time."""

import io
import re
import zipfile

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can note."""
_MADE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def steady(archive: bytes, made_at: str) -> bytes:
    """Return the same Office file with fixed times, in the workbooks that it embeds too.

    Args:
        made_at: What it says of itself, ISO 8601 in UTC: "2026-11-24T08:26:55Z".
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith(".xlsx"):
                data = steady(data, made_at)
            elif entry.filename == "docProps/core.xml":
                data = _MADE.sub(rb"\g<1>" + made_at.encode() + rb"\g<3>", data)
            new.writestr(zipfile.ZipInfo(entry.filename, _FIRST), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
