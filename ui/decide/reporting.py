"""The report on the page: a button a file format, written when it is clicked."""

from functools import partial
from pathlib import Path

import streamlit as st

from core.records.project import ProjectRow
from ui import services

FORMATS = {
    "html": ("Web page", "text/html"),
    "pdf": ("PDF", "application/pdf"),
    "pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "md": ("Markdown", "text/markdown"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By the end of the file's name: what people call it, and its media type."""


def downloads(project: ProjectRow, evaluation: str) -> None:
    """Offer the report of an evaluation in each format."""
    with st.container(horizontal=True):
        for format, (name, mime) in FORMATS.items():
            st.download_button(
                name,
                partial(_written, project["id"], evaluation, format),
                f"report-{evaluation}.{format}",
                mime,
                key=f"report.{format}",
                icon=":material/download:",
                on_click="ignore",
            )


def _written(project: str, evaluation: str, format: str) -> bytes:
    made = services.client().report(project=project, evaluation=evaluation, format=format)
    return Path(made["path"]).read_bytes()
