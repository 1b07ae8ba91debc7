"""Speed at the same length for all arms, from stored answers."""

from collections.abc import Sequence

from core.evaluation.figures.latency import percentiles
from core.records.answer import StoredAnswer
from core.records.scored import FixedFields, ScoredAnswer
from core.records.summary import FixedFigures


def fixed_fields(answer: StoredAnswer) -> FixedFields:
    """Return a stored answer's times at the fixed length as fields of their own, if it has them."""
    fixed = answer.get("fixed")
    if not fixed:
        return {}
    return {
        "fixed_tokens_out": fixed["tokens_out"],
        "fixed_first_token_ms": fixed["first_token_ms"],
        "fixed_latency_ms": fixed["latency_ms"],
    }


def fixed_figures(answers: Sequence[ScoredAnswer]) -> FixedFigures | None:
    """Return one arm's times at the fixed length, and its natural ones on the same questions.

    A token after the first takes (latency - first token) / (tokens - 1): the first is left out, as
    it waits for the prompt to be read.

    Returns:
        None if nothing was timed at the fixed length.
    """
    timed = [answer for answer in answers if answer.get("fixed_tokens_out", 0) > 1]
    if not timed:
        return None
    rates = [
        (answer["fixed_latency_ms"] - answer["fixed_first_token_ms"])
        / (answer["fixed_tokens_out"] - 1)
        for answer in timed
    ]
    return {
        "n": len(timed),
        "tokens": timed[0]["fixed_tokens_out"],
        "natural_ms": percentiles([answer["latency_ms"] or 0.0 for answer in timed]),
        "latency_ms": percentiles([answer["fixed_latency_ms"] for answer in timed]),
        "per_token_ms": percentiles(rates),
    }
