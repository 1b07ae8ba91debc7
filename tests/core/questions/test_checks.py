from dataclasses import replace

from core.questions.checks import Limits, Measured, check, holds_personal_data
from core.records.question import Question

LIMITS = Limits(2048, 1024, 600, 3, 48)


def question(key: str, split: str = "train", **changes: object) -> Question:
    plain = Question(key, f"What is {key}?", ("x",), "span", split, key, "a.md")
    return replace(plain, **changes)  # type: ignore[arg-type]


def passage(text: str, page: int = 1) -> dict:
    return {"document": "a.md", "page": page, "text": text}


def found(questions: list[Question], passages: list[dict] | None = None) -> dict:
    return check(questions, passages or [], {"a.md"}, None)


def test_counts_are_by_split_stratum_and_kind() -> None:
    questions = [
        question("a"),
        question("b", kind="cloze"),
        question("c", "test", group="a"),
        question("d", "test"),
        question("e", "test"),
    ]
    rows = {(r["split"], r["stratum"], r["kind"]): r["n"] for r in found(questions)["counts"]}
    assert rows == {
        ("train", None, "span"): 1,
        ("train", None, "cloze"): 1,
        ("test", "seen", "span"): 1,
        ("test", "held_out", "span"): 2,
    }


def test_lengths_say_what_the_limits_cut() -> None:
    questions = [question("short"), question("long"), question("test", "test")]
    passages = [passage("p", page) for page in range(1, 5)]
    measured = Measured([100, 1400, 1500], [150, 201, 610, 250], LIMITS)
    lengths = check(questions, passages, {"a.md"}, measured)["lengths"]
    assert lengths["longest"] == 2100
    assert (lengths["over_window"], lengths["over_training"]) == (1, 1)
    assert (lengths["over_budget"], lengths["crowding"], lengths["share"]) == (1, 3, 200)
    assert [row["page"] for row in lengths["long_passages"]] == [3, 4, 2]
    unknown = Measured([100, 1400, 1500], [150] * 4, replace(LIMITS, window=None))
    assert check(questions, passages, {"a.md"}, unknown)["lengths"]["over_window"] == 0


def test_few_passages_take_less_than_their_budget() -> None:
    measured = Measured([100], [150], LIMITS)
    assert check([question("a")], [passage("p")], set(), measured)["lengths"]["longest"] == 250


def test_the_same_words_are_repeated_or_contradict_each_other() -> None:
    one = question("a", text="Who signs?", answers=("Ann",))
    same = replace(one, id="b", text="who signs", answers=("ann.",))
    other = replace(one, id="c", text="Who pays?", answers=("Bob",))
    against = replace(other, id="d", answers=("Cy",))
    result = found([one, same, other, against, question("e")])
    assert result["repeated"] == [{"text": "Who signs?", "n": 2, "splits": ["train"]}]
    assert result["contradicting"] == [{"text": "Who pays?", "n": 2, "answers": ["Bob", "Cy"]}]


def test_a_document_that_questions_name_and_is_gone_is_counted() -> None:
    questions = [question("a"), question("b", document="old.pdf"), question("c", document=None)]
    assert found(questions)["missing"] == [{"document": "old.pdf", "n": 1}]


def test_personal_data_is_counted_where_training_reads_it_and_never_shown() -> None:
    questions = [
        question("a", text="Whose is ann@example.com?", answers=("Ann", "ann@example.com")),
        question("b", "test", text="Who has bob@example.com?"),
        question("c"),
    ]
    result = found(questions, [passage("Call +44 20 7946 0018 or ann@example.com.")])["personal"]
    assert result["questions"] == 1
    assert result["kinds"] == {"email": {"questions": 1, "passages": 1}, "phone": {"passages": 1}}
    assert "ann@" not in str(result)
    assert "7946" not in str(result)
    assert [holds_personal_data(one) for one in questions] == [True, True, False]


def test_only_what_is_surely_not_english_is_named() -> None:
    german = "Die Mitarbeiter erhalten 30 Tage Urlaub im Jahr."
    asked = question("a", text="Wie viele Tage Urlaub haben die Mitarbeiter?")
    assert found([asked, question("K17")], [passage(german)])["languages"] == {
        "questions": {"German": 1},
        "passages": {"German": 1},
        "warn": True,
    }
    english = [question(f"q{n}") for n in range(99)]
    assert not found([asked, *english])["languages"]["warn"]
