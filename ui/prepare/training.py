"""Starting and watching a training run."""

import streamlit as st

from core.charts.training.losses import LOSSES
from core.records.job import Job
from core.records.project import ProjectRow
from core.records.training import SettingsRow, TrainingEstimate
from core.tuning.settings import FIELDS, MOST_SEEDS, RECIPES, Field, seeded, training_settings
from ui import charting, components, services, state, wording


def choose() -> SettingsRow:
    """Ask for recipe, name and settings and return them, ready for the engine."""
    recipe = st.radio(
        "Recipe",
        list(RECIPES),
        format_func=wording.Labels({key: one.label for key, one in RECIPES.items()}),
        captions=[one.phrase for one in RECIPES.values()],
        key="finetune.recipe",
    )
    defaults = training_settings({"recipe": recipe})
    numbers: dict[str, float] = {}
    with st.expander("Settings", icon=":material/tune:"):
        name = st.text_input(
            "Name of the adapter",
            key="finetune.name",
            placeholder="named after its recipe",
        )
        columns = st.columns(2, gap="medium")
        for number, field in enumerate(FIELDS):
            with columns[number % 2]:
                default = getattr(defaults, field.key)
                numbers[field.key] = _field(field, recipe, default)
    typed = {"recipe": recipe, "name": name.strip(), **numbers}
    return training_settings(typed).as_dict()


def _field(field: Field, recipe: str, default: float) -> float:
    whole = field.step >= 1
    low, high, step, value = (
        int(number) if whole else float(number)
        for number in (field.min, field.max, field.step, default)
    )
    chosen: float = st.number_input(
        field.label,
        min_value=low,
        max_value=high,
        value=value,
        step=step,
        format="%d" if whole else "%g",
        key=f"finetune.{recipe}.{field.key}",  # Each recipe starts from its own defaults.
    )
    st.caption(components.plain(field.help))
    return chosen


def start(project: ProjectRow, settings: SettingsRow, busy: bool) -> None:
    """Say what the run would take, and start it; a run that cannot fit is refused here.

    With several seeds as many runs are queued, alike but for the seed.
    """
    estimate = services.client().estimate_training(project=project["id"], settings=settings)
    seeds = _seeds()
    if estimate["refused"]:
        components.error(estimate["refused"])
    else:
        _estimate(estimate | {"minutes": seeds * estimate["minutes"]})
    if busy:
        st.caption("A run is in progress. The next one can start once it has ended.")
    clicked = st.button(
        "Start training",
        key="finetune.start",
        type="primary",
        icon=":material/play_arrow:",
        disabled=bool(estimate["refused"]) or busy,
    )
    if clicked:
        jobs = [
            services.client().train(project=project["id"], settings=run)
            for run in seeded(settings, seeds)
        ]
        state.watch("finetune", jobs[-1])
        st.rerun()


def _seeds() -> int:
    seeds = st.number_input(
        "Adapters, each with its own seed",
        min_value=1,
        max_value=MOST_SEEDS,
        value=1,
        key="finetune.seeds",
        width=320,
        help="Trainings that differ only in the seed, one after another. How far they differ is "
        "chance; from three on, an evaluation can speak of fine-tuning, not of one adapter.",
    )
    if seeds > 1:
        st.caption(
            "Don't change questions or documents until the last one is done, or the adapters will "
            "not be made from the same data."
        )
    return int(seeds)


def _estimate(estimate: TrainingEstimate) -> None:
    with st.container(horizontal=True):
        st.metric("About", wording.duration(estimate["minutes"] * 60))
        st.metric("Memory", f"{estimate['memory_gb']:.1f} GB")
        st.metric("Examples", f"{estimate['examples']:,}")
    st.caption(
        "Based on this machine's last run."
        if estimate["measured"]
        else "A rough guess until this machine has trained once."
    )


def live(job: Job) -> None:
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
    if now["stage"] != "train":
        st.caption(components.plain(str(now["stage"])))
    if now["curve"]:
        charting.figure(charting.drawn(LOSSES, now["curve"]), f"live.{job['id']}")


def _loss(value: float | None) -> str:
    return wording.NOTHING if value is None else f"{value:.3f}"
