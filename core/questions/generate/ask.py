"""Facts to questions by a language model: a few examples, and a beginning that fits the answer.

A small model writes what it is led to: its turn begins with the question word, and where the
sentence's shape is plain with the subject too, so that little but the predicate is left to it.
"""

import re
from typing import Protocol

from core.prompts import Messages
from core.questions.generate.clauses import clause, lowered
from core.questions.generate.facts import (
    AMOUNT,
    COUNT,
    DATE,
    MONEY,
    PERCENT,
    PERSON,
    PLACE,
    VALUE,
    YEAR,
    Fact,
)

INSTRUCTION = "Write one question about the sentence. Its answer must be the given answer."
QUESTION_TOKENS = 36
_PEOPLE = (
    (
        "The harbour was designed by Ellen Marsh and opened in 1974.",
        "Ellen Marsh",
        "Who designed the harbour?",
    ),
    (
        "Blue Hills is a novel by Tom Varga about a farm.",
        "Tom Varga",
        "Who is the author of Blue Hills?",
    ),
)
_NUMBERS = (
    (
        "The warranty on all pumps lasts 24 months from delivery.",
        "24 months",
        "How long does the warranty on all pumps last?",
    ),
    (
        "A team in the Dunmore league may register up to six players.",
        "six",
        "How many players may a team in the Dunmore league register?",
    ),
)
_DATES = (
    (
        "The library in Leeds was founded on 3 May 1974.",
        "3 May 1974",
        "When was the library in Leeds founded?",
    ),
    (
        "Dunmore joined the league in 1988 after a long dispute.",
        "1988",
        "In which year did Dunmore join the league?",
    ),
)
_PLACES = (
    (
        "Orrin Mills has its head office in Oslo.",
        "Oslo",
        "Where does Orrin Mills have its head office?",
    ),
    (
        "Ana Silva studied law at the University of Porto.",
        "the University of Porto",
        "Where did Ana Silva study law?",
    ),
)
_THINGS = (
    (
        "The -q option of the tar command suppresses all warnings.",
        "-q",
        "Which option of the tar command suppresses all warnings?",
    ),
    (
        "The river Aller flows into Lake Orrin near Dunmore.",
        "Lake Orrin",
        "Which lake does the river Aller flow into near Dunmore?",
    ),
)
_EXAMPLES = {
    PERSON: _PEOPLE,
    DATE: _DATES,
    YEAR: _DATES,
    PLACE: _PLACES,
    COUNT: _NUMBERS,
    AMOUNT: _NUMBERS,
    PERCENT: _NUMBERS,
    MONEY: _NUMBERS,
    VALUE: _NUMBERS,
}
_WORDS = {
    PERSON: "Who",
    DATE: "When",
    YEAR: "In which year",
    PLACE: "Where",
    COUNT: "How many",
    PERCENT: "What percentage",
    MONEY: "How much",
}


class Writer(Protocol):
    """Continues a chat: a loaded build, or an endpoint."""

    def __call__(self, messages: Messages, opening: str, max_tokens: int, stop: str) -> str:
        """Return what follows `opening` in the model's turn, up to the first of `stop` or a line.

        Raises:
            AppError: the model cannot be asked.
        """
        ...


def openings(fact: Fact) -> list[str]:
    """Return how a question about the fact may begin, the most telling one first."""
    text = fact.sentence.text
    parts = clause(text)
    word = _WORDS.get(fact.type, "What")
    kind = re.search(r"\b(?:the|an?) ((?:[A-Z][a-z]+ )?(?:[a-z]+ )?[a-z]{3,}) [\"“]?$", fact.before)
    if fact.type == COUNT and (noun := re.match(r" ((?:[a-z-]+ )?[a-z]+s)\b", fact.after)):
        return [f"How many {noun[1]}"]
    if fact.type == AMOUNT and (unit := re.search(r"[A-Za-z ]+$", fact.answer)):
        word = f"How many {unit[0].strip()}"
        return [word]
    if kind and word == "What":
        word = f"Which {kind[1]}"
    if parts and fact.start > len(parts.subject):
        source = fact.sentence.source
        subject = lowered(parts.subject, source.title, source.text)
        return [f"{word} {parts.aux} {subject}"]
    if fact.before.strip(' "“') in ("", "The"):
        verb = re.match(r"[\"”]? (\w+)", fact.after)
        return [f"{'What' if word == 'What' else word} {verb[1]}"] if verb else []
    return [word]


def prompt(fact: Fact) -> Messages:
    """Return the chat that asks for a question."""
    chat = [{"role": "system", "content": INSTRUCTION}]
    for sentence, answer, question in _EXAMPLES.get(fact.type, _THINGS):
        chat.append(_turn(sentence, answer))
        chat.append({"role": "assistant", "content": f"Question: {question}"})
    return [*chat, _turn(fact.sentence.text, fact.answer)]


def _turn(sentence: str, answer: str) -> dict[str, str]:
    return {"role": "user", "content": f"Sentence: {sentence}\nAnswer: {answer}"}


def written(fact: Fact, writer: Writer) -> list[str]:
    """Return the questions that a model writes about a fact, unchecked."""
    questions = []
    for opening in openings(fact):
        text = writer(prompt(fact), f"Question: {opening}", QUESTION_TOKENS, "?")
        # The text continues the opening, its leading blank included.
        question = re.sub(r"\s+", " ", opening + text.split("\n")[0].split("?")[0]).strip() + "?"
        questions.append(question)
    return questions
