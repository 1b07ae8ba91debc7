"""Starting and watching a training run."""

from typing import Any

import streamlit as st

from core import charts
from ui import charting, components, services, state, wording
from ui.services import Record

RECIPES = {
    "mixed": (
        "Mixed",
        "Half with passages, half without: one adapter for both Fine-tuned and Hybrid.",
    ),
    "closed-book": (
        "Closed-book",
        "Question and answer alone: the model learns the facts by heart.",
    ),
    "with-passages": (
        "With passages",
        "The right passage among others: the model learns to read, for Hybrid.",
    ),
}
STAGES = {
    "train": "Training",
    "merge": "Merging the adapter into the base model",
    "export": "Writing the model file",
    "build": "Making the 8-bit build",
}


def choose(project: Record) -> Record:
    """Ask for recipe, name and settings and return them, ready for the engine."""
    client = services.client()
    defaults = client.training_defaults(project=project["id"])
    keys = list(RECIPES)
    recipe = st.radio(
        "Recipe",
        keys,
        index=keys.index(defaults["recipe"]) if defaults["recipe"] in keys else 0,
        format_func=wording.Labels({key: words[0] for key, words in RECIPES.items()}),
        captions=[sentence for _, sentence in RECIPES.values()],
        key="finetune.recipe",
    )
    settings: Record = {**defaults, "recipe": recipe}
    with st.expander("Settings", icon=":material/tune:"):
        name = st.text_input(
            "Name of the adapter",
            value=defaults["name"],
            key="finetune.name",
            max_chars=80,
            placeholder="named after its recipe",
        )
        settings["name"] = name.strip() or defaults["name"]
        columns = st.columns(2, gap="medium")
        for number, field in enumerate(client.training_fields()):
            with columns[number % 2]:
                settings[field["key"]] = _field(field, defaults[field["key"]])
    return settings


def _field(field: Record, default: Any) -> Any:
    bounds = [field["min"], field["max"], field["step"], default]
    whole = all(isinstance(value, int) for value in bounds)
    low, high, step, value = bounds if whole else map(float, bounds)
    chosen = st.number_input(
        field["label"],
        min_value=low,
        max_value=high,
        value=value,
        step=step,
        format="%d" if whole else "%g",
        key=f"finetune.field.{field['key']}",
    )
    st.caption(components.plain(field["help"]))
    return chosen


def start(project: Record, settings: Record, busy: bool) -> None:
    """Say what the run would take, and start it; a run that cannot fit is refused here."""
    estimate = services.client().estimate_training(project=project["id"], settings=settings)
    if estimate["refused"]:
        components.error(estimate["refused"])
    else:
        _estimate(estimate)
    if busy:
        st.caption("A run is under way; the next can start when it has ended.")
    clicked = st.button(
        "Start training",
        key="finetune.start",
        type="primary",
        icon=":material/play_arrow:",
        disabled=bool(estimate["refused"]) or busy,
    )
    if clicked:
        job = services.client().train(project=project["id"], settings=settings)
        state.watch("finetune", job)
        st.rerun()


def _estimate(estimate: Record) -> None:
    with st.container(horizontal=True):
        st.metric("About", wording.duration(estimate["minutes"] * 60))
        st.metric("Memory", f"{estimate['memory_gb']:.1f} GB")
        st.metric("Examples", f"{estimate['examples']:,}")
    words = [
        "From this machine's last run."
        if estimate["measured"]
        else "A rough guess until this machine has trained once."
    ]
    if estimate["dropped"]:
        dropped = wording.counted(estimate["dropped"], "example")
        words.append(f"{dropped} too long for the setting and left out.")
    st.caption(" ".join(words))


def live(job: Record) -> None:
    """Show a run's stage, speed, memory and both losses; kept after its end."""
    now = job.get("live")
    if not now:
        return
    with st.container(horizontal=True):
        st.metric("Step", f"{now['step']:,} of {now['steps']:,}")
        st.metric("Training loss", _loss(now["loss"]))
        st.metric("Dev loss", _loss(now["dev_loss"]))
        speed = now["tokens_per_s"]
        st.metric("Tokens/s", f"{speed:,.0f}" if speed else wording.NOTHING)
        memory = now["memory_gb"]
        st.metric("Memory", f"{memory:.1f} GB" if memory else wording.NOTHING)
    st.caption(STAGES.get(now["stage"], components.plain(str(now["stage"]))))
    if now["curve"]:
        charting.figure(charts.training_curve(now["curve"], charting.theme()), f"live.{job['id']}")


def _loss(value: float | None) -> str:
    return wording.NOTHING if value is None else f"{value:.3f}"
