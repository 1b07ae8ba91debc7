"""What each arm says to questions that the documents do not answer."""

import pandas as pd
import streamlit as st

from ui import wording
from ui.services import Record

UNANSWERABLE = "unanswerable"


def show(evaluation: Record) -> None:
    """Show how many unanswerable questions each arm refused; nothing where none was asked."""
    frame = table(evaluation["rows"])
    if frame.empty:
        return
    with st.container(border=True):
        st.subheader("Refusals", anchor=False)
        st.caption(
            "**Shows.** To how many questions without an answer in the documents each arm said "
            "that it does not know; any other answer is made up."
        )
        st.dataframe(frame, hide_index=True, key=f"refusals.{evaluation['id']}")
        st.caption(
            "**Does not show.** How often an arm refuses what it could have answered: that lowers "
            "its accuracy."
        )


def table(rows: list[Record]) -> pd.DataFrame:
    """Return a line an arm: unanswerable questions asked, and how many it refused."""
    asked = [row["answers"] for row in rows if row["kind"] == UNANSWERABLE]
    arms = dict.fromkeys(arm for answers in asked for arm in answers)
    lines = []
    for arm in arms:
        given = [answers[arm] for answers in asked if arm in answers]
        refused = sum(bool(answer["em"]) and not answer["error"] for answer in given)
        share = f"{refused / len(given):.0%}"
        lines.append(
            {"Arm": wording.arm_label(arm), "Asked": len(given), "Refused": refused, "Share": share}
        )
    return pd.DataFrame(lines)
