"""Charts of a question set before training: how many of each kind, and how long."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.style import ARM_COLOURS, Theme, empty, panels
from core.records.checks import Findings, KindCount

SPLIT_LABELS = {
    ("train", None): "Training",
    ("dev", None): "Development",
    ("test", "seen"): "Test, seen",
    ("test", "held_out"): "Test, held out",
}
_PATTERNS = ("", "/", ".", "x", "\\", "-")
"""Kinds differ by pattern as well: colour is never the only signal."""
_LEGEND_LINE_PX = 20
_BINS = 40
_ROOM = 1.18


def counts(checks: Findings, theme: Theme = "light") -> go.Figure:
    """Return a bar for each split and stratum, cut by kind."""
    rows = checks["counts"]
    if not rows:
        return empty("No questions yet.", theme)
    kinds = [kind for kind, _ in _by_size(rows)]
    bars = [key for key in SPLIT_LABELS if any(_place(row) == key for row in rows)]
    figure = panels([""], len(bars) + 1, theme)
    for at, kind in enumerate(kinds):
        sizes = {_place(row): row["n"] for row in rows if row["kind"] == kind}
        _kind(figure, kind, [sizes.get(key, 0) for key in bars], at, theme)
    totals = [sum(row["n"] for row in rows if _place(row) == key) for key in bars]
    figure.add_scatter(
        x=totals,
        y=list(range(len(bars))),
        mode="text",
        text=[f"&nbsp;{total:,}" for total in totals],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )
    # A line of the legend for each kind: on a phone they stand below each other.
    room = _LEGEND_LINE_PX * len(kinds)
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"traceorder": "normal"},
        height=figure.layout.height + room,
        margin={"t": figure.layout.margin.t + room},
    )
    figure.update_yaxes(
        tickvals=list(range(len(bars))),
        ticktext=[SPLIT_LABELS[key] for key in bars],
        range=[len(bars) - 0.4, -0.6],
    )
    return figure.update_xaxes(range=[0, max(totals) * _ROOM], rangemode="tozero")


def _kind(figure: go.Figure, kind: str, sizes: list[int], at: int, theme: Theme) -> None:
    """Add the segments of the `at`-th kind, a bar each."""
    inks = list(ARM_COLOURS[theme].values())
    ink, pattern = inks[(at + 1) % len(inks)], _PATTERNS[at % len(_PATTERNS)]
    figure.add_bar(
        y=list(range(len(sizes))),
        x=sizes,
        name=kind.capitalize(),
        orientation="h",
        width=0.6,
        marker={"color": ink, "pattern": {"shape": pattern}},
        hovertemplate=f"{kind}: %{{x}}<extra></extra>",
    )


def _place(row: KindCount) -> tuple[str, str | None]:
    return row["split"], row["stratum"]


def _by_size(rows: Sequence[KindCount]) -> list[tuple[str, int]]:
    sizes: Counter[str] = Counter()
    for row in rows:
        sizes[row["kind"]] += row["n"]
    return sizes.most_common()


def counts_table(checks: Findings) -> pd.DataFrame:
    """Return a row for each split, stratum and kind."""
    rows = [(SPLIT_LABELS[_place(row)], row["kind"], row["n"]) for row in checks["counts"]]
    return pd.DataFrame(rows, columns=["Questions", "Kind", "n"])


def counts_sentence(checks: Findings) -> tuple[str, str]:
    """Return what the chart of counts shows and does not show."""
    parts = Counter[str]()
    for row in checks["counts"]:
        parts[SPLIT_LABELS[_place(row)]] += row["n"]
    listed = ", ".join(f"{label} {n:,}" for label, n in parts.items())
    return f"{checks['n']:,} questions: {listed}.", (
        "This counts questions; it doesn't say whether they are good. Seen means that training "
        "questions cover the same group; held out, that its passages were kept out of training and "
        "are in the index only."
    )


def lengths(checks: Findings, theme: Theme = "light") -> go.Figure:
    """Return how long prompts and passages are, with their limits drawn as lines."""
    sizes = checks["lengths"]
    if not sizes or not sizes["prompts"]:
        return empty("No lengths to show.", theme)
    full = [tokens + sizes["longest"] - max(sizes["prompts"]) for tokens in sizes["prompts"]]
    window = f" (window {sizes['window']:,})" if sizes["window"] else ""
    training = [(sizes["max_length"], "training example")]
    packed = [
        (sizes["share"], f"each of {sizes['passages']}"),
        (sizes["passage_tokens"], "all together"),
    ]
    parts = [
        (f"Prompts without passages{window}", sizes["prompts"], "tuned", []),
        ("Prompts with passages, at most", full, "hybrid", training),
        ("Passages", sizes["passage_lengths"], "rag", packed),
    ]
    shown = [part for part in parts if part[1]]
    figure = panels([title for title, *_ in shown], 4, theme)
    for panel, (_, values, arm, limits) in enumerate(shown, start=1):
        end = max([*values, *(value for value, _ in limits)]) * _ROOM
        figure.add_histogram(
            x=values,
            xbins={"start": 0, "end": end, "size": end / _BINS},
            marker={"color": ARM_COLOURS[theme][arm]},
            showlegend=False,
            hovertemplate="%{x} tokens: %{y}<extra></extra>",
            row=panel,
            col=1,
        )
        for at, (value, name) in enumerate(limits):
            _limit(figure, panel, value, f"{name}: {value:,}", at, value > end / 2)
        figure.update_xaxes(range=[0, end], row=panel, col=1)
    figure.update_yaxes(range=None, autorange=True, rangemode="tozero", nticks=3)
    return figure.update_layout(bargap=0.05)


def _limit(figure: go.Figure, panel: int, value: float, name: str, line: int, left: bool) -> None:
    """Draw a limit with its name on a line of its own, on the side where there is room."""
    figure.add_vline(
        x=value,
        line={"dash": "dash", "width": 1.5, "color": figure.layout.font.color},
        annotation={
            "text": name,
            "font": {"size": 11},
            "yanchor": "top",
            "yshift": -_LEGEND_LINE_PX * line,
            "xanchor": "right" if left else "left",
        },
        row=panel,
        col=1,
    )


def lengths_table(checks: Findings) -> pd.DataFrame:
    """Return what was measured against its limit, in the model's tokens."""
    sizes = checks["lengths"]
    if not sizes:
        return pd.DataFrame(columns=["What", "Tokens", "Limit"])
    window = sizes["window"]
    rows = [
        ("Longest prompt without passages", max(sizes["prompts"], default=0), window),
        ("Longest prompt with all its passages", sizes["longest"], window),
        ("The same as a training example", sizes["longest"], sizes["max_length"]),
        ("Longest passage", max(sizes["passage_lengths"], default=0), sizes["passage_tokens"]),
    ]
    return pd.DataFrame(rows, columns=["What", "Tokens", "Limit"])


