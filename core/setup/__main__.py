"""python -m core.setup [GGUF KEY]: prepare the default models, or a base model from a file.

Quick when they are there.
"""

import logging
import os
import sys
import warnings
from pathlib import Path

from core.config import Paths
from core.errors import AppError
from core.process.memory import leave
from core.setup.models import make_base, prepare


def main(gguf: str = "", key: str = "") -> int:
    """Prepare the models, or one base; return the exit status."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    try:
        if gguf:
            make_base(Path(gguf), Paths().models, key, print)
        else:
            prepare(Paths().models, lambda text: print(text, flush=True))
    except AppError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    leave(main(*sys.argv[1:]))
