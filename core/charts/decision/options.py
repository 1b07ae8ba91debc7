"""What each option scores, and from which criteria: one bar an option, one part a criterion."""

import pandas as pd
import plotly.graph_objects as go

from core.charts.bars import LABEL_ROOM
from core.charts.chart import Chart
from core.charts.drawing import pattern_legend, segment, write
from core.charts.style import Theme, empty, panels
from core.charts.words import CRITERIA, Sentences, listed, times
from core.records.recommendation import Criterion, OptionFigures, Recommendation

KINDS: dict[Criterion, tuple[str, str]] = {
    "accuracy": ("accuracy", ""),
    "freshness": ("freshness", "/"),
    "cost": ("cost", "x"),
    "latency": ("latency", "."),
    "setup": ("setting up", "-"),
    "refusal": ("refusing", "|"),
}
"""Words so short that the legend fits a phone, and patterns."""


def has_scores(found: Recommendation) -> bool:
    """Whether any option stands."""
    return bool(_standing(found))


def options(found: Recommendation, theme: Theme = "light") -> go.Figure:
    """Return a bar for each option that stands, best first, in points of 100."""
    standing = _standing(found)
    if not standing:
        return empty("No option keeps the limits.", theme)
    figure = panels(["Score of 100"], len(standing), theme, legend=True)
    counted = _weights(found)
    for row, option in enumerate(standing):
        for key, points in _parts(option, counted).items():
            hover = f"{option['label']}, {KINDS[key][0]}: {points:.0f} of {counted[key]:.0f}"
            segment(figure, 1, row, option["option"], points, KINDS[key], hover, theme)
        score = 100 * (option["score"] or 0.0)
        write(figure, 1, option["option"], [row], [score], [f"{score:.0f}"], theme)
    pattern_legend(figure, dict(KINDS[key] for key in counted), theme)
    names = [option["label"].replace(" in the prompt", "") for option in standing]
    figure.update_yaxes(tickvals=list(range(len(names))), ticktext=names)
    return figure.update_xaxes(range=[0, 100 * LABEL_ROOM], tickvals=[0, 25, 50, 75, 100])


def _standing(found: Recommendation) -> list[OptionFigures]:
    standing = [option for option in found["options"] if option["score"] is not None]
    return sorted(standing, key=lambda option: -(option["score"] or 0.0))


def _weights(found: Recommendation) -> dict[Criterion, float]:
    """Return the weights in per cent of their sum, those above 0."""
    weights = found["wishes"]["weights"]
    whole = sum(weights.values())
    return {key: 100 * weights[key] / whole for key in CRITERIA if weights.get(key)}


def _parts(option: OptionFigures, weights: dict[Criterion, float]) -> dict[Criterion, float]:
    """Return the points that an option has from each criterion that was measured."""
    points = {key: (option["criteria"][key]["utility"], weight) for key, weight in weights.items()}
    return {key: weight * utility for key, (utility, weight) in points.items() if utility}


def options_table(found: Recommendation) -> pd.DataFrame:
    """Return a row for each option: its measurements, score, wins, and why it is out."""
    rows = [
        {
            "Option": option["label"],
            **{name: option["criteria"][key]["says"] for key, name in CRITERIA.items()},
            "Score of 100": None if option["score"] is None else 100 * option["score"],
            "Wins, of 100 resamples": None if option["wins"] is None else times(option["wins"]),
            "Out": " ".join(option["struck"]),
            "May fail": " ".join(option["may_fail"]),
            "Never better than": option["dominated_by"] or "",
            "Evaluation": found["evaluation"],
            "Made": found["created_at"][:10],
        }
        for option in found["options"]
    ]
    return pd.DataFrame(rows)


def options_sentence(found: Recommendation) -> Sentences:
    """Return what the bars show and do not show."""
    scores = listed(
        f"{option['label']} {100 * (option['score'] or 0.0):.0f}" for option in _standing(found)
    )
    counted = _weights(found)
    weights = listed(f"{CRITERIA[key].lower()} {share:.0f} %" for key, share in counted.items())
    money = found.get("currency", "")
    scales = listed(
        f"{CRITERIA[key].lower()} from {_end(key, scale['floor'], money)} to "
        f"{_end(key, scale['goal'], money)}"
        for key, scale in found["wishes"]["scales"].items()
        if key in counted
    )
    return f"Scores of 100 by measured values: {scores}. What counts: {weights}.", (
        f"The scales are wishes, not measurements: {scales} count from nothing to all. What was "
        "not measured counts nothing. Accuracy that is equivalent by its paired comparison counts "
        "as equal in the choice."
    )


def _end(criterion: Criterion, value: float, currency: str) -> str:
    if criterion in ("accuracy", "freshness", "refusal"):
        return f"{100 * value:.0f} of 100"
    unit = {"latency": "ms", "setup": "s", "cost": currency}[criterion]
    return f"{value:,.0f} {unit}".rstrip()


OPTIONS = Chart(
    "options", "What each option scores", options, options_table, options_sentence, has_scores
)
