"""The report as a tagged PDF, set by typst: offline, with the fonts that typst itself brings.

Whatever a stranger wrote reaches the template as JSON values, so none of it can be read as markup.
"""

import json
from datetime import datetime
from pathlib import Path

from core.records.snapshot import Snapshot
from core.report.parts import Story, Table
from core.report.story import story
from core.report.svg import svg

_TEMPLATE = Path(__file__).with_name("report.typ")
_FONT = "Libertinus Serif"
_SHORT = 16
"""A column whose longest cell has so many letters at most is as wide as that cell."""
_LONG = 150
"""A longer cell makes its column no wider."""
_TONES = {"Supported": "supported", "Refuted": "refuted"}


def pdf(snapshot: Snapshot) -> bytes:
    """Return the report as PDF/UA-1. The same snapshot always gives the same bytes."""
    import typst  # Late: its library has 80 MB.

    told = story(snapshot)
    when = datetime.fromisoformat(told.made_at)
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"report": json.dumps(_values(told, when))},
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(when.timestamp()),
    )
    assert isinstance(made, bytes)  # Only images come as several pages.
    return made


def _values(told: Story, when: datetime) -> dict[str, object]:
    """Return what the template reads."""
    return {
        "document": f"{told.title}: RAG, fine-tuning, or both?",
        "date": [when.year, when.month, when.day],
        "title": told.title,
        "headline": told.headline,
        "more": told.more,
        "scope": told.scope,
        "first": _first(told),
        "claims": {"title": told.claims.title, "rows": _claims(told.claims)},
        "unmeasured": _table(told.unmeasured) if told.unmeasured.rows else None,
        "advice": _advice(told),
        "sections": [
            {
                "finding": section.finding,
                "svg": svg(section.chart, section.finding, _FONT),
                "caption": section.caption,
                "reading": section.reading,
                "table": _table(section.table),
            }
            for section in told.sections
        ],
        "example": _table(told.example) if told.example else None,
        "changes": told.changes,
        "method": told.method,
        "card": told.card,
    }


def _first(told: Story) -> list[tuple[str, str | tuple[str, ...]]]:
    """Return what stands on page 1 under the headline."""
    advice = [("Recommended", told.advice.headline)] if told.advice else []
    limits = [("Limits", told.limits)] if told.limits else []
    return [
        ("How sure", told.how_sure),
        ("Price", told.price),
        *advice,
        *limits,
        ("Next step", told.next_step),
    ]


def _claims(table: Table) -> list[dict[str, str]]:
    return [
        {
            "slogan": slogan,
            "word": word,
            "tone": _TONES.get(word, "open"),
            "finding": finding,
            "stamp": table.stamped(row),
        }
        for row, (slogan, word, finding, *_) in zip(table.rows, table.printed(), strict=True)
    ]


def _advice(told: Story) -> dict[str, object] | None:
    if told.advice is None:
        return None
    return {
        "headline": told.advice.headline,
        "because": told.advice.because,
        "table": _table(told.advice.table),
        "flips": told.advice.flips,
        "questionnaire": told.advice.questionnaire,
        "asked": f"Asked for: {' '.join(told.advice.asked)}",
    }


def _table(table: Table) -> dict[str, object]:
    """Return a table with its columns' widths: 0 is as wide as needed, else a share."""
    rows = table.printed()
    longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths = [0 if most <= _SHORT else min(most, _LONG) for most in longest]
    return {
        "title": table.title,
        "note": table.note,
        "head": table.head,
        "widths": widths,
        "rows": rows,
    }
