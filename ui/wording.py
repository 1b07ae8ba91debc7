"""Numbers, times and job kinds as words, the same on every page."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from core.arms import ALL_ARMS
from core.charts.words import currency_named
from core.records.job_kinds import JOB_KINDS
from core.records.prices import Prices
from core.records.project import AboutRecording

NOTHING = "\N{EN DASH}"


class Labels(dict[str, str]):
    """Keys with what people read; to call it gives a widget its `format_func`."""

    def __call__(self, key: str) -> str:
        """Return the label, or the key itself where there is none."""
        return self.get(key, key)


SPLITS = Labels({"test": "Test", "dev": "Development", "train": "Training"})


def job_title(kind: str) -> str:
    """Return what a job of this kind does, in words."""
    return JOB_KINDS[kind].label if kind in JOB_KINDS else kind.capitalize()


def arm_label(key: str) -> str:
    """Return the arm's name on screen."""
    return ALL_ARMS[key].label if key in ALL_ARMS else key.capitalize()


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return "1 document", "2 documents"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def size(number: float | None) -> str:
    """Return bytes as "120 MB"."""
    value = float(number or 0)
    for unit in ("bytes", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def duration(seconds: float | None) -> str:
    """Return seconds as "0.8 s", "12 s", "3 min" or "1 h 05 min"; a dash for None."""
    if seconds is None:
        return NOTHING
    if seconds < 60:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def milliseconds(value: float | None) -> str:
    """Return milliseconds as "240 ms" or "1.3 s"; a dash for None."""
    if value is None:
        return NOTHING
    return f"{value:.0f} ms" if value < 1000 else f"{value / 1000:.1f} s"


def money(value: float | None, currency: str) -> str:
    """Return an amount with two significant digits or two decimals; words where there is none."""
    if value is None:
        return "no price set"
    return f"{value:,.2f} {currency}" if value >= 1 else f"{value:.2g} {currency}"


def priced_in(prices: Prices) -> str:
    """Return the currency of prices; it says where they are an example."""
    return currency_named(prices["currency"], example=prices.get("example", False))


def recorded(about: AboutRecording) -> str:
    """Return when and on what a result was recorded: "22 Nov 2026 on 2 cores, 24 GB"."""
    machine = about["machine"]
    day = f"{datetime.fromisoformat(about['recorded_at']):%d %b %Y}"
    return f"{day} on {counted(machine['cores'], 'core')}, {machine['memory_gb']:.0f} GB"


def day(iso: str) -> str:
    """Return a stored time as "24 Nov 2026"."""
    return f"{datetime.fromisoformat(iso):%d %b %Y}".lstrip("0")


def moment(iso: str | None) -> str:
    """Return a stored UTC time as "22 Nov 2026, 17:08" where the reader lives."""
    if not iso:
        return NOTHING
    when = datetime.fromisoformat(iso)
    zone = st.context.timezone
    if zone and when.tzinfo:
        try:
            when = when.astimezone(ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError):
            return f"{when:%d %b %Y, %H:%M} UTC"
    return f"{when:%d %b %Y, %H:%M}"
