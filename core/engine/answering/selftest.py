"""The self-test: proof that each arm is the arm it claims to be."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from core.arms import ARMS
from core.config import ANSWER
from core.engine.answering.arms import ArmError, adapter_of, build_of, style_of
from core.engine.context import Engine
from core.engine.queue import RunningJob
from core.errors import CancelledError
from core.inference.builds import base_folder, load, reference
from core.inference.generator import Build, Prompt
from core.project.questions import list_questions
from core.project.workspace import Project
from core.prompts import messages
from core.records.asked import Check, Checks
from core.tuning.adapters import Adapter

PROBES = (
    "What is the capital of France?",
    "How many days does a week have?",
    "Who wrote Hamlet?",
    "What does the heart do?",
)
AGREEMENT = 0.75
"""Least mean similarity of the token sequences of two precisions of the same weights; two
different models share far less on these prompts."""

Ids = list[list[int]]


def self_test(engine: Engine, job: RunningJob) -> Checks:
    """Return the checks, each with whether it passed and what was seen."""
    project = job.project
    prompts = _prompts(engine, project)
    try:
        adapter = adapter_of(project, ARMS["tuned"])
    except ArmError:
        adapter = None
    base, steps = build_of(engine, project, None), 3 if adapter is None else 5

    def answers(build: Build, step: int, what: str) -> Ids:
        if job.cancelled():
            raise CancelledError("The self-test was stopped.")
        job.progress(step, steps, what)
        return _loaded(engine, build, prompts)

    before = answers(base, 0, "base answers")
    checks = []
    if adapter is not None:
        tuned = answers(build_of(engine, project, adapter), 1, "fine-tuned answers")
        again = answers(base, 2, "base answers again")
        checks += [_same(before, again), _differs(before, tuned)]
        checks.append(
            _agrees("Fine-tuned", tuned, answers(_slow(engine, project, adapter), 3, "reference"))
        )
    if base.runtime == "openvino":
        slow = answers(_slow(engine, project, None), steps - 1, "base reference")
        checks.append(_agrees("Base", before, slow))
    job.progress(steps, steps, "done")
    return {"checks": checks}


def _prompts(engine: Engine, project: Project) -> list[Prompt]:
    """Return prompts of fixed questions and of some of the project's own."""
    tokenizer = engine.generators.tokenizer(base_folder(engine.paths.models, project.base))
    own = [question.text for question in list_questions(project.db)][:4]
    style = style_of(project)
    asked = [messages(text, [], style) for text in (*PROBES, *own)]
    return [tokenizer.prompt(chat, style.opening) for chat in asked]


def _slow(engine: Engine, project: Project, adapter: Adapter | None) -> Build:
    key, folder = (adapter.id, adapter.folder) if adapter else (None, None)
    return reference(engine.paths.models, project.base, key, folder)


def _loaded(engine: Engine, build: Build, prompts: list[Prompt]) -> Ids:
    """Return the answers' token ids; the reference is loaded for this alone and then dropped."""
    with engine.generators.exclusive():
        if build.runtime == "transformers":
            generator = load(build, engine.generators.tokenizer_of(build))
        else:
            generator = engine.generators.get(build)
        return [
            generator.generate(prompt, ANSWER.answer_tokens, lambda _: True).ids
            for prompt in prompts
        ]


def _same(before: Ids, again: Ids) -> Check:
    equal = sum(ids == other for ids, other in zip(before, again, strict=True))
    return {
        "name": "The base is untouched by the adapter",
        "passed": equal == len(before),
        "detail": f"{equal} of {len(before)} base answers have the same token ids before and "
        "after the adapter's build answered.",
    }


def _differs(before: Ids, tuned: Ids) -> Check:
    changed = sum(ids != other for ids, other in zip(before, tuned, strict=True))
    return {
        "name": "The adapter changes answers",
        "passed": changed > 0,
        "detail": f"{changed} of {len(before)} answers differ between Base and Fine-tuned.",
    }


def _agrees(label: str, served: Ids, slow: Ids) -> Check:
    share = sum(map(_similarity, served, slow)) / len(served)
    equal = sum(ids == other for ids, other in zip(served, slow, strict=True))
    return {
        "name": f"{label}: the 8-bit build agrees with the reference",
        "passed": share >= AGREEMENT,
        "detail": f"Token sequences of the 8-bit build and of transformers in full precision "
        f"share {share:.0%}; {equal} of {len(served)} are identical.",
    }


def _similarity(ids: Sequence[int], other: Sequence[int]) -> float:
    return SequenceMatcher(None, list(ids), list(other), autojunk=False).ratio()
