"""A project's questions and passages to the training examples of a run."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.config import ANSWER
from core.engine.answering.arms import style_of
from core.engine.context import Engine
from core.engine.questions import personal_data
from core.engine.questions.personal_data import Lookup
from core.errors import InvalidInputError
from core.inference.builds import base_folder
from core.inference.tokenizer import ChatTokenizer
from core.project.questions import list_questions
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
from core.prompts import PromptStyle
from core.records.gold import gold_among
from core.records.question import Question
from core.records.training import RunSettings
from core.tuning.examples import Example, ExampleWriter, Found
from core.tuning.settings import RECIPES, TrainingSettings
from core.tuning.swaps import shuffled_answers

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus

DEV_QUESTIONS = 32
"""Most dev questions that a run measures its loss on; more would cost minutes."""
DEPTH = 5
"""How many retrieved passages distractors are taken from."""


@dataclass(frozen=True)
class TrainingExamples:
    """What a run learns from."""

    epochs: list[list[Example]]
    dev: list[Example]
    count: int
    tokens: int
    """Tokens read in the whole run, padding left out."""
    longest: int
    """Tokens of the longest example."""


@dataclass(frozen=True)
class TrainingInput:
    """What a run is made from, looked up once."""

    settings: TrainingSettings
    train: list[Question]
    """As training reads them: likely personal data kept, redacted, or left out with its question.
    """
    dev: list[Question]
    lookup: Lookup
    """Finds the passages of either; None if the recipe reads none."""
    style: PromptStyle
    personal_data: str
    """What was done with it: "keep", "redact" or "exclude"."""
    base: str
    base_folder: Path
    corpus_version: str | None
    questions_hash: str | None

    def settings_of_run(self, examples: int) -> RunSettings:
        """Return what the child is handed besides the examples; the adapter's manifest holds it."""
        return {
            **self.settings.as_dict(),
            "base": self.base,
            "base_folder": str(self.base_folder),
            "corpus_version": self.corpus_version,
            "questions_hash": self.questions_hash,
            "style": self.style.key,
            "examples": examples,
            "personal_data": self.personal_data,
        }


def gather_training(engine: Engine, project: Project, settings: TrainingSettings) -> TrainingInput:
    """Look up what a run is made from.

    Raises:
        InvalidInputError: there are no training questions, or no documents where the recipe
            reads passages.
        NotFoundError: the base model is not here.
    """
    questions, choice = list_questions(project.db), personal_data.choice_of(project)
    train, dev = (
        personal_data.kept_questions(asked, choice)
        for asked in (_of_split(questions, "train"), _of_split(questions, "dev")[:DEV_QUESTIONS])
    )
    _require_questions(questions, train)
    if RECIPES[settings.recipe].shuffled:
        train = shuffled_answers(train, settings.seed)
    return TrainingInput(
        settings,
        personal_data.redacted(train, choice),
        personal_data.redacted(dev, choice),
        personal_data.redacted_lookup(_lookup(engine, project, settings), [*train, *dev], choice),
        style_of(project),
        choice,
        project.base,
        base_folder(engine.paths.models, project.base),
        corpus_version(project.db),
        questions_hash(project.db),
    )


def _of_split(questions: list[Question], split: str) -> list[Question]:
    return [question for question in questions if question.split == split]


def _require_questions(questions: list[Question], train: list[Question]) -> None:
    if train:
        return
    if not _of_split(questions, "train"):
        raise InvalidInputError(
            "This project has no training questions. Add some on the Questions page."
        )
    raise InvalidInputError(
        "Every training question holds likely personal data, and those are excluded. Choose "
        "to redact it instead on the Questions page."
    )


def training_examples(
    source: TrainingInput, tokenizer: ChatTokenizer, sample: int | None = None
) -> TrainingExamples:
    """Return the examples of every epoch.

    Args:
        sample: Write examples of about that many training questions only, for an estimate; the
            counts are scaled to all of them.
    """
    step = max(1, len(source.train) // sample) if sample else 1
    asked, dev = source.train[::step], [] if sample else source.dev
    writer = ExampleWriter(
        tokenizer, source.style, source.lookup, source.settings.max_length, ANSWER.passage_tokens
    )
    epochs, losses = writer.epochs(asked, source.settings), writer.dev(dev, source.settings)
    lengths = [len(example.prompt) + len(example.answer) for epoch in epochs for example in epoch]
    scale = len(source.train) / len(asked)
    return TrainingExamples(
        epochs,
        losses,
        round(len(lengths) * scale),
        round(sum(lengths) * scale),
        max(lengths, default=0),
    )


def _lookup(engine: Engine, project: Project, settings: TrainingSettings) -> Lookup:
    if RECIPES[settings.recipe].passages_share <= 0:
        return _nothing
    corpus = engine.corpus(project)
    if corpus.is_empty():
        raise InvalidInputError(
            f"The recipe {settings.recipe} reads passages and no document is indexed. Add "
            "documents, or choose closed-book."
        )
    return _Lookup(corpus)


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
            held = set(self._corpus.passages_holding(question))
        else:
            held = set(
                gold_among(
                    question, [(passage.id, passage.document, passage.text) for passage in passages]
                )
            )
        texts = [passage.text for passage in passages]
        gold = {n for n, passage in enumerate(passages) if passage.id in held}
        if held and not gold:
            # Retrieval missed it; a hybrid still has to learn to read it.
            texts.append(self._corpus.passages(sorted(held)[:1])[0]["text"])
            gold = {len(texts) - 1}
        return Found(tuple(texts), frozenset(gold))
