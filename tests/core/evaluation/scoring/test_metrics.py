import gzip
import json

import pytest
from torchmetrics.functional.text import squad

from core.config import Paths
from core.evaluation.scoring.metrics import MEASURES, abstains, containment, exact_match, f1, score


@pytest.mark.parametrize(
    ("answer", "gold", "em", "overlap", "contained"),
    [
        ("Paris", "paris", 1, 1, 1),
        ("The Eiffel Tower.", "an eiffel tower", 1, 1, 1),
        ("U.S.", "us", 1, 1, 1),
        # 1 of 3 tokens answered, 1 of 1 wanted: 2 * 1/3 * 1 / (4/3)
        ("it is Paris", "Paris", 0, 0.5, 1),
        # 2 shared of 3 and of 2: multisets, so "new" counts once
        ("new new york", "new york", 0, 0.8, 1),
        # "new" is shared twice, not once
        ("new new york", "new new jersey", 0, 2 / 3, 0),
        ("york new", "new york", 0, 1, 0),
        ("not known", "no", 0, 0, 0),
        ("1990s", "1990", 0, 0, 0),
        ("", "", 1, 1, 1),
        ("the", "", 1, 1, 1),
        ("", "x", 0, 0, 0),
        ("x", "", 0, 0, 0),
    ],
)
def test_measures_on_cases_worked_by_hand(
    answer: str, gold: str, em: float, overlap: float, contained: float
) -> None:
    assert exact_match(answer, gold) == em
    assert f1(answer, gold) == pytest.approx(overlap)
    assert containment(answer, gold) == contained


def test_the_best_gold_answer_counts_for_each_measure() -> None:
    assert score("in Rome", ["Rome, Italy", "Rome"]) == {
        "em": 0.0,
        "f1": pytest.approx(2 / 3),
        "containment": 1.0,
    }


@pytest.mark.parametrize("answer", ["I don't know", "Sorry, I don’t know.", "i dont know it", " "])  # noqa: RUF001
def test_an_unanswerable_question_wants_abstention(answer: str) -> None:
    assert abstains(answer)
    assert score(answer, []) == dict.fromkeys(MEASURES, 1.0)


@pytest.mark.parametrize("answer", ["Paris", "I know", "I don't knowingly"])
def test_an_answer_to_an_unanswerable_question_is_wrong(answer: str) -> None:
    assert score(answer, []) == dict.fromkeys(MEASURES, 0.0)


def test_abstaining_from_an_answerable_question_is_wrong() -> None:
    assert score("I don't know", ["Paris"]) == dict.fromkeys(MEASURES, 0.0)


def test_exact_match_and_f1_are_torchmetrics_squad_on_real_answers() -> None:
    with gzip.open(Paths().recorded, "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    golds = {row["id"]: row["answers"] for kind, row in lines if kind == "questions"}
    golds = {
        key: json.loads(value) if isinstance(value, str) else value for key, value in golds.items()
    }
    answers = [row for kind, row in lines if kind == "answers" and golds.get(row["question_id"])]
    checked = 0
    for row in answers:
        answer = row["answer"] if isinstance(row["answer"], dict) else json.loads(row["answer"])
        if "text" not in answer or checked == 500:
            continue
        gold = golds[row["question_id"]]
        theirs = squad(
            [{"prediction_text": answer["text"], "id": "1"}],
            [{"answers": {"answer_start": [0] * len(gold), "text": gold}, "id": "1"}],
        )
        ours = score(answer["text"], gold)
        assert 100 * ours["em"] == pytest.approx(float(theirs["exact_match"]), abs=1e-4)
        assert 100 * ours["f1"] == pytest.approx(float(theirs["f1"]), abs=1e-4)
        checked += 1
    assert checked == 500
