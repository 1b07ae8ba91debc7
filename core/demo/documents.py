"""The demo's documents as real files: PDF, DOCX, HTML, Markdown and CSV."""

import csv
import html
import io
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from core.demo.company import Company, Fact, Kind, Thing

Section = tuple[str, list[str]]
"""A heading and its paragraphs."""


def write_documents(company: Company, folder: Path, version: int) -> list[Path]:
    """Write every document of a version and return the files.

    Args:
        version: 1, or 2 with the changed values.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in company.kinds:
        for name, things in kind.files():
            path = folder / name
            if kind.spec["format"] == "csv":
                _csv(path, kind, things, version)
            else:
                sections = [_section(kind, thing, version) for thing in things]
                WRITERS[kind.spec["format"]](path, path.stem, company.notice, sections)
            written.append(path)
    return written


def _value(fact: Fact, version: int) -> str:
    return fact.value if version == 1 else fact.value_v2


def _section(kind: Kind, thing: Thing, version: int) -> Section:
    def filled(text: str, value: str = "") -> str:
        capital = thing.name[0].upper() + thing.name[1:]
        return text.format(e=thing.name, E=capital, v=value)

    sentences = [filled(fact.attribute["sentence"], _value(fact, version)) for fact in thing.facts]
    paragraphs = [filled(kind.spec["intro"]), " ".join(sentences), filled(kind.spec["closing"])]
    return filled(kind.spec["heading"]), paragraphs


def _csv(path: Path, kind: Kind, things: Sequence[Thing], version: int) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(
        [kind.spec["heading"], *(attribute["sentence"] for attribute in kind.spec["attributes"])]
    )
    for thing in things:
        writer.writerow([thing.name, *(_value(fact, version) for fact in thing.facts)])
    path.write_text(buffer.getvalue(), "utf-8")


def _markdown(path: Path, title: str, notice: str, sections: Sequence[Section]) -> None:
    parts = [f"# {title}", notice]
    for heading, paragraphs in sections:
        parts += [f"## {heading}", *paragraphs]
    path.write_text("\n\n".join(parts) + "\n", "utf-8")


def _html(path: Path, title: str, notice: str, sections: Sequence[Section]) -> None:
    parts = [f"<h1>{html.escape(title)}</h1>", f"<p>{html.escape(notice)}</p>"]
    for heading, paragraphs in sections:
        parts.append(f"<h2>{html.escape(heading)}</h2>")
        parts += [f"<p>{html.escape(text)}</p>" for text in paragraphs]
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>'
    page = f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'
    path.write_text(page, "utf-8")


def _docx(path: Path, title: str, notice: str, sections: Sequence[Section]) -> None:
    document = Document()
    document.add_heading(title, 1)
    document.add_paragraph(notice)
    for heading, paragraphs in sections:
        document.add_heading(heading, 2)
        for text in paragraphs:
            document.add_paragraph(text)
    document.save(str(path))


def _pdf(path: Path, title: str, notice: str, sections: Sequence[Section]) -> None:
    """Write a PDF with one section a page."""
    styles = getSampleStyleSheet()
    story: list[Flowable] = [
        Paragraph(title, styles["Title"]),
        Paragraph(notice, styles["BodyText"]),
        PageBreak(),
    ]
    for heading, paragraphs in sections:
        story.append(Paragraph(html.escape(heading), styles["Heading1"]))
        story += [Paragraph(html.escape(text), styles["BodyText"]) for text in paragraphs]
        story.append(PageBreak())
    # The same bytes every time: no creation date, no random id.
    SimpleDocTemplate(str(path), pagesize=A4, title=title, invariant=1).build(story)


WRITERS = {"md": _markdown, "html": _html, "docx": _docx, "pdf": _pdf}
