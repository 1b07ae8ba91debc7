"""Reports of the recorded demo: gathered from stored results, written whole or not at all."""

from pathlib import Path
from typing import get_args

import pytest

from core.engine.wire.client import Client
from core.errors import InvalidInputError, NotFoundError
from core.report.html import html
from core.report.writers import Format
from tests.conftest import ROOT

BEGINS = {"html": b"<!DOCTYPE", "pdf": b"%PDF-1.7", "pptx": b"PK", "md": b"# ", "xlsx": b"PK"}


def test_the_report_of_the_demo_in_the_docs_is_what_is_written_now(
    client: Client, demo: str
) -> None:
    kept = ROOT / "docs" / "demo.html"
    written = html(client.snapshot(project=demo))
    assert kept.read_bytes() == written, (
        "The recorded demo's report changed. Look at it, then write it anew: "
        "python -m benchmarks.demo_report"
    )


def test_a_snapshot_is_of_stored_results_alone(client: Client, demo: str) -> None:
    told = client.snapshot(project=demo)
    assert told["recorded"]
    assert told["made_at"] == told["recorded"]["recorded_at"]
    measures = client.four_measures(project=demo)
    assert told["measures"] == measures
    assert {each["measure"] for each in told["contrasts"]} == {"containment"}
    assert told["freshness"]
    assert told["freshness"]["state"] == "done"
    named = client.snapshot(project=demo, evaluation=measures["scope"]["evaluation"])
    assert named == told


@pytest.mark.parametrize("format", get_args(Format))
def test_each_format_is_written_to_the_file_asked_for_or_kept_by_the_project(
    client: Client, demo: str, format: str, tmp_path: Path
) -> None:
    target = tmp_path / f"for the board.{format}"
    made = client.report(project=demo, format=format, file=str(target))
    assert made == {"path": str(target)}
    assert target.read_bytes().startswith(BEGINS[format])
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    kept = Path(client.report(project=demo, format=format)["path"])
    assert kept.parent.name == "exports"
    assert kept.read_bytes() == target.read_bytes()


def test_what_cannot_be_written_says_what_to_do_and_leaves_nothing(
    client: Client, demo: str, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    for file in (tmp_path / "nowhere" / "a.md", tmp_path / "folder"):
        with pytest.raises(InvalidInputError, match="Give a file in a folder that exists"):
            client.report(project=demo, format="md", file=str(file))
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    with pytest.raises(InvalidInputError, match="No report is written as 'docx'"):
        client.report(project=demo, format="docx")


def test_without_an_evaluation_there_is_no_report(client: Client) -> None:
    empty = client.create_project(name="Empty", server={"url": "http://localhost:9/v1"}, base="m")
    with pytest.raises(NotFoundError, match="Run an evaluation"):
        client.report(project=empty["id"], format="md")
