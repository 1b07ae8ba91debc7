"""The report as one HTML file: nothing is loaded from elsewhere, and no script runs in it."""

from pathlib import Path

import jinja2
from markupsafe import Markup

from core.records.snapshot import Snapshot
from core.report.parts import Story, day
from core.report.story import story
from core.report.svg import svg

_TEMPLATE = "report.html.j2"
_SHORT, _LONG = 18, 70
"""Letters of a cell that stays on one line at most, and of one that needs room at least."""
_PLAIN = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_WITH_SCRIPT = f"{_PLAIN}; script-src 'unsafe-inline'; img-src data: blob:"


def html(snapshot: Snapshot, interactive: bool = False) -> bytes:
    """Return the report as HTML.

    Args:
        interactive: Embed plotly's figures, and its library of 5 MB, in place of drawings.
    """
    told = story(snapshot)
    figures = {each.key: Markup(svg(each.chart, each.finding)) for each in told.sections}
    library = Markup()
    if interactive:
        from core.report import interactive as plots  # Late: it brings all charts.

        figures |= {key: Markup(figure) for key, figure in plots.figures(snapshot).items()}
        library = Markup(plots.library())
    return _rendered(told, figures, library).encode()


def _rendered(told: Story, figures: dict[str, Markup], library: Markup) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["short"] = lambda cell: len(cell) <= _SHORT
    environment.filters["long"] = lambda cell: len(cell) >= _LONG
    return environment.get_template(_TEMPLATE).render(
        story=told,
        figures=figures,
        library=library,
        interactive=bool(library),
        policy=_WITH_SCRIPT if library else _PLAIN,
        made_at=day(told.made_at),
    )
