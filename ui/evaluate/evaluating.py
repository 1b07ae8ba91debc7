"""Starting an evaluation, choosing a stored one, and the prices that costs come from."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NotRequired, TypedDict

import streamlit as st

from core.arms import ALL_ARMS, ARMS, CONTROLS, RIVALS
from core.charts import words
from core.charts.quality import sentences
from core.config import MIN_P95_ANSWERS, TIMED_QUESTIONS
from core.records.evaluation import EvaluationEstimate, EvaluationLine
from core.records.prices import Price, Prices
from core.records.project import ProjectRow
from core.records.summary import Summary
from ui import choices, components, services, state, wording
from ui.home import serving

CURRENCIES = ("USD", "EUR", "GBP", "CHF", "SEK", "JPY", "INR", "CAD", "AUD")
WAYS = wording.Labels(
    {"none": "Example price", "machine": "Machine per hour", "tokens": "Per million tokens"}
)
PRICED: dict[str, dict[Price, str]] = {
    "machine": {"machine_per_hour": "One hour of the machine"},
    "tokens": {
        "input_per_million": "Million tokens in",
        "output_per_million": "Million tokens out",
    },
}
"""What is typed, by way."""
QUICK = 200
OTHERS = RIVALS | CONTROLS


class Asked(TypedDict):
    """Arguments of the engine's `evaluate`."""

    project: str
    arms: list[str]
    split: str
    n: int
    seed: int
    timed: int
    all_seeds: NotRequired[bool]


def start(project: ProjectRow, splits: dict[str, int], busy: bool) -> None:
    """Ask for arms, split, number and seed, say what that can show, and queue the evaluation."""
    # A fragment: what is chosen here draws no chart anew.
    st.fragment(_start)(project, splits, busy)


def _start(project: ProjectRow, splits: dict[str, int], busy: bool) -> None:
    with components.guarded():
        asked = _choose_questions(project, splits)
        if asked["arms"]:
            plan = services.client().estimate_evaluation(**asked)
            if plan["seeds"] > 1 and _all_seeds(plan["seeds"]):
                asked["all_seeds"] = True
                plan = services.client().estimate_evaluation(**asked)
            _expect(plan)
        clicked = st.button(
            "Start evaluation", key="evaluate.start", type="primary", icon=":material/play_arrow:"
        )
        if clicked and busy:
            components.error("An evaluation is running. Wait until it ends or cancel it first.")
        elif clicked and not asked["arms"]:
            components.error("Choose at least one arm.")
        elif clicked:
            state.watch("evaluate", services.client().evaluate(**asked))
            st.rerun()


def _choose_questions(project: ProjectRow, splits: dict[str, int]) -> Asked:
    """Return what is asked, as the engine takes it."""
    arms = _choose_arms(project)
    left, middle, right, last = st.columns(4, gap="medium")
    kept = {split: label for split, label in wording.SPLITS.items() if splits.get(split)}
    with left:
        split = choices.one("Questions", kept, "evaluate.split")
    number = middle.number_input(
        "How many",
        min_value=1,
        max_value=max(splits.values()),
        value=min(QUICK, splits[next(iter(kept))]),
        key="evaluate.n",
        help="Drawn at random with the seed.",
    )
    timed = last.number_input(
        "Timed",
        min_value=0,
        max_value=max(splits.values()),
        value=min(TIMED_QUESTIONS, max(splits.values())),
        key="evaluate.timed",
        help="How many are answered one at a time; latency is measured on these. The others are "
        f"answered in batches, which is faster. The 95th percentile takes {MIN_P95_ANSWERS}.",
    )
    seed = right.number_input("Seed", min_value=0, value=0, key="evaluate.seed")
    return {
        "project": project["id"],
        "arms": arms,
        "split": split,
        "n": min(int(number), splits[split]),
        "seed": int(seed),
        "timed": int(timed),
    }


def _choose_arms(project: ProjectRow) -> list[str]:
    arms = st.pills(
        "Arms",
        list(ARMS),
        default=serving.answerable(project),
        format_func=wording.arm_label,
        selection_mode="multi",
        key="evaluate.arms",
    )
    more = st.pills(
        "Rivals and controls",
        list(OTHERS),
        format_func=wording.arm_label,
        selection_mode="multi",
        key="evaluate.more",
        help="  \n".join(f"**{arm.label}**: {arm.phrase}." for arm in OTHERS.values()),
    )
    return [key for key in ALL_ARMS if key in (*arms, *more)]


def _all_seeds(seeds: int) -> bool:
    """Ask whether every adapter that differs in the seed alone answers."""
    return st.toggle(
        f"All {seeds} seeds",
        key="evaluate.all_seeds",
        help="Every adapter that differs only in its seed answers, and an arm counts with its mean "
        "over them. From three seeds on, a verdict is about fine-tuning, not about one adapter. "
        "It takes longer: each seed answers all questions again.",
    )


