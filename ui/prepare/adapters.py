"""The adapters of a project: where each came from, and what can be done with it."""

from pathlib import Path

import streamlit as st

from core.charts.training.losses import LOSSES
from core.config import model_label
from core.records.adapter import AdapterRow
from core.records.job import Job
from core.records.project import ProjectRow
from core.tuning.settings import RECIPES
from ui import charting, components, services, state, wording
from ui.prepare import gguf_file


def card(project: ProjectRow, adapter: AdapterRow, writing: Job | None = None) -> None:
    """Show one adapter with its state, lineage, curve and actions.

    Args:
        writing: The job that writes its GGUF file, where there is one.
    """
    with st.container(border=True):
        st.subheader(components.plain(adapter["name"]), anchor=False)
        _badges(adapter, bool(project["recorded"]))
        for sentence in adapter["stale"]:
            st.caption(f":material/update: {components.plain(sentence)}")
        recipe = RECIPES[adapter["recipe"]].label
        took = wording.duration(adapter["seconds"])
        size, made = wording.size(adapter["bytes"]), wording.moment(adapter["created_at"])
        st.caption(components.plain(f"{recipe} · trained in {took} · {size} · {made}"))
        if len(adapter["seeds"]) > 1:
            seeds = ", ".join(map(str, adapter["seeds"]))
            text = f"Seed {adapter['settings']['seed']} of {seeds}, trained alike otherwise."
            st.caption(components.plain(text))
        box = st.expander(
            "Lineage and loss",
            key=f"adapter.lineage.{adapter['id']}",
            on_change="rerun",
            icon=":material/account_tree:",
            expanded=bool(project["recorded"]),
        )
        if box.open:  # Closed, its chart would be drawn for nobody.
            with box:
                _lineage(adapter)
        if not project["recorded"]:
            with (
                components.guarded(),
                st.expander("Run it elsewhere (GGUF)", icon=":material/deployed_code:"),
            ):
                gguf_file.panel(project, adapter, _file_name(adapter["name"]), writing)
            with components.guarded():
                _actions(project, adapter)


def _badges(adapter: AdapterRow, recorded: bool) -> None:
    items: list[tuple[str, str, components.Colour]] = []
    if adapter["arms"]:
        arms = " and ".join(wording.arm_label(arm) for arm in adapter["arms"])
        items.append((f"answers for {arms}", "check_circle", "green"))
    if recorded:
        items.append(("recorded without its weights", "history", "gray"))
    elif not adapter["ready"]:
        items.append(("no build yet", "hourglass", "gray"))
    if adapter["stale"]:
        items.append(("stale", "update", "orange"))
    if items:
        components.badges(items)


def _lineage(adapter: AdapterRow) -> None:
    settings = ", ".join(f"{key} {value}" for key, value in adapter["settings"].items())
    components.facts(
        {
            "Base model": model_label(adapter["base"]),
            "Corpus version": adapter["corpus_version"] or "none",
            "Questions": adapter["questions_hash"] or "none",
            "Settings": settings,
            "Trained on": adapter.get("trained_on") or "",
            "Cost": wording.NOTHING if adapter["cost"] is None else f"{adapter['cost']:.2f}",
        }
    )
    if adapter["curve"]:
        chart = charting.drawn(LOSSES, adapter["curve"])
        charting.figure(chart, f"curve.{adapter['id']}")


def _actions(project: ProjectRow, adapter: AdapterRow) -> None:
    client, key = services.client(), adapter["id"]
    which = {"project": project["id"], "adapter": key}
    with st.container(horizontal=True):
        if not adapter["chosen"] and st.button(
            "Use it",
            key=f"adapter.choose.{key}",
            icon=":material/check:",
            disabled=not adapter["ready"],
        ):
            client.choose_adapter(**which)
            state.notify(f"Fine-tuned and Hybrid now answer with {adapter['name']}.")
            st.rerun()
        with st.popover("Rename", icon=":material/edit:"):
            name = st.text_input("New name", adapter["name"], key=f"adapter.name.{key}")
            if st.button("Save", key=f"adapter.rename.{key}"):
                client.rename_adapter(**which, name=name)
                st.rerun()
        st.download_button(
            "Download",
            lambda: Path(client.export_adapter(**which)["path"]).read_bytes(),
            f"{_file_name(adapter['name'])}.zip",
            "application/zip",
            key=f"adapter.download.{key}",
            icon=":material/download:",
            on_click="ignore",
        )
        with st.popover("Delete", icon=":material/delete:"):
            st.text("Its answers in stored evaluations are kept.", wrap=True)
            if st.button("Delete it for good", key=f"adapter.delete.{key}", type="primary"):
                client.delete_adapter(**which)
                state.notify(f"{adapter['name']} was deleted.")
                st.rerun()


def _file_name(name: str) -> str:
    """Return a name that every file system takes."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in name)
    return kept.strip("-") or "adapter"
