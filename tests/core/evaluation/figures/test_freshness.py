"""What is counted fresh, stale and collateral, from stored answers alone."""

from typing import Any

import pytest

from core.errors import InvalidInputError
from core.evaluation.asking.freshness_draw import draw_facts
from core.evaluation.figures.freshness import fact_rows, figures, judge, time_to_fresh
from core.records.question import Question


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("The limit is 45 days.", "new"),
        ("30 days", "old"),
        ("30 days, now 45 days", "both"),
        ("I don't know", "neither"),
        ("130 days", "neither"),
        ("", "neither"),
    ],
)
def test_an_answer_is_new_old_both_or_neither(answer: str, verdict: str) -> None:
    assert judge(answer, ["30 days"], ["45 days"]) == verdict


def test_a_value_that_is_part_of_the_other_counts_where_it_stands_apart() -> None:
    assert judge("30 June", ["30"], ["30 June"]) == "new"
    assert judge("It is 30.", ["30"], ["30 June"]) == "old"
    assert judge("30, then 30 June", ["30"], ["30 June"]) == "both"
    assert judge("14 days or 3 weeks", ["14 days or 3 weeks"], ["14 days"]) == "old"


def question(key: str, answer: str = "30 days", **extra: Any) -> Question:
    split, document = extra.pop("split", "test"), extra.pop("document", "a.md")
    return Question(key, f"{key}?", (answer,), "number", split, key[0], document, extra)


def stored(**texts: str) -> dict[tuple[str, str], dict[str, Any]]:
    return {(key, "rag"): {"text": text} for key, text in texts.items()}


def rows(*phases: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    asked = [
        question("a", answers_v2=["45 days"]),
        question("b", answers_v2=["60 days"]),
        question("c"),
        question("d"),
    ]
    fates = {"a": "changed", "b": "changed", "c": "unchanged", "d": "unchanged"}
    names = dict(zip(("before", "updated", "retrained"), phases, strict=False))
    return fact_rows(asked, fates, names, ["rag"], first_only=False)


BEFORE = stored(a="30 days", b="no idea", c="30 days", d="31 days")
AFTER = stored(a="45 days", b="60 days", c="9 days", d="30 days")


def test_shares_are_of_what_the_arm_had_right_before() -> None:
    found = figures(rows(BEFORE, AFTER), ["rag"])["rag"]["updated"]
    assert found["changed"]["n"] == 1
    assert found["changed"]["new"] == 1.0
    assert found["changed"]["new_interval"][0] < 1
    assert found["changed"]["all"]["n"] == 2
    assert (found["unchanged"]["n"], found["unchanged"]["right"]) == (1, 0.0)
    assert found["unchanged"]["all"]["right"] == 0.5
    assert found["removed"] is None


def test_a_phase_counts_what_is_answered_so_far() -> None:
    found = figures(rows(BEFORE, stored(b="60 days")), ["rag"])["rag"]
    assert found["updated"]["changed"]["n"] == 0
    assert found["updated"]["changed"]["new"] is None
    assert found["updated"]["changed"]["all"]["n"] == 1
    assert "retrained" not in found


def test_time_to_fresh_is_the_first_phase_in_which_enough_is_new() -> None:
    stages = {"update_s": 2.5, "retrain_s": 600.0}
    read = figures(rows(BEFORE, AFTER), ["rag"])
    assert time_to_fresh(read, stages)["rag"] == {
        "seconds": 2.5,
        "phase": "updated",
        "share": 1.0,
        "n": 1,
    }
    learned = figures(rows(BEFORE, BEFORE, AFTER), ["rag"])
    assert time_to_fresh(learned, stages)["rag"]["seconds"] == 602.5
    never = time_to_fresh(figures(rows(BEFORE, BEFORE), ["rag"]), {"update_s": 2.5})["rag"]
    assert (never["seconds"], never["share"], never["n"]) == (None, 0.0, 1)


def test_an_arm_that_knew_nothing_before_has_no_time_to_fresh() -> None:
    nothing = stored(a="no", b="no", c="no", d="no")
    assert time_to_fresh(figures(rows(nothing, AFTER), ["rag"]), {"update_s": 1.0}) == {}


def test_what_a_removed_document_still_says() -> None:
    asked = [question("a"), question("b")]
    fates = {"a": "removed", "b": "removed"}
    after = stored(a="30 days", b="I don't know")
    before = stored(a="30 days", b="30 days")
    found = figures(
        fact_rows(asked, fates, {"before": before, "updated": after}, ["rag"], first_only=False),
        ["rag"],
    )
    assert found["rag"]["updated"]["removed"]["still"] == 0.5


def test_the_first_gold_answer_alone_can_count() -> None:
    asked = [Question("a", "?", ("Ann", "Bo"), "who", "test", "a", "d", {"answers_v2": ["Cy"]})]
    after = {"before": stored(a="Bo")}
    (row,) = fact_rows(asked, {"a": "changed"}, after, ["rag"], first_only=True)
    assert row["answers"]["rag"]["before"]["says"] == "neither"
    (row,) = fact_rows(asked, {"a": "changed"}, after, ["rag"], first_only=False)
    assert row["answers"]["rag"]["before"]["says"] == "old"


def test_one_phrasing_a_fact_is_drawn_and_the_same_ones_again() -> None:
    asked = [question(f"{fact}{n}", fact=fact) for fact in "abcdef" for n in range(3)]
    new = {one.id: ["45 days"] for one in asked if one.id[0] in "abc"}
    drawn = draw_facts(asked, new, [], 2, 7)
    assert sorted(drawn.fates.values()) == ["changed", "changed", "unchanged", "unchanged"]
    assert len({one.extra["fact"] for one in drawn.questions}) == 4
    assert drawn == draw_facts(list(reversed(asked)), new, [], 2, 7)
    assert drawn != draw_facts(asked, new, [], 2, 8)
    changed = [one for one in drawn.questions if drawn.fates[one.id] == "changed"]
    assert {tuple(one.extra["answers_v2"]) for one in changed} == {("45 days",)}


def test_all_questions_about_a_removed_document_are_asked_and_only_test_ones_of_others() -> None:
    asked = [
        question("a", split="train"),
        question("b"),
        question("c", document="b.md"),
        question("d", document="b.md", split="train"),
    ]
    drawn = draw_facts(asked, {}, ["a.md"], None, 0)
    assert drawn.fates == {"a": "removed", "b": "removed", "c": "unchanged"}


def test_a_change_that_touches_no_test_question_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="Questions page"):
        draw_facts([question("a"), question("b", split="train")], {"b": ["45"]}, [], None, 0)
    with pytest.raises(InvalidInputError, match="at least 1 fact"):
        draw_facts([question("a")], {"a": ["45"]}, [], 0, 0)
