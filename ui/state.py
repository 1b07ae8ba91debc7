"""The few things a session remembers; whatever can be shared stands in the address as well."""

from collections.abc import Sequence

import streamlit as st

from core.records.job import Job
from core.records.project import ProjectRow

NOTICE = "state.notice"
SHOWN = "state.project"
"""Session key of the id of the project that was shown last."""
ADDRESS = "state.address"
"""Session key of what the address held last, by name."""


def restore_url() -> None:
    """Put back what a change of page took from the address; call it before the menu is shown.

    The browser then makes one entry of its history of the page with its address. What is put in the
    address later in a run is an entry of its own, and costs one more press of Back: so nothing is
    put there but what somebody chose.
    """
    given = st.query_params.to_dict()
    if "project" not in given and st.session_state.get(ADDRESS):
        st.query_params.from_dict(st.session_state[ADDRESS] | given)
    st.session_state[ADDRESS] = st.query_params.to_dict()


def from_url(name: str) -> str | None:
    """Return what the address holds under `name`, unchecked."""
    return st.query_params.get(name)


def to_url(name: str, value: str | None) -> None:
    """Put `value` in the address and remember it: changing pages clears the address."""
    held = st.session_state.setdefault(ADDRESS, {})
    if value is None:
        held.pop(name, None)
        st.query_params.pop(name, None)
    else:
        held[name] = value
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def forget(name: str) -> None:
    """Leave `name` in the address of this page alone: other pages do not take it along."""
    st.session_state.setdefault(ADDRESS, {}).pop(name, None)


def open_project(key: str | None) -> None:
    """Name another project in the address, and nothing of the one before; None for no project."""
    st.session_state[ADDRESS] = {"project": key} if key else {}
    st.query_params.from_dict(st.session_state[ADDRESS])


def project(rows: Sequence[ProjectRow]) -> ProjectRow | None:
    """Return the project that the address names by id or name; None where it is not here.

    Where the address names none it is the one shown last, else the newest.
    """
    if unknown_project(rows):
        return None
    by_key = {row["name"]: row for row in rows} | {row["id"]: row for row in rows}
    named = (from_url("project"), st.session_state.get(SHOWN))
    found = next((by_key[key] for key in named if key in by_key), rows[-1] if rows else None)
    st.session_state[SHOWN] = found["id"] if found else None
    return found


def unknown_project(rows: Sequence[ProjectRow]) -> str | None:
    """Return the project in the address if there is none of that id or name."""
    given = from_url("project")
    known = {row[field] for row in rows for field in ("id", "name")}
    return given if given and given not in known else None


def notify(text: str, *warnings: str) -> None:
    """Keep what an action did, and what to mind, for the next run of the page, which says it."""
    st.session_state[NOTICE] = [text, *warnings]


def notice() -> list[str]:
    """Return and forget what the last run left: what was done, then what to mind."""
    return list(st.session_state.pop(NOTICE, []))


def watch(page: str, job: Job) -> None:
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
