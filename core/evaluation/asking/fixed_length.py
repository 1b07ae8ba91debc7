"""Time an arm at a fixed length: tuned arms are faster in part because they answer in fewer words.

So each arm answers the first questions of an evaluation a second time, every arm with the same
number of tokens, and only the times of that second answer are kept.
"""

from core.evaluation.asking.answering import ReadyArm
from core.records.answer import Answer, FixedTimes
from core.records.run_card import FixedLength

TOKENS = 32
"""Tokens that each arm must write, whether it would have stopped earlier or later."""
QUESTIONS = 20
"""How many of the first drawn questions are timed so; a median needs 6 for an interval."""


def facts(timed: int) -> FixedLength:
    """Return what the card of a run with that many timed questions says about the fixed length."""
    return {"tokens": TOKENS, "questions": min(QUESTIONS, timed)}


def time_at_length(arm: ReadyArm, question: str, answer: Answer) -> FixedTimes:
    """Return the times of writing exactly `TOKENS` tokens to the prompt of a complete answer.

    The prompt is read anew, since no runtime keeps one (`Generator.cache`). Finding its passages is
    the same work as before, so those times are copied.

    Returns:
        `tokens_out`, and in ms `first_token_ms`, `latency_ms` and `spent_ms`: what this took.
    """
    done = arm.generator.generate(
        arm.prompt(question, answer.passages), TOKENS, lambda _: True, exactly=True
    )
    before_ms = (answer.first_token_ms or 0.0) - (answer.prefill_ms or 0.0)
    return {
        "tokens_out": len(done.ids),
        "first_token_ms": round(before_ms + done.first_token_ms, 2),
        "latency_ms": round(before_ms + done.total_ms, 2),
        "spent_ms": round(done.total_ms, 2),
    }
