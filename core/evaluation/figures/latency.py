"""Times of answers, in milliseconds: the median always, the tail only from enough answers."""

from collections.abc import Sequence
from statistics import fmean
from typing import Literal

import numpy as np

from core.config import MIN_P95_ANSWERS
from core.evaluation.statistics.intervals import median_interval
from core.records.scored import ScoredAnswer
from core.records.summary import PartsMs, Percentiles

Part = Literal["embed_ms", "search_ms", "prefill_ms", "decode_ms"]
PARTS: tuple[Part, ...] = ("embed_ms", "search_ms", "prefill_ms", "decode_ms")
"""Of a stored answer: the question embedded, passages searched, the prompt read up to the first
token, the tokens after it."""


def percentiles(times_ms: Sequence[float], repeats: int = 1) -> Percentiles:
    """Return `p50`, its 95 % interval `p50_interval`, and `p95`, in ms.

    From 100 answers the interval of p95 reaches the slowest one, so it stays None below
    MIN_P95_ANSWERS; p50 is None without answers, its interval below 6.

    Args:
        repeats: How many of them answer each question, such as one a seed. Their times are not
            independent, so the interval and p95 go by the number of questions.
    """
    if not times_ms:
        return {"p50": None, "p50_interval": None, "p95": None}
    thinned = sorted(times_ms)[repeats // 2 :: repeats]
    enough = len(thinned) >= MIN_P95_ANSWERS
    return {
        "p50": float(np.median(times_ms)),
        "p50_interval": median_interval(thinned),
        "p95": float(np.percentile(times_ms, 95)) if enough else None,
    }


def mean_parts(answers: Sequence[ScoredAnswer]) -> PartsMs | None:
    """Return the mean of each part in ms, and the rest of the latency as `other_ms`.

    Means, since they add up to the mean latency, which medians do not; the rest is spent on putting
    the prompt together.

    Returns:
        None where no answer holds all of its parts.
    """
    timed = [answer for answer in answers if all(answer.get(part) is not None for part in PARTS)]
    if not timed:
        return None
    embed, search, prefill, decode = (
        fmean(answer[part] or 0.0 for answer in timed) for part in PARTS
    )
    whole = fmean(answer["latency_ms"] or 0.0 for answer in timed)
    return {
        "embed_ms": embed,
        "search_ms": search,
        "prefill_ms": prefill,
        "decode_ms": decode,
        # Each was rounded, so the rest may come out below 0.
        "other_ms": max(0.0, whole - sum((embed, search, prefill, decode))),
    }
