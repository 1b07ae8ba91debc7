"""A project's questions and passages to the training examples of a run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.config import ANSWER
from core.engine.answering.arms import style_of
from core.engine.context import Engine
from core.engine.questions import personal_data
from core.errors import InvalidInputError
from core.inference.builds import base_folder
from core.project.questions import list_questions
from core.project.workspace import Project
from core.records.question import Question
from core.tuning.examples import Example, ExampleWriter, Found
from core.tuning.settings import RECIPES, TrainingSettings
from core.tuning.swaps import shuffled_answers

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus

DEV_QUESTIONS = 32
"""Most dev questions that a run measures its loss on; more would cost minutes."""
DEPTH = 5
"""Passages looked at for distractors."""


@dataclass(frozen=True)
class TrainingExamples:
    """What a run is handed."""

    epochs: list[list[Example]]
    dev: list[Example]
    count: int
    tokens: int
    """Read in the whole run, padding left out."""
    longest: int
    """Tokens of the longest example."""
    style: str
    personal_data: str
    """What was made of it: "keep", "redact" or "exclude"."""


def training_examples(
    engine: Engine, project: Project, settings: TrainingSettings, sample: int | None = None
) -> TrainingExamples:
    """Return the examples of every epoch.

    Args:
        sample: Write examples of about that many training questions only, for an estimate; the
            counts are scaled to all of them.

    Raises:
        InvalidInputError: there are no training questions, or no documents where the recipe
            reads passages.
    """
    questions = list_questions(project.db)
    train = [question for question in questions if question.split == "train"]
    dev = [question for question in questions if question.split == "dev"][:DEV_QUESTIONS]
    if not train:
        raise InvalidInputError(
            "This project has no training questions. Add some on the Questions page."
        )
    choice = personal_data.choice_of(project)
    train, dev = (personal_data.kept_questions(some, choice) for some in (train, dev))
    if not train:
        raise InvalidInputError(
            "Every training question holds likely personal data, and those are excluded. Choose "
            "to redact it instead on the Questions page."
        )
    if RECIPES[settings.recipe].shuffled:
        train = shuffled_answers(train, settings.seed)
    step = max(1, len(train) // sample) if sample else 1
    asked = train[::step]
    reads = RECIPES[settings.recipe].passages_share > 0
    corpus = engine.corpus(project)
    if reads and corpus.is_empty():
        raise InvalidInputError(
            f"The recipe {settings.recipe} reads passages and no document is indexed. Add "
            "documents, or choose closed-book."
        )
    style = style_of(project)
    tokenizer = engine.generators.tokenizer(base_folder(engine.paths.models, project.base))
    lookup = personal_data.redacted_lookup(
        _Lookup(corpus) if reads else _nothing, [*asked, *dev], choice
    )
    writer = ExampleWriter(tokenizer, style, lookup, settings.max_length, ANSWER.passage_tokens)
    epochs = writer.epochs(personal_data.redacted(asked, choice), settings)
    lengths = [len(one.prompt) + len(one.answer) for epoch in epochs for one in epoch]
    scale = len(train) / len(asked)
    return TrainingExamples(
        epochs,
        [] if sample else writer.dev(personal_data.redacted(dev, choice), settings),
        round(len(lengths) * scale),
        round(sum(lengths) * scale),
        max(lengths, default=0),
        style.key,
        choice,
    )


def _nothing(question: Question) -> Found:
    return Found((), frozenset())


class _Lookup:
    """Finds the passages of a training question once, however many epochs ask it."""

    def __init__(self, corpus: "Corpus") -> None:
        self._corpus = corpus
        self._found: dict[str, Found] = {}

    def __call__(self, question: Question) -> Found:
        if question.id not in self._found:
            self._found[question.id] = self._look(question)
        return self._found[question.id]

    def _look(self, question: Question) -> Found:
        passages = list(self._corpus.retriever().retrieve(question.text, DEPTH).passages)
        if question.document:
            held = set(self._corpus.passages_holding(question.document, question.answers))
        else:
            held = {one.id for one in passages if holds(one.text, question.answers)}
        texts = [one.text for one in passages]
        gold = {n for n, one in enumerate(passages) if one.id in held}
        if held and not gold:
            # Retrieval missed it; a hybrid still has to learn to read it.
            texts.append(self._corpus.passages(sorted(held)[:1])[0]["text"])
            gold = {len(texts) - 1}
        return Found(tuple(texts), frozenset(gold))


def holds(text: str, answers: tuple[str, ...]) -> bool:
    """Whether a passage contains one of the answers, whatever the case."""
    return any(answer.casefold() in text.casefold() for answer in answers)
