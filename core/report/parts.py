"""What a report is made of, whatever the file format: stamped tables, charts as plain values.

A copied row, slide or chart loses its page. So each row knows its model, number of questions,
interval and date, and each writer prints them with it.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.records.interval import Interval

Cell = str | float | None
NO_INTERVAL = "no interval"
NOTHING = "–"  # noqa: RUF001


@dataclass(frozen=True)
class Stamp:
    """What a figure holds for."""

    model: str
    date: str
    """ISO 8601; "" where nothing was measured."""
    notes: tuple[str, ...] = ()
    """"recorded", "example price"."""

    @property
    def words(self) -> str:
        """The stamp in one line."""
        return ", ".join((self.model, *self.words_behind_model))

    @property
    def words_behind_model(self) -> tuple[str, ...]:
        """Day and notes."""
        return (day(self.date), *self.notes)


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    cells: tuple[Cell, ...]
    n: int | None
    interval: Interval | None
    """In the unit of the table's `measured` column."""
    stamp: Stamp


@dataclass(frozen=True)
class Table:
    """Rows under the columns that are their own; those of the stamp come behind them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    """What all rows are about, where the title doesn't say it."""

    @property
    def head(self) -> tuple[str, ...]:
        """All columns as people read them."""
        return (*self.columns, "n", "95 % interval", "Holds for")

    def stamped(self, row: Row) -> str:
        """Return a row's stamp in one line, for where it does not stand in columns."""
        interval = f"95 % interval {between(row.interval)}" if row.interval else NO_INTERVAL
        return f"n = {shown(row.n)}, {interval}, {row.stamp.words}"

    def printed(self) -> list[tuple[str, ...]]:
        """Return the rows as people read them."""
        return [
            (
                *map(shown, row.cells),
                shown(row.n),
                between(row.interval),
                row.stamp.words,
            )
            for row in self.rows
        ]


@dataclass(frozen=True)
class Value:
    """One value of a chart, on its axis, with what is written beside it."""

    label: str
    """Name of the row."""
    arm: str | None
    """None where it is not of one arm."""
    value: float
    interval: Interval | None
    text: str


@dataclass(frozen=True)
class Panel:
    """Values below each other."""

    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Strip:
    """Values with their intervals on one axis, a panel a kind of question."""

    panels: tuple[Panel, ...]
    axis: str
    most: float
    """End of the axis."""
    least: float = 0.0
    margin: float | None = None
    """A band of so much on both sides of zero counts as no difference."""


@dataclass(frozen=True)
class Paired:
    """Two values an arm, before and after."""

    before: Panel
    after: Panel
    axis: str
    most: float


@dataclass(frozen=True)
class Step:
    """How an arm's value changes over time."""

    arm: str
    points: tuple[tuple[float, float], ...]
    """Seconds from which on it holds, and the value."""


@dataclass(frozen=True)
class Steps:
    """Step curves over seconds, on a logarithmic axis."""

    steps: tuple[Step, ...]
    first_s: float
    last_s: float
    axis: str


@dataclass(frozen=True)
class BreakEven:
    """From how many queries on one arm costs less than another, over updates a month."""

    points: tuple[tuple[float, float], ...]
    """Updates and queries a month."""
    above: str
    """Arm that costs less above the line, as `below` does under it."""
    below: str
    yours: tuple[float, float] | None
    """Updates and queries as typed."""


@dataclass(frozen=True)
class Stacked:
    """Bars of parts of 100, a bar an arm."""

    parts: tuple[str, ...]
    bars: tuple[tuple[str, tuple[float, ...]], ...]
    """Arm and its parts, which add up to 100."""


Chart = Strip | Paired | Steps | BreakEven | Stacked


@dataclass(frozen=True)
class Section:
    """One message: the finding as its title, the chart, how to read it, the table."""

    key: str
    finding: str
    chart: Chart
    reading: str
    caption: str
    """Model, n, interval and date, for whoever copies the chart alone."""
    table: Table


@dataclass(frozen=True)
class Advice:
    """The recommendation in words."""

    headline: str
    because: tuple[str, ...]
    table: Table
    flips: tuple[str, ...]
    asked: tuple[str, ...]
    """What came in: limits, weights, volume."""
    questionnaire: str


@dataclass(frozen=True)
class Story:
    """A report without a format."""

    title: str
    """The project's name."""
    made_at: str
    """ISO 8601."""
    stamp: Stamp
    n: int
    """Questions."""
    scope: str
    """What all holds for, in one line."""
    headline: str
    """The answer's first clause."""
    more: tuple[str, ...]
    """Its further ones, a sentence each."""
    how_sure: str
    price: str
    limits: tuple[str, ...]
    next_step: str
    claims: Table
    """Those with a word."""
    unmeasured: Table
    changes: tuple[tuple[str, str, str], ...]
    """Of claims with a word: slogan, word, what would change it."""
    advice: Advice | None
    sections: tuple[Section, ...]
    example: Table | None
    """One changed fact as each arm answered it."""
    method: tuple[str, ...]
    card: tuple[tuple[str, str], ...]
    """Run card: name and value."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in the order of the report."""
        tables = [self.claims, self.unmeasured]
        if self.advice:
            tables.append(self.advice.table)
        tables += [section.table for section in self.sections]
        tables += [self.example] if self.example else []
        return tuple(table for table in tables if table.rows)


def shown(value: Cell) -> str:
    """Return a cell as people read it."""
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else number(value)


def number(value: float) -> str:
    """Return a number with three digits, and whole from 100 on; never with an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    text = np.format_float_positional(value, precision=3, fractional=False, trim="-")
    return "0" if abs(value) < 1e-9 else text


def between(interval: Interval | None) -> str:
    """Return an interval as people read it."""
    return f"{number(interval[0])} to {number(interval[1])}" if interval else NO_INTERVAL


def day(iso: str) -> str:
    """Return the day of a time: "24 November 2026"."""
    if not iso:
        return "not measured"
    when = datetime.fromisoformat(iso)
    return f"{when.day} {when:%B %Y}"
