"""What a generation reads and asks: passages in English, and a loaded build."""

import re
import time
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from core.engine.answering.arms import build_of
from core.engine.context import Engine
from core.engine.speeds import known_speed, remember
from core.errors import InvalidInputError
from core.project.documents import documents, passages
from core.project.questions import list_questions
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
from core.prompts import Messages
from core.questions.generate.ask import Writer
from core.questions.generate.facts import NAME, PERSON, TERM
from core.questions.generate.plan import Plan, groups_of, plan
from core.questions.generate.roundtrip import returns
from core.questions.generate.run import UNANSWERABLE_SHARE
from core.questions.generate.sentences import Source
from core.questions.generate.unanswerable import Subjects
from core.questions.language import is_foreign, language, language_name
from core.records.job_kinds import JOB_KINDS
from core.uses import use_of

TIMED = "seconds of a fact, from a few calls"
TIMED_CALLS = 3
CALLS_OF_A_FACT = 1.5
"""Round trips, on average, until a fact has a question or a cloze item."""
GUESSED_SECONDS = 0.6
"""Seconds of a fact where nothing could be timed: two cores, the default model."""
LANGUAGE_LETTERS = 4000
"""Characters of a document that tell its language."""


@dataclass(frozen=True)
class Prepared:
    """A project's passages, planned."""

    plan: Plan
    subjects: Subjects
    warnings: list[str]
    """Sentences about documents that are left out."""
    passages: int
    unanswerable: float
    """Share of unanswerable questions, as the project's use wants it."""

    def refuse_nothing(self) -> None:
        """Refuse to go on if there is nothing to ask about.

        Raises:
            InvalidInputError: there are no documents, or no sentence that qualifies.
        """
        if not self.passages:
            raise InvalidInputError(
                "This project has no indexed document to write questions from. Add one on the "
                "Documents page."
            )
        if not self.plan.tasks:
            raise InvalidInputError(
                " ".join(self.warnings)
                if self.warnings and not self.plan.sentences
                else "No sentence of these documents states a number, date, name, quantity or "
                "definition in a way that stands on its own. Add documents with running text, or "
                "import questions."
            )


def prepare(project: Project, seed: int) -> Prepared:
    """Return what to ask about; the same for the same documents, questions and seed.

    Takes about 2 ms for a passage, once for each state of the project: pages ask again and again.
    """
    corpus, asked = corpus_version(project.db), questions_hash(project.db)
    return _prepared(project, corpus, asked, project.db.setting("use"), seed)


@lru_cache(maxsize=2)
def _prepared(
    project: Project, corpus: str | None, asked: str | None, chosen: str | None, seed: int
) -> Prepared:
    rows = passages(project.db)
    foreign = _foreign(rows)
    questions = list_questions(project.db)
    kept = [row for row in rows if row["document"] not in foreign]
    counts = dict(Counter(str(row["document"]) for row in kept))
    groups = groups_of(counts, questions)
    titles = {row["name"]: row["title"] for row in documents(project.db)}
    sources = [
        Source(
            row["id"],
            row["document"],
            titles[row["document"]],
            groups[row["document"]] or f"{row['document']} #{row['id'][:8]}",
            row["text"],
        )
        for row in kept
    ]
    use = use_of(chosen)
    planned = plan(sources, questions, seed, use.kinds if use else ())
    subjects = Subjects(
        tuple(sorted({titles[name] for name in counts})),
        tuple(sorted(_terms(planned))),
        tuple(row["text"].lower() for row in rows)
        + tuple(q.text.lower() for q in questions if "generated" not in q.extra),
    )
    warnings = [
        f"{name} is in {language_name(code)}. Questions are written from English text only, so "
        "its passages were left out."
        for name, code in foreign.items()
    ]
    share = use.unanswerable if use else UNANSWERABLE_SHARE
    return Prepared(planned, subjects, warnings, len(rows), share)


def _terms(planned: Plan) -> set[str]:
    """Return the answers that name something: capitalised, or written as code is."""
    facts = [fact for task in planned.tasks for fact in task.facts]
    return {
        fact.answer
        for fact in facts
        if (fact.type in (NAME, PERSON, TERM) and not fact.answer.islower())
        or (fact.type == TERM and re.search(r"[_\d/]", fact.answer))
    }


def _foreign(rows: list[dict[str, str]]) -> dict[str, str]:
    """Return the language of each document that is certainly not in English."""
    texts: dict[str, str] = {}
    for row in rows:
        begun = texts.get(row["document"], "")
        if len(begun) < LANGUAGE_LETTERS:
            texts[row["document"]] = f"{begun} {row['text']}"
    return {name: language(text)[0] for name, text in texts.items() if is_foreign(text)}


def loaded_reader(engine: Engine, project: Project) -> Writer:
    """Return the project's base model as something that continues chats."""
    build = build_of(engine, project, None)
    tokenizer = engine.generators.tokenizer_of(build)

    def continued(messages: Messages, opening: str, max_tokens: int, stop: str) -> str:
        ids: list[int] = []

        def on_token(token: int) -> bool:
            ids.append(token)
            text = tokenizer.text(ids)
            return stop not in text and "\n" not in text

        prompt = tokenizer.prompt(messages, opening)
        # The lock is held for one prompt only, so that people can ask meanwhile.
        with engine.generators.exclusive():
            engine.generators.get(build).generate(prompt, max_tokens, on_token)
        return tokenizer.text(ids)

    return continued


def seconds_of_a_fact(engine: Engine, project: Project, planned: Plan) -> tuple[float, bool]:
    """Return the seconds a fact takes, and whether a run measured them; else three calls did."""
    if project.server:  # A call would cost money, and its time says nothing about this machine.
        return GUESSED_SECONDS, False
    models, base = engine.paths.models, project.base
    for what, measured in (("questions", True), (TIMED, False)):
        if known := known_speed(models, base, what):
            return known, measured
    if any(JOB_KINDS[job.kind].heavy for job in engine.queue.running()):
        # The machine is busy: a call would wait its turn, and its time mean nothing.
        return GUESSED_SECONDS, False
    reader = loaded_reader(engine, project)
    facts = [task.facts[0] for task in planned.tasks[:TIMED_CALLS]]
    returns("What is it?", facts[0], reader)
    began = time.monotonic()
    for fact in facts:
        returns("What is it?", fact, reader)
    seconds = CALLS_OF_A_FACT * (time.monotonic() - began) / len(facts)
    remember(models, base, TIMED, seconds)
    return seconds, False
