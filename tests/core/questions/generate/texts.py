"""A small text, sources over it, and readers that answer from a table."""

from core.prompts import Messages
from core.questions.generate.facts import Fact, facts
from core.questions.generate.sentences import Sentence, Source, sentences

TEXT = """\
The Dunmore library was founded in 1921 by the city council. It was renovated by Ellen Marsh.
However, this did not help.

Expense reports must be filed within 30 days of purchase. The reading room has 64 seats for adults.
The main hall of the Dunmore library was designed by Tom Varga. Notify the desk:

Orrin Mills is a 1932 drama film directed by Clara Brown and starring Jon Berg.
"""


def source(text: str = TEXT, title: str = "The Dunmore library", key: str = "p-1") -> Source:
    return Source(key, f"{key}.txt", title, f"{key}.txt", text)


def sentence(text: str, title: str = "Handbook") -> Sentence:
    return Sentence(text, source(text, title), text)


def fact(text: str, answer: str, title: str = "Handbook") -> Fact:
    """Return the fact of that answer; the text must hold it."""
    found = [one for one in facts(sentence(text, title)) if one.answer == answer]
    assert found, [(one.type, one.answer) for one in facts(sentence(text, title))]
    return found[0]


def texts(of: Source) -> list[str]:
    return [one.text for one in sentences(of)]


class Reader:
    """Answers with the first of its answers that the text shown to it holds."""

    def __init__(self, *answers: str) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, messages: Messages, opening: str, max_tokens: int, stop: str) -> str:
        shown = messages[-1]["content"]
        self.asked.append(shown)
        return next((one for one in self.answers if one in shown), "nothing") + '"'
