"""python -m core.setup: prepare the default models; quick when they are there."""

import logging
import os
import sys
import warnings

from core.config import Paths
from core.errors import AppError
from core.process import leave
from core.setup.models import prepare


def main() -> int:
    """Prepare the models; return the exit status."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_VERBOSITY": "error"}
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    try:
        prepare(Paths().models, lambda text: print(text, flush=True))
    except AppError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    leave(main())
