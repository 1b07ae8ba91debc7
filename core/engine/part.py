"""A part of a job that reports to the whole: its share of the progress, its own settings."""

import time
from dataclasses import dataclass

from core.engine.queue import RunningJob
from core.records.job import JobSettings


@dataclass
class Part(RunningJob):
    """Passed to a handler of another kind in place of a job of its own."""

    whole: RunningJob | None = None
    before: float = 0
    """Units of the whole done before this part begins."""
    size: float = 1
    """Units of the whole that this part makes up."""
    total: float = 1
    label: str = ""
    began: float = 0
    """By `time.monotonic`."""
    left_steps: float | None = None
    """When a training part first reported anything but a step, by `time.monotonic`."""

    def progress(self, done: float, total: float, message: str) -> None:
        """Report the part's share to the whole."""
        if self.left_steps is None and done >= total > 1 and not message.startswith("step"):
            self.left_steps = time.monotonic()
        assert self.whole is not None
        share = self.size * done / max(total, 1)
        self.whole.progress(self.before + share, self.total, f"{self.label}: {message}")


def part_of(
    job: RunningJob, settings: JobSettings, place: tuple[float, float, float], label: str
) -> Part:
    """Return a part of a job; cancelling the job cancels it.

    Args:
        place: Units done before it, its own, and those of the whole.
    """
    return Part(
        job.id,
        job.kind,
        job.project,
        settings,
        job._cancel,
        whole=job,
        before=place[0],
        size=place[1],
        total=place[2],
        label=label,
        began=time.monotonic(),
    )
