"""Put an experiment's questions to its arms: cards first, then every answer saved as it comes."""

from collections.abc import Mapping
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING

from core.arms import ALL_ARMS
from core.engine.answering.facts import arm_facts
from core.engine.context import Engine
from core.engine.evaluating.job import arms_of_card
from core.engine.measuring.setups import SEED, Setup
from core.engine.part import Part
from core.evaluation.asking.fixed_sets import eight_prompts
from core.evaluation.asking.run import run_arms
from core.evaluation.asking.run_card import Asked, run_card
from core.project import answers
from core.project.database import now
from core.project.measurements import new_key, save_measurement
from core.project.questions import list_questions
from core.project.styles import style_row
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
from core.records.answer import answer_in
from core.records.experiment import Size
from core.records.measurement import ConditionRecord, MeasurementRecord
from core.records.run_card import RETRIEVAL, CardFacts, RunCard, asked_questions, card_hash

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus  # Importing it takes seconds.


def begin(
    engine: Engine, project: Project, job: str, setup: Setup, size: Size
) -> MeasurementRecord:
    """Fix what is asked under every condition, and store it.

    It counts as no further look at the test questions: it asks those of an evaluation that did, and
    nothing is chosen by what comes out.
    """
    db, facts = project.db, arm_facts(engine, project, setup.arms)
    facts["corpus_version"], facts["questions_hash"] = corpus_version(db), questions_hash(db)
    record: MeasurementRecord = {
        "id": new_key(),
        "what": setup.what,
        "size": size,
        "created_at": now(),
        "model": None,
        "adapters": facts["adapter_ids"],
        "evaluation": setup.evaluation,
        "complete": False,
        "refused": None,
        "job": job,
        "notes": setup.notes,
        "parts": [],
    }
    cards = {name: _card(engine, project, setup, name, facts, record["id"]) for name in setup.asked}
    record["model"] = next(iter(cards.values())).get("model")
    with db.transaction():
        for name, card in cards.items():
            row = answers.create_evaluation(db, job, card, card_hash(card))
            record["parts"].append({"name": name, "evaluation": row, "facts": {}, "done": False})
        save_measurement(db, record)
    return record


def _card(
    engine: Engine, project: Project, setup: Setup, name: str, facts: CardFacts, key: str
) -> RunCard:
    """Return the card of one condition."""
    drawn, questions = setup.asked[name], list_questions(project.db)
    split = drawn[0].split if drawn else ""
    asked = Asked(setup.arms, split, len(drawn), SEED, timed=min(setup.timed, len(drawn)))
    card = run_card(asked, questions, drawn, facts)
    card["experiment"], card["phase"], card["measures"] = key, name, setup.what
    if setup.what == "prompts":
        style = next(prompt for prompt in eight_prompts() if prompt.key == name)
        card["style"], card["prompt"] = style.key, style_row(style)
        ready = arms_of_card(engine, project, "", card)
        with engine.generators.exclusive():
            prints = {arm: ready(arm, None).fingerprint().as_dict() for arm in setup.arms}
        card["fingerprints"] = prints
    return card


def ask(
    engine: Engine, part: Part, condition: ConditionRecord, corpus: "Corpus | None" = None
) -> RunCard:
    """Ask what is not stored yet of a condition's questions; return its card.

    Args:
        corpus: What the arms retrieve from; None for the project's own.
    """
    db, key = part.project.db, condition["evaluation"]
    card = answers.get_evaluation(db, key)["card"]
    stored = answers.stored_answers(db, key)
    run_arms(
        asked_questions(card, []),
        [card["arms"]],
        card["seed"],
        [pair for pair in stored if pair[1] != RETRIEVAL],
        ready=arms_of_card(engine, part.project, part.id, card, corpus),
        exclusive=engine.generators.exclusive,
        save=partial(answers.save_answers, db, key),
        progress=part.progress,
        cancelled=part.cancelled,
        timed=card["timed"],
    )
    return card


def finish(
    project: Project,
    record: MeasurementRecord,
    condition: ConditionRecord,
    facts: Mapping[str, float],
) -> None:
    """Note that a condition is measured, with the numbers beside its answers."""
    condition["facts"] |= facts
    condition["done"] = True
    record["complete"] = all(other["done"] for other in record["parts"])
    save_measurement(project.db, record)


def prompt_tokens(project: Project, condition: ConditionRecord) -> dict[str, float]:
    """Return how many tokens the prompts of the plainest arm had, on average."""
    stored = answers.stored_answers(project.db, condition["evaluation"])
    read = [
        answer["tokens_in"]
        for question, arm in stored
        if not ALL_ARMS[arm].reads
        and not ALL_ARMS[arm].adapts
        and (answer := answer_in(stored, question, arm))
    ]
    return {"prompt_tokens": round(fmean(read), 1)} if read else {}
