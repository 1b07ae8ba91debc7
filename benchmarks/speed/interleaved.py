"""Runs of several competitors, one after the other in every round, so that noise hits them all."""

import random
import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles
from typing import Any

Json = dict[str, Any]


def seconds(work: Callable[[], Any]) -> float:
    """Return the wall-clock seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rounds(
    runs: Mapping[str, Callable[[int], Json]], count: int, seed: int = 0
) -> dict[str, list[Json]]:
    """Call every competitor once a round, in random order, with the round's number.

    Returns:
        {name: what its calls returned, a dict of numbers each}.
    """
    found: dict[str, list[Json]] = {name: [] for name in runs}
    for number in range(count):
        for name in random.Random(f"{seed} {number}").sample(sorted(runs), len(runs)):
            found[name].append(runs[name](number))
    return found


def medians(found: list[Json]) -> Json:
    """Return {figure: {"median", "low", "high"}}: of each figure of some calls, with quartiles."""
    return {key: spread([one[key] for one in found]) for key in found[0]}


def spread(values: list[float]) -> Json:
    """Return the median and the quartiles; of fewer than four values the lowest and highest."""
    low, _, high = quantiles(values) if len(values) > 3 else (min(values), 0, max(values))
    return {"median": round(median(values), 4), "low": round(low, 4), "high": round(high, 4)}
