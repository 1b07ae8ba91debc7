"""What each kind of job does."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from core.engine.queue import RunningJob

if TYPE_CHECKING:
    from core.engine.context import Engine


def handlers(engine: "Engine") -> dict[str, Callable[[RunningJob], Any]]:
    """Return the handler of every kind of job."""
    from core.engine.answering import selftest
    from core.engine.documents import job as corpus
    from core.engine.evaluating import job as evaluation
    from core.engine.evaluating import judging_job as judging
    from core.engine.freshness import job as freshness
    from core.engine.questions import job as generation
    from core.engine.tuning import gguf
    from core.engine.tuning import job as training

    kinds = {
        "index": corpus.index,
        "remove": corpus.remove,
        "rebuild": corpus.rebuild,
        "import": corpus.import_folder,
        "base": gguf.prepare_base,
        "train": training.train,
        "export": gguf.export,
        "evaluate": evaluation.evaluate,
        "generate": generation.generate,
        "selftest": selftest.self_test,
        "freshness": freshness.freshness,
        "judge": judging.judge,
    }
    return {kind: partial(handler, engine) for kind, handler in kinds.items()}
