"""Gold answers that follow the documents."""

from core.questions.follow import followed, moved_answer, second_answers
from core.records.question import Question

EXTRA = {"answers_v2": ["21 days"], "changed": True, "json": '{"limit": "14 days"}'}
RULE = Question("q", "How long?", ("14 days", "14"), "number", "test", "g", "a.md", EXTRA)


def test_a_changed_question_takes_its_new_answer_and_keeps_the_old_one() -> None:
    assert second_answers(RULE) == ("21 days",)
    (after,) = followed([RULE], {"q": ["21 days"]})
    assert after.answers == ("21 days",)
    assert after.extra["answers_v1"] == ["14 days", "14"]
    assert after.extra["json"] == '{"limit": "21 days"}'
    assert second_answers(after) is None
    assert followed([after], {"q": ["21 days"]}) == [after]


def test_an_unchanged_question_stays() -> None:
    same = Question("q", "?", ("14",), "n", "test", "g", None, {"changed": False})
    assert second_answers(same) is None
    assert followed([same], {}) == [same]


OLD = "Expense reports are due within 14 days of purchase. Anna Bell signs them off in the end."


def test_an_answer_moves_with_the_words_around_it() -> None:
    new = (
        "Read this first. Expense reports are due within three weeks of purchase. Anna Bell "
        "signs them off in the end."
    )
    assert moved_answer(OLD, new, ["14 days"]) == "three weeks"
    assert moved_answer(OLD, new, ["Anna Bell"]) is None  # It stays.
    assert moved_answer(OLD, new, ["9 days"]) is None  # It never stood there.
    assert moved_answer(OLD, "Nothing of that is left.", ["14 days"]) is None


def test_an_answer_at_the_end_of_the_text_moves_too() -> None:
    assert (
        moved_answer("The film was made by Ang Lee", "The film was made by Bo Ek", ["Ang Lee"])
        == "Bo Ek"
    )


def test_a_place_that_says_two_things_now_says_nothing() -> None:
    old = "The gate opens at nine today."
    new = "The gate opens at ten today. The gate opens at eleven today."
    assert moved_answer(old, new, ["nine"]) is None
