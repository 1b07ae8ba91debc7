"""The judge: what it is asked, in which order, what its reply means, and whom it may not judge."""

from typing import Any

import pytest

from core.evaluation.judging.judge import (
    NO_REFERENCE,
    calls,
    is_under_test,
    judge_card,
    tokens_about,
    verdict_of,
)
from core.records.run_card import card_hash


def row(key: str, gold: list[str] | None = None, **texts: str) -> dict[str, Any]:
    answers = {arm: {"text": text, "error": None} for arm, text in texts.items()}
    return {"question_id": key, "question": f"Which {key}?", "gold": gold or [], "answers": answers}


def test_a_call_holds_the_question_its_references_and_one_answer_and_no_arm() -> None:
    [call] = calls([row("code", ["K17", "K 17"], tuned="It is {references}")], (), "s")
    asked = call.chat[-1]["content"]
    assert "Question: Which code?" in asked
    assert "- K17\n- K 17" in asked
    assert "<answer>It is {references}</answer>" in asked
    assert (call.question, call.arms) == ("code", ("tuned",))
    whole = " ".join(turn["content"] for turn in call.chat).lower()
    assert not [word for word in ("tuned", "hybrid", "arm") if word in whole.split()]
    assert tokens_about([call]) == sum(len(turn["content"]) for turn in call.chat) // 4


def test_without_references_only_not_knowing_is_right() -> None:
    [call] = calls([row("code", rag="I don't know")], (), "s")
    assert NO_REFERENCE in call.chat[-1]["content"]


def test_the_same_answer_of_several_arms_is_one_call_and_a_failed_one_none() -> None:
    one = row("code", ["K17"], base="K1", rag="K17", tuned=" K17\n", hybrid="")
    one["answers"]["hybrid"]["error"] = "The prompt is too long."
    found = {call.arms for call in calls([one], (), "s")}
    assert found == {("base",), ("rag", "tuned")}
    left = calls([one], {("code", "base"), ("code", "rag")}, "s")
    assert [call.arms for call in left] == [("tuned",)]


def test_the_order_is_random_and_the_seeds_alone() -> None:
    rows = [row(f"q-{number}", ["x"], base="x", rag="y") for number in range(20)]
    order = [(call.question, call.arms) for call in calls(rows, (), "one")]
    assert order == [(call.question, call.arms) for call in calls(rows, (), "one")]
    assert order != [(call.question, call.arms) for call in calls(rows, (), "two")]
    assert [question for question, _ in order] != sorted(question for question, _ in order)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("yes", True),
        ("Yes.", True),
        ("**No**, it names another code", False),
        ("NO", False),
        ("<think>No idea, or yes?</think>\nyes", True),
        ("The answer is yes", None),
        ("", None),
        ("1", None),
        ("yesterday", None),
        ("<think>yes", None),
        ("None", None),
    ],
)
def test_the_first_word_of_a_reply_is_the_verdict(reply: str, verdict: bool | None) -> None:
    assert verdict_of(reply) is verdict


@pytest.mark.parametrize(
    ("model", "base", "same"),
    [
        ("HuggingFaceTB/SmolLM2-135M-Instruct", "smollm2-135m-instruct", True),
        ("smollm2:135m-instruct-q8_0", "smollm2-135m-instruct", True),
        ("smollm2:135m", "smollm2-135m-instruct", True),
        ("smollm2-360m-instruct", "smollm2-135m-instruct", False),
        ("qwen2.5-72b", "/models/Qwen2.5-7B/", False),
        ("Qwen2.5-7B", "/models/Qwen2.5-7B/", True),
    ],
)
def test_the_model_under_test_is_told_by_its_name(model: str, base: str, same: bool) -> None:
    assert is_under_test(model, base) is same


def test_the_card_is_what_the_judge_is_told_and_another_model_is_another_judge() -> None:
    card = judge_card("big")
    assert card_hash(card) == card_hash(judge_card("big"))
    assert card_hash(card) != card_hash(judge_card("bigger"))
    [call] = calls([row("code", ["K17"], rag="K17")], (), "s")
    assert card["instruction"] == call.chat[0]["content"]
    assert card["layout"].split("{")[0] == call.chat[1]["content"].split("Which")[0]
