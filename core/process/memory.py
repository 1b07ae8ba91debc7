"""How Assay's own processes keep small, and how they end."""

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

_ARENAS = -8
"""glibc's M_ARENA_MAX."""
_DONTNEED = 4
"""Linux's MADV_DONTNEED; of a shared mapping that is only read it loses nothing."""
_WEIGHTS = ".bin"
"""Of OpenVINO's files."""


def share_heaps() -> None:
    """Let all threads allocate from two heaps, where the C library can be told (Linux).

    With one each, what a thread once freed would stay its own.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_ARENAS, 2)


def give_back() -> None:
    """Return freed memory to the system, where the C library can be told (Linux)."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.malloc_trim(0)
        _drop_mapped(library.madvise)


def _drop_mapped(advise: Callable[[ctypes.c_void_p, ctypes.c_size_t, int], int]) -> None:
    """Let go of weight files that are mapped to be read; a runtime has copied what it works with.

    What it does read there again comes back from the system's cache of the file.
    """
    for line in Path("/proc/self/maps").read_text().splitlines():
        parts = line.split(maxsplit=5)
        if len(parts) == 6 and parts[1].startswith("r--s") and parts[5].endswith(_WEIGHTS):
            start, end = (int(address, 16) for address in parts[0].split("-"))
            advise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _DONTNEED)


def leave(status: int) -> NoReturn:
    """End the process at once, after everything was closed.

    The runtimes' own threads may abort a process whose interpreter is shutting down.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
