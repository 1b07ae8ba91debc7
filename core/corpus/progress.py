"""Report how far an ingestion has come, and stop it when asked to."""

from collections.abc import Callable

from core.corpus.writing import Tick
from core.errors import CancelledError

Progress = Callable[[float, float, str], None]
Cancelled = Callable[[], bool]


def silent(done: float, total: float, message: str) -> None:
    """Report nothing."""


def never() -> bool:
    """Never cancel."""
    return False


def ticker(
    progress: Progress, cancelled: Cancelled, steps: tuple[int, int, int], message: str
) -> Tick:
    """Return a function that reports progress within one step, and raises once cancelled.

    Args:
        steps: Units done before the step, units it counts for, units in all.
    """
    base, size, total = steps

    def tick(share: float) -> None:
        if cancelled():
            raise CancelledError("Stopped while documents were indexed.")
        progress(base + share * size, total, message)

    return tick
