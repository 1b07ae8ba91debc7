"""The files of an evaluation, and where arms disagree."""

import csv
import io

import pytest

from tests import fake_data
from ui.evaluate import answer_list, answer_table

ROW = fake_data.evaluation_row(fake_data.question(0, "test"), ("base", "rag"))


@pytest.mark.parametrize("text", ["=SUM(A1)", "+1", "-1", "@me", "\tx", "\rx"])
def test_text_cannot_become_a_formula(text: str) -> None:
    assert answer_table.guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", ["25 days", "", "a=b", -1.5, None, True])
def test_other_cells_stay_what_they_are(value: object) -> None:
    assert answer_table.guarded(value) == value


def test_the_csv_has_a_line_an_answer_and_no_formula() -> None:
    lines = list(csv.DictReader(io.StringIO(answer_table.as_csv([ROW]))))
    assert [line["arm"] for line in lines] == ["base", "rag"]
    assert lines[0]["text"] == "'=SUM(A1) 20 days, in most countries"
    assert lines[1]["text"] == "20 days"
    assert lines[1]["containment"] == "1.0"


def test_arms_disagree_where_one_is_right_and_another_is_not() -> None:
    assert answer_table.disagree(ROW)
    assert not answer_table.disagree({"answers": {"rag": ROW["answers"]["rag"]}})


def test_an_answer_that_failed_shows_its_error() -> None:
    failed = {**ROW["answers"]["rag"], "error": "out of memory", "containment": 0.0}
    told = answer_list.told({**ROW, "answers": {"rag": failed}})
    assert ":material/cancel: **RAG**: out of memory" in told


def test_an_answer_stands_in_full_and_as_it_is() -> None:
    text = "25 **days**\n\n# of [leave](http://x.y) " + "and more " * 100
    told = answer_list.told({**ROW, "answers": {"rag": {**ROW["answers"]["rag"], "text": text}}})
    [answer] = [line for line in told.splitlines() if "**RAG**" in line]
    assert answer.count("and more") == 100
    assert "25 \\*\\*days\\*\\* \\# of \\[leave\\]" in answer


def seeds() -> dict[str, object]:
    """A question that RAG has right, and of three seeds the second one."""
    answer = ROW["answers"]["rag"]
    wrong = {**answer, "text": "no", "f1": 0.0, "containment": 0.0}
    tuned = {
        "tuned": {**wrong, "seed": 0},
        "tuned#2": {**answer, "seed": 4},
        "tuned#3": {**wrong, "seed": 7},
    }
    return {**ROW, "answers": {"rag": answer, **tuned}}


def test_every_seeds_answer_is_a_line_of_its_arm_in_the_csv() -> None:
    lines = list(csv.DictReader(io.StringIO(answer_table.as_csv([seeds()]))))
    assert [line["arm"] for line in lines] == ["rag", "tuned", "tuned", "tuned"]
    assert [line["seed"] for line in lines[1:]] == ["0", "4", "7"]
    assert [line["text"] for line in lines[1:]] == ["no", "20 days", "no"]


def test_the_first_seeds_answer_is_shown_and_how_many_are_right() -> None:
    told = answer_list.told(seeds())
    assert ":material/cancel: **Fine-tuned** (1 of 3 seeds right): no" in told
    assert "tuned#2" not in told


def test_an_arm_is_better_by_its_mean_over_the_seeds() -> None:
    assert answer_table.better(seeds(), "rag", "tuned", "held_out", "f1")
    assert not answer_table.better(seeds(), "tuned", "rag", "held_out", "f1")
    assert answer_table.disagree(seeds())
