"""Rewordings: which they are, and what an arm makes of them."""

import json
from pathlib import Path
from typing import Any

from core.evaluation.figures.consistency import FEWEST_SETS, consistency_figures
from core.evaluation.scoring.rewordings import rewordings
from core.questions.read import read_questions
from core.records.question import Question


def question(key: str, text: str, kind: str = "span", **extra: Any) -> Question:
    return Question(key, text, ("40",) * (kind == "span"), kind, "test", "depot", None, extra)


def test_the_file_says_which_questions_are_rewordings() -> None:
    asked = [
        question("a", "How many pallets?", fact="f1"),
        question("b", "What number of pallets?", fact="f1"),
        question("c", "Who manages it?"),
        question("d", "By whom is it managed?", rewords="c"),
    ]
    assert rewordings(asked) == {"a": "f1", "b": "f1", "c": "c", "d": "c"}


def test_the_same_group_and_gold_answer_make_no_rewordings() -> None:
    asked = [question("a", "When did Spain join?"), question("b", "When did Greenland sign?")]
    assert rewordings(asked) == {}


def test_a_fact_asked_once_or_twice_in_the_same_text_has_no_rewordings() -> None:
    assert rewordings([question("a", "How many?", fact="f")]) == {}
    twice = [question("a", "How many?", fact="f"), question("b", "how many ?", fact="f")]
    assert rewordings(twice) == {}
    assert rewordings([*twice, question("c", "What number?", fact="f")]) == {"a": "f", "c": "f"}


def test_unanswerable_questions_are_in_no_set() -> None:
    asked = [question(key, key, "unanswerable", fact="f") for key in "ab"]
    assert rewordings(asked) == {}


def test_a_rewording_can_be_imported(tmp_path: Path) -> None:
    path = tmp_path / "qa.jsonl"
    rows = [
        {"id": 7, "question": "Who signs?", "answers": ["Ann"]},
        {"question": "Whose signature is it?", "answers": ["Ann"], "rewords": 7},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    asked = read_questions(path)
    assert rewordings(asked) == {one.id: "7" for one in asked}


def row(fact: str | None, text: str, right: bool, **more: Any) -> dict[str, Any]:
    answer = {"text": text, "containment": float(right), "error": None}
    return {
        "stratum": "seen",
        "kind": "span",
        "group": fact,
        "fact": fact,
        "answers": {"rag": answer},
    } | more


def test_the_fates_of_facts_worked_by_hand() -> None:
    rows = [
        row("same, right", "25 days", True),
        row("same, right", "25 days.", True),
        row("right in other words", "25 days", True),
        row("right in other words", "25", True),
        row("right once", "25", True),
        row("right once", "26", False),
        row("nonsense", "blue", False),
        row("nonsense", "The blue", False),
        row("differing", "blue", False),
        row("differing", "green", False),
        row("silent", "I don't know", False),
        row("silent", "I don\u2019t know!", False),
        row("silent", "", False),
    ]
    found = consistency_figures(rows, ["rag", "base"])
    assert {stratum: list(arms) for stratum, arms in found.items()} == {"seen": ["rag"]}
    part = found["seen"]["rag"]
    assert (part["n"], part["wordings"]) == (6, 13 / 6)
    assert (part["same"], part["all_right"], part["any_right"]) == (3 / 6, 2 / 6, 3 / 6)
    fates = [part[key] for key in ("all_right", "some_right", "same_wrong", "differing")]
    assert fates == [2 / 6, 1 / 6, 2 / 6, 1 / 6]
    assert part["same_interval"][0] < 0.5 < part["same_interval"][1]


def test_an_answer_that_failed_is_wrong_and_like_no_other() -> None:
    rows = [row(str(fact), "", False) for fact in range(FEWEST_SETS) for _ in "ab"]
    assert consistency_figures(rows, ["rag"])["seen"]["rag"]["same"] == 1
    for one in rows:
        one["answers"]["rag"] |= {"error": "too long", "containment": 1.0}
    part = consistency_figures(rows, ["rag"])["seen"]["rag"]
    assert (part["same"], part["any_right"], part["differing"]) == (0, 0, 1)


def test_groups_are_the_unit_of_the_interval() -> None:
    rows = [row(str(fact), "x", fact % 2 == 0) for fact in range(40) for _ in "ab"]
    apart = consistency_figures(rows, ["rag"])["seen"]["rag"]["all_right_interval"]
    for one in rows:
        # Ten facts a group, all right or all wrong in it.
        one["group"] = f"{int(one['fact']) % 2}{int(one['fact']) // 20}"
    held = consistency_figures(rows, ["rag"])["seen"]["rag"]["all_right_interval"]
    assert held[1] - held[0] > 2 * (apart[1] - apart[0])


def test_too_few_facts_say_nothing_and_strata_stand_apart() -> None:
    rows = [row(str(fact), "x", True) for fact in range(FEWEST_SETS) for _ in "ab"]
    assert consistency_figures(rows[:-1], ["rag"]) == {}
    plain = [row(None, "x", True, group=str(number)) for number in range(20)]
    found = consistency_figures([*rows, *plain], ["rag"])
    assert (list(found), found["seen"]["rag"]["n"]) == (["seen"], FEWEST_SETS)
    rows[0]["stratum"] = "held_out"
    assert consistency_figures(rows, ["rag"]) == {}
