"""Whether the 8-bit builds answer as the weights do in fp32: F1 and the share of same answers."""

from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from benchmarks.speed.project import arms, asked, opened, references
from core.config import ANSWER
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.scoring.metrics import score
from core.inference.generator import Generator
from core.prompts import answer_text
from core.records.question import Question

Json = dict[str, Any]
QUESTIONS = 200
TOGETHER = 8
"""Prompts that the reference answers at once; in fp32 that changes next to no answer."""


def measure(workspace: Path) -> Iterator[Json]:
    """Yield both runtimes' mean F1 (0 to 1) and the share of same answers, an arm more each time.

    The short prompts come first.
    """
    with opened(workspace) as (engine, project):
        questions = asked(project, QUESTIONS)
        ready, known = arms(engine, project), references(engine, project)
        found: Json = {"questions": len(questions), "arms": {}}
        for key in sorted(ready, key=lambda key: ready[key].arm.reads):
            found["arms"][key] = compared(ready[key], known[key], questions)
            yield found


def compared(arm: ReadyArm, reference: Generator, questions: list[Question]) -> Json:
    """Put the same prompts to both."""
    prompts = [arm.prepare(question.text).prompt for question in questions]
    ours = [
        arm.generator.generate(one, ANSWER.answer_tokens, lambda _: True).ids for one in prompts
    ]
    order = sorted(range(len(prompts)), key=lambda at: len(prompts[at].ids))
    theirs: dict[int, list[int]] = {}
    for start in range(0, len(order), TOGETHER):
        part = order[start : start + TOGETHER]
        given = reference.generate_many([prompts[at] for at in part], ANSWER.answer_tokens)
        theirs |= dict(zip(part, given, strict=True))
    texts = [
        (_text(arm, ours[at]), _text(arm, theirs[at]), question.answers)
        for at, question in enumerate(questions)
    ]
    return {
        "f1": round(fmean(score(one, golds)["f1"] for one, _, golds in texts), 4),
        "f1_reference": round(fmean(score(one, golds)["f1"] for _, one, golds in texts), 4),
        "same": round(fmean(one == other for one, other, _ in texts), 4),
    }


def _text(arm: ReadyArm, ids: list[int]) -> str:
    return answer_text(arm.tokenizer.text(ids), arm.style)
