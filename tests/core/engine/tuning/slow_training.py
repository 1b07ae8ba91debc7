"""The training child, whose fourth micro-batch takes ten minutes while FOLDER/slow is there."""

import itertools
import sys
import time
from pathlib import Path
from typing import Any

from core.process.memory import leave
from core.tuning import train
from tests.core.engine.tuning.owning import REACHED


def main(folder: Path) -> int:
    """Train with a checkpoint a step."""
    loss, numbers = train.answer_loss, itertools.count(1)

    def answer_loss(model: Any, batch: Any) -> Any:
        if next(numbers) == 4 and (folder / "slow").exists():
            (folder / REACHED).touch()
            time.sleep(600)
        return loss(model, batch)

    train.answer_loss, train.SAVE_SECONDS = answer_loss, 0
    return train.main(folder)


if __name__ == "__main__":
    leave(main(Path(sys.argv[1])))
