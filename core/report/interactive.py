"""The same sections as plotly figures, for whoever wants to point at them."""

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from core.charts.cost.answer import COST
from core.charts.cost.break_even import pair_chart
from core.charts.freshness.figures import OUTCOME, TIMELINE
from core.charts.quality.accuracy import ACCURACY
from core.charts.quality.contrasts import DIFFERENCES
from core.charts.time.latency import LATENCY
from core.records.snapshot import Snapshot

_SUMMED = {"accuracy": ACCURACY, "differences": DIFFERENCES, "latency": LATENCY, "cost": COST}
_CHANGED = {"fresh": TIMELINE, "said": OUTCOME}


def library() -> str:
    """Return plotly's script, which a file holds once."""
    return str(get_plotlyjs())


def figures(snapshot: Snapshot) -> dict[str, str]:
    """Return figures as HTML by section; one that has none keeps its drawing."""
    summary, experiment, months = (
        snapshot["evaluation"]["summary"],
        snapshot["freshness"],
        snapshot["months"],
    )
    made = {
        key: chart.figure(summary, "light")
        for key, chart in _SUMMED.items()
        if chart.offered(summary)
    }
    if experiment:
        made |= {
            key: chart.figure(experiment, "light")
            for key, chart in _CHANGED.items()
            if chart.offered(experiment)
        }
    if months:
        lines = [
            pair for pair in months["pairs"] if any(queries for *_, queries in pair["by_updates"])
        ]
        if lines:
            made["break-even"] = pair_chart(lines[0]).figure(months, "light")
    return {key: _embedded(key, figure) for key, figure in made.items()}


def _embedded(key: str, figure: go.Figure) -> str:
    """Return a figure as HTML; its name is its section's, so that the same file is written."""
    return str(
        figure.to_html(
            full_html=False,
            include_plotlyjs=False,
            div_id=f"figure-{key}",
            config={"displaylogo": False},
        )
    )
