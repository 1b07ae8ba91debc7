"""Every chart there is, by what it is drawn from, in the order of its page.

Pages, a presentation and reports take charts from here; none of them knows how one is drawn.
"""

from core.charts.chart import Chart, offered
from core.charts.cost.answer import COST
from core.charts.cost.break_even import pair_chart
from core.charts.cost.month import MONTH
from core.charts.decision.options import OPTIONS
from core.charts.freshness.figures import OUTCOME, TIMELINE
from core.charts.measures.accuracy import ACCURACY_PANEL
from core.charts.measures.cost import COST_PANEL
from core.charts.measures.freshness import FRESHNESS_PANEL
from core.charts.measures.latency import LATENCY_PANEL
from core.charts.quality.accuracy import ACCURACY
from core.charts.quality.compared import COMPARED
from core.charts.quality.contrasts import DIFFERENCES
from core.charts.quality.forms import FORMS
from core.charts.quality.judge import JUDGED
from core.charts.quality.labels import LABELS
from core.charts.quality.refusals import REFUSALS
from core.charts.quality.slices import BY_LABELS, sliced
from core.charts.quality.votes import VOTES
from core.charts.time.fixed_length import FIXED
from core.charts.time.latency import FIRST_TOKEN, LATENCY
from core.charts.time.parts import PARTS
from core.charts.training.losses import LOSSES
from core.charts.training.questions import COUNTS, LENGTHS
from core.charts.why.consistency import CONSISTENCY
from core.charts.why.grounding import GROUNDING
from core.charts.why.reading import MISSES, points_lost, waterfalls
from core.charts.why.retrieval import RETRIEVAL
from core.records.month import MonthFigures
from core.records.summary import Summary

MEASURES = (ACCURACY_PANEL, LATENCY_PANEL, COST_PANEL, FRESHNESS_PANEL)
"""Of a verdict, side by side."""
EXPERIMENT = (TIMELINE, OUTCOME)
"""Of a freshness experiment."""
QUESTIONS = (COUNTS, LENGTHS)
"""Of a project's questions, before they are trained on."""
TRAINING = (LOSSES,)
"""Of a training run's curve."""
VOTING = (VOTES,)
"""Of how a project's arms stand by votes."""
JUDGING = (JUDGED,)
"""Of what a judge says of an evaluation."""
DECIDING = (OPTIONS,)
"""Of a recommendation."""
COMPARING = (COMPARED,)
"""Of two evaluations of the same questions."""


def of_evaluation(summary: Summary) -> dict[str, list[Chart[Summary]]]:
    """Return the charts that an evaluation has something for, by chapter."""
    chapters = {
        "found": [DIFFERENCES, ACCURACY, LABELS, REFUSALS, FORMS],
        "where": [sliced(by) for by in BY_LABELS],
        "why": [
            RETRIEVAL,
            MISSES,
            *(points_lost(stratum, arm) for stratum, arm in waterfalls(summary)),
            GROUNDING,
            CONSISTENCY,
        ],
        "cost": [FIRST_TOKEN, LATENCY, PARTS, FIXED, COST],
    }
    return {chapter: offered(charts, summary) for chapter, charts in chapters.items()}


def of_months(months: MonthFigures) -> list[Chart[MonthFigures]]:
    """Return the cost of a month, then where each pair of arms breaks even."""
    return [MONTH, *(pair_chart(pair) for pair in months["pairs"])]
