"""The general questions and the eight prompts: fixed sets, written before anything was measured.

Nothing in them was chosen by what a model gets right, and no later change may be: a run card holds
the questions and prompts that it asked with (docs/method.md, "Experiments").
"""

import json
import tomllib
from functools import cache
from pathlib import Path

from core.prompts import PromptStyle
from core.records.question import ANSWERABLE, Question

GENERAL = Path(__file__).with_name("general.jsonl")
PROMPTS = Path(__file__).with_name("eight_prompts.toml")
NO_SPLIT = "general"
"""In place of a split: no project trains, tunes or tests on general questions."""
CLOSING = '"'


@cache
def general_questions() -> tuple[Question, ...]:
    """Return the general questions in the order of their file; their groups are the topics."""
    rows = map(json.loads, GENERAL.read_text("utf-8").splitlines())
    return tuple(
        Question(
            f"general-{number:03}",
            row["question"],
            tuple(row["answers"]),
            ANSWERABLE,
            NO_SPLIT,
            row["topic"],
        )
        for number, row in enumerate(rows, start=1)
    )


@cache
def eight_prompts() -> tuple[PromptStyle, ...]:
    """Return the eight prompts, the barest first."""
    rows = tomllib.loads(PROMPTS.read_text("utf-8"))["prompt"]
    return tuple(
        PromptStyle(
            row["key"],
            row["instruction"].strip(),
            row["layout"],
            row["opening"],
            CLOSING,
            name=row["name"],
        )
        for row in rows
    )
