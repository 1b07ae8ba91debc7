"""What answers and months cost, and which arm is the cheaper from when on: prices and charts."""

import streamlit as st

from core.charts.cost.answer import COST, has_cost
from core.charts.cost.break_even import pair_chart, pair_label
from core.charts.cost.month import MONTH
from core.records.evaluation import EvaluationFigures
from core.records.prices import Amount, Upkeep
from core.records.project import ProjectRow
from ui import charting, choices, components, services, state, wording
from ui.evaluate import evaluating

ROWS: tuple[dict[Amount, str], ...] = (
    {"queries": "Queries a month", "updates": "Updates a month", "wage": "Wage per hour"},
    {
        "index_hours": "People's hours per update: documents",
        "retrain_hours": "People's hours per update: training",
    },
    {
        ("index_flat"): ("Fixed per month: the index"),
        ("adapter_flat"): ("Fixed per month: serving the adapter"),
    },
)
HELP = {
    "updates": (
        "How often the documents change, so that they are indexed again and adapters trained on "
        "them are retrained."
    ),
    "index_flat": "Such as storage. Paid by arms that retrieve.",
    "adapter_flat": "Such as a machine that stays on. Paid by arms that are trained.",
}


def show(project: ProjectRow, evaluation: EvaluationFigures) -> None:
    """Take the prices, and show what an answer costs, then what a month does."""
    example = services.client().prices(project=project["id"])["example"]
    label = "Example price: change it" if example else "Prices"
    with st.expander(label, icon=":material/payments:"), components.guarded():
        evaluating.prices(project)
    if has_cost(evaluation["summary"]):
        charting.show(COST, evaluation["summary"], evaluation["id"])
        _month(project, evaluation["id"])
    else:
        text = "No answer was timed alone, so a machine's hour tells no cost. Price tokens instead."
        components.empty(text, icon="payments")


def _month(project: ProjectRow, key: str) -> None:
    with st.expander("Upkeep: what a month takes", icon=":material/event_repeat:"):
        _amounts(project)
    months = services.client().month_costs(project=project["id"], evaluation=key)
    charting.show(MONTH, months, key)
    pairs = {f"{pair['first']}.{pair['second']}": pair for pair in months["pairs"]}
    if pairs:
        chosen = next(iter(pairs))
        if len(pairs) > 1:
            names = {name: pair_label(pair) for name, pair in pairs.items()}
            chosen = choices.segment("Break-even between", names, "evaluate.pair")
        charting.show(pair_chart(pairs[chosen]), months, key)


def _amounts(project: ProjectRow) -> None:
    """Take what only the user can know; nothing is assumed."""
    client = services.client()
    now = client.upkeep(project=project["id"])
    currency = wording.priced_in(client.prices(project=project["id"]))
    with components.guarded(), st.form("evaluate.upkeep", border=False):
        typed: Upkeep = {}
        for row in ROWS:
            for column, (name, label) in zip(st.columns(len(row)), row.items(), strict=True):
                with column:
                    typed[name] = choices.amount(
                        label,
                        now[name],
                        f"evaluate.upkeep.{name}",
                        help=HELP.get(name),
                        placeholder="not typed",
                        format="%.0f" if name == "queries" else None,
                    )
        if st.form_submit_button("Save upkeep", key="evaluate.save_upkeep"):
            client.set_upkeep(project=project["id"], upkeep=typed)
            state.notify("Upkeep saved. The costs of a month now use it.")
            st.rerun()
    dated = f" As of {now['as_of']}." if now["as_of"] else ""
    st.caption(components.plain(f"Amounts in {currency}. What is empty counts as nothing.{dated}"))
