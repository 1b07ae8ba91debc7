"""The evaluation job: run card first, then every answer saved as it comes."""

from collections.abc import Callable
from functools import cache, partial
from statistics import fmean
from typing import TYPE_CHECKING

from core.arms import ALL_ARMS, ARMS, arm_of
from core.engine.answering.arms import (
    ArmParts,
    adapter_of,
    gather_arm,
    ready_arm,
    source_of,
)
from core.engine.answering.facts import arm_facts
from core.engine.answering.spending import metered
from core.engine.context import Engine
from core.engine.questions.leaks import Guarded, guard
from core.engine.queue import RunningJob
from core.engine.speeds import remember
from core.evaluation.asking import fixed_length
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.asking.run import run_arms
from core.evaluation.asking.run_card import Asked, draw, run_card
from core.evaluation.scoring.retrieval_metrics import MRR_DEPTH
from core.project import answers
from core.project.database import Database
from core.project.questions import list_questions
from core.project.styles import style_from
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
from core.questions.review import SETTING as REVIEW
from core.questions.worked_examples import drawn_examples
from core.records.answer import StoredRanking, answer_in
from core.records.evaluation import EvaluationMade
from core.records.question import Question
from core.records.run_card import (
    RETRIEVAL,
    CardFacts,
    RunCard,
    answer_keys,
    asked_questions,
    card_hash,
)
from core.tuning.adapters import adapters_folder, get_adapter

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus  # Importing it takes seconds.

TEST_USES = "test_uses"
"""Setting of a project: evaluations that opened the test split. Deleting one takes none back."""


def evaluate(engine: Engine, job: RunningJob) -> EvaluationMade:
    """Begin or resume an evaluation; return its id."""
    db = job.project.db
    questions = list_questions(db)
    key = answers.evaluation_of_job(db, job.id) or _begin(engine, job, questions)
    card = answers.get_evaluation(db, key)["card"]
    drawn = asked_questions(card, questions)
    stored = answers.stored_answers(db, key)
    arms = [arm for arm in card["arms"] if arm != RETRIEVAL]
    run_arms(
        drawn,
        seed_passes(card),
        card["seed"],
        {pair: a for pair, a in stored.items() if pair[1] != RETRIEVAL},
        ready=arms_of_card(engine, job.project, job.id, card),
        exclusive=engine.generators.exclusive,
        save=partial(answers.save_answers, db, key),
        progress=job.progress,
        cancelled=job.cancelled,
        # Older cards do not say: all their answers were timed.
        timed=None if card.get("server") else card.get("timed"),
        fixed={question.id for question in drawn[: _of_fixed_length(card)]},
    )
    if RETRIEVAL in card["arms"] or any(ALL_ARMS[arm].retrieves for arm in arms):
        _rank(
            engine,
            job,
            key,
            [question for question in drawn if (question.id, RETRIEVAL) not in stored],
        )
    if not job.project.server:
        _remember(engine, job.project, key, arms)
    return {"evaluation": key}


def _of_fixed_length(card: RunCard) -> int:
    """Return how many questions are answered at the fixed length too."""
    return card["fixed_length"]["questions"] if "fixed_length" in card else 0


def seed_passes(card: RunCard) -> list[list[str]]:
    """Return the keys to answer in each pass over the questions: all arms, then a pass a seed.

    Few builds stay loaded: with all seeds in one pass, each answer would first load one.
    """
    passes: dict[int, list[str]] = {}
    for arm in (arm for arm in card["arms"] if arm != RETRIEVAL):
        keys = [key for key in answer_keys(card) if arm_of(key) == arm]
        for number, key in enumerate(keys):
            passes.setdefault(number, []).append(key)
    return list(passes.values())


def _remember(engine: Engine, project: Project, key: str, arms: list[str]) -> None:
    """Keep what an answer takes here, over all four arms."""
    stored = answers.stored_answers(project.db, key)
    saved = [
        answer
        for question, arm in stored
        if arm in ARMS and (answer := answer_in(stored, question, arm)) and not answer["error"]
    ]
    if set(arms) == set(ARMS):
        spent: dict[str, list[float]] = {
            "answers": [ms for answer in saved if (ms := answer.get("latency_ms"))],
            "together": [ms for answer in saved if (ms := answer.get("together_ms"))],
            "fixed": [answer["fixed"]["spent_ms"] for answer in saved if "fixed" in answer],
        }
        for what, times in spent.items():
            each = fmean(times) / 1000 if times else 0.0
            remember(engine.paths.models, project.base, what, each)


