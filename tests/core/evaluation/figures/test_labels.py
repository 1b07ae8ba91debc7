"""Label tasks: parsed labels, macro-F1, and the line of one label for all."""

import random

import pytest
import torch
from torchmetrics.functional.classification import multiclass_f1_score

from core.evaluation.asking.run_card import Asked, run_card
from core.evaluation.figures.labels import labels, macro_f1
from core.evaluation.scoring.majority import majority_label
from core.records.question import Question
from tests.fake_answers import labelled, row

LABELS = ["cancel", "invoice", "password"]


def question(number: int, label: str, split: str = "train", kind: str = "label") -> Question:
    return Question(f"q{number}", "Which queue?", (label,), kind, split, f"g{number}")


def test_a_set_worked_by_hand() -> None:
    said = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", None)]
    rows = [labelled(n, gold, {"rag": label}) for n, (gold, label) in enumerate(said)]
    part = labels(rows, ["rag", "base"])["held_out"]
    assert (part["n"], part["groups"], part["labels"]) == (5, 5, 2)
    assert list(part["arms"]) == ["rag"]
    rag = part["arms"]["rag"]
    # a: 2 right of 3 golds and 2 said, 4/5; b: 1 right of 2 golds and 2 said, 2/4.
    assert (rag["accuracy"], rag["valid"]) == (0.6, 0.8)
    assert rag["macro_f1"] == pytest.approx((4 / 5 + 2 / 4) / 2)
    # All "a": accuracy 3/5; F1 of a is 6/8, of b none.
    assert part["majority"] == {
        "label": "a",
        "of": "asked",
        "accuracy": 0.6,
        "macro_f1": pytest.approx(0.375),
    }


@pytest.mark.parametrize("seed", range(5))
def test_macro_f1_is_that_of_a_well_kept_library(seed: int) -> None:
    noise = random.Random(seed)
    golds = noise.choices(range(3), [6, 3, 1], k=60)
    # The fourth class is an answer that is no label; no question has it as its gold.
    said = [gold if noise.random() < 0.5 else noise.randrange(4) for gold in golds]
    each = multiclass_f1_score(
        torch.tensor(said), torch.tensor(golds), num_classes=4, average="none"
    )
    wanted = float(each[sorted(set(golds))].mean())
    named = [LABELS[one] if one < 3 else None for one in said]
    groups = [str(n // 2) for n in range(60)]
    value, interval = macro_f1([LABELS[gold] for gold in golds], named, groups)
    assert value == pytest.approx(wanted)
    assert interval is not None
    assert interval[0] < value < interval[1]


def test_one_group_bounds_no_macro_f1() -> None:
    assert macro_f1(["a", "b"], ["a", "b"], ["g", "g"]) == (1.0, None)


def test_an_answer_that_is_no_label_or_failed_is_wrong() -> None:
    rows = [labelled(n, "a", {"rag": "a"}) for n in range(4)]
    rows[0] = labelled(0, "a", {"rag": None})
    rows[1]["answers"]["rag"]["error"] = "too long"
    rag = labels(rows, ["rag"])["held_out"]["arms"]["rag"]
    assert (rag["accuracy"], rag["valid"]) == (0.5, 0.5)


def test_any_gold_answer_is_right() -> None:
    made = labelled(0, "spam", {"rag": "junk"})
    made["gold"] = ["spam", "junk"]
    made["answers"]["rag"]["form"]["right"] = True
    assert labels([made], ["rag"])["held_out"]["arms"]["rag"]["macro_f1"] == 1


def test_the_majority_is_that_of_training_where_it_is_known() -> None:
    rows = [labelled(n, "a" if n < 8 else "b", {"rag": "a"}) for n in range(10)]
    line = labels(rows, ["rag"], "B")["held_out"]["majority"]
    assert (line["label"], line["of"], line["accuracy"]) == ("B", "training", 0.2)
    trained = [question(n, label) for n, label in enumerate(["B", "b.", "a"])]
    asked = [question(n, "a", "test") for n in range(3, 9)]
    assert majority_label([*trained, *asked]) == "B"
    assert majority_label(asked) is None
    assert majority_label([question(n, "a", kind="span") for n in range(3)]) is None
    assert majority_label([question(0, "b"), question(1, "a")]) == "a"


def test_the_run_card_fixes_the_majority_s_label() -> None:
    facts = {"base": "smollm2-135m-instruct", "adapters": {}, "adapter_ids": {}}
    asked = [question(9, "b", "test")]
    card = run_card(Asked(["base"], "test", None, 0), [question(0, "a"), *asked], asked, facts)
    assert card["majority_label"] == "a"


def test_strata_stand_apart_and_other_kinds_show_nothing() -> None:
    rows = [labelled(0, "a", {"rag": "a"}, stratum="seen"), labelled(1, "a", {"rag": "b"})]
    found = labels([*rows, row(2, {"rag": 1.0})], ["rag"])
    assert {key: part["arms"]["rag"]["accuracy"] for key, part in found.items()} == {
        "seen": 1,
        "held_out": 0,
    }
    assert labels([row(2, {"rag": 1.0})], ["rag"]) == {}
