"""The run card: what an evaluation fixes before it begins; hashed into every result."""

import random
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import cast

from core.config import ANSWER, BASE_MODEL, TIMED_QUESTIONS, model_label
from core.errors import InvalidInputError
from core.evaluation.scoring.majority import majority_label
from core.evaluation.statistics.plan import MARGIN, MEASURE, TESTED, enough, named, planned
from core.evaluation.statistics.power import smallest_difference
from core.questions.split import stratum, train_groups
from core.records.question import SPLITS, UNANSWERABLE, Question, question_row
from core.records.run_card import CardFacts, Reach, RunCard


@dataclass(frozen=True)
class Asked:
    """What the user asked for."""

    arms: list[str]
    split: str
    n: int | None
    """How many questions of the split, drawn by `seed`; None for all."""
    seed: int
    gate: bool = False
    """Whether this only measures the gates before training, and is no evaluation to judge by."""
    timed: int = TIMED_QUESTIONS
    """How many questions are answered one at a time and timed."""
    all_seeds: bool = False
    """Whether arms that adapt also answer with each of their adapters that has another seed."""


def draw(
    questions: Sequence[Question], asked: Asked, given_away: Collection[str] = ()
) -> list[Question]:
    """Return the questions of an evaluation, in the random order they are asked in.

    Args:
        given_away: Ids of questions that are left out, as the leak guard found them.

    Raises:
        InvalidInputError: an unknown split, a number out of range, a split without questions, or
            one in which more are given away than not.
    """
    if asked.split not in (*SPLITS, "all"):
        raise InvalidInputError(
            f"There is no split '{asked.split}'. Choose from {', '.join(SPLITS)}, all."
        )
    if asked.n is not None and asked.n < 1:
        raise InvalidInputError(f"An evaluation needs at least 1 question, not {asked.n}.")
    if asked.timed < 0:
        raise InvalidInputError(f"An evaluation can time 0 or more questions, not {asked.timed}.")
    pool = [question for question in questions if asked.split in ("all", question.split)]
    if not pool:
        raise InvalidInputError(
            f"This project has no questions in the split '{asked.split}'. "
            "Add some on the Questions page."
        )
    clean = [question for question in pool if question.id not in given_away]
    if 2 * len(clean) < len(pool):
        raise InvalidInputError(
            f"{len(pool) - len(clean)} of the {len(pool)} questions are given away by training "
            "questions, worked examples or documents, so what is left says nothing. The leak "
            "check on the Questions page names them: remove one side of each pair."
        )
    pool = sorted(clean, key=lambda question: question.id)
    return random.Random(asked.seed).sample(pool, min(asked.n or len(pool), len(pool)))


def run_card(
    asked: Asked, questions: Sequence[Question], drawn: Sequence[Question], facts: CardFacts
) -> RunCard:
    """Return the card.

    Args:
        questions: All of the project's; they decide what is seen and what is held out.
        facts: What the engine knows; it overrides the fields made here.
    """
    base, trained = facts["base"], train_groups(questions)
    card = {
        "split": asked.split,
        "n": len(drawn),
        "seed": asked.seed,
        "arms": asked.arms,
        "gate": asked.gate,
        "timed": asked.timed,
        "model": model_label(base),
        "model_size": "135M" if base == BASE_MODEL else None,
        "defaults": asdict(ANSWER),
        "asked": [question_row(question) for question in drawn],
        "train_groups": sorted(trained),
        "measure": MEASURE,
        "margin": MARGIN,
        "contrasts": [named(pair) for pair in planned(asked.arms)],
        "reach": reach(drawn, trained, asked.arms),
        "majority_label": majority_label(questions),
        **facts,
    }
    return cast(RunCard, card)  # mypy cannot check the keys of an unpacked dict.


def reach(
    drawn: Sequence[Question], trained: Collection[str], arms: Sequence[str]
) -> dict[str, Reach]:
    """Return by stratum what these questions can show, on what is assumed before a run.

    Only test questions with answers count. The family is that of
    `core.evaluation.figures.verdicts`: all contrasts of the strata that get a word.
    """
    groups: dict[str, Counter[str]] = {}
    for question in drawn:
        if question.kind != UNANSWERABLE and question.split == TESTED:
            groups.setdefault(stratum(question, trained), Counter())[question.group] += 1
    words = {name: enough(sizes.total(), len(sizes)) for name, sizes in groups.items()}
    family = max(1, len(planned(arms)) * sum(words.values()))
    return {
        name: {
            "n": sizes.total(),
            "groups": len(sizes),
            "word": words[name],
            "smallest": smallest_difference(list(sizes.values()), contrasts=family, binary=False),
        }
        for name, sizes in sorted(groups.items())
    }
