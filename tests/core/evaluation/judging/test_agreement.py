"""Kappa is statsmodels'; the sample to label is fair to arms and strata and hides the arm."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from core.evaluation.judging.agreement import agreement, kappa, label_order


def test_kappa_and_its_interval_are_those_of_statsmodels() -> None:
    noise = np.random.default_rng(0)
    for _ in range(50):
        table = noise.integers(1, 40, (2, 2))
        theirs = cohens_kappa(table)
        found = kappa(table.tolist())
        assert found is not None
        value, [low, high] = found
        assert value == pytest.approx(theirs.kappa)
        assert low == pytest.approx(max(-1, theirs.kappa_low))
        assert high == pytest.approx(min(1, theirs.kappa_upp))


def test_no_disagreement_does_not_prove_that_there_is_none() -> None:
    found = kappa([[25, 0], [0, 25]])
    assert found is not None
    value, [low, high] = found
    assert (value, high) == (1, 1)
    assert 0.85 < low < 0.97
    few = kappa([[5, 0], [0, 5]])
    assert few is not None
    assert few[1][0] < low


def test_where_one_side_never_varies_there_is_no_kappa() -> None:
    assert kappa([[0, 0], [0, 50]]) is None
    assert kappa([[0, 0], [0, 0]]) is None
    one_sided = kappa([[0, 0], [10, 40]])
    assert one_sided is not None
    assert one_sided[0] == 0


def pairs(right: int, wrong: int, differ: int, unclear: int = 0) -> dict[str, Any]:
    said = [(True, True)] * right + [(False, False)] * wrong + [(True, False)] * differ
    said += [(None, True)] * unclear
    verdicts = {(f"q-{n}", "rag"): judge for n, (judge, _) in enumerate(said)}
    labels = {(f"q-{n}", "rag"): person for n, (_, person) in enumerate(said)}
    return agreement(verdicts, labels | {("q-never-judged", "rag"): True})


def test_a_judge_is_trusted_from_fifty_labels_and_a_kappa_of_six_tenths() -> None:
    assert pairs(25, 25, 0)["trusted"]
    assert not pairs(25, 24, 0)["trusted"]
    assert not pairs(20, 15, 15)["trusted"]
    assert not pairs(60, 0, 0)["trusted"]
    found = pairs(20, 20, 10, unclear=7)
    assert (found["n"], found["agree"]) == (50, 40)
    assert found["table"] == [[20, 0], [10, 20]]


def rows() -> list[dict[str, Any]]:
    answers = {arm: {"text": "x", "error": None} for arm in ("base", "rag")}
    return [
        {
            "question_id": f"q-{n}",
            "stratum": "seen" if n < 30 else "held_out",
            "kind": "name",
            "answers": answers,
        }
        for n in range(40)
    ]


def test_every_answer_is_labelled_once_and_its_key_hides_the_arm() -> None:
    order = label_order(rows(), "e-1")
    assert len(order) == len(set(order.values())) == 80
    assert order == label_order(rows()[::-1], "e-1")
    assert list(order.values()) != list(label_order(rows(), "e-2").values())
    assert not [key for key in order if "rag" in key or "base" in key]


def test_arms_and_strata_take_turns_and_questions_do_not_come_again_at_once() -> None:
    first = list(label_order(rows(), "e-1").values())[:16]
    cells = Counter((arm, int(question[2:]) < 30) for question, arm in first)
    assert set(cells.values()) == {4}
    assert len({question for question, _ in first}) == 16


def test_an_answer_that_failed_is_not_labelled() -> None:
    some = rows()
    failed = {"text": "", "error": "too long"}
    some[0] = some[0] | {"answers": some[0]["answers"] | {"rag": failed}}
    assert ("q-0", "rag") not in label_order(some, "e-1").values()
