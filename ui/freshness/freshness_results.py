"""A stored freshness experiment on the page: stages, charts, every answer, its files."""

from typing import Literal

import pandas as pd
import streamlit as st

from core.charts.catalogue import EXPERIMENT
from core.charts.chart import offered
from core.charts.freshness.words import PHASE_LABELS
from core.records.freshness import Experiment, FactRow
from core.records.project import ProjectRow
from ui import charting, choices, components, services, state, wording
from ui.evaluate import answer_table

FATES = wording.Labels(
    {"changed": "changed", "unchanged": "unchanged", "removed": "removed document"}
)
WORDS = {
    "changed": {"new": "new", "old": "old", "both": "old and new", "neither": "neither"},
    "unchanged": {"old": "right", "neither": "wrong"},
    "removed": {"old": "still the old value", "neither": "no longer"},
}
"""What an answer's verdict is called, by the fate of its fact."""
STAGES: dict[Literal["parse_s", "embed_s", "index_s", "prepare_s", "train_s", "build_s"], str] = {
    "parse_s": "Parse",
    "embed_s": "Embed",
    "index_s": "Index",
    "prepare_s": "Prepare examples",
    "train_s": "Train",
    "build_s": "Make the build",
}


def source(experiment: Experiment) -> str:
    """Return what the charts of an experiment hold for: model, questions, day."""
    asked = wording.counted(len(experiment["rows"]), "question")
    model = experiment["card"].get("model") or "this model"
    return " · ".join((model, asked, wording.day(experiment["created_at"])))


def show(experiment: Experiment) -> None:
    """Show what was changed, how long it took, and what each arm says since."""
    _head(experiment)
    _stages(experiment)
    shown = offered(EXPERIMENT, experiment)
    charting.source(source(experiment))
    charting.show_all(shown, experiment, experiment["experiment"])
    if not shown:
        text = (
            "The documents have not changed yet. Charts appear with the answers after the change."
        )
        components.empty(text, icon="hourglass")


def _head(experiment: Experiment) -> None:
    card = experiment["card"]
    fates = [row["fate"] for row in experiment["rows"]]
    counts = [
        f"{fates.count(fate):,} {FATES(fate)}" for fate in dict.fromkeys(FATES) if fate in fates
    ]
    followed = wording.counted(experiment["followed"], "question")
    text = (
        f"{card['model']}, {card['model_size'] or 'size unknown'}; facts: {', '.join(counts)}. "
        f"The expected answers of {followed} were changed with the documents."
    )
    st.info(components.plain(text), icon=":material/straighten:")
    if experiment["interrupted"]:
        text = (
            "The update or the training was interrupted; only the seconds of its last part count."
        )
        st.warning(text, icon=":material/pause_circle:")
    for file in experiment["stages"].get("failed", ()):
        st.warning(components.plain(file["error"] or ""), icon=":material/error:")


def _stages(experiment: Experiment) -> None:
    stages = experiment["stages"]
    known = {label: stages[key] for key, label in STAGES.items() if stages.get(key) is not None}
    if not known:
        return
    documents = wording.counted(stages["documents"], "document")
    st.caption(f":material/timer: From the change to fresh documents and adapter: {documents}.")
    with st.container(horizontal=True):
        for label, seconds in known.items():
            st.metric(label, wording.duration(seconds))


def questions(experiment: Experiment) -> None:
    """Show every question with one arm's answers by phase, with filters."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="freshness.words", icon=":material/search:", type="search", width=280
        )
        present = {row["fate"] for row in experiment["rows"]}
        wanted = st.pills(
            "Facts",
            [fate for fate in FATES if fate in present],
            default=[fate for fate in FATES if fate in present],
            format_func=FATES,
            selection_mode="multi",
            key=f"freshness.fates.{experiment['experiment']}",
        )
        arms = {arm: wording.arm_label(arm) for arm in reversed(experiment["arms"])}
        arm = choices.one("Arm", arms, "freshness.arm", width=180)
    frame = table(experiment["rows"], wanted, arm, words)
    count = wording.counted(len(experiment["rows"]), "question")
    st.caption(f"{len(frame):,} of {count}")
    if frame.empty:
        components.empty("No question matches.", icon="search_off")
        return
    st.dataframe(
        frame,
        hide_index=True,
        key="freshness.table",
        column_config={"Question": st.column_config.TextColumn(width="medium")},
    )


def table(rows: list[FactRow], fates: list[str], arm: str, words: str) -> pd.DataFrame:
    """Return a line a question with an arm's answers by phase and what each one says."""
    lines = [_line(row, arm) for row in rows if row["fate"] in fates]
    wanted = words.strip().casefold()
    return pd.DataFrame(
        [line for line in lines if wanted in " ".join(map(str, line.values())).casefold()]
    )


def _line(row: FactRow, arm: str) -> dict[str, object]:
    line: dict[str, object] = {
        "Question": row["question"],
        "Fact": FATES(row["fate"]),
        "Old": " | ".join(row["old"]),
        "New": " | ".join(row["new"]),
        "Stratum": answer_table.STRATA.get(row["stratum"], row["stratum"]),
    }
    for phase, answer in row["answers"].get(arm, {}).items():
        label = PHASE_LABELS[phase].capitalize()
        line[label] = answer["error"] or answer["text"]
        line[f"{label}: says"] = WORDS[row["fate"]].get(answer["says"], answer["says"])
    return line


def as_csv(rows: list[FactRow]) -> str:
    """Return every answer as one CSV line; text cannot become a formula in a spreadsheet."""
    lines = [
        {
            "question_id": row["question_id"],
            "question": row["question"],
            "document": row["document"],
            "stratum": row["stratum"],
            "fate": row["fate"],
            "old": " | ".join(row["old"]),
            "new": " | ".join(row["new"]),
            "arm": arm,
            "phase": phase,
            "text": answer["text"],
            "says": answer["says"],
            "latency_ms": answer["latency_ms"],
            "error": answer["error"],
        }
        for row in rows
        for arm, phases in row["answers"].items()
        for phase, answer in phases.items()
    ]
    return str(pd.DataFrame(lines).map(answer_table.guarded).to_csv(index=False))


def files(experiment: Experiment) -> None:
    """Offer the answers as CSV and everything as JSON."""
    name = f"freshness-{experiment['experiment']}"
    answer_table.downloads("freshness", name, lambda: as_csv(experiment["rows"]), experiment)


def delete(project: ProjectRow, experiment: Experiment) -> None:
    """Delete a stored experiment, after a second click."""
    with st.popover("Delete", icon=":material/delete:"):
        st.text("Its answers cannot be brought back; the documents stay as they are.", wrap=True)
        if st.button("Delete it for good", key="freshness.delete", type="primary"):
            services.client().delete_experiment(
                project=project["id"], experiment=experiment["experiment"]
            )
            state.to_url("experiment", None)
            state.notify("The experiment was deleted.")
            st.rerun()
