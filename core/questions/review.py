"""What people made of generated questions: accepted as they stand, edited, or rejected.

The verdicts are stored with the questions. Rejected questions leave the table and are kept apart,
so that a slip can be undone and generation does not bring them back.
"""

from dataclasses import dataclass, replace

from core.errors import InvalidInputError, NotFoundError
from core.project.database import Database
from core.project.documents import passages
from core.project.questions import delete_questions, list_questions, put_question
from core.questions.split import order
from core.records.asked import MarkedPassage
from core.records.question import UNANSWERABLE, Question, normalised_text, question_of, question_row

SETTING = "review"
"""The project setting with the counts {"accepted", "edited", "rejected"}."""
REJECTED_SETTING = "rejected_questions"
"""The project setting with what was rejected: [{"question": id, "rows": [question rows]}]."""
STATES = {"accept": "accepted", "edit": "edited", "reject": "rejected"}
"""What a verdict makes of a question."""
SEED = 0
"""Of the order in which questions are shown: random, so that the first twenty speak for all."""


@dataclass(frozen=True)
class Reviewed:
    """How far the review of a project's generated questions has come."""

    accepted: int
    edited: int
    rejected: int
    unreviewed: int

    @property
    def judged(self) -> int:
        """Questions that somebody looked at."""
        return self.accepted + self.edited + self.rejected


def reviewed(db: Database) -> Reviewed:
    """Count the generated questions by what was made of them."""
    states = [q.extra.get("review") for q in list_questions(db) if "generated" in q.extra]
    accepted, edited = states.count("accepted"), states.count("edited")
    rejected = len(db.setting(REJECTED_SETTING, []))
    return Reviewed(accepted, edited, rejected, len(states) - accepted - edited)


def next_question(db: Database) -> Question | None:
    """Return the next question to review, test questions first; None once all were reviewed."""
    open_ones = {
        q.id: q for q in list_questions(db) if "generated" in q.extra and "review" not in q.extra
    }
    shuffled = order(open_ones, SEED)
    return next(
        iter(sorted((open_ones[key] for key in shuffled), key=lambda q: q.split != "test")), None
    )


def judged_question(db: Database, key: str) -> tuple[Question, str | None]:
    """Return a question and what was made of it so far, None if nothing; rejected ones are found.

    Raises:
        NotFoundError: there is none of that id.
    """
    question = next((q for q in list_questions(db) if q.id == key), None)
    if question:
        return question, question.extra.get("review")
    for entry in db.setting(REJECTED_SETTING, []):
        if entry["question"] == key:
            return question_of(entry["rows"][0]), "rejected"
    raise NotFoundError("This question is no longer there. Continue with the next one.")


def judge(
    db: Database, key: str, verdict: str, text: str | None = None, answers: list[str] | None = None
) -> None:
    """Take a verdict on a question: "accept", "edit" (with text and answers) or "reject".

    Questions of the same fact that say the same are rejected along with it; other wordings stay. A
    rejected question that is accepted or edited brings them back.

    Raises:
        InvalidInputError: an unknown verdict, or an edit that leaves no question or no answer.
        NotFoundError: there is no such question.
    """
    if verdict not in STATES:
        raise InvalidInputError(f"There is no verdict '{verdict}'. Use accept, edit or reject.")
    with db.transaction():
        question, state = judged_question(db, key)
        if state == "rejected" and verdict != "reject":
            _bring_back(db, key)
        if verdict == "accept":
            put_question(db, _marked(question, "accepted"))
        elif verdict == "edit":
            _edit(db, question, text, answers)
        elif state != "rejected":
            _reject(db, question)
        done = reviewed(db)
        counts = {name: getattr(done, name) for name in STATES.values()}
        db.set_setting(SETTING, counts)


def _marked(question: Question, state: str) -> Question:
    return replace(question, extra=question.extra | {"review": state})


def _edit(db: Database, question: Question, text: str | None, answers: list[str] | None) -> None:
    """Store the new wording under the same id; refuse one that would leak."""
    words = question.text if text is None else text.strip()
    gold = question.answers
    if answers is not None and question.kind != UNANSWERABLE:
        gold = tuple(answer for answer in map(str.strip, answers) if answer)
    if not words:
        raise InvalidInputError("The question is empty. Type it, or reject the question.")
    if not gold and question.kind != UNANSWERABLE:
        raise InvalidInputError("The question has no answer. Type one, or reject the question.")
    changed = _marked(replace(question, text=words, answers=gold), "edited")
    if any(_leaks(q, changed) for q in list_questions(db) if q.id != question.id):
        raise InvalidInputError(
            "Another question, on the other side of the split, has the same words: training on "
            "it would leak the answer. Word this one differently, or reject it."
        )
    put_question(db, changed)


def _leaks(first: Question, second: Question) -> bool:
    across = (first.split == "test") != (second.split == "test")
    return across and normalised_text(first.text) == normalised_text(second.text)


def _reject(db: Database, question: Question) -> None:
    same = [q for q in list_questions(db) if q.id == question.id or _says_the_same(q, question)]
    same.sort(key=lambda q: q.id != question.id)
    delete_questions(db, [q.id for q in same])
    entry = {"question": question.id, "rows": [question_row(q) for q in same]}
    db.set_setting(REJECTED_SETTING, [*db.setting(REJECTED_SETTING, []), entry])


def _bring_back(db: Database, key: str) -> None:
    kept = db.setting(REJECTED_SETTING, [])
    rows = next(entry["rows"] for entry in kept if entry["question"] == key)
    db.set_setting(REJECTED_SETTING, [entry for entry in kept if entry["question"] != key])
    known = {q.id for q in list_questions(db)}
    for question in map(question_of, rows):
        if question.id not in known:
            put_question(db, question)


def _says_the_same(first: Question, second: Question) -> bool:
    return (
        "generated" in first.extra
        and first.group == second.group
        and first.answers == second.answers
        and normalised_text(first.text) == normalised_text(second.text)
    )


def marked_passage(db: Database, question: Question) -> MarkedPassage | None:
    """Return a generated question's passage in three parts, the answer in the middle.

    Returns:
        {"document", "page", "before", "answer", "after"}; where the answer is not found, all of
        it stands in "before". None if the passage is gone, as after a change of its document.
    """
    made = question.extra.get("generated", {})
    rows = passages(db, [str(made.get("passage"))])
    if not rows:
        return None
    text = str(rows[0]["text"])
    start, end = _span(text, str(made.get("sentence") or ""), question.answers)
    return {
        "document": rows[0]["document"],
        "page": rows[0]["page"],
        "before": text[:start],
        "answer": text[start:end],
        "after": text[end:],
    }


def _span(text: str, sentence: str, answers: tuple[str, ...]) -> tuple[int, int]:
    """Return where the answer stands: in its sentence, else anywhere; at the end if nowhere."""
    folded = text.casefold()
    if len(folded) != len(text):  # a letter that folds into two would shift all that follows
        folded = text
    begin = max(folded.find(sentence.casefold()), 0)
    for answer in filter(None, answers):
        at = folded.find(answer.casefold(), begin)
        at = folded.find(answer.casefold()) if at < 0 else at
        if at >= 0:
            return at, at + len(answer)
    return len(text), len(text)
