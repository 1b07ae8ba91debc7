"""What training reads of personal data, by the project's choice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import BASE_MODEL, Paths
from core.engine.owner import Owner
from core.engine.questions import checks
from core.engine.questions.personal_data import redacted, redacted_lookup
from core.engine.tuning.examples import gather_training, training_examples
from core.errors import InvalidInputError
from core.inference.tokenizer import ChatTokenizer
from core.project.questions import replace_questions
from core.records.question import Question
from core.tuning.examples import Found
from core.tuning.settings import training_settings

PRIVATE = Question("a", "Whose is ann@example.com?", ("Ann, 212 555-0123",), "span", "train", "g")
PLAIN = Question("b", "When is tea?", ("at four",), "span", "train", "h")


@pytest.fixture
def owner(models: Path, tmp_path: Path) -> Iterator[Owner]:
    one = Owner(Paths(tmp_path, models))
    one.call("create_project", {"name": "P"})
    replace_questions(one.engine.project("P").db, [PRIVATE, PLAIN])
    yield one
    one.close()


def read(owner: Owner) -> str:
    """Return all that a closed-book run is handed, as text."""
    tokenizer = ChatTokenizer(owner.engine.paths.models / BASE_MODEL)
    settings = training_settings({"recipe": "closed-book", "epochs": 1})
    found = training_examples(
        gather_training(owner.engine, owner.engine.project("P"), settings), tokenizer
    )
    [epoch] = found.epochs
    return " ".join(tokenizer.text(one.prompt + one.answer) for one in epoch)


def test_it_is_kept_unless_something_else_was_chosen(owner: Owner) -> None:
    assert owner.call("check_questions", {"project": "P"})["personal"]["choice"] == "keep"
    assert "ann@example.com" in read(owner)


def test_redacted_questions_are_trained_on_without_it(owner: Owner) -> None:
    owner.call("set_personal_data", {"project": "P", "choice": "redact"})
    text = read(owner)
    assert "Whose is [email]?" in text
    assert "Ann, [phone]" in text
    assert "ann@" not in text
    assert "tea" in text


def test_excluded_questions_are_not_trained_on(owner: Owner) -> None:
    owner.call("set_personal_data", {"project": "P", "choice": "exclude"})
    text = read(owner)
    assert "Whose" not in text
    assert "tea" in text
    replace_questions(owner.engine.project("P").db, [PRIVATE])
    with pytest.raises(InvalidInputError, match="redact it instead"):
        read(owner)


def test_an_unknown_choice_is_refused(owner: Owner) -> None:
    with pytest.raises(InvalidInputError, match="no choice 'burn'"):
        owner.call("set_personal_data", {"project": "P", "choice": "burn"})


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


def test_checks_are_made_again_only_after_a_change(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    found = checks.check
    monkeypatch.setattr(checks, "check", lambda *given: made.append(1) or found(*given))
    first = owner.call("check_questions", {"project": "P"})
    assert first["n"] == 2
    assert first["lengths"]["window"] == 8192
    assert owner.call("check_questions", {"project": "P"}) == first
    owner.call("check_questions", {"project": "P"})
    assert len(made) == 1
    replace_questions(owner.engine.project("P").db, [PLAIN])
    assert owner.call("check_questions", {"project": "P"})["n"] == 1
