"""How far an ingestion is, for those who wait, and their wish to stop."""

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
    """Return what reports the share of one step, or stops it.

    Args:
        steps: How many are done before it, how many it counts for, how many there are.
    """
    base, size, total = steps

    def tick(share: float) -> None:
        if cancelled():
            raise CancelledError("Stopped while documents were indexed.")
        progress(base + share * size, total, message)

    return tick
