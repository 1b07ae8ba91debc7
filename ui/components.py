"""Small things that every page shows the same way: errors, empty states, plain text."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from core.errors import AppError, EngineError
from ui import menu, services

Colour = Literal["green", "blue", "gray", "red", "orange"]
START = "python3 start.py"
MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
REPLACED = re.compile(r"(?<=:)(?=[a-z_/+-]|\d+:)|(?<=www)(?=\.)|(?<=@)(?=\w)", re.IGNORECASE)
"""Inside what is replaced once the escapes are gone: addresses, which become links, and `:smile:`
and `:material/home:`, which become pictures."""
JOINER = "\N{WORD JOINER}"


def plain(text: str) -> str:
    """Return `text` so that Markdown shows it as it stands: for labels and alerts.

    An invisible joiner stands inside web and e-mail addresses, so that a document brings no links.
    """
    return MARKUP.sub(r"\\\1", REPLACED.sub(JOINER, text))


def error(failure: AppError | str) -> None:
    """Show what failed and, if the engine is gone, what to type."""
    st.error(plain(str(failure)), icon=":material/error:")
    if isinstance(failure, EngineError):
        services.reconnect()
        st.caption("The engine and the app start with")
        st.code(START, language=None)


@contextmanager
def guarded() -> Iterator[None]:
    """Show an `AppError` raised in the block in its place; anything else is a bug and surfaces."""
    try:
        yield
    except AppError as failure:
        error(failure)


def checked(good: bool, text: str) -> None:
    """Show a line of a checklist."""
    icon = ":material/check_circle:" if good else ":material/warning:"
    st.markdown(f"{icon} {plain(text)}")


def empty(text: str, page: str = "", label: str = "", icon: str = "inbox") -> None:
    """Say that there is nothing yet, and link to the page that mends it."""
    with st.container(border=True, horizontal_alignment="center", gap="small"):
        st.space("small")
        st.markdown(f":material/{icon}: {text}", text_alignment="center")
        if page:
            menu.link(page, label)
        st.space("small")


def facts(pairs: dict[str, str]) -> None:
    """Show labelled values, one a line, as plain small print."""
    lines = [f"**{plain(label)}** {plain(value)}" for label, value in pairs.items() if value]
    st.caption("  \n".join(lines))


def badges(items: list[tuple[str, str, Colour]]) -> None:
    """Show (text, icon, colour) as a row of badges: colour never stands alone."""
    with st.container(horizontal=True, gap="xsmall"):
        for text, icon, colour in items:
            st.badge(plain(text), icon=f":material/{icon}:", color=colour)
