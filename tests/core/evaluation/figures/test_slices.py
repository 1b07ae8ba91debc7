"""Slices: strata apart, small ones together, and nothing said of what is too little."""

from collections import Counter

import pytest

from core.evaluation.figures.slices import FEWEST, MOST, slices
from core.evaluation.scoring.traces import answers_behind, trace
from tests.fake_answers import refused, row


def by(found: list[dict], name: str, stratum: str = "held_out") -> list[dict]:
    return [one for one in found if (one["by"], one["stratum"]) == (name, stratum)]


def test_each_slice_has_its_own_mean_and_the_best_stands_first() -> None:
    rows = [row(n, {"rag": float(n < 5)}, kind="date") for n in range(20)]
    rows += [row(n, {"rag": float(n < 35)}, kind="name") for n in range(20, 40)]
    best, worst = by(slices(rows, ["rag"], "f1"), "kind")
    assert (best["values"], best["n"], best["arms"]["rag"]["mean"]) == (["name"], 20, 0.75)
    assert (worst["values"], worst["n"], worst["arms"]["rag"]["mean"]) == (["date"], 20, 0.25)
    low, high = best["arms"]["rag"]["interval"]
    assert 0 < low < 0.75 < high < 1


def test_strata_are_not_pooled_and_unanswerable_questions_are_in_no_slice() -> None:
    rows = [row(n, {"rag": 1.0}, kind="ab"[n % 2], stratum="seen") for n in range(40)]
    rows += [row(n, {"rag": 0.0}, kind="ab"[n % 2]) for n in range(40, 80)]
    rows += [refused(n, {"rag": True}) for n in range(80, 120)]
    found = slices(rows, ["rag"], "f1")
    assert [one["arms"]["rag"]["mean"] for one in by(found, "kind", "seen")] == [1, 1]
    assert [one["arms"]["rag"]["mean"] for one in by(found, "kind")] == [0, 0]
    assert {one["stratum"] for one in found} == {"seen", "held_out"}
    assert sum(one["n"] for one in found if one["by"] == "kind") == 80


def test_small_slices_stand_together_and_last() -> None:
    kinds = ["date"] * FEWEST + ["name"] * (FEWEST - 1) + ["code"] * 2
    rows = [row(n, {"rag": float(kind != "date")}, kind=kind) for n, kind in enumerate(kinds)]
    first, last = by(slices(rows, ["rag"], "f1"), "kind")
    assert first["values"] == ["date"]
    assert (sorted(last["values"]), last["n"]) == (["code", "name"], FEWEST + 1)


def test_the_documents_with_the_most_questions_have_slices_of_their_own() -> None:
    sizes = {f"{number}.md": FEWEST + number for number in range(MOST + 3)}
    names = [name for name, size in sizes.items() for _ in range(size)]
    rows = [row(n, {"rag": 1.0}, document=name) for n, name in enumerate(names)]
    *own, rest = by(slices(rows, ["rag"], "f1"), "document")
    assert {one["values"][0] for one in own} == set(list(sizes)[3:])
    assert sorted(rest["values"]) == ["0.md", "1.md", "2.md"]


def test_lengths_make_bands_of_like_size_the_same_in_both_strata() -> None:
    def asked(n: int, stratum: str) -> dict:
        return row(n, {"rag": 1.0}, stratum=stratum, question="word " * (n % 9 + 1), gold=["a b"])

    rows = [asked(n, "seen") for n in range(90)] + [asked(n, "held_out") for n in range(90, 135)]
    found = slices(rows, ["rag"], "f1")
    bands = [one["values"] for one in by(found, "question_words")]
    assert [length for band in bands for length in band] == list(range(1, 10))
    assert bands == [one["values"] for one in by(found, "question_words", "seen")]
    assert {len(band) for band in bands} <= {2, 3, 4}
    # All expected answers have two words: nothing to slice by.
    assert by(found, "gold_words") == []


def test_what_leaves_a_stratum_whole_is_no_slicing_of_it() -> None:
    rows = [row(n, {"rag": 1.0}, kind="ab"[n % 2]) for n in range(40)]
    rows += [row(n, {"rag": 1.0}, stratum="seen") for n in range(40, 60)]
    assert {(one["by"], one["stratum"]) for one in slices(rows, ["rag"], "f1")} == {
        ("kind", "held_out")
    }
    assert slices([], ["rag"], "f1") == []


@pytest.mark.parametrize(
    ("n", "groups", "thin", "bounded"),
    [
        (9, 9, True, True),
        (10, 10, False, True),
        (30, 7, True, True),
        (30, 8, False, True),
        (30, 1, True, False),
    ],
)
def test_few_questions_or_groups_are_marked_and_one_group_bounds_nothing(
    n: int, groups: int, thin: bool, bounded: bool
) -> None:
    rows = [row(k, {"rag": k % 2 / 2}, kind="x", group=f"g{k % groups}") for k in range(n)]
    rows += [row(k, {"rag": 1.0}, kind="y") for k in range(100, 150)]
    one = next(s for s in by(slices(rows, ["rag"], "f1"), "kind") if s["values"] == ["x"])
    figures = one["arms"]["rag"]
    assert (figures["n"], figures["groups"], figures["thin"]) == (n, groups, thin)
    assert (figures["interval"] is not None) == bounded


def test_a_failed_answer_is_wrong_and_an_arm_without_answers_is_left_out() -> None:
    rows = [row(n, {"rag": 1.0}, kind="ab"[n % 2]) for n in range(40)]
    rows[0]["answers"]["rag"]["error"] = "too long"
    means = sorted(one["arms"]["rag"]["mean"] for one in slices(rows, ["rag", "base"], "f1"))
    assert means == [0.95, 1]
    assert all("base" not in one["arms"] for one in slices(rows, ["rag", "base"], "f1"))


def test_a_slice_s_trace_leads_to_its_questions_and_no_others() -> None:
    rows = [
        row(
            n,
            {"rag": 1.0},
            kind="abcd"[min(n % 10, 3)],
            question="word " * (1 + n % 7),
            document=None if n % 4 else "b.md",
        )
        for n in range(60)
    ]
    found = slices(rows, ["rag"], "f1")
    assert Counter(one["by"] for one in found) == {"kind": 2, "document": 2, "question_words": 3}
    for one in found:
        mark = trace("rag", "f1", part="held_out", **{one["by"]: one["values"]})
        assert len(answers_behind(rows, mark)) == one["n"]
