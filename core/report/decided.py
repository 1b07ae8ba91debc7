"""What the measurements mean: claims with their words, planned comparisons, a recommendation."""

from core.charts.words import MEASURE_LABELS, arm_label, listed, times
from core.decision.words import turned
from core.records.claim import ClaimVerdict, Unit
from core.records.contrast import Contrast
from core.records.interval import Interval
from core.records.recommendation import OptionFigures, Recommendation
from core.report.measured import asked_of, caption
from core.report.parts import NOTHING, Advice, Panel, Row, Section, Stamp, Strip, Table, Value
from core.report.words import PER_CENT, STRATA, of_100, sentence, word

_UNITS: dict[Unit, str] = {
    "points": "points of 100",
    "ratio": "times as much",
    "share": "of 100",
    "spread": "points of spread",
}
_PRICED = "cheaper"
"""The claim that rests on prices."""
_MEASURED = ("supported", "refuted", "equivalent", "inconclusive", "exploratory")
"""Words that rest on a measurement."""


def claims(verdicts: list[ClaimVerdict], stamp: Stamp) -> Table:
    """Return a row a claim that was measured; its interval is in the unit of its effect."""
    rows = tuple(
        Row(
            (
                claim["slogan"],
                word(claim["verdict"]),
                claim["finding"],
                size,
                _UNITS[claim["unit"]],
            ),
            claim["n"],
            interval,
            _stamp(claim, stamp),
        )
        for claim in verdicts
        if claim["verdict"] in _MEASURED
        for size, interval in [_size(claim)]
    )
    columns = ("What people say", "Word", "What was found", "Size", "Unit")
    return Table("What people say, and what was found", columns, rows)


def unmeasured(verdicts: list[ClaimVerdict], stamp: Stamp) -> Table:
    """Return a row a claim of which nothing can be said yet, and why."""
    rows = tuple(
        Row((claim["slogan"], word(claim["verdict"]), _why(claim)), 0, None, _stamp(claim, stamp))
        for claim in verdicts
        if claim["verdict"] not in _MEASURED
    )
    return Table("What can't be said yet", ("What people say", "Word", "Why"), rows)


def _why(claim: ClaimVerdict) -> str:
    minutes = claim["minutes"]
    takes = f" Measuring it takes about {minutes:.0f} minutes here." if minutes else ""
    return f"{claim['finding']}{takes}"


def _stamp(claim: ClaimVerdict, stamp: Stamp) -> Stamp:
    priced = claim["claim"] == _PRICED
    notes = tuple(note for note in stamp.notes if priced or note != "example price")
    measured = claim["measured_at"] or ""
    return Stamp(claim["model"] or stamp.model, measured, notes if measured else ())


def _size(claim: ClaimVerdict) -> tuple[float | None, Interval | None]:
    """Return effect and interval in the claim's unit, seen as the finding says them.

    A finding names first who is ahead, so a difference is said from that side.
    """
    effect, interval = claim["effect"], claim["interval"]
    if effect is None or claim["unit"] == "ratio":
        return effect, interval
    if effect < 0:
        effect, interval = -effect, interval and turned(interval)
    return PER_CENT * effect, of_100(interval)


def changes(verdicts: list[ClaimVerdict]) -> tuple[tuple[str, str, str], ...]:
    """Return slogan, word and what would change it, of every claim that has a word."""
    return tuple(
        (claim["slogan"], word(claim["verdict"]), claim["change"])
        for claim in verdicts
        if claim["verdict"] in _MEASURED and claim["change"]
    )


def contrasts(planned: list[Contrast], stamp: Stamp) -> Section | None:
    """Return the planned comparisons, paired by question."""
    if not planned:
        return None
    planned = sorted(planned, key=lambda each: list(STRATA).index(each["stratum"]))
    asked = {each["stratum"]: each["n"] for each in planned}
    panels = tuple(
        Panel(
            sentence(STRATA[kind]),
            tuple(_difference(each) for each in planned if each["stratum"] == kind),
        )
        for kind in asked
    )
    margin = PER_CENT * planned[0]["margin"]
    unit = _unit(planned[0])
    most = max(2 * margin, *(PER_CENT * abs(end) for each in planned for end in each["interval"]))
    columns = ("Questions", "Finding", sentence(unit), "p, adjusted")
    rows = tuple(_planned(each, stamp) for each in planned)
    return Section(
        "differences",
        _decided(planned),
        Strip(panels, f"{unit}, first minus second", most, -most, margin),
        "Right of zero the first arm has more right, left of it the second. A line that crosses "
        "zero leaves open which is better; one within the grey band differs by "
        f"{margin:.0f} points at most, which counts as no difference.",
        caption(stamp, asked_of(asked)),
        Table("Planned comparisons", columns, rows),
    )


def _planned(contrast: Contrast, stamp: Stamp) -> Row:
    cells = (
        sentence(STRATA[contrast["stratum"]]),
        finding(contrast),
        PER_CENT * contrast["difference"],
        contrast["p_holm"],
    )
    return Row(cells, contrast["n"], of_100(contrast["interval"]), stamp)


