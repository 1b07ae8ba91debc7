"""The few things a session remembers; whatever can be shared stands in the address as well."""

from collections.abc import Sequence

import streamlit as st

from ui.services import Record

NOTICE = "state.notice"


def from_url(name: str, options: Sequence[str]) -> str | None:
    """Return what the address, else this session, names; None unless it is one of `options`."""
    given = (st.query_params.get(name), st.session_state.get(f"url.{name}"))
    return next((value for value in given if value in options), None)


def remembered(name: str) -> str | None:
    """Return what the address, else this session, holds under `name`, unchecked."""
    return st.query_params.get(name) or st.session_state.get(f"url.{name}")


def to_url(name: str, value: str | None) -> None:
    """Put `value` in the address and remember it: changing pages clears the address."""
    st.session_state[f"url.{name}"] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def project(rows: Sequence[Record]) -> Record | None:
    """Return the project that the address names by id or name, else the newest; None if none."""
    by_key = {row["name"]: row for row in rows} | {row["id"]: row for row in rows}
    chosen = from_url("project", list(by_key))
    return by_key[chosen] if chosen else (rows[-1] if rows else None)


def unknown_project(rows: Sequence[Record]) -> str | None:
    """Return the project in the address if there is none of that id or name."""
    given = st.query_params.get("project")
    known = {row[field] for row in rows for field in ("id", "name")}
    return given if given and given not in known else None


def notify(text: str, *warnings: str) -> None:
    """Keep what an action did, and what to mind, for the next run of the page, which says it."""
    st.session_state[NOTICE] = [text, *warnings]


def notice() -> list[str]:
    """Return and forget what the last run left: what was done, then what to mind."""
    return list(st.session_state.pop(NOTICE, []))


def watch(page: str, job: Record) -> None:
    """Remember the job that this session started on `page`, to show how it ended."""
    st.session_state[f"state.job.{page}"] = job["id"]


def watched(page: str) -> str | None:
    """Return the id of the job that this session started on `page`."""
    return st.session_state.get(f"state.job.{page}")


def round_of(name: str) -> int:
    """Return how often `renew(name)` was called: part of the key of a widget to be emptied."""
    return int(st.session_state.get(f"state.round.{name}", 0))


def renew(name: str) -> None:
    """Empty the widgets whose key holds `round_of(name)`; an uploader's memory is freed so."""
    st.session_state[f"state.round.{name}"] = round_of(name) + 1