def lengths_sentence(checks: Findings) -> tuple[str, str]:
    """Return what the chart of lengths shows and does not show."""
    sizes = checks["lengths"]
    if not sizes:
        return "No lengths to show.", ""
    window = f"the model's window holds {sizes['window']:,}" if sizes["window"] else ""
    window = window or "the model does not state its window"
    shown = f"With all its passages the longest prompt takes {sizes['longest']:,} tokens; {window}."
    if sizes["passage_lengths"]:
        shown += (
            f" {sizes['crowding']:,} of {len(sizes['passage_lengths']):,} passages have more than "
            f"{sizes['share']:,} tokens. A prompt with {sizes['passages']} of them loses the end "
            f"of the last one, since passages may take {sizes['passage_tokens']:,} tokens together."
        )
    return shown, (
        "Prompts with passages assume the longest ones; retrieval may bring shorter ones. Tokens "
        "are those of this project's base model and prompt; another model counts differently."
    )


COUNTS = Chart(
    "questions.counts",
    "Questions by split, stratum and kind",
    counts,
    counts_table,
    counts_sentence,
)
LENGTHS = Chart(
    "questions.lengths",
    "Lengths in tokens",
    lengths,
    lengths_table,
    lengths_sentence,
    lambda checks: bool(checks["lengths"]),
)
