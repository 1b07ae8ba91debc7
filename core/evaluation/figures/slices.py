"""Where an arm is right: its figures by kind of question, by document and by length.

Exploratory: no slice was planned before the run and nothing is adjusted for how many there are, so
a difference between two of them is a hint where to look.
"""

from collections import Counter
from collections.abc import Sequence
from statistics import fmean

from core.evaluation.figures.arm_figures import scored
from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.traces import part_of, row_field
from core.evaluation.statistics.intervals import share_interval
from core.evaluation.statistics.plan import FEWEST_GROUPS
from core.records.scored import Measure, ScoredRow
from core.records.slices import Slice, SliceArm, SliceFigures

NAMED = ("kind", "document")
LENGTHS = ("question_words", "gold_words")
FEWEST = 10
"""Slices of fewer questions are put together with other small ones."""
MOST = 8
"""How many slices are shown by themselves: those with the most questions."""
_BANDS = 3
Values = list[object]
"""The values of a field that make a slice; several for a band, or for small ones put together."""


def slices(rows: Sequence[ScoredRow], arms: Sequence[str], measure: Measure) -> list[Slice]:
    """Return every slice of every slicing, best first; unanswerable questions are left out.

    A slicing that leaves a stratum whole says nothing of it and is left out there.
    """
    parts = {key: [row for row in rows if part_of(row) == key] for key in STRATA[:2]}
    every = [row for part in parts.values() for row in part]
    bands = {by: _bands([row_field(row, by) for row in every]) for by in LENGTHS}
    kept: list[Slice] = []
    for by in (*NAMED, *LENGTHS):
        for stratum, part in parts.items():
            held = bands[by] if by in bands else _biggest([row_field(row, by) for row in part])
            own = [_slice(part, by, stratum, values, arms, measure) for values in held]
            own = [part for part in own if part["arms"]]
            kept += (_sorted(own) if by in NAMED else own) if len(own) > 1 else []
    return kept


def _slice(
    part: list[ScoredRow],
    by: str,
    stratum: str,
    values: Values,
    arms: Sequence[str],
    measure: Measure,
) -> Slice:
    return {
        "by": by,
        "stratum": stratum,
        "values": values,
        "measure": measure,
        **_figures([row for row in part if row_field(row, by) in values], arms, measure),
    }


def _biggest(values: Values) -> list[Values]:
    """Return the values that have slices of their own, and last the small ones together."""
    counted = Counter(values).most_common()
    own = [value for value, n in counted if n >= FEWEST][:MOST]
    rest = [value for value, _ in counted if value not in own]
    return [*([value] for value in own), *([rest] if rest else [])]


def _bands(lengths: list[object]) -> list[Values]:
    """Return the lengths that occur in bands of about as many questions each, short ones first."""
    ordered = sorted(length for length in lengths if isinstance(length, int))
    cuts = {ordered[len(ordered) * band // _BANDS] for band in range(1, _BANDS)} if ordered else ()
    bands: dict[int, Values] = {}
    for length in dict.fromkeys(ordered):
        bands.setdefault(sum(length > cut for cut in cuts), []).append(length)
    return list(bands.values())


def _sorted(own: list[Slice]) -> list[Slice]:
    """Return slices by what the arms reach in them, the best first and small ones together last."""
    return sorted(
        own,
        key=lambda part: (
            len(part["values"]) == 1,
            fmean(f["mean"] for f in part["arms"].values()),
        ),
        reverse=True,
    )


def _figures(rows: list[ScoredRow], arms: Sequence[str], measure: Measure) -> SliceFigures:
    answered = {arm: scored(rows, arm) for arm in arms}
    return {
        "n": len(rows),
        "groups": len({row["group"] for row in rows}),
        "arms": {
            arm: _mean([row.measure(measure) for row in scored], [row.group for row in scored])
            for arm, scored in answered.items()
            if scored
        },
    }


def _mean(values: list[float], groups: list[str]) -> SliceArm:
    n, count = len(values), len(set(groups))
    # Questions of a single group depend on each other: they give no interval.
    interval = share_interval(values, groups) if count > 1 or n == 1 else None
    return {
        "n": n,
        "groups": count,
        "mean": fmean(values),
        "interval": interval,
        "thin": n < FEWEST or count < FEWEST_GROUPS,
    }
