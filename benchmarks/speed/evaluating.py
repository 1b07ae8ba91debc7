"""Four arms over a hundred questions: beside a loop that asks transformers one by one."""

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.speed.interleaved import seconds, spread
from benchmarks.speed.project import arms, asked, opened, references
from core.config import ANSWER
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.asking.run import TOGETHER
from core.inference.generator import Generator, Prompt

Json = dict[str, Any]
QUESTIONS = 100
Asked = tuple[str, Prompt, int]
"""An arm, a prompt, and the tokens that every competitor writes to it."""


def measure(workspace: Path) -> Iterator[Json]:
    """Yield the seconds of each way so far, and the tokens that it read and wrote.

    The ways take turns, in random order, at every block of questions.

    Passages are found beforehand. How long each answer is was decided by ours; transformers and
    ours write just as many tokens again. Answers given together end where the model ends them.
    """
    with opened(workspace) as (engine, project):
        ready, known = arms(engine, project), references(engine, project)
        questions = asked(project, QUESTIONS)
        blocks = [questions[at : at + TOGETHER] for at in range(0, len(questions), TOGETHER)]
        spent: dict[str, list[float]] = {}
        tokens = {"in": 0, "out": 0, "out together": 0}
        for block in blocks:
            prompts = {
                key: [arm.prepare(one.text).prompt for one in block] for key, arm in ready.items()
            }
            given = [
                (key, prompt, length(ready[key], prompt))
                for key, some in prompts.items()
                for prompt in some
            ]
            tokens["in"] += sum(len(prompt.ids) for _, prompt, _ in given)
            tokens["out"] += sum(count for _, _, count in given)
            own = {key: arm.generator for key, arm in ready.items()}
            answers: list[list[int]] = []
            ways = {
                "transformers one by one": partial(one_by_one, known, given),
                "assay one by one": partial(one_by_one, own, given),
                "assay together": partial(together, own, prompts, answers),
            }
            for way in random.Random(block[0].id).sample(sorted(ways), len(ways)):
                spent.setdefault(way, []).append(seconds(ways[way]))
            tokens["out together"] += sum(map(len, answers))
            slow = spent["transformers one by one"]
            yield {
                "questions": len(questions),
                "arms": len(ready),
                "tokens": tokens,
                "seconds": {way: round(sum(spent[way]), 1) for way in ways},
                "times_faster": {
                    way: spread([one / other for one, other in zip(slow, spent[way], strict=True)])
                    for way in ways
                },
            }


def length(arm: ReadyArm, prompt: Prompt) -> int:
    """Return how many tokens our build answers with."""
    return len(arm.generator.generate(prompt, ANSWER.answer_tokens, lambda _: True).ids)


def one_by_one(generators: dict[str, Generator], given: list[Asked]) -> None:
    """Answer each prompt with exactly its number of tokens."""
    for key, prompt, count in given:
        done = generators[key].generate(prompt, count, lambda _: True, exactly=True)
        assert len(done.ids) == count


def together(
    generators: dict[str, Generator], prompts: dict[str, list[Prompt]], answers: list[list[int]]
) -> None:
    """Answer as an evaluation does, an arm's prompts of a block at once, into `answers`."""
    for key, some in prompts.items():
        answers += generators[key].generate_many(some, ANSWER.answer_tokens)