def _difference(contrast: Contrast) -> Value:
    value = PER_CENT * contrast["difference"]
    label = f"{arm_label(contrast['first'])} – {arm_label(contrast['second'])}"  # noqa: RUF001
    leader = contrast["first"] if value >= 0 else contrast["second"]
    decided = contrast["verdict"] in ("supported", "refuted")
    text = f"{value:+.0f}"
    return Value(label, leader if decided else None, value, of_100(contrast["interval"]), text)


def finding(contrast: Contrast) -> str:
    """Return who does better by how much, or that it can't be told."""
    first, second = arm_label(contrast["first"]), arm_label(contrast["second"])
    unit = _unit(contrast)
    if contrast["verdict"] in ("supported", "refuted"):
        if contrast["difference"] < 0:
            first, second = second, first
        points = abs(PER_CENT * contrast["difference"])
        return f"{first} beats {second} by {points:.0f} {unit}"
    if contrast["verdict"] == "equivalent":
        margin = PER_CENT * contrast["margin"]
        return f"{first} and {second} differ by less than {margin:.0f} {unit}"
    return f"{first} or {second}: not enough data to tell which is better"


def _unit(contrast: Contrast) -> str:
    measure = contrast["measure"]
    of = "" if measure == "containment" else f" of {MEASURE_LABELS[measure]}"
    return f"points{of}"


def _decided(planned: list[Contrast]) -> str:
    won = [each for each in planned if each["verdict"] in ("supported", "refuted")]
    alike = [each for each in planned if each["verdict"] == "equivalent"]
    open_ = len(planned) - len(won) - len(alike)
    parts = [f"{len(won)} {'has' if len(won) == 1 else 'have'} a winner"]
    parts += [f"{len(alike)} show no difference that matters"] if alike else []
    parts += [f"for {open_} there is not enough data to tell"] if open_ else []
    labels = dict.fromkeys(MEASURE_LABELS[each["measure"]] for each in planned)
    measures = listed(label if label.isupper() else label.lower() for label in labels)
    return f"By {measures}, of {len(planned)} comparisons planned before the run, {listed(parts)}"


def advice(recommendation: Recommendation | None, n: int, stamp: Stamp) -> Advice | None:
    """Return the recommendation in words and its options as a table."""
    if recommendation is None:
        return None
    rows = tuple(_option(each, recommendation, n, stamp) for each in recommendation["options"])
    columns = ("Option", "Outcome", "Right of 100", "Wins, of 100 resamples", "Other measures")
    return Advice(
        recommendation["headline"],
        (
            *recommendation["because"],
            *(f"Against it: {why}" for why in recommendation.get("against", ())),
        ),
        Table("Options", columns, rows),
        tuple(flip["says"] for flip in recommendation["flips"]),
        asked(recommendation),
        recommendation.get("questionnaire") or "",
    )


def _option(figures: OptionFigures, whole: Recommendation, n: int, stamp: Stamp) -> Row:
    accuracy = figures["criteria"].get("accuracy")
    value = accuracy["value"] if accuracy else None
    rest = [each["says"] for key, each in figures["criteria"].items() if key != "accuracy"]
    outcome = "stands"
    if figures["struck"]:
        outcome = f"struck out: {' '.join(figures['struck'])}"
    elif figures["option"] == whole["option"]:
        outcome = "recommended"
    elif figures["dominated_by"]:
        outcome = f"no better than {figures['dominated_by']} in anything"
    if figures["may_fail"]:
        outcome += f"; may fail: {' '.join(figures['may_fail'])}"
    wins = figures["wins"]
    cells = (
        figures["label"],
        outcome,
        None if value is None else PER_CENT * value,
        None if wins is None else times(wins),
        "; ".join(rest) or NOTHING,
    )
    return Row(cells, n, of_100(accuracy["interval"]) if accuracy else None, stamp)


def asked(recommendation: Recommendation) -> tuple[str, ...]:
    """Return what came in: weights, limits, volume, what stands as an example; a sentence each."""
    wishes = recommendation["wishes"]
    weights = {key: weight for key, weight in wishes.get("weights", {}).items() if weight}
    whole = sum(weights.values()) or 1.0
    said = []
    if weights:
        shares = listed(f"{key} {100 * weight / whole:.0f}" for key, weight in weights.items())
        said.append(f"Weights, of 100: {shares}.")
    stratum = wishes.get("stratum")
    if stratum:
        said.append(f"Accuracy is that on {STRATA.get(stratum, stratum)}.")
    limits = wishes.get("limits", {})
    names = {
        "latency_ms": "an answer takes {:g} ms at most",
        "budget": f"a month costs {{:g}} {recommendation.get('currency', '')}".rstrip()
        + " at most",
        "must_cite": "answers cite the passage they rest on",
        "data_stays": "documents and questions stay on this machine",
    }
    kept = [names[key].format(value) for key, value in limits.items() if key in names and value]
    if limits.get("training_allowed") is False:
        kept.append("nothing is trained")
    said.append(f"Limits: {listed(kept)}." if kept else "Limits: none.")
    amounts = {"queries": "questions", "updates": "updates"}
    volume = [f"{wishes[key]:,g} {noun}" for key, noun in amounts.items() if wishes.get(key)]  # type: ignore[literal-required]
    if volume:
        said.append(f"A month has {listed(volume)}.")
    return (*said, *recommendation.get("unmeasured", ()), *recommendation.get("assumed", ()))
