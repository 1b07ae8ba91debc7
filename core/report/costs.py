"""What right answers cost, and from how many questions on one arm is cheaper by the month."""

from core.charts.cost.break_even import break_even_table, pair_label
from core.charts.cost.month import money
from core.charts.words import arm_label
from core.decision.words import counted
from core.records.four_measures import FourMeasures
from core.records.month import MonthFigures, MonthPair
from core.report.measured import asked_of, caption, others, top
from core.report.parts import (
    NO_INTERVAL,
    BreakEven,
    Panel,
    Row,
    Section,
    Stamp,
    Strip,
    Table,
    Value,
)
from core.report.words import STRATA, sentence

_SMALL = 0.1
"""If every right answer costs less, costs are of a thousand of them."""
_STEPS = (0.0, 31.0)
"""Updates a month that stand in the table."""


def _factor(measures: FourMeasures) -> int:
    costs = [part["per_correct"] for arm in measures["arms"] for part in arm["cost"].values()]
    return 1000 if max((cost for cost in costs if cost is not None), default=1.0) < _SMALL else 1


def _answers(times: int) -> tuple[str, str]:
    """Return so many right answers, and the verb that fits them."""
    return ("a right answer", "costs") if times == 1 else (f"{times:,} right answers", "cost")


def _panels(measures: FourMeasures) -> dict[str, Panel]:
    """Return what right answers cost by kind of question; kinds without any are left out."""
    times, currency = _factor(measures), measures["scope"]["currency"]
    made = {}
    for kind in STRATA:
        values = []
        for arm in measures["arms"]:
            part = arm["cost"].get(kind)
            if part and part["per_correct"] is not None:
                amount = times * part["per_correct"]
                ends = [times * end for end in part["interval"]] if part["interval"] else None
                text = f"{money(amount)}\u00a0{currency}"
                values.append(Value(arm_label(arm["arm"]), arm["arm"], amount, ends, text))
        if values:
            made[kind] = Panel(sentence(STRATA[kind]), tuple(values))
    return made


def price(measures: FourMeasures) -> str:
    """Return what right answers cost on the first kind of questions; "" without a price."""
    what, costs = _answers(_factor(measures))
    for kind, panel in _panels(measures).items():
        cheap, *dearer = sorted(panel.values, key=lambda value: value.value)
        return f"On {STRATA[kind]}, {what} {costs} {cheap.text} with {cheap.label}{others(dearer)}"
    return ""


def cost(measures: FourMeasures, stamp: Stamp) -> Section | None:
    """Return what a right answer costs, each kind of question apart."""
    drawn, scope = _panels(measures), measures["scope"]
    if not drawn:
        return None
    shares = {
        (kind, arm["arm"]): share["n"]
        for arm in measures["arms"]
        for kind, share in arm["accuracy"].items()
    }
    rows = tuple(
        Row(
            (panel.title, value.label, value.value),
            shares.get((kind, value.arm or "")),
            value.interval,
            stamp,
        )
        for kind, panel in drawn.items()
        for value in panel.values
    )
    counts = {kind: n for kind in drawn for (asked, _), n in shares.items() if asked == kind}
    what, costs = _answers(_factor(measures))
    return Section(
        "cost",
        price(measures),
        Strip(tuple(drawn.values()), f"{scope['currency']} for {what}", top(drawn.values())),
        f"Each mark is what {what} {costs}, with the wrong ones paid for as well; the line is its "
        "95 % interval. An arm without a right answer has no mark. Preparing and keeping up to "
        "date are not in it.",
        caption(stamp, asked_of(counts)),
        Table(f"What {what} {costs}", ("Questions", "Arm", scope["currency"]), rows),
    )


def break_even(months: MonthFigures, measures: FourMeasures, stamp: Stamp) -> Section | None:
    """Return the first pair of arms of which each is cheaper somewhere; None where there is none.

    Its table says so of every pair.
    """
    pair = next((pair for pair in months["pairs"] if _words(pair) & {"from", "up to"}), None)
    if pair is None:
        return None
    typed = months["upkeep"].get("updates")
    own = 1.0 if typed is None else typed  # As where nothing was typed on the page of costs.
    scope = measures["scope"]
    rows = tuple(
        Row((pair_label(each), step, finding), scope["n"], None, stamp)
        for each in months["pairs"]
        for step, finding, _ in break_even_table(each).itertuples(index=False)
        if step in {*_STEPS, own}
    )
    table = break_even_table(pair)
    says = table.loc[table["Updates a month"] == own, "Finding"].iloc[0]
    return Section(
        "break-even",
        f"At {own:g} update{'s' * (own != 1)} a month {says}",
        _line(months, pair),
        "On the line a month of both arms costs the same; on either side of it one is cheaper. "
        "Costs of a query are means of one run, so the line has no interval, and cheaper by the "
        "month is not cheaper by the right answer.",
        caption(stamp, counted(scope["n"], "question"), NO_INTERVAL),
        Table("Cost by the month", ("Arms", "Updates a month", "Finding"), rows),
    )


def _words(pair: MonthPair) -> set[str]:
    return {word for _, word, _ in pair["by_updates"]}


def _line(months: MonthFigures, pair: MonthPair) -> BreakEven:
    above, below = pair["first"], pair["second"]
    if "up to" in _words(pair):
        above, below = below, above
    typed = months["upkeep"]
    queries = typed.get("queries")
    yours = None if queries is None else (typed.get("updates") or 0.0, queries)
    points = tuple((step, queries or 0.0) for step, _, queries in pair["by_updates"])
    return BreakEven(points, above, below, yours)
