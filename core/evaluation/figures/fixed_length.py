"""Speed at the same length for all arms, from stored answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.evaluation.figures.latency import percentiles


def fixed_fields(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored answer's times at the fixed length as fields of their own, if it has them."""
    fixed = answer.get("fixed") or {}
    names = ("tokens_out", "first_token_ms", "latency_ms")
    return {f"fixed_{name}": fixed[name] for name in names if name in fixed}


def fixed_figures(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return one arm's times at the fixed length, and its natural ones on the same questions.

    A token after the first takes (latency - first token) / (tokens - 1): the first is left out, as
    it waits for the prompt to be read.

    Returns:
        `n`, `tokens`, and in ms `natural_ms`, `latency_ms` and `per_token_ms` as
        `core.evaluation.figures.latency.percentiles` gives them; None where nothing was timed so.
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
        "natural_ms": percentiles([answer["latency_ms"] for answer in timed]),
        "latency_ms": percentiles([answer["fixed_latency_ms"] for answer in timed]),
        "per_token_ms": percentiles(rates),
    }
