from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from benchmarks.question_sets.places import question_set
from core.questions.read import read_folder
from core.questions.split import assign_splits, carve_dev, drop_leaks, stratum, train_groups
from core.records.question import Question, normalised_text, split_counts


def question(key: str, split: str = "", group: str = "", text: str = "") -> Question:
    return Question(key, text or f"What is {key}?", ("x",), "span", split, group or key)


def published(name: str) -> list[Question]:
    try:
        folder = question_set(name)
    except SystemExit as error:
        pytest.skip(str(error))
    return read_folder(folder)[1]


def splits_of_groups(questions: list[Question]) -> dict[str, set[str]]:
    found = defaultdict(set)
    for one in questions:
        found[one.group].add(one.split)
    return found


def test_splits_are_assigned_by_group_and_seed() -> None:
    loose = [replace(one, split="") for one in published("xquad_en")]
    placed = assign_splits(loose, seed=1)
    assert all(len(splits) == 1 for splits in splits_of_groups(placed).values())
    shares = {split: n / len(placed) for split, n in split_counts(placed).items()}
    assert shares == pytest.approx({"train": 0.60, "dev": 0.15, "test": 0.25}, abs=0.04)
    assert assign_splits(list(reversed(loose)), seed=1) == list(reversed(placed))
    assert assign_splits(loose, seed=2) != placed


def test_dev_is_carved_from_train_by_group() -> None:
    questions = published("xquad_en")
    carved = carve_dev(questions)
    counts = split_counts(carved)
    assert counts["test"] == 635
    assert 28 <= counts["dev"] <= 83
    assert counts["train"] + counts["dev"] == 555
    assert all(len(splits) == 1 for splits in splits_of_groups(carved).values())
    assert carve_dev(questions) == carved


def test_carving_dev_leaves_every_seen_test_question_seen() -> None:
    carved = carve_dev(published("torchhub_api"))
    trained = train_groups(carved)
    strata = Counter(stratum(one, trained) for one in carved if one.split == "test")
    assert strata == {"seen": 186}
    assert split_counts(carved)["dev"] > 0


def test_two_training_groups_are_left_whole() -> None:
    two = [question("a", "train"), question("b", "train")]
    assert carve_dev(two) == two
    assert split_counts(carve_dev([*two, question("c", "train")])) == {
        "train": 2,
        "dev": 1,
        "test": 0,
    }


def test_a_file_with_dev_keeps_it() -> None:
    questions = [question(key, "train") for key in "abcdefgh"] + [question("i", "dev")]
    assert carve_dev(questions) == questions


def test_a_group_that_is_placed_keeps_its_split() -> None:
    placed = [question("a", "dev", "g"), question("b", "train", "h")]
    assert [q.split for q in assign_splits([question("c", group="g")], placed)] == ["dev"]


def test_a_group_on_both_sides_gives_its_new_questions_to_test() -> None:
    placed = [question("a", "train", "g"), question("b", "test", "g")]
    assert [q.split for q in assign_splits([question("c", group="g")], placed)] == ["test"]


def test_a_single_group_is_not_divided() -> None:
    placed = assign_splits([question("a", group="g"), question("b", group="g")])
    assert {one.split for one in placed} == {"test"}


def test_a_training_question_equal_to_a_test_question_is_dropped_and_counted() -> None:
    questions = [
        question("a", "train", text="Who  wrote “It”?"),
        question("b", "dev", text="who wrote it"),
        question("c", "test", text="Who wrote It?"),
        question("d", "train", text="Who wrote them?"),
    ]
    kept, dropped = drop_leaks(questions)
    assert [one.id for one in kept] == ["c", "d"]
    assert dropped == 2


def test_marks_inside_a_word_tell_questions_apart() -> None:
    assert normalised_text("What is C#?") != normalised_text("What is C?")
    assert normalised_text("???") == "???"
