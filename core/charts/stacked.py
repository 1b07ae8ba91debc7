"""A stacked bar an arm, a panel a stratum: what charts of grounding and consistency share."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import plotly.graph_objects as go

from core.charts.drawing import pattern_legend, segment, shares_axis, write
from core.charts.style import Theme, panels
from core.charts.words import STRATUM_LABELS, arm_label
from core.records.trace import Trace

Part = Mapping[str, Any]
Strata = Mapping[str, Mapping[str, Part]]
"""{stratum: {arm: figures}}; figures hold `n` and each kind's share in [0, 1]."""
Kinds = Mapping[str, tuple[str, str]]
"""{key of a share: what it is, its pattern}; the shares add up to 1."""


def parts(strata: Strata) -> Iterator[tuple[str, str, Part]]:
    """Yield (stratum on screen, arm on screen, figures), the strata apart."""
    for stratum, arms in strata.items():
        for arm, part in arms.items():
            yield STRATUM_LABELS[stratum], arm_label(arm), part


def percent(share: float) -> str:
    """Return a share in [0, 1] as whole per cent."""
    return f"{100 * share:.0f} %"


def line_by_line(strata: Strata, words: Callable[[Part], str]) -> str:
    """Return a sentence a stratum with each arm's `words`."""
    lines = {
        STRATUM_LABELS[key]: [f"{arm_label(arm)} {words(part)}" for arm, part in arms.items()]
        for key, arms in strata.items()
    }
    return " ".join(f"{stratum}: {', '.join(said)}." for stratum, said in lines.items())


def stacked(
    strata: Strata,
    kinds: Kinds,
    label: Callable[[Part], str],
    unit: str,
    mark: Callable[[str, str, str], Trace],
    theme: Theme,
) -> go.Figure:
    """Return the figure.

    Args:
        label: What stands behind an arm's bar.
        unit: What `n` counts, in the plural.
        mark: (stratum, arm, kind) to the trace of a segment (`core.evaluation.scoring.traces`).
    """
    rows = max(len(arms) for arms in strata.values())
    figure = panels([STRATUM_LABELS[key] for key in strata], rows, theme, legend=True)
    for panel, (stratum, arms) in enumerate(strata.items(), start=1):
        for row, (arm, part) in enumerate(arms.items()):
            for name, kind in kinds.items():
                share = 100 * part[name]
                hover = f"{arm_label(arm)}: {share:.0f} % of {part['n']} {unit}, {kind[0]}"
                behind = mark(stratum, arm, name)
                segment(figure, panel, row, arm, share, kind, hover, theme, behind)
            write(figure, panel, arm, [row], [100], [label(part)], theme)
        names = [arm_label(arm) for arm in arms]
        figure.update_yaxes(tickvals=list(range(len(arms))), ticktext=names, row=panel, col=1)
    pattern_legend(figure, dict(kinds.values()), theme)
    return shares_axis(figure)
