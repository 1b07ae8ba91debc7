"""Starting a freshness experiment: what changes, which arms, whether one is trained anew."""

import json
from typing import Any

import streamlit as st

from core.arms import ARMS
from core.config import INGEST
from ui import components, services, state, wording
from ui.home import serving
from ui.prepare import documents
from ui.services import Record

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
    "files": "A file of the same name replaces its document. Questions whose answer moved follow "
    "the new text.",
    "edits": "Type a new answer beside a fact; its passages are rewritten and indexed.",
    "remove": "The questions about these documents show what is still said when they are gone.",
}
FACTS = 60


def start(project: Record, choices: Record, busy: bool) -> None:
    """Ask for the change and how to measure it, and queue the experiment."""
    kinds = [kind for kind in CHANGES if kind != "demo" or choices["demo"]]
    kind = st.segmented_control(
        "What changes",
        kinds,
        default=kinds[0],
        format_func=CHANGES,
        key="freshness.kind",
        required=True,
    )
    st.caption(SAYS[kind])
    change, uploads = _change(project, choices, kind)
    arms = st.pills(
        "Arms",
        list(ARMS),
        default=serving.answerable(project),
        format_func=wording.arm_label,
        selection_mode="multi",
        key="freshness.arms",
    )
    left, right = st.columns(2, gap="medium")
    number = left.number_input(
        "Facts of each kind",
        min_value=1,
        max_value=200,
        value=FACTS,
        key="freshness.n",
        help="At most so many changed facts and so many unchanged ones, drawn by the seed.",
    )
    seed = right.number_input("Seed", min_value=0, value=0, key="freshness.seed")
    retrain = _retrain(project, choices)
    asked = {
        "project": project["id"],
        "arms": [key for key in ARMS if key in arms],
        "n": int(number),
        "seed": int(seed),
        "retrain": retrain,
    }
    if change and arms:
        _estimate(project, asked | {"change": change})
    clicked = st.button(
        "Start the experiment", key="freshness.start", type="primary", icon=":material/play_arrow:"
    )
    if not clicked:
        return
    if busy:
        components.error("An experiment is under way. Wait for its end or cancel it first.")
    elif not arms:
        components.error("Choose at least one arm.")
    elif not change and not uploads:
        components.error("Say what changes first.")
    else:
        change = change or {"kind": "files", "files": services.spool(uploads), "move": True}
        state.watch("freshness", services.client().freshness(**asked, change=change))
        state.renew("freshness.change")
        state.to_url("experiment", None)
        st.rerun()


def _change(project: Record, choices: Record, kind: str) -> tuple[Record | None, list[Any]]:
    """Return the change as the engine takes it, or the uploads that will make it one."""
    key = f"freshness.{kind}.{state.round_of('freshness.change')}"
    if kind == "files":
        label = "New versions; each needs the name of the document it replaces"
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
        chosen = st.multiselect("Documents to remove", [row["name"] for row in rows], key=key)
        return ({"kind": kind, "documents": chosen} if chosen else None), []
    if kind == "edits":
        edits = _edits(choices["facts"], key)
        return ({"kind": kind, "edits": edits} if edits else None), []
    return {"kind": kind}, []


def _edits(facts: list[Record], key: str) -> list[Record]:
    if not facts:
        st.caption("No test question has an answer that stands in a document.")
        return []
    rows = [
        {"Question": fact["question"], "Old answer": fact["answer"], "New answer": ""}
        for fact in facts
    ]
    table = st.data_editor(
        rows,
        hide_index=True,
        key=key,
        height=280,
        disabled=["Question", "Old answer"],
        column_config={"Question": st.column_config.TextColumn(width="large")},
    )
    return [
        {"question": fact["id"], "answer": row["New answer"].strip()}
        for fact, row in zip(facts, table, strict=True)
        if (row["New answer"] or "").strip()
    ]


def _retrain(project: Record, choices: Record) -> bool:
    """Ask whether an adapter is trained anew, with the minutes that takes here."""
    adapter = choices["adapter"]
    wanted = st.toggle(
        "Train the adapter anew after the change",
        key="freshness.retrain",
        disabled=not adapter,
        help="With the settings of the one in use, on what the documents then say.",
    )
    if not adapter:
        st.caption("Retraining follows one adapter that all arms use, and there is none.")
    elif wanted:
        settings = adapter["settings"] | {"name": ""}
        plan = _once(
            f"training {project['id']} {adapter['name']}",
            lambda: services.client().estimate_training(project=project["id"], settings=settings),
        )
        text = f"{adapter['name']}: training takes about {wording.duration(60 * plan['minutes'])}."
        st.caption(components.plain(text))
    return bool(wanted and adapter)


def _estimate(project: Record, asked: Record) -> None:
    client, at = services.client(), project.get("server")
    prices = client.prices(project=project["id"]) if at else None
    # The cap and the prices are changed on another page, and what it can cost follows them.
    wish = json.dumps([asked, at, prices], sort_keys=True)
    plan = _once(wish, lambda: client.estimate_freshness(**asked))
    counts = [
        f"{plan[fate]:,} {fate}" for fate in ("changed", "unchanged", "removed") if plan[fate]
    ]
    minutes = wording.duration(60 * plan["minutes"])
    text = f"{', '.join(counts)} facts, {plan['answers']:,} answers: about {minutes} in all."
    st.caption(f":material/schedule: {components.plain(text)}")
    if plan["cost"]:
        serving.expect(plan["cost"])


def _once(key: str, ask: Any) -> Record:
    """Return what an estimate says; asked of the engine once for the same wish, not every run."""
    known = st.session_state.get("freshness.estimate", {})
    if key not in known:
        known = {**dict(list(known.items())[-3:]), key: ask()}
        st.session_state["freshness.estimate"] = known
    return known[key]


def choose(rows: list[Record]) -> str:
    """Return the id of the stored experiment to show: the address's, else the newest."""
    keys = [row["id"] for row in rows]
    labels = wording.Labels({row["id"]: _label(row) for row in rows})
    st.session_state["freshness.chosen"] = state.from_url("experiment", keys) or keys[0]
    st.selectbox(
        "Stored experiment",
        keys,
        format_func=labels,
        key="freshness.chosen",
        on_change=lambda: state.to_url("experiment", st.session_state["freshness.chosen"]),
    )
    chosen = str(st.session_state["freshness.chosen"])
    state.to_url("experiment", chosen)
    return chosen


def _label(row: Record) -> str:
    kind = CHANGES(row["change"]).lower() if row["change"] in CHANGES else "a question folder"
    trained = ", trained anew" if row["retrain"] else ""
    ended = "" if row["state"] in ("done", None) else f" · {row['state']}"
    questions = wording.counted(row["n"], "question")
    return f"{wording.moment(row['created_at'])} · {kind}{trained} · {questions}{ended}"
