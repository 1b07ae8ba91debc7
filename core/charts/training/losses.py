"""The losses of a training run, as a figure, a table and a sentence."""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from core.charts.chart import Chart
from core.charts.style import Theme, colour, empty, style
from core.charts.words import Sentences
from core.records.job import Curve

Loss = Literal["loss", "dev_loss"]


def training_curve(curve: Curve, theme: Theme = "light") -> go.Figure:
    """Return training and dev loss over steps; points are {"step", "loss", "dev_loss"}."""
    lines: tuple[tuple[Loss, str, str, str, str], ...] = (
        ("loss", "Training", colour("rag", theme), "solid", "lines"),
        ("dev_loss", "Dev", colour("tuned", theme), "dash", "lines+markers"),
    )
    figure = go.Figure()
    for key, name, ink, dash, mode in lines:
        points = [(p["step"], loss) for p in curve if (loss := p.get(key)) is not None]
        if points:
            steps, losses = zip(*points, strict=True)
            figure.add_scatter(
                x=steps,
                y=losses,
                name=name,
                # A single point draws no line, so it gets a marker.
                mode=mode if len(points) > 1 else "markers",
                line={"color": ink, "dash": dash, "width": 2},
                marker={"color": ink, "symbol": "diamond", "size": 8},
                hovertemplate=f"{name} loss %{{y:.3f}} at step %{{x}}<extra></extra>",
            )
    if not figure.data:
        return empty("No step is done yet.", theme)
    style(figure, theme, height=320)
    figure.update_layout(margin={"t": 40}, showlegend=True)
    figure.update_xaxes(title={"text": "Step", "standoff": 6}, rangemode="tozero")
    return figure.update_yaxes(title={"text": "Loss", "standoff": 8}, rangemode="tozero")


def training_curve_table(curve: Curve) -> pd.DataFrame:
    """Return a row for each recorded step."""
    rows = [(point["step"], point.get("loss"), point.get("dev_loss")) for point in curve]
    return pd.DataFrame(rows, columns=["Step", "Training loss", "Dev loss"])


def training_curve_sentence(curve: Curve) -> Sentences:
    """Return what the training chart shows and does not show."""
    dev = [(p["step"], loss) for p in curve if (loss := p.get("dev_loss")) is not None]
    training = [loss for p in curve if (loss := p.get("loss")) is not None]
    if not dev and not training:
        return "No step is done yet.", ""
    shown = []
    if training:
        shown.append(f"Training loss went from {training[0]:.2f} to {training[-1]:.2f}.")
    if dev:
        step, lowest = min(dev, key=lambda point: point[1])
        shown.append(f"Dev loss was lowest, {lowest:.2f}, at step {step}.")
    else:
        shown.append("There is no dev loss.")
    return " ".join(shown), (
        "Loss doesn't say whether answers are right, only that the expected ones became likelier. "
        "If dev loss rises while training loss falls, the adapter is memorising its questions."
    )


LOSSES = Chart(
    "losses",
    "Training and dev loss",
    training_curve,
    training_curve_table,
    training_curve_sentence,
    bool,
)
