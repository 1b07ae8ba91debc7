"""What an answer costs, from the user's own prices; an example stands in until one is typed."""

from typing import TypeGuard

from core.records.prices import Prices

EXAMPLE: Prices = {
    "currency": "USD",
    "machine_per_hour": 0.5,
    "input_per_million": None,
    "output_per_million": None,
    "as_of": "2026-11-30",
    "example": True,
}
"""A round figure for an hour of a small machine, and nobody's offer."""
_SECONDS_PER_HOUR = 3600
_PER_MILLION = 1_000_000


def is_amount(value: object) -> TypeGuard[float]:
    """Tell whether a typed value is a number of at least 0."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def cost(
    prices: Prices, seconds: float | None, tokens_in: int | None, tokens_out: int | None
) -> float | None:
    """Return the cost of one answer in the prices' currency.

    Prices per token and per machine hour are two ways to be billed for the same answer, never
    added: where a token price is set it counts, else the machine's. One token price alone leaves
    the other kind of token free. A price of 0 is a price.

    Args:
        seconds: Wall-clock time of the answer on the machine.

    Returns:
        None if no price is set, or if what the price applies to was not measured.
    """
    per_input, per_output = prices.get("input_per_million"), prices.get("output_per_million")
    if per_input is not None or per_output is not None:
        if tokens_in is None or tokens_out is None:
            return None
        return (tokens_in * (per_input or 0) + tokens_out * (per_output or 0)) / _PER_MILLION
    per_hour = prices.get("machine_per_hour")
    if per_hour is None or seconds is None:
        return None
    return float(seconds * per_hour / _SECONDS_PER_HOUR)