def _begin(engine: Engine, job: RunningJob, questions: list[Question]) -> str:
    asked, db = Asked(**job.settings), job.project.db
    few = any(ALL_ARMS[arm].examples for arm in asked.arms if arm != RETRIEVAL)
    guarded = Guarded(())
    if asked.split in ("test", "all"):  # Embedding every question takes a while.
        guarded = guard(engine, job.project, drawn_examples(questions) if few else ())
    drawn = draw(questions, asked, guarded.questions)
    pool = frozenset(
        question.id for question in questions if asked.split in ("all", question.split)
    )
    facts: CardFacts = {"base": job.project.base, "adapters": {}, "adapter_ids": {}}
    if asked.arms != [RETRIEVAL]:
        facts = arm_facts(engine, job.project, asked.arms, asked.all_seeds)
        if job.project.server:  # One after another, all of them timed.
            facts["timed"] = len(drawn)
        if asked.timed and not job.project.server:  # No server can be made to write a fixed length.
            facts["fixed_length"] = fixed_length.facts(asked.timed)
    facts["corpus_version"] = corpus_version(db)
    facts["questions_hash"] = questions_hash(db)
    facts["review"] = db.setting(REVIEW)
    facts["left_out"] = guarded.counts(pool)
    with db.transaction():
        if any(question.split == "test" for question in drawn):
            facts["test_use"] = count_test_use(db)
        card = run_card(asked, questions, drawn, facts)
        return answers.create_evaluation(db, job.id, card, card_hash(card))


def count_test_use(db: Database) -> int:
    """Count a look at the test questions and return its number.

    Versions that did not count yet: the stored evaluations are the looks.
    """
    stored = [row["card"] for row in answers.list_evaluations(db)]
    before = db.setting(TEST_USES, sum(card.get("split") in ("test", "all") for card in stored))
    db.set_setting(TEST_USES, before + 1)
    return int(before) + 1


def arms_of_card(
    engine: Engine, project: Project, job: str, card: RunCard, corpus: "Corpus | None" = None
) -> Callable[[str, Question | None], ReadyArm]:
    """Return what puts a run card's arms together; the parts of each are looked up once.

    Args:
        corpus: What they retrieve from; None for the project's own.
    """
    parts = cache(partial(_parts, engine, project, card, corpus))

    def ready(key: str, question: Question | None = None) -> ReadyArm:
        source = source_of(parts(key), question)
        arm = ready_arm(engine.generators, parts(key), source, question)
        return metered(project, job, arm, card)

    return ready


def _parts(
    engine: Engine, project: Project, card: RunCard, corpus: "Corpus | None", key: str
) -> ArmParts:
    """Return an arm's parts: adapter and prompt of the run card, not those in use by now."""
    adapter, arm = None, ALL_ARMS[arm_of(key)]
    if key in card["adapter_ids"]:
        adapter = get_adapter(adapters_folder(project), card["adapter_ids"][key])
    elif arm.adapts:
        adapter = adapter_of(project, arm)
    row = card.get("prompts", {}).get(arm.key) or card.get("prompt")
    return gather_arm(engine, project, arm, adapter, style_from(row) if row else None, corpus)


def _rank(engine: Engine, job: RunningJob, key: str, questions: list[Question]) -> None:
    """Store how high retrieval ranks the passages that hold each answer."""
    corpus = engine.corpus(job.project)
    if corpus.is_empty():
        return
    retriever = corpus.retriever()
    for done, question in enumerate(questions, start=1):
        gold = corpus.passages_holding(question)
        retrieved = retriever.retrieve(question.text, MRR_DEPTH)
        ranked = [passage.id for passage in retrieved.passages]
        ranking: StoredRanking = {"ranked_ids": ranked, "gold_ids": gold}
        answers.save_answers(job.project.db, key, RETRIEVAL, {question.id: ranking})
        job.progress(done, len(questions), f"retrieval: {done} of {len(questions)} questions")
