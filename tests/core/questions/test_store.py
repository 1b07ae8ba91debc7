from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InvalidInputError
from core.project.database import Database
from core.project.questions import list_questions
from core.questions.store import import_questions, question_report, save_questions
from core.records.question import Question, question_id, question_row


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "project.db")


def question(key: str, split: str = "train", text: str = "", group: str = "") -> Question:
    return Question(key, text or f"What is {key}?", ("x",), "span", split, group or key)


def counts(result: dict) -> tuple[int, int, int, int]:
    keys = ("added", "replaced", "unchanged", "dropped_duplicates")
    return tuple(result[key] for key in keys)


def rows(db: Database) -> list[dict]:
    return [question_row(one) for one in list_questions(db)]


def test_an_import_says_what_it_added_replaced_and_left(db: Database) -> None:
    first = [question("a"), question("b", "test")]
    assert counts(import_questions(db, first)) == (2, 0, 0, 0)
    again = import_questions(db, [first[0], replace(first[1], answers=("y",)), question("c")])
    assert counts(again) == (1, 1, 1, 0)
    assert again["splits"] == {"train": 2, "dev": 0, "test": 1}
    assert [one.id for one in list_questions(db)] == ["a", "b", "c"]


def test_the_same_import_twice_changes_nothing(db: Database) -> None:
    questions = [question(str(n), "train" if n % 3 else "test") for n in range(60)]
    first = import_questions(db, questions)
    assert first["splits"]["dev"] == 4
    before = list_questions(db)
    assert counts(import_questions(db, questions)) == (0, 0, 60, 0)
    assert list_questions(db) == before


def test_a_file_that_grew_leaves_dev_where_it_was(db: Database) -> None:
    import_questions(db, [question(str(n)) for n in range(60)])
    dev = {one.id for one in list_questions(db, "dev")}
    import_questions(db, [question(str(n)) for n in range(200)])
    assert dev < {one.id for one in list_questions(db, "dev")}


def test_questions_without_a_split_stay_where_they_were_put(db: Database) -> None:
    questions = [question(str(n), "") for n in range(40)]
    assert import_questions(db, questions)["splits"] == {"train": 24, "dev": 6, "test": 10}
    assert counts(import_questions(db, questions)) == (0, 0, 40, 0)


def test_a_leak_between_project_and_file_is_dropped_on_either_side(db: Database) -> None:
    import_questions(db, [question("a", text="Who?"), question("b", "test", "When?")])
    result = import_questions(db, [question("c", "test", "who"), question("d", text="WHEN")])
    assert counts(result) == (1, 0, 0, 2)
    assert [one.id for one in list_questions(db)] == ["b", "c"]
    assert "were dropped: 2" in result["warnings"][0]


@pytest.mark.parametrize(
    ("questions", "warning"),
    [
        ([question("a"), question("a")], "repeat another exactly were left out: 1"),
        ([question("a", "test")], "No training questions"),
        ([question("a")], "No test questions"),
        ([question("a", "", group="g"), question("b", "", group="g")], "belong to one group (g)"),
    ],
)
def test_what_a_set_lacks_is_a_warning(
    db: Database, questions: list[Question], warning: str
) -> None:
    assert warning in " ".join(import_questions(db, questions)["warnings"])


def test_nothing_to_import_is_refused(db: Database) -> None:
    with pytest.raises(InvalidInputError, match="no questions to import"):
        import_questions(db, [])


def test_saving_replaces_the_whole_table(db: Database) -> None:
    extra = {"answers_v2": ["z"]}
    import_questions(db, [question("a"), replace(question("b", "test"), extra=extra)])
    _, second = rows(db)
    new = {"text": "Where?", "answers": "here| there", "kind": None, "split": "test", "id": None}
    result = save_questions(db, [second | {"text": "Why?"}, new])
    assert counts(result) == (1, 1, 0, 0)
    edited, added = list_questions(db)
    assert (edited.id, edited.text, edited.extra) == ("b", "Why?", extra)
    assert (added.id, added.answers) == (question_id("Where?", ""), ("here", "there"))


def test_saving_what_is_there_changes_nothing(db: Database) -> None:
    import_questions(db, [question(str(n), "test" if n % 2 else "train") for n in range(12)])
    before = list_questions(db)
    assert counts(save_questions(db, rows(db))) == (0, 0, 12, 0)
    assert list_questions(db) == before


def test_an_emptied_table_empties_the_project(db: Database) -> None:
    import_questions(db, [question("a")])
    assert save_questions(db, [])["splits"] == {"train": 0, "dev": 0, "test": 0}
    assert list_questions(db) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"answers": []}, "The table: 1 row has no answer (row 2)"),
        ({"text": float("nan")}, "1 row has no question (row 2)"),
        ({"split": "x"}, "the split 'x' is unknown (row 2)"),
        ({"id": "a"}, "the id 'a' is used for different questions (rows 1 and 2)"),
        ({"kind": "unanswerable"}, "an answer although the kind is unanswerable (row 2)"),
    ],
)
def test_a_bad_edit_is_refused_and_changes_nothing(
    db: Database, change: dict, sentence: str
) -> None:
    import_questions(db, [question("a"), question("b", "test")])
    first, second = rows(db)
    with pytest.raises(InvalidInputError) as caught:
        save_questions(db, [first | {"text": "Changed?"}, second | change])
    assert sentence in str(caught.value)
    assert rows(db) == [first, second]


def test_the_report_counts_strata_of_test_questions(db: Database) -> None:
    import_questions(
        db,
        [question("a", group="g"), question("b", "test", group="g"), question("c", "test")],
    )
    report = question_report(db)
    assert report["strata"] == {"seen": 1, "held_out": 1}
    assert report["splits"] == {"train": 1, "dev": 0, "test": 2}
    assert report["kinds"] == {"span": 3}
