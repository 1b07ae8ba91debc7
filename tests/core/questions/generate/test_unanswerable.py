from core.questions.generate.unanswerable import Subjects, exchanged
from tests.core.questions.generate.texts import fact

MADE = fact(
    "Orrin Mills is a 1932 drama film directed by Clara Brown.", "Clara Brown", "Orrin Mills"
)
QUESTION = "Who directed Orrin Mills?"


def subjects(**passages: str) -> Subjects:
    texts = tuple(f"{name.replace('_', ' ')} {text}".lower() for name, text in passages.items())
    return Subjects(tuple(name.replace("_", " ") for name in passages), (), texts)


def test_the_subject_is_exchanged_for_one_of_which_that_is_not_told() -> None:
    known = subjects(Orrin_Mills="is a film directed by Clara Brown.", Night_Harbour="is a film.")
    assert exchanged(QUESTION, MADE, known, "0") == "Who directed Night Harbour?"
    assert exchanged(QUESTION, MADE, known, "0") == exchanged(QUESTION, MADE, known, "0")


def test_no_exchange_where_a_passage_or_a_question_of_the_project_tells_it() -> None:
    for told in (
        "was directed by Tom Varga.",
        "has Tom Varga as its director.",
        "is a film by Tom Varga.",
        "? Who was its director",
    ):
        assert exchanged(QUESTION, MADE, subjects(Orrin_Mills="", Night_Harbour=told), "0") is None


def test_a_question_that_names_no_subject_is_left_alone() -> None:
    nameless = fact("The annual budget of the club is $300.", "$300")
    known = subjects(Handbook="", Night_Harbour="")
    assert exchanged("What is the annual budget of the club?", nameless, known, "0") is None
