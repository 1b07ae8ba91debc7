"""The votes of a project as a figure, a table and two sentences."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.drawing import draw
from core.charts.style import Theme, empty, panels
from core.charts.words import ONE_ARM, Sentences, arm_label
from core.records.vote import Standing

_PER_CENT = 100


def votes(standing: Standing, theme: Theme = "light") -> go.Figure:
    """Return how often each arm was found best, with its interval."""
    arms = standing["arms"]
    if not arms:
        return empty("No votes yet.", theme)
    figure = panels(["Found best, share of its votes"], len(arms), theme)
    for row, (arm, figures) in enumerate(arms.items()):
        interval = [_PER_CENT * end for end in figures["interval"]]
        label = f"{figures['wins']} of {figures['n']}"
        draw(figure, 1, arm, [row], [_PER_CENT * figures["rate"]], [interval], [label], theme)
    figure.update_yaxes(tickvals=list(range(len(arms))), ticktext=[arm_label(arm) for arm in arms])
    ticks = [0, 25, 50, 75, 100]
    # A label stands behind its interval, so there is room beyond 100.
    return figure.update_xaxes(range=[-2, 138], tickvals=ticks, ticktext=[f"{t} %" for t in ticks])


def votes_table(standing: Standing) -> pd.DataFrame:
    """Return a row for each arm that was voted on; shares in per cent."""
    rows = [
        (
            arm_label(arm),
            figures["wins"],
            figures["n"],
            figures["questions"],
            *(_PER_CENT * value for value in (figures["rate"], *figures["interval"])),
        )
        for arm, figures in standing["arms"].items()
    ]
    columns = ["Arm", "Found best", "Votes", "Questions", "%", "95 % from", "95 % to"]
    return pd.DataFrame(rows, columns=columns)


def votes_sentence(standing: Standing) -> Sentences:
    """Return what the chart of votes shows and does not show."""
    if not standing["votes"]:
        return "There are no votes to show.", ""
    shares = ", ".join(
        f"{arm_label(arm)} {_PER_CENT * figures['rate']:.0f} %"
        for arm, figures in standing["arms"].items()
    )
    shown = (
        f"{_counted(standing['votes'], 'vote')} on {_counted(standing['questions'], 'question')}, "
        f"given without knowing which arm had answered. Found best: {shares}."
    )
    if standing["none"]:
        shown += f" No answer was found good in {_counted(standing['none'], 'vote')}."
    hidden = (
        "Votes don't say whether an answer is right: people saw neither the expected answer nor "
        f"the passages. {ONE_ARM} Intervals are over questions, so several votes on one question "
        "do not narrow them. Arms found equally good all count, so shares can add up to more than "
        "100 %."
    )
    changed = [arm_label(arm) for arm, row in standing["arms"].items() if row["builds"] > 1]
    if changed:
        hidden += f" Adapter, prompt or model changed between votes on {', '.join(changed)}."
    return shown, hidden


def standing_line(standing: Standing) -> str:
    """Return in one line how the arms stand, with their intervals."""
    arms = "; ".join(
        f"{arm_label(arm)} {_PER_CENT * row['rate']:.0f} % ({row['wins']} of {row['n']}, 95 %: "
        f"{_PER_CENT * row['interval'][0]:.0f} to {_PER_CENT * row['interval'][1]:.0f})"
        for arm, row in standing["arms"].items()
    )
    over = f"{_counted(standing['votes'], 'vote')} on {_counted(standing['questions'], 'question')}"
    return f"Found best so far, over {over}: {arms}."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


VOTES = Chart(
    "votes", "Votes", votes, votes_table, votes_sentence, lambda standing: bool(standing["votes"])
)
