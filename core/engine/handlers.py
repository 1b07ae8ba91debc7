"""The table of jobs: what each kind does."""

from collections.abc import Mapping

from core.engine.answering import selftest
from core.engine.context import Handler
from core.engine.documents import job as documents
from core.engine.evaluating import job as evaluating
from core.engine.evaluating import judging_job as judging
from core.engine.freshness import job as freshness
from core.engine.measuring import job as measuring
from core.engine.questions import job as questions
from core.engine.tuning import gguf
from core.engine.tuning import job as tuning

HANDLERS: Mapping[str, Handler] = {
    "index": documents.index,
    "remove": documents.remove,
    "rebuild": documents.rebuild,
    "import": documents.import_folder,
    "base": gguf.prepare_base,
    "train": tuning.train,
    "export": gguf.export,
    "evaluate": evaluating.evaluate,
    "generate": questions.generate,
    "selftest": selftest.self_test,
    "freshness": freshness.freshness,
    "judge": judging.judge,
    "measure": measuring.measure,
}
