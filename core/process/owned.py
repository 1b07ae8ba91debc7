"""A process that ends with its owner: python -m core.process.owned MODULE ARGUMENT...

The owner holds this process's standard input open and writes nothing to it. The system closes it
when the owner is gone, however it went, and then the module's work ends at once, wherever it is:
a single step of it may take a minute. So this is for modules that survive being killed.
"""

import os
import runpy
import signal
import sys
import threading

OWNER_GONE = 75
"""Exit status of a process whose owner is gone."""


def main(module: str) -> None:
    """Run a module as `python -m` does, with the arguments that follow its name."""
    # Ctrl-C reaches every process of a terminal; when this one ends is its owner's matter.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_owner, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_owner() -> None:
    while os.read(0, 1):
        pass
    os._exit(OWNER_GONE)


if __name__ == "__main__":
    main(sys.argv[1])
