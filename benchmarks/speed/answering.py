"""One answer: first token, decoding, a whole RAG answer, beside what others run."""

import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.question_sets.places import question_set
from benchmarks.speed import DATA
from benchmarks.speed.interleaved import medians, rounds
from benchmarks.speed.peers import Run, all_runtimes
from core.config import BASE_MODEL, Paths
from core.inference.tokenizer import ChatTokenizer
from core.questions.read import read_folder

Json = dict[str, Any]
ROUNDS = 9
PROMPT, SHORT, ANSWER = 1000, 50, 32
"""Tokens: of a RAG prompt, of a prompt without passages, of an answer."""


def measure() -> Iterator[Json]:
    """Yield medians by runtime: seconds, and tokens a second after the first."""
    with tempfile.TemporaryDirectory() as folder:
        runtimes = all_runtimes(Path(folder))
        found = rounds({name: _once(run, _tokens()) for name, run in runtimes.items()}, ROUNDS + 1)
        # The first round warms up.
        yield {name: medians(figures[1:]) for name, figures in found.items()}


def _tokens() -> list[int]:
    """Return the tokens of real passages, from which prompts are cut."""
    documents, _ = read_folder(question_set(DATA))
    text = "\n\n".join(text for _, _, text in documents)
    return ChatTokenizer(Paths().models / BASE_MODEL).ids(text)


def _once(run: Run, tokens: list[int]) -> Callable[[int], Json]:
    """Return a round: a long prompt and a short one that no earlier round has had."""

    def measured(number: int) -> Json:
        start = random.Random(number).randrange(len(tokens) - PROMPT - SHORT)
        first, whole = run(tokens[start : start + PROMPT], ANSWER)
        short_first, short_whole = run(tokens[start + PROMPT : start + PROMPT + SHORT], ANSWER)
        return {
            "first_token_s": first,
            "answer_s": whole,
            "decode_long_per_s": (ANSWER - 1) / (whole - first),
            "decode_per_s": (ANSWER - 1) / (short_whole - short_first),
        }

    return measured
