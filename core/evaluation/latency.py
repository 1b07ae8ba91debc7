"""Times of answers, in milliseconds: the median always, the tail only from enough answers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.config import MIN_P95_ANSWERS
from core.evaluation.intervals import median_interval


def percentiles(times_ms: Sequence[float], repeats: int = 1) -> dict[str, Any]:
    """Return `p50`, its 95 % interval `p50_interval`, and `p95`, in ms.

    From 100 answers the interval of p95 reaches the slowest one, so it stays None below
    MIN_P95_ANSWERS; p50 is None without answers, its interval below 6.

    Args:
        repeats: How many of them answer one question, such as one a seed. They are no independent
            times, so questions count for the interval and for p95.
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
