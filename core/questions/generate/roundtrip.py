"""The round trip: a model that is shown the sentence must answer the question with the answer.

As in Alberti et al. 2019, arXiv:1906.05416: what a reader cannot answer from its source is dropped.
"""

import re
from collections import Counter

from core.prompts import Messages
from core.questions.generate.ask import Writer
from core.questions.generate.checks import stems, words_of
from core.questions.generate.facts import Fact

ANSWER_TOKENS = 24
SHORT = "Answer the question with the shortest phrase that answers it."
WHOLE = "You answer questions about the text."
_EXTRA_WORDS = 3
"""A reply may say that much more than the answer: "in", "the novel" ..."""
_ARTICLES = ("the", "a", "an")


def prompts(text: str, question: str) -> list[tuple[Messages, str]]:
    """Return the chats that show a text and ask, each with how the reply begins.

    Two, since a small model that fails at one often answers the other: a phrase, or a sentence.
    """
    return [
        (_chat(SHORT, f"{text}\n\nQuestion: {question}\nAnswer:"), 'The answer is "'),
        (_chat(WHOLE, f"{text}\n\n{question} Answer with a few words only."), ""),
    ]


def _chat(instruction: str, asked: str) -> Messages:
    return [{"role": "system", "content": instruction}, {"role": "user", "content": asked}]


def returns(question: str, fact: Fact, reader: Writer) -> bool:
    """Whether the reader, shown the sentence, gives the answer back."""
    for messages, opening in prompts(fact.sentence.text, question):
        reply = reader(messages, opening, ANSWER_TOKENS, '"' if opening else "\n")
        answer = reply.split("\n")[0].strip().strip('"').split('"')[0]
        if matches(answer, fact.answers) or completes(answer, question, fact.answers):
            return True
    return False


def matches(reply: str, answers: tuple[str, ...]) -> bool:
    """Whether a reply is one of the answers, or holds it among few other words, or most of it."""
    words = _plain(reply)
    for answer in answers:
        gold = _plain(answer)
        if _holds(words, gold) and len(words) <= len(gold) + _EXTRA_WORDS:
            return True
        shared = sum((Counter(words) & Counter(gold)).values())
        if len(gold) > 3 and shared >= 0.6 * len(gold) and shared >= 0.8 * len(words):
            return True
    return False


def completes(reply: str, question: str, answers: tuple[str, ...]) -> bool:
    """Whether a reply gives the answer before it says anything else that the question had not said.

    Small models answer in whole sentences: "The list is sorted by weight, which ...".
    """
    text = reply.lower()
    for answer in answers:
        bare = re.sub(r"^(?:the|an?) ", "", answer.lower())
        at = re.search(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", text)
        if at and stems(text[: at.end()]) - stems(question) <= stems(answer):
            return True
    return False


def _plain(text: str) -> list[str]:
    return [word for word in words_of(text) if word not in _ARTICLES]


def _holds(words: list[str], gold: list[str]) -> bool:
    return f" {' '.join(gold)} " in f" {' '.join(words)} "
