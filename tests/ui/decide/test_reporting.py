"""The report's buttons: one a format, each written when it is clicked."""

from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from core.report.writers import Format
from tests.fakes import FakeEngine, full
from ui import services
from ui.decide import reporting


def test_the_page_offers_every_format_there_is() -> None:
    assert tuple(reporting.FORMATS) == get_args(Format)


def test_a_report_is_written_when_its_button_is_clicked_and_not_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine = full(FakeEngine())
    engine.folder = str(tmp_path)
    monkeypatch.setattr(services, "client", lambda: engine)
    page = AppTest.from_function(_page, args=(next(iter(engine.held)),)).run()
    assert not page.exception
    labels = [button.label for button in page.get("download_button")]
    assert labels == ["Web page", "PDF", "PowerPoint", "Markdown", "Excel"]
    assert list(tmp_path.iterdir()) == []
    project = next(iter(engine.held))
    assert reporting._written(project, "e-1", "pdf") == b"a report as pdf"


def _page(project: str) -> None:
    from ui.decide import reporting

    reporting.downloads({"id": project}, "e-1")  # type: ignore[typeddict-item]
