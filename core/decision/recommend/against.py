"""What speaks against the leader: where another option is better, and where it counts nothing."""

from collections.abc import Iterator

from core.charts.words import CRITERIA
from core.decision.recommend.limits import beyond, cost_of
from core.decision.recommend.options import Asked, Candidate, Evidence, Floats
from core.decision.recommend.scoring import SURE, Scored
from core.decision.recommend.verdict import compared
from core.decision.recommend.words import plain
from core.evaluation.figures.verdicts import EQUIVALENT
from core.records.recommendation import Criterion, Option


def against(evidence: Evidence, asked: Asked, results: Scored) -> list[str]:
    """Return by what the leader is beaten, and where it lies beyond a scale; a sentence each.

    It is beaten where another option that stands is better in as many draws as it takes to
    dominate.
    """
    best = results.ranking[0]
    candidates = {c.option: c for c in evidence.candidates}
    lines = []
    for criterion, weight in asked.weights.items():
        rival = _better(evidence, asked, results, criterion) if weight else None
        if rival:
            lines.append(compared(evidence, asked, candidates, (best, rival), criterion))
    return [*lines, *_off_scale(candidates[best], asked)]


def _better(
    evidence: Evidence, asked: Asked, results: Scored, criterion: Criterion
) -> Option | None:
    """Return the best other option by a criterion, where it is clearly better than the leader."""
    best = results.ranking[0]
    up = asked.scales[criterion]["goal"] > asked.scales[criterion]["floor"]
    values = {
        c.option: measured if up else -measured
        for c in evidence.candidates
        if c.option in results.scores
        for measured in [_values(c, asked, criterion)]
        if measured is not None
    }
    own = values.pop(best, None)
    if own is None or not values:
        return None
    rival = max(values, key=lambda option: float(values[option][0]))
    pair = evidence.pair(best, rival)
    if criterion == "accuracy" and pair and pair.word == EQUIVALENT:
        return None
    ahead = values[rival] > own
    return rival if ahead[0] and ahead.mean() >= SURE else None


def _values(candidate: Candidate, asked: Asked, criterion: Criterion) -> Floats | None:
    drawn = cost_of(candidate, asked) if criterion == "cost" else candidate.measured.get(criterion)
    return drawn.values if drawn else None


def _off_scale(leader: Candidate, asked: Asked) -> Iterator[str]:
    for criterion, weight in asked.weights.items():
        drawn = beyond(leader, asked, criterion)
        if weight and drawn:
            volume = f" at {asked.queries:,.0f} questions a month" if criterion == "cost" else ""
            yield (
                f"{CRITERIA[criterion]}: {plain(criterion, drawn.value, asked)}{volume} lies "
                f"beyond the scale, which ends at "
                f"{plain(criterion, asked.scales[criterion]['floor'], asked)}: it counts nothing."
            )
