"""Starting a freshness experiment: what changes, which arms, whether one is trained anew."""

from typing import TypedDict

import streamlit as st
from streamlit.typing import UploadedFile

from core.arms import ARMS
from core.config import INGEST
from core.records.freshness import (
    Change,
    ExperimentLine,
    Fact,
    FactEdit,
    FreshnessChoices,
)
from core.records.project import ProjectRow
from ui import choices, components, services, state, wording
from ui.home import serving
from ui.prepare import documents

CHANGES = wording.Labels(
    {
        "demo": "The demo's second version",
        "files": "New versions of files",
        "edits": "Edited facts",
        "remove": "Removed documents",
    }
)
SAYS = {
    "demo": "Half of the invented company's facts change.",
    "files": "A file replaces the document of the same name. Questions whose answer changed follow "
    "the new text.",
    "edits": "Type a new answer beside a fact; its passages are rewritten and indexed.",
    "remove": "Questions about these documents show what is still said once they are gone.",
}
FACTS = 60


class Asked(TypedDict):
    """Arguments of the engine's `freshness`, without the change."""

    project: str
    arms: list[str]
    n: int
    seed: int
    retrain: bool


def start(project: ProjectRow, offered: FreshnessChoices, busy: bool) -> None:
    """Ask for the change and how to measure it, and queue the experiment."""
    kinds = {kind: label for kind, label in CHANGES.items() if kind != "demo" or offered["demo"]}
    kind = choices.segment("What changes", kinds, "freshness.kind")
    st.caption(SAYS[kind])
    change, uploads = _change(project, offered, kind)
    arms = _choose_arms(project)
    number, seed = _draw()
    asked: Asked = {
        "project": project["id"],
        "arms": arms,
        "n": number,
        "seed": seed,
        "retrain": _retrain(project, offered),
    }
    if change and arms:
        _estimate(asked, change)
    clicked = st.button(
        "Start the experiment", key="freshness.start", type="primary", icon=":material/play_arrow:"
    )
    if not clicked:
        return
    refusal = _refusal(busy, bool(arms), bool(change or uploads))
    if refusal:
        components.error(refusal)
    else:
        change = change or {"kind": "files", "files": services.spool(uploads), "move": True}
        state.watch("freshness", services.client().freshness(**asked, change=change))
        state.renew("freshness.change")
        state.to_url("experiment", None)
        st.rerun()


def _choose_arms(project: ProjectRow) -> list[str]:
    arms = st.pills(
        "Arms",
        list(ARMS),
        default=serving.answerable(project),
        format_func=wording.arm_label,
        selection_mode="multi",
        key="freshness.arms",
    )
    return [key for key in ARMS if key in arms]


def _draw() -> tuple[int, int]:
    """Return how many facts are drawn, and by which seed."""
    left, right = st.columns(2, gap="medium")
    number = left.number_input(
        "Facts of each kind",
        min_value=1,
        max_value=200,
        value=FACTS,
        key="freshness.n",
        help="At most this many changed facts and this many unchanged ones, drawn with the seed.",
    )
    seed = right.number_input("Seed", min_value=0, value=0, key="freshness.seed")
    return int(number), int(seed)


def _refusal(busy: bool, arms: bool, changes: bool) -> str:
    """Return why the experiment cannot start; "" where it can."""
    if busy:
        return "An experiment is running. Wait until it ends or cancel it first."
    if not arms:
        return "Choose at least one arm."
    return "" if changes else "First choose what changes."


def _change(
    project: ProjectRow, offered: FreshnessChoices, kind: str
) -> tuple[Change | None, list[UploadedFile]]:
    """Return the change as the engine takes it, or the uploads that will make it one."""
    key = f"freshness.{kind}.{state.round_of('freshness.change')}"
    if kind == "files":
        label = "New versions, each named like the document it replaces"
        uploads = st.file_uploader(
            label,
            type=documents.TYPES,
            accept_multiple_files=True,
            key=key,
            max_upload_size=INGEST.file_mb,
        )
        return None, list(uploads)
    if kind == "remove":
        rows = services.client().documents(project=project["id"])
        chosen = choices.several(
            "Documents to remove", {row["name"]: row["name"] for row in rows}, key
        )
        return ({"kind": kind, "documents": chosen} if chosen else None), []
    if kind == "edits":
        edits = _edits(offered["facts"], key)
        return ({"kind": kind, "edits": edits} if edits else None), []
    return {"kind": kind}, []


def _edits(facts: list[Fact], key: str) -> list[FactEdit]:
    if not facts:
        st.caption(
            "No test question names its document and has an answer that appears in it word for "
            "word."
        )
        return []
    rows = [
        {"Question": fact["question"], "Old answer": fact["answer"], "New answer": ""}
        for fact in facts
    ]
    table = st.data_editor(
        rows,
        hide_index=True,
        key=choices.rows_key(key, [fact["id"] for fact in facts]),
        height=280,
        disabled=["Question", "Old answer"],
        column_config={"Question": st.column_config.TextColumn(width="large")},
    )
    return [
        {"question": fact["id"], "answer": row["New answer"].strip()}
        for fact, row in zip(facts, table, strict=True)
        if (row["New answer"] or "").strip()
    ]


def _retrain(project: ProjectRow, offered: FreshnessChoices) -> bool:
    """Ask whether an adapter is trained anew, with the minutes that takes here."""
    adapter = offered["adapter"]
    wanted = st.toggle(
        "Retrain the adapter after the change",
        key="freshness.retrain",
        disabled=not adapter,
        help="With the settings of the one in use, on what the documents say by then.",
    )
    if not adapter:
        st.caption("Retraining takes one adapter that all arms use, and there is none.")
    elif wanted:
        settings = adapter["settings"] | {"name": ""}
        plan = services.client().estimate_training(project=project["id"], settings=settings)
        text = f"{adapter['name']}: training takes about {wording.duration(60 * plan['minutes'])}."
        st.caption(components.plain(text))
    return bool(wanted and adapter)


def _estimate(asked: Asked, change: Change) -> None:
    plan = services.client().estimate_freshness(**asked, change=change)
    counts = [
        f"{count:,} {fate}"
        for count, fate in (
            (plan["changed"], "changed"),
            (plan["unchanged"], "unchanged"),
            (plan["removed"], "removed"),
        )
        if count
    ]
    minutes = wording.duration(60 * plan["minutes"])
    text = f"{', '.join(counts)} facts, {plan['answers']:,} answers: about {minutes} in all."
    st.caption(f":material/schedule: {components.plain(text)}")
    if plan["cost"]:
        serving.expect(plan["cost"])


def choose(rows: list[ExperimentLine]) -> str | None:
    """Return the id of the stored experiment to show: the address's, else the newest."""
    labels = {row["id"]: _label(row) for row in rows}
    return choices.addressed("Stored experiment", labels, "freshness.chosen", "experiment")


def _label(row: ExperimentLine) -> str:
    kind = CHANGES(row["change"]).lower() if row["change"] in CHANGES else "a question folder"
    trained = ", retrained" if row["retrain"] else ""
    ended = "" if row["state"] in ("done", None) else f" · {row['state']}"
    questions = wording.counted(row["n"], "question")
    return f"{wording.moment(row['created_at'])} · {kind}{trained} · {questions}{ended}"
