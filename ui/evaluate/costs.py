"""What a month costs in each arm, and which is the cheaper from when on: amounts and charts."""

import streamlit as st

from core.charts.cost import break_even as break_even_charts
from core.charts.cost import month as cost_charts
from ui import charting, choices, components, services, state
from ui.services import Record

ROWS = (
    {"queries": "Queries a month", "updates": "Updates a month", "wage": "Wage an hour"},
    {
        "index_hours": "People's hours an update: documents",
        "retrain_hours": "People's hours an update: training",
    },
    {"index_flat": "Flat a month: the index", "adapter_flat": "Flat a month: serving the adapter"},
)
HELP = {
    "updates": "How often the documents change, so that they are indexed anew and adapters that "
    "learned them are trained anew.",
    "index_flat": "Such as storage. Paid by arms that retrieve.",
    "adapter_flat": "Such as a machine that stays on. Paid by arms that are trained.",
}


def show(project: Record, evaluation: Record) -> None:
    """Show what a month costs and the break-evens, once a price makes a query cost something."""
    if all(arm["cost"] is None for arm in evaluation["summary"]["arms"].values()):
        return
    key = evaluation["id"]
    with st.expander("Upkeep: what a month takes", icon=":material/event_repeat:"):
        _amounts(project)
    months = services.client().month_costs(project=project["id"], evaluation=key)
    charting.explained(
        "Cost of a month",
        charting.drawn(cost_charts.month, months),
        cost_charts.month_table(months),
        cost_charts.month_sentence(months),
        f"month.{key}",
    )
    if months["pairs"]:
        _break_even(months, key)


def _amounts(project: Record) -> None:
    """Take what only the user can know; nothing is assumed."""
    client = services.client()
    now = client.upkeep(project=project["id"])
    currency = client.prices(project=project["id"])["currency"]
    with components.guarded(), st.form("evaluate.upkeep", border=False):
        typed = {}
        for row in ROWS:
            for column, (name, label) in zip(st.columns(len(row)), row.items(), strict=True):
                typed[name] = column.number_input(
                    label,
                    min_value=0.0,
                    value=now[name],
                    key=f"evaluate.upkeep.{name}",
                    help=HELP.get(name),
                    placeholder="not typed",
                    format="%.0f" if name == "queries" else None,
                )
        if st.form_submit_button("Save upkeep", key="evaluate.save_upkeep"):
            client.set_upkeep(project=project["id"], upkeep=typed)
            state.notify("The upkeep is saved; the costs of a month follow from it.")
            st.rerun()
    dated = f" As of {now['as_of']}." if now["as_of"] else ""
    st.caption(components.plain(f"Amounts in {currency}. What is empty counts as nothing.{dated}"))


def _break_even(months: Record, key: str) -> None:
    pairs = {f"{pair['first']}.{pair['second']}": pair for pair in months["pairs"]}
    names = {name: break_even_charts.pair_label(pair) for name, pair in pairs.items()}
    chosen = next(iter(names))
    if len(names) > 1:
        chosen = choices.segment("Break-even between", names, "evaluate.pair")
    pair = pairs[chosen]
    charting.explained(
        f"Break-even: {names[chosen]}",
        charting.drawn(break_even_charts.break_even, months, pair),
        break_even_charts.break_even_table(pair),
        break_even_charts.break_even_sentence(months, pair),
        f"break-even.{pair['first']}.{pair['second']}.{key}",
    )
