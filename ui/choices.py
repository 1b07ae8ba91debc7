"""Choices among stored things: held by their ids, whatever their labels become.

Streamlit itself holds a choice by its label. Where the page changes the label, the choice falls
back to the first one; where two labels are alike, either stands for the other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui import components, state
from ui.wording import Labels


def one(label: str, names: Mapping[str, str], key: str, **options: Any) -> str:
    """Let one be chosen from a list and return its id, the first until somebody chooses.

    Args:
        names: Labels by id, at least one; neither needs to stay as it is.
    """
    _hold(key, names)
    st.selectbox(label, list(names), format_func=unique(names), key=key, **options)
    return str(st.session_state[key])


def one_or_none(label: str, names: Mapping[str, str], key: str, **options: Any) -> None:
    """Let one be chosen from a list; as `one`, but what the session holds may be None."""
    st.selectbox(
        label,
        list(names),
        format_func=unique(names),
        key=key,
        placeholder="Choose one",
        **options,
    )


def segment(label: str, names: Mapping[str, str], key: str, **options: Any) -> str:
    """Let one be chosen from a row of buttons; as `one`."""
    _hold(key, names)
    st.segmented_control(
        label, list(names), format_func=unique(names), key=key, required=True, **options
    )
    return str(st.session_state[key])


def several(label: str, names: Mapping[str, str], key: str, **options: Any) -> list[str]:
    """Let any number be chosen and return their ids; those that are gone are chosen no more."""
    held = st.session_state.get(key, [])
    st.session_state[key] = [name for name in held if name in names]
    st.multiselect(label, list(names), format_func=unique(names), key=key, **options)
    return list(st.session_state[key])


def amount(label: str, stored: float | None, key: str, **options: Any) -> float | None:
    """Let a number be typed, changed or taken out; it begins as what is stored.

    A number field that Streamlit gives a value of its own can't be emptied. The field has no least
    value either: the browser keeps a number below one to itself and sends the old one.
    """
    if key not in st.session_state or st.session_state.get(f"{key}.stored") != stored:
        st.session_state[key] = st.session_state[f"{key}.stored"] = stored
    typed: float | None = st.number_input(label, value=None, key=key, **options)
    return typed


def addressed(
    label: str,
    names: Mapping[str, str],
    key: str,
    name: str,
    drops: str | None = None,
    **options: Any,
) -> str | None:
    """Let one be chosen, which the address then names; the first until then.

    Args:
        name: What it is, in the address and with blanks in words: "other-evaluation".
        drops: What the address holds of the choice before, which another choice takes away.

    Returns:
        Its id; None where the address names one that is not here, which is said: another one in
        its place would be taken for it.
    """
    named = state.from_url(name)
    if named and named not in names:
        text = (
            f"There is no {name.replace('-', ' ')} {named} here; it may have been deleted. Choose "
            "another one."
        )
        st.warning(components.plain(text), icon=":material/link_off:")
        st.session_state[key] = None
    else:
        st.session_state[key] = named or next(iter(names))
    st.selectbox(
        label,
        list(names),
        format_func=unique(names),
        key=key,
        placeholder="Choose one",
        on_change=_address,
        args=(name, key, drops),
        **options,
    )
    chosen: str | None = st.session_state[key]
    return chosen


def _address(name: str, key: str, drops: str | None) -> None:
    state.to_url(name, st.session_state[key])
    if drops:
        state.to_url(drops, None)


def _hold(key: str, names: Mapping[str, str]) -> None:
    """Keep the choice by its id, or take the first where there is none of that id."""
    held = st.session_state.get(key)
    st.session_state[key] = held if held in names else next(iter(names))


def unique(names: Mapping[str, str]) -> Labels:
    """Return labels of which no two are alike: each further one is numbered."""
    seen: Counter[str] = Counter()
    labels = Labels()
    for name, label in names.items():
        seen[label] += 1
        labels[name] = label if seen[label] == 1 else f"{label} ({seen[label]})"
    return labels


def rows_key(name: str, ids: Sequence[str | None]) -> str:
    """Return the key of an editable table: what is typed belongs to its row, not to its place."""
    return f"{name}.{hash(tuple(ids))}"
