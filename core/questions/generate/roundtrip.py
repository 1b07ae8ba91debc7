"""The round trip: a model that is shown the sentence must answer the question with the answer.

As in Alberti et al. 2019, arXiv:1906.05416: what a reader cannot answer from its source is dropped.
"""

from collections import Counter

from core.prompts import Messages
from core.questions.generate.ask import Writer
from core.questions.generate.checks import stems, words_of
from core.questions.generate.facts import Fact

ANSWER_TOKENS = 24
INSTRUCTION = "Answer the question with the shortest phrase that answers it."
OPENING = 'The answer is "'
_EXTRA_WORDS = 3
"""A reply may say that much more than the answer: "in", "the novel" ..."""
_ARTICLES = ("the", "a", "an")


def prompt(text: str, question: str) -> Messages:
    """Return the chat that shows a text and asks."""
    return [
        {"role": "system", "content": INSTRUCTION},
        {"role": "user", "content": f"{text}\n\nQuestion: {question}\nAnswer:"},
    ]


def returns(question: str, fact: Fact, reader: Writer) -> bool:
    """Whether the reader, shown the sentence, gives the answer back."""
    reply = reader(prompt(fact.sentence.text, question), OPENING, ANSWER_TOKENS, '"')
    said = reply.split("\n")[0].strip().strip('"').split('"')[0]
    return matches(said, fact.answers) or completes(said, question, fact.answers)


def matches(reply: str, answers: tuple[str, ...]) -> bool:
    """Whether a reply is one of the answers, or holds it among few other words, or most of it."""
    said = _plain(reply)
    for answer in answers:
        gold = _plain(answer)
        if _holds(said, gold) and len(said) <= len(gold) + _EXTRA_WORDS:
            return True
        shared = sum((Counter(said) & Counter(gold)).values())
        if len(gold) > 3 and shared >= 0.6 * len(gold) and shared >= 0.8 * len(said):
            return True
    return False


def completes(reply: str, question: str, answers: tuple[str, ...]) -> bool:
    """Whether a reply repeats the question and adds the answer to it, and nothing else.

    Small models answer in whole sentences: "The list is sorted by weight".
    """
    said = _plain(reply)
    new = stems(reply) - stems(question)
    return any(new and new <= stems(answer) and _holds(said, _plain(answer)) for answer in answers)


def _plain(text: str) -> list[str]:
    return [word for word in words_of(text) if word not in _ARTICLES]


def _holds(said: list[str], gold: list[str]) -> bool:
    return f" {' '.join(gold)} " in f" {' '.join(said)} "
