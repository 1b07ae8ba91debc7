"""What both sides of the wire know of an operation."""

from typing import Literal, TypedDict

Kept = Literal["data", "idle"]
"""How long a client may keep a result: while `status` gives the same `data`, or only while besides
no job runs, for what holds a job's progress."""


class OperationFacts(TypedDict):
    """What a client has to know of an operation."""

    reads: bool
    """Changes nothing, so that what a client keeps stays true."""
    kept: Kept | None
