"""The Documents page's parts: adding, listing, removing, searching."""

from datetime import datetime

import streamlit as st

from core.config import INGEST
from core.records.document import DocumentRow, RetrievedRow
from core.records.job import Job
from core.records.project import ProjectRow
from ui import choices, components, passages, services, state, wording

TYPES = ["pdf", "docx", "pptx", "xlsx", "csv", "html", "htm", "md", "txt"]
KINDS = ("index", "remove", "rebuild", "import")
SHOWN = 5
STATES: dict[str, tuple[str, str, components.Colour]] = {
    "added": ("added", "check_circle", "green"),
    "changed": ("replaced", "sync", "blue"),
    "unchanged": ("unchanged", "remove", "gray"),
    "failed": ("failed", "error", "red"),
}


def upload(project: ProjectRow) -> None:
    """Take files and hand them to the engine."""
    files = st.file_uploader(
        "Files to add",
        type=TYPES,
        accept_multiple_files=True,
        key=f"documents.upload.{state.round_of('documents.upload')}",
        max_upload_size=INGEST.file_mb,
        help="A file replaces the document of the same name.",
    )
    label = f"Add {wording.counted(len(files), 'file')}" if files else "Add files"
    if st.button(label, key="documents.add", type="primary", disabled=not files):
        spooled = services.spool(files)
        job = services.client().add_documents(project=project["id"], files=spooled, move=True)
        state.watch("documents", job)
        state.renew("documents.upload")
        st.rerun()


def outcome(job: Job) -> None:
    """Show what became of each file of a finished job."""
    for file in (job["result"] or {}).get("files", []):
        text, icon, colour = STATES[file["state"]]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(text, icon=f":material/{icon}:", color=colour)
            st.text(file["name"])
            if file["state"] in ("added", "changed"):
                pages = wording.counted(file["pages"], "page")
                passages = wording.counted(file["passages"], "passage")
                st.caption(f"{pages}, {passages}, {wording.duration(file['seconds'])}")
        if file["error"]:
            st.text(file["error"], wrap=True)


def table(documents: list[DocumentRow]) -> None:
    """Show every document: what was indexed, or why it failed."""
    st.dataframe(
        [_row(document) for document in documents],
        hide_index=True,
        column_config={
            "Document": st.column_config.TextColumn(width="medium"),
            "Took": st.column_config.NumberColumn(format="%.1f s"),
            "Size": st.column_config.NumberColumn(format="bytes"),
            "Added": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
            "Note": st.column_config.TextColumn(width="large"),
        },
    )


def _row(document: DocumentRow) -> dict[str, object]:
    indexed = document["status"] == "indexed"
    return {
        "Document": document["name"],
        "State": "indexed" if indexed else "failed",
        "Pages": document["pages"],
        "Passages": document["passages"],
        "Took": document["seconds"],
        "Size": document["bytes"],
        "Added": datetime.fromisoformat(document["added_at"]),
        "Note": document["error"] or " ".join(document["warnings"]),
    }


def failures(documents: list[DocumentRow]) -> None:
    """Say of each document that could not be read why; a long list is cut."""
    failed = [document["error"] for document in documents if document["error"]]
    for error in failed[:SHOWN]:
        st.warning(components.plain(error), icon=":material/error:")
    if len(failed) > SHOWN:
        st.caption(f"{len(failed) - SHOWN} more are in the table, with the reason.")


def upkeep(project: ProjectRow, documents: list[DocumentRow]) -> None:
    """Remove chosen documents, or make the index again from what is stored."""
    chosen = choices.several(
        "Documents to remove",
        {row["id"]: row["name"] for row in documents},
        f"documents.chosen.{state.round_of('documents.chosen')}",
    )
    with st.container(horizontal=True):
        remove = st.button(
            "Remove", key="documents.remove", icon=":material/delete:", disabled=not chosen
        )
        rebuild = st.button(
            "Rebuild index",
            key="documents.rebuild",
            icon=":material/refresh:",
            help="Makes the search index again from the stored passages; no file is read again.",
        )
    if remove or rebuild:
        client, key = services.client(), project["id"]
        job = client.rebuild(project=key) if rebuild else None
        job = job or client.remove_documents(project=key, documents=chosen)
        state.watch("documents", job)
        state.renew("documents.chosen")
        st.rerun()


def search(project: ProjectRow) -> None:
    """Ask for words and show the passages that a retrieving arm would find."""
    with (
        st.form("documents.search", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        words = st.text_input(
            "A question, or a few words",
            key="documents.words",
            icon=":material/search:",
            placeholder="finds what RAG and Hybrid would read",
        )
        asked = st.form_submit_button("Search", key="documents.find")
    if not asked and not words.strip():
        return
    found = services.client().retrieve(project=project["id"], question=words, k=5)
    if not found["passages"]:
        st.info("No passage matches these words.", icon=":material/search_off:")
        return
    count = wording.counted(len(found["passages"]), "passage")
    st.caption(f"{count} in {wording.milliseconds(found['ms'])}, best first")
    for passage in found["passages"]:
        _passage(project, passage)


def _passage(project: ProjectRow, passage: RetrievedRow) -> None:
    """Show one passage as plain text: a document's words are never Markdown or HTML."""
    similarity = passage["similarity"]
    words = [f"score {passage['score']:.3f}"]
    if similarity is not None:
        words.append(f"similarity {similarity:.2f}")
    with st.container(border=True, gap="small"):
        place = (passage["document"], passage["page"], passage["id"])
        st.caption(f"{passages.link(project['id'], *place)} · {' · '.join(words)}")
        st.text(passage["text"], wrap=True)
        matches = ", ".join(passage["matches"])
        components.facts({"Matches": matches or "by meaning only; no word in common"})
