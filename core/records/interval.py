"""What every share and mean comes with."""

Interval = list[float]
"""Lower and upper end of a 95 % interval."""