def _expect(plan: EvaluationEstimate) -> None:
    """Say before the run what it can show and how long it takes."""
    parts = []
    for stratum, part in plan["reach"].items():
        where = sentences.STRATUM_WORDS[stratum]
        count = sentences.counted(part["n"], part["groups"])
        if not part["word"]:
            parts.append(f"{count} on {where}: too few for a verdict")
        elif part["smallest"]:
            points = f"{100 * part['smallest']:.0f} points"
            parts.append(f"{count} on {where}: differences of about {points} or more")
    if plan["cost"]:
        serving.expect(plan["cost"])
    text = "; ".join(parts) or "no verdict, since no test question has an expected answer"
    minutes = f" About {wording.duration(60 * plan['minutes'])}." if plan["minutes"] else ""
    st.caption(f":material/straighten: Can detect: {components.plain(text)}.{minutes}")


def choose(rows: list[EvaluationLine]) -> str | None:
    """Return the id of the stored evaluation to show: the address's, else the newest."""
    labels = {row["id"]: label(row) for row in rows}
    return choices.addressed("Stored evaluation", labels, "evaluate.chosen", "evaluation")


def label(row: EvaluationLine) -> str:
    arms = ", ".join(wording.arm_label(arm) for arm in row["arms"])
    questions = wording.counted(row["n"], f"{row['split']} question")
    ended = "" if row["state"] == "done" else f" · {row['state']}"
    return f"{wording.moment(row['created_at'])} · {questions} · {arms}{ended}"


def banner(summary: Summary) -> None:
    """Name the model and its size, and say how far a verdict on it carries."""
    questions = wording.counted(summary["n"], "question")
    at = summary.get("server")
    where = f" at {at['host']}" if at else ""
    size, carries = "size unknown", "one model don't carry over to others"
    if summary["model_size"]:
        size = f"{summary['model_size']} parameters"
        carries = "a model of this size don't carry over to larger ones"
    text = f"{summary['model']}{where}, {size}, {questions}. Verdicts on {carries}."
    st.info(components.plain(text), icon=":material/straighten:")
    note = words.questions_note(summary)
    if note:
        components.badges([(note, "rate_review", "orange")])


def prices(project: ProjectRow) -> None:
    """Set what a machine hour or a million tokens costs; until then an example stands."""
    now = services.client().prices(project=project["id"])
    machine, tokens = now["machine_per_hour"] is not None, now["input_per_million"] is not None
    machine = machine and not now["example"]
    way = st.segmented_control(
        "Priced by",
        list(WAYS),
        default="machine" if machine else "tokens" if tokens else "none",
        format_func=WAYS,
        key="evaluate.way",
        required=True,
    )
    fields: Mapping[Price, str] = PRICED.get(way or "none", {})
    with st.form("evaluate.prices", border=False):
        typed = _typed(now, fields)
        saved = st.form_submit_button("Save prices", key="evaluate.save_prices")
    st.caption(components.plain(source(now)))
    if saved and any(typed[key] is None for key in fields):
        components.error("Type an amount in each price field, or choose Example price.")
    elif saved:
        day = datetime.now(UTC).date().isoformat() if fields else None
        services.client().set_prices(project=project["id"], prices={**typed, "as_of": day})
        state.notify("Prices saved. The costs below now use them.")
        st.rerun()


def source(prices: Prices) -> str:
    """Say whose prices these are, and of which day."""
    dated = f" as of {prices['as_of']}" if prices["as_of"] else ""
    if not prices["example"]:
        return f"Your prices{dated}."
    hour = f"{prices['machine_per_hour']:.2f} {prices['currency']}"
    return (
        f"Example price{dated}: {hour} for an hour of the machine. It is nobody's offer: type your "
        "own."
    )


def _typed(now: Prices, fields: Mapping[Price, str]) -> Prices:
    """Return the currency and every amount, None for those that are not asked for."""
    columns = st.columns(3, gap="medium", vertical_alignment="bottom")
    typed: Prices = {
        "machine_per_hour": None,
        "input_per_million": None,
        "output_per_million": None,
    }
    typed["currency"] = columns[0].selectbox(
        "Currency",
        CURRENCIES,
        index=CURRENCIES.index(now["currency"]) if now["currency"] in CURRENCIES else 0,
        key="evaluate.currency",
    )
    for column, (key, label) in zip(columns[1:], fields.items(), strict=False):
        with column:
            stored = None if now["example"] else now[key]
            typed[key] = choices.amount(label, stored, f"evaluate.price.{key}")
    return typed
