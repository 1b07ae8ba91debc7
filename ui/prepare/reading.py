"""A document as it was indexed: its passages in order, one of them marked."""

import streamlit as st

from core.records.document import DocumentRow
from core.records.project import ProjectRow
from ui import choices, components, services, state, wording


def panel(project: ProjectRow, documents: list[DocumentRow]) -> None:
    """Let a document be read, which the address then names; open where it names one."""
    named = state.from_url("document")
    box = st.expander(
        "Read a document",
        icon=":material/menu_book:",
        expanded=bool(named),
        key=f"documents.read.{named}",
        on_change="rerun",
    )
    if box.open:  # Closed, its passages are read by nobody.
        with box, components.guarded():
            names = {row["name"]: row["name"] for row in documents if row["passages"]}
            if names:
                chosen = choices.addressed(
                    "Document", names, "documents.reading", "document", drops="passage"
                )
                if chosen:
                    _passages(project, chosen, state.from_url("passage"))


def _passages(project: ProjectRow, document: str, marked: str | None) -> None:
    passages = services.client().document_passages(project=project["id"], document=document)
    st.caption(f"{wording.counted(len(passages), 'passage')}, as retrieval finds them")
    shown = [passage for passage in passages if passage["id"] == marked]
    rest = [passage for passage in passages if passage["id"] != marked]
    if marked and not shown:
        st.caption(
            ":material/info: That passage was changed or removed since. This is the document as it "
            "is now."
        )
    for passage in [*shown, *rest]:
        with st.container(border=True, gap="small"):
            mark = " · :orange-background[**the passage you opened**]" * (passage in shown)
            st.caption(f"page {passage['page']}{mark}")
            st.text(passage["text"], wrap=True)
