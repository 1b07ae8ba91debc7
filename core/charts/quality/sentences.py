"""A comparison of two arms, or of two evaluations, in words that need no statistics."""

from core.charts.words import MEASURE_LABELS, arm_label
from core.records.contrast import Contrast

STRATUM_WORDS = {"seen": "trained facts", "held_out": "facts held out from training"}
Sides = tuple[str, str]
"""What the first and the second of a contrast are called."""
EVALUATIONS: Sides = ("the second evaluation", "the first")
"""Of a comparison of evaluations, whose difference is second less first."""
_POINTS = 100


def tested(contrast: Contrast) -> str:
    """Return the claim that a contrast's word is about."""
    return f"{arm_label(contrast['first'])} beats {arm_label(contrast['second'])}"


def sentence(contrast: Contrast) -> str:
    """Return one contrast of two arms: who is ahead, and by how much."""
    return _sentence(contrast, (arm_label(contrast["first"]), arm_label(contrast["second"])))


def between_evaluations(contrast: Contrast) -> str:
    """Return how one arm differs between two evaluations."""
    text = _sentence(contrast, EVALUATIONS)
    return f"{arm_label(contrast['first'])}: {text[:1].lower()}{text[1:]}"


def _sentence(contrast: Contrast, sides: Sides) -> str:
    on = f"on {STRATUM_WORDS[contrast['stratum']]}"
    if contrast["verdict"] in ("supported", "refuted"):
        return _won(contrast, sides, on)
    ahead, (first, second) = _ahead(contrast, sides), sides
    if contrast["verdict"] == "equivalent":
        margin = _points(contrast["margin"])
        return f"{first} and {second} are within {margin} of each other {on}: {ahead}."
    if contrast["verdict"] == "exploratory":
        few = counted(contrast["n"], contrast["groups"])
        return f"{few} {on} are too few to compare {first} and {second}. So far {ahead}."
    open_ = f"Not enough data to tell which is better {on}, {first} or {second}"
    return f"{open_}: so far {ahead}.{_needed(contrast)}"


def _won(contrast: Contrast, sides: Sides, on: str) -> str:
    """Name the winner first, then by how much it leads."""
    value, (low, high) = contrast["difference"], contrast["interval"]
    winner, loser = reversed(sides) if value < 0 else sides
    ends = (-high, -low) if value < 0 else (low, high)
    span = " to ".join(f"{_POINTS * end:.0f}" for end in ends)
    size = f"{_size(contrast)} (95 % interval {span}; {_details(contrast)})"
    won = f"{winner} beats {loser} {on} by {size}."
    if contrast["beyond_margin"]:
        return won
    return f"{won} It may be less than {_points(contrast['margin'])}, which would count as none."


def _ahead(contrast: Contrast, sides: Sides) -> str:
    """Say who is ahead in these answers, and between what the difference plausibly lies."""
    low, high = contrast["interval"]
    size, apart = _size(contrast), round(_POINTS * contrast["difference"])
    leads = f"{sides[apart < 0]} is ahead by {size}" if apart else f"the difference is {size}"
    span = " to ".join(f"{sides[end < 0]} ahead by {abs(_POINTS * end):.0f}" for end in (low, high))
    return f"{leads} (95 % interval: {span}; {_details(contrast)})"


def _size(contrast: Contrast) -> str:
    return f"{_points(abs(contrast['difference']))} of {MEASURE_LABELS[contrast['measure']]}"


def counted(n: int, groups: int) -> str:
    """Return how many questions there are, and in how many groups where that is not the same."""
    return f"{n:,} questions" + (f" in {groups:,} groups" if groups != n else "")


def _details(contrast: Contrast) -> str:
    details = counted(contrast["n"], contrast["groups"]) + _adapters(contrast)
    p = contrast["p_holm"]
    if p is None:
        return details
    return f"{details}; adjusted p {'< .001' if p < 0.001 else f'= {p:.3f}'.replace('0.', '.')}"


def _adapters(contrast: Contrast) -> str:
    """Say what it holds for: the adapters that answered, or fine-tuning from three seeds on."""
    if contrast["on_tuning"]:
        return f"; fine-tuning over {contrast['seeds']} seeds"
    if not contrast["adapters"]:
        return ""
    if contrast["adapters"] == 1:
        return "; for this adapter only"
    return f"; for these {contrast['adapters']} adapters only"


def _needed(contrast: Contrast) -> str:
    """Say how many questions would decide, or that more of the same would not."""
    margin = _points(contrast["margin"])
    if contrast["needed"] is None:
        more = f" More questions alone would hardly show a difference of {margin}; more seeds may."
        return more if contrast["on_tuning"] else ""
    if contrast["needed"] <= contrast["n"]:
        return f" So many could show a difference of {margin}: if there is one, it may be smaller."
    groups = contrast["needed"] * contrast["groups"] / contrast["n"]
    within = f" in {groups:,.0f} groups" if contrast["groups"] < contrast["n"] else ""
    return (
        f" About {contrast['needed']:,} such questions{within} in all would show "
        f"a difference of {margin}."
    )


def _points(difference: float) -> str:
    value = round(_POINTS * difference)
    return f"{value:d} point{'s' * (abs(value) != 1)}"
