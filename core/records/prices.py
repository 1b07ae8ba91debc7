"""Prices and amounts: the user's own, or an example that says so."""

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict  # Pydantic checks none of Python 3.11's own.

_OPEN = ConfigDict(extra="allow")
"""Storing refuses other fields, and says which there are."""


@with_config(_OPEN)
class Prices(TypedDict, total=False):
    """Of answers; every one may be missing."""

    currency: str
    machine_per_hour: float | None
    input_per_million: float | None
    """Of tokens read."""
    output_per_million: float | None
    """Of tokens written."""
    as_of: str | None
    """The day they were typed, ISO 8601."""
    example: bool
    """Whether they are the example that a project starts with; False once one is typed."""


Price = Literal["machine_per_hour", "input_per_million", "output_per_million"]
"""What the user may type of answers; see `Prices`."""
Amount = Literal[
    "updates",
    "index_hours",
    "retrain_hours",
    "wage",
    "index_flat",
    "adapter_flat",
    "queries",
]
"""What the user may type of upkeep; see `Upkeep`."""


@with_config(_OPEN)
class Upkeep(TypedDict, total=False):
    """Of keeping an arm up to date; what is not typed counts as nothing."""

    updates: float | None
    """A month."""
    index_hours: float | None
    """People's work on the documents in an update."""
    retrain_hours: float | None
    """People's work on training in an update."""
    wage: float | None
    """An hour."""
    index_flat: float | None
    """A month, for the index."""
    adapter_flat: float | None
    """A month, for serving the adapter."""
    queries: float | None
    """A month."""


class DatedUpkeep(Upkeep):
    """With the day it was typed."""

    as_of: str | None


class MostCost(TypedDict):
    """The most that a run at a server can cost."""

    most: float | None
    """None without both prices of tokens."""
    cap: float | None
    currency: str
    refusal: str | None
    """Why the run may not begin, None if it may."""
