"""Make gold answers follow the documents: what a changed document now answers."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.records.question import Question

_ANCHORS = (8, 5, 3)
"""Words on either side that must be the same in both texts; the longest context first."""
_LONGEST = 200
"""Most characters of a new answer."""
NewAnswers = Mapping[str, Sequence[str]]
"""The new gold answers by question id."""


def second_answers(question: Question) -> tuple[str, ...] | None:
    """Return the answers in version 2 of the documents, None where they are the same."""
    answers = tuple(str(answer) for answer in question.extra.get("answers_v2") or ())
    changed = question.extra.get("changed", True)
    return answers if changed and answers and answers != question.answers else None


def followed(questions: Iterable[Question], new: NewAnswers) -> list[Question]:
    """Return the questions with their new answers; the old ones stay in `extra.answers_v1`."""
    return [
        _with(question, tuple(new[question.id]))
        if question.id in new and tuple(new[question.id]) != question.answers
        else question
        for question in questions
    ]


def moved_answer(old_text: str, new_text: str, answers: Sequence[str]) -> str | None:
    """Return what stands in the new text where the old one has the answer.

    The words around it have to be the same in both. Where they are not, or where they occur in
    several places that say different things, the new answer is unknown.

    Returns:
        None if it is unknown, or still the same answer.
    """
    old, new = " ".join(old_text.split()), " ".join(new_text.split())
    for answer in sorted(answers, key=len, reverse=True):
        word = rf"(?<!\w){re.escape(' '.join(answer.split()))}(?!\w)"
        places = list(re.finditer(word, old, re.IGNORECASE)) if answer.strip() else []
        if places:
            candidates = {_in_place(old, new, place) for place in places} - {None}
            same = {
                candidate
                for candidate in candidates
                if candidate and candidate.casefold() == answer.casefold()
            }
            return candidates.pop() if len(candidates) == 1 and not same else None
    return None


def _in_place(old: str, new: str, place: re.Match[str]) -> str | None:
    before, after = old[: place.start()].split(" "), old[place.end() :].split(" ")
    for count in _ANCHORS:
        left, right = " ".join(before[-count:]), " ".join(after[:count])
        # Where the text begins or ends at the answer, so must the new one.
        pattern = rf"{re.escape(left) or '^'}(.{{1,{_LONGEST}}}?){re.escape(right) or '$'}"
        between = {match[1].strip() for match in re.finditer(pattern, new)}
        if len(between) == 1 and (left.strip() or right.strip()):
            return between.pop() or None
    return None


def _with(question: Question, answers: tuple[str, ...]) -> Question:
    extra = dict(question.extra) | {"answers_v1": list(question.answers)}
    if isinstance(extra.get("json"), str):
        extra["json"] = _twin(extra["json"], question.answers, answers[0])
    return replace(question, answers=answers, extra=extra)


def _twin(text: str, old: Sequence[str], new: str) -> str:
    """Return the strict-format twin of an answer with the new value in its place."""
    try:
        fields: Any = json.loads(text)
    except ValueError:
        return text
    if not isinstance(fields, dict):
        return text
    return json.dumps(
        {key: new if value in old else value for key, value in fields.items()}, ensure_ascii=False
    )
