"""The generation job: passages to questions with the project's base model, or an endpoint."""

import time
from collections.abc import Mapping

from core.chat.endpoint import endpoint
from core.engine.context import Engine
from core.engine.questions.prepared import Prepared, loaded_reader, prepare
from core.engine.queue import RunningJob
from core.engine.speeds import remember
from core.questions.generate.make import Maker
from core.questions.generate.run import run

FEWEST_TIMED = 5
"""How many facts a run needs for its speed to mean something."""


def generate(engine: Engine, job: RunningJob) -> Mapping[str, object]:
    """Generate questions, or go on; return how many of which kind."""
    job.progress(0, job.settings["n"], "reading the documents")
    prepared: Prepared = prepare(job.project, job.settings["seed"])
    prepared.refuse_nothing()
    remote = endpoint()
    maker = Maker(
        reader=remote or loaded_reader(engine, job.project),
        writer=remote,
        subjects=prepared.subjects,
        own_tests=prepared.plan.own_tests,
        seed=job.settings["seed"],
    )
    began = time.monotonic()
    n = min(job.settings["n"], len(prepared.plan.tasks))
    outcome = run(
        job.project.db, prepared.plan, maker, n, job.progress, job.cancelled, prepared.unanswerable
    )
    if outcome.fresh >= FEWEST_TIMED and remote is None and not job.project.server:
        each = (time.monotonic() - began) / outcome.fresh
        remember(engine.paths.models, job.project.base, "questions", each)
    return outcome.as_dict(prepared.warnings)
