"""Two evaluations of the same questions: figure, table and sentences over a comparison."""

import pandas as pd

from core.charts.chart import Chart
from core.charts.quality.contrasts import Naming, differences, differences_table
from core.charts.words import VERDICT_LABELS, Sentences, arm_label
from core.records.comparison import Comparison, Side

WORDS = VERDICT_LABELS | {"supported": "better", "refuted": "worse"}
"""What a verdict says of the second evaluation."""
_NAMING = Naming(lambda contrast: arm_label(contrast["first"]), WORDS, lambda _: None)
_COLUMNS = {
    "Claim": "Arm",
    "First better": "Better in the second",
    "Second better": "Better in the first",
}


def side_name(side: Side) -> str:
    """Return an evaluation as a caption or a table's cell names it, with model and day."""
    return f"{side['name']}, {side['evaluation']} ({side['model']}, {side['measured_at'][:10]})"


def compared_table(comparison: Comparison) -> pd.DataFrame:
    """Return a row for each arm and stratum; each names both evaluations, for who copies it."""
    contrasts = comparison["differences"]
    table = differences_table(contrasts).rename(columns=_COLUMNS)
    table["Arm"] = [arm_label(contrast["first"]) for contrast in contrasts]
    table["Verdict"] = [WORDS[contrast["verdict"]] for contrast in contrasts]
    table["First"], table["Second"] = map(side_name, (comparison["first"], comparison["second"]))
    return table


def compared_sentence(comparison: Comparison) -> Sentences:
    """Return what the chart of a comparison shows, and its limits."""
    first, second = side_name(comparison["first"]), side_name(comparison["second"])
    return (
        f"F1 of {second} minus that of {first}, over the same {comparison['n']:,} questions, with "
        "95 % intervals. Right of 0 the second is better. An interval that lies within the shaded "
        "margin counts as no difference.",
        "Whatever differs between the two may be the cause; this chart can't tell which. p-values "
        "are adjusted for all differences shown here (Holm). Costs and times are not compared.",
    )


COMPARED: Chart[Comparison] = Chart(
    "compared",
    "The second evaluation less the first",
    lambda comparison, theme: differences(comparison["differences"], theme, _NAMING),
    compared_table,
    compared_sentence,
    lambda comparison: bool(comparison["differences"]),
)
