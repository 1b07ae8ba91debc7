"""From a number on a page to the stored answers it was computed from."""

from typing import TypedDict


class Trace(TypedDict):
    """What a mark of a chart carries (plotly's customdata): which answers it stands for.

    The fields are the arguments of `core.evaluation.scoring.traces.trace`.
    """

    arm: str
    field: str
    against: str | None
    per: str | None
    percentile: int
    having: dict[str, object]
    where: dict[str, object]
