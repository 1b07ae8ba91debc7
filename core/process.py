"""How Assay's own processes keep small, and how they end."""

import ctypes
import os
import sys
from contextlib import suppress
from typing import NoReturn

_ARENAS = -8
"""glibc's M_ARENA_MAX."""


def share_heaps() -> None:
    """Let all threads allocate from two heaps, where the C library can be told (Linux).

    With one each, what a thread once freed would stay its own.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENAS, 2)


def give_back() -> None:
    """Return freed memory to the system, where the C library can be told (Linux)."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def leave(status: int) -> NoReturn:
    """End the process at once, after everything was closed.

    The runtimes' own threads may abort a process whose interpreter is shutting down.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
