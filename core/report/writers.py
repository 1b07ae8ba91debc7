"""The file formats of a report: each writer is a pure function of the snapshot."""

from typing import Literal

from core.records.snapshot import Snapshot

Format = Literal["html", "pdf", "pptx", "md", "xlsx"]


def written(snapshot: Snapshot, format: Format, interactive: bool = False) -> bytes:
    """Return a report as a file's bytes. The same snapshot always gives the same.

    Args:
        interactive: Of HTML: embed plotly's figures.
    """
    # Late, each of them: a writer's library takes up to a second to import.
    match format:
        case "html":
            from core.report.html import html

            return html(snapshot, interactive)
        case "pdf":
            from core.report.pdf import pdf

            return pdf(snapshot)
        case "pptx":
            from core.report.slides import pptx

            return pptx(snapshot)
        case "md":
            from core.report.markdown import markdown

            return markdown(snapshot)
        case "xlsx":
            from core.report.tables import xlsx

            return xlsx(snapshot)
