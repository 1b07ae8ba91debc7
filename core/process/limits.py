"""Processes that read what strangers wrote: what they are given, their limits, how they ended.

A file of a user's may be made to break its reader. It is read in a process of its own, whose memory
and time end and which hands back JSON and nothing else.
"""

import os
import signal
from typing import NoReturn

from core.config import ROOT

GRACE_SECONDS = 10
"""How long the parent waits beyond the limit of time, which a process keeps by itself."""
TIMED_OUT = -14
"""Exit status of a process that the alarm of its time limit ended."""
OUT_OF_MEMORY = 86
"""Exit status of a process that could not get the memory it wanted."""
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")


def limit(seconds: int, memory_mb: int, mapped_mb: int = 0) -> None:
    """Set the limits of this process; on Windows there are none but the parent's time-out.

    Args:
        mapped_mb: Room for files that are mapped to be read, beside the memory it may fill.
    """
    try:
        import resource
    except ImportError:
        return
    signal.alarm(seconds)  # Of a wall clock: a process that waits uses no other time.
    memory, space = memory_mb * 2**20, (memory_mb + mapped_mb) * 2**20
    for kind, soft, hard in (
        (resource.RLIMIT_AS, space, space),
        (resource.RLIMIT_DATA, memory, memory),
        # The soft limit's signal tells the parent why; the hard one kills what ignores it.
        (resource.RLIMIT_CPU, seconds, seconds + 5),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            # macOS refuses some of them; the others and the time-out still hold.
            continue


def environment() -> dict[str, str]:
    """Return the variables of such a process: none that it does not need."""
    kept = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def out_of_memory() -> NoReturn:
    """End this process at once: what is left may not do for a line of JSON or an orderly exit."""
    os._exit(OUT_OF_MEMORY)


def failure(status: int) -> str:
    """Return "memory", "time" or "damaged"; a negative status is the signal that killed it."""
    # SIGKILL comes from a system out of memory, SIGXCPU and SIGALRM from the limits of time.
    known = {-9: "memory", OUT_OF_MEMORY: "memory", -24: "time", TIMED_OUT: "time"}
    return known.get(status, "damaged")
