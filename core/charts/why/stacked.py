"""A stacked bar per arm, a panel per stratum: shared by the charts of grounding and consistency."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import plotly.graph_objects as go

from core.charts.drawing import pattern_legend, segment, shares_axis, write
from core.charts.style import Theme, panels
from core.charts.words import STRATUM_LABELS, arm_label
from core.records.trace import Trace

Part = TypeVar("Part")
Kind = TypeVar("Kind", bound=str)
Strata = Mapping[str, Mapping[str, Part]]
"""{stratum: {arm: figures}}."""
Kinds = Mapping[Kind, tuple[str, str]]
"""{key of a share: what it is, its pattern}."""


@dataclass(frozen=True)
class Bar:
    """One arm's bar."""

    n: int
    shares: Sequence[float]
    """In the order of the kinds, in [0, 1]; they add up to 1."""
    label: str
    """What stands behind it."""


def parts(strata: Strata[Part]) -> Iterator[tuple[str, str, Part]]:
    """Yield (stratum on screen, arm on screen, figures), the strata apart."""
    for stratum, arms in strata.items():
        for arm, part in arms.items():
            yield STRATUM_LABELS[stratum], arm_label(arm), part


def percent(share: float) -> str:
    """Return a share in [0, 1] as whole per cent."""
    return f"{100 * share:.0f} %"


def line_by_line(strata: Strata[Part], words: Callable[[Part], str]) -> str:
    """Return a sentence per stratum with each arm's `words`."""
    lines = {
        STRATUM_LABELS[key]: [f"{arm_label(arm)} {words(part)}" for arm, part in arms.items()]
        for key, arms in strata.items()
    }
    return " ".join(f"{stratum}: {', '.join(sentences)}." for stratum, sentences in lines.items())


def stacked(
    strata: Strata[Bar],
    kinds: Kinds[Kind],
    unit: str,
    mark: Callable[[str, str, Kind], Trace],
    theme: Theme,
) -> go.Figure:
    """Return the figure.

    Args:
        unit: What `n` counts, in the plural.
        mark: (stratum, arm, kind) to the trace of a segment (`core.evaluation.scoring.traces`).
    """
    rows = max(len(arms) for arms in strata.values())
    figure = panels([STRATUM_LABELS[key] for key in strata], rows, theme, legend=True)
    for panel, (stratum, arms) in enumerate(strata.items(), start=1):
        for row, (arm, bar) in enumerate(arms.items()):
            for (name, kind), value in zip(kinds.items(), bar.shares, strict=True):
                share = 100 * value
                hover = f"{arm_label(arm)}: {share:.0f} % of {bar.n} {unit}, {kind[0]}"
                behind = mark(stratum, arm, name)
                segment(figure, panel, row, arm, share, kind, hover, theme, behind)
            write(figure, panel, arm, [row], [100], [bar.label], theme)
        names = [arm_label(arm) for arm in arms]
        figure.update_yaxes(tickvals=list(range(len(arms))), ticktext=names, row=panel, col=1)
    pattern_legend(figure, dict(kinds.values()), theme)
    return shares_axis(figure)
