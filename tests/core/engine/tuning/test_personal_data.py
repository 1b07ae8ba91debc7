"""What training reads of personal data, by the project's choice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import BASE_MODEL, Paths
from core.engine.context import Engine
from core.engine.tuning.examples import training_examples
from core.engine.tuning.personal_data import redacted, redacted_lookup
from core.errors import InvalidInputError
from core.inference.tokenizer import ChatTokenizer
from core.project.questions import replace_questions
from core.records.question import Question
from core.tuning.examples import Found
from core.tuning.settings import training_settings

PRIVATE = Question("a", "Whose is ann@example.com?", ("Ann, 212 555-0123",), "span", "train", "g")
PLAIN = Question("b", "When is tea?", ("at four",), "span", "train", "h")


@pytest.fixture
def engine(models: Path, tmp_path: Path) -> Iterator[Engine]:
    one = Engine(Paths(tmp_path, models))
    one.call("create_project", {"name": "P"})
    replace_questions(one.project("P").db, [PRIVATE, PLAIN])
    yield one
    one.close()


def read(engine: Engine) -> str:
    """Return all that a closed-book run is handed, as text."""
    tokenizer = ChatTokenizer(engine.paths.models / BASE_MODEL)
    settings = training_settings({"recipe": "closed-book", "epochs": 1})
    found = training_examples(engine, engine.project("P"), settings)
    [epoch] = found.epochs
    return " ".join(tokenizer.text(one.prompt + one.answer) for one in epoch)


def test_it_is_kept_unless_something_else_was_chosen(engine: Engine) -> None:
    assert engine.call("check_questions", {"project": "P"})["personal"]["choice"] == "keep"
    assert "ann@example.com" in read(engine)


def test_redacted_questions_are_trained_on_without_it(engine: Engine) -> None:
    engine.call("set_personal_data", {"project": "P", "choice": "redact"})
    text = read(engine)
    assert "Whose is [email]?" in text
    assert "Ann, [phone]" in text
    assert "ann@" not in text
    assert "tea" in text


def test_excluded_questions_are_not_trained_on(engine: Engine) -> None:
    engine.call("set_personal_data", {"project": "P", "choice": "exclude"})
    text = read(engine)
    assert "Whose" not in text
    assert "tea" in text
    replace_questions(engine.project("P").db, [PRIVATE])
    with pytest.raises(InvalidInputError, match="redact it instead"):
        read(engine)


def test_an_unknown_choice_is_refused(engine: Engine) -> None:
    with pytest.raises(InvalidInputError, match="no choice 'burn'"):
        engine.call("set_personal_data", {"project": "P", "choice": "burn"})


def test_passages_are_found_by_the_answer_and_read_without_it() -> None:
    asked: list[Question] = []

    def lookup(question: Question) -> Found:
        asked.append(question)
        return Found(("Write to ann@example.com.", "Tea is at four."), frozenset({0}))

    [plain] = redacted([PRIVATE], "redact")
    found = redacted_lookup(lookup, [PRIVATE], "redact")(plain)
    assert asked == [PRIVATE]
    assert found == Found(("Write to [email].", "Tea is at four."), frozenset({0}))
    assert redacted_lookup(lookup, [PRIVATE], "keep") is lookup


def test_checks_are_made_again_only_after_a_change(engine: Engine) -> None:
    first = engine.call("check_questions", {"project": "P"})
    assert first["n"] == 2
    assert first["lengths"]["window"] == 8192
    kept = engine.checks[engine.project("P").id]
    engine.call("check_questions", {"project": "P"})
    assert engine.checks[engine.project("P").id] is kept
    replace_questions(engine.project("P").db, [PLAIN])
    assert engine.call("check_questions", {"project": "P"})["n"] == 1
