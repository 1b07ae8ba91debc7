"""What differs between two run cards and their projects' prices, a sentence each."""

from collections.abc import Mapping

from core.arms import arm_of
from core.charts.words import arm_label, listed
from core.records.prices import Price, Prices
from core.records.run_card import RunCard

_PRICES: dict[Price, str] = {
    "machine_per_hour": "a machine hour",
    "input_per_million": "a million tokens in",
    "output_per_million": "a million tokens out",
}


def card_differences(first: RunCard, second: RunCard) -> list[str]:
    """Return what was not the same when two evaluations of the same questions ran.

    What a card of an earlier version does not hold is not compared.
    """
    sentences = [
        _differ("The model", _model(first), _model(second)),
        *_adapters(first, second),
        _differ("The documents", _documents(first), _documents(second)),
        _differ("The prompt", _prompt(first), _prompt(second)),
        _settings(first.get("defaults"), second.get("defaults")),
        _questions(first, second),
        _only("first", first, second),
        _only("second", second, first),
    ]
    return [sentence for sentence in sentences if sentence]


def _differ(what: str, one: str | None, other: str | None) -> str:
    if one == other or one is None or other is None:
        return ""
    are = "differ" if what.endswith("s") else "differs"
    return f"{what} {are}: {one} in the first, {other} in the second."


def _model(card: RunCard) -> str:
    model, server = card.get("model") or card["base"], card.get("server")
    return f"{model} at {server['host']}" if server else model


def _documents(card: RunCard) -> str | None:
    version = card.get("corpus_version")
    return f"version {version}" if version else None


def _prompt(card: RunCard) -> str | None:
    """Return a prompt by its name and the hash of its style: a name alone can be given twice."""
    prompt, style = card.get("prompt"), card.get("style")
    if prompt is None or style is None:
        return style
    return f"{prompt.get('name') or 'the default'} ({style})"


def _adapters(first: RunCard, second: RunCard) -> list[str]:
    """Say of each arm that both asked by which adapters it was answered."""
    arms = [arm for arm in second["arms"] if arm in first["arms"]]
    told: dict[tuple[str, str], list[str]] = {}
    for arm in arms:
        one, other = _adapters_of(first, arm), _adapters_of(second, arm)
        if one != other and one and other:
            told.setdefault((one, other), []).append(arm_label(arm))
    return [
        f"{listed(labels)} answered with another adapter: {one} in the first, {other} in the "
        "second."
        for (one, other), labels in told.items()
    ]


def _adapters_of(card: RunCard, arm: str) -> str:
    ids, names = card.get("adapter_ids") or {}, card.get("adapters") or {}
    return listed(
        f"{names[key]} ({ids[key]})" if key in names else ids[key]
        for key in sorted(ids)
        if arm_of(key) == arm
    )


def _settings(one: Mapping[str, int | str] | None, other: Mapping[str, int | str] | None) -> str:
    if one is None or other is None:
        return ""
    names = [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
    changes = [f"{name} {one.get(name)} and {other.get(name)}" for name in names]
    return f"Settings of answering differ: {listed(changes)}." if changes else ""


def _questions(first: RunCard, second: RunCard) -> str:
    one, other = first.get("questions_hash"), second.get("questions_hash")
    if one == other or one is None or other is None:
        return ""
    return "Other questions of the two projects differ, for example those trained on."


def _only(which: str, card: RunCard, other: RunCard) -> str:
    labels = [arm_label(arm) for arm in card["arms"] if arm not in other["arms"]]
    return f"Only the {which} evaluation asked {listed(labels)}." if labels else ""


def price_difference(first: Prices, second: Prices) -> str:
    """Say whether two projects count costs by other prices; "" where they do not."""
    one, other = _priced(first), _priced(second)
    return "" if one == other else f"Prices differ: {one} in the first, {other} in the second."


def _priced(prices: Prices) -> str:
    amounts = [
        f"{prices[key]:g} {prices.get('currency')} for {what}"
        for key, what in _PRICES.items()
        if prices.get(key) is not None
    ]
    return listed(amounts) if amounts else "none set"
