"""A snapshot told as a report: what is said, in which order, before any file format."""

from core.charts.words import arm_label, listed
from core.decision.words import counted
from core.records.claim import ClaimVerdict
from core.records.evaluation import EvaluationFigures
from core.records.recommendation import Recommendation
from core.records.run_card import RunCard
from core.records.snapshot import Snapshot
from core.report import changed, costs, decided, measured
from core.report.parts import Section, Stamp, Story, day
from core.report.words import cleaned, sentence

NO_PRICE = "No price is set, so no cost is given."


def story(snapshot: Snapshot) -> Story:
    """Return a report without a format. The same snapshot always gives the same one."""
    snapshot = cleaned(snapshot)
    measures, experiment = snapshot["measures"], snapshot["freshness"]
    scope = measures["scope"]
    recorded = ("recorded",) * bool(snapshot["recorded"] or scope["recorded"])
    stamp = Stamp(scope["model"], scope["measured_at"], recorded)
    priced = Stamp(
        stamp.model, stamp.date, (*recorded, *["example price"] * scope["example_price"])
    )
    return Story(
        title=scope["project"],
        made_at=snapshot["made_at"],
        stamp=priced,
        n=scope["n"],
        scope=_scope(snapshot),
        headline=measures["headline"],
        more=tuple(measures["more"]),
        how_sure=measures["how_sure"],
        price=_price(snapshot),
        limits=tuple(measures["limits"]),
        next_step=_next_step(snapshot["claims"], snapshot["recommendation"]),
        claims=decided.claims(snapshot["claims"], priced),
        unmeasured=decided.unmeasured(snapshot["claims"], priced),
        changes=decided.changes(snapshot["claims"]),
        advice=decided.advice(snapshot["recommendation"], scope["n"], priced),
        sections=_sections(snapshot, stamp, priced),
        example=changed.example(experiment, stamp) if experiment else None,
        method=_method(snapshot),
        card=_card(snapshot["evaluation"]),
    )


def _sections(snapshot: Snapshot, stamp: Stamp, priced: Stamp) -> tuple[Section, ...]:
    measures, months, experiment = (
        snapshot["measures"],
        snapshot["months"],
        snapshot["freshness"],
    )
    made = [
        measured.accuracy(measures, stamp),
        decided.contrasts(snapshot["contrasts"], stamp),
        *(changed.sections(experiment, stamp) if experiment else ()),
        measured.latency(measures, stamp),
        costs.cost(measures, priced),
        costs.break_even(months, measures, priced) if months else None,
    ]
    return tuple(section for section in made if section)


def _scope(snapshot: Snapshot) -> str:
    scope = snapshot["measures"]["scope"]
    parts = [
        scope["model"],
        counted(scope["documents"], "document"),
        f"{counted(scope['n'], 'question')} in {counted(scope['groups'], 'group')}",
        counted(scope["seeds"], "trained adapter"),
        day(scope["measured_at"]),
    ]
    about = snapshot["recorded"]
    if about:
        parts.append(f"recorded on {counted(about['machine']['cores'], 'core')}")
    if scope["example_price"]:
        parts.append("example price")
    return " · ".join(parts)


def _price(snapshot: Snapshot) -> str:
    measures = snapshot["measures"]
    said = costs.price(measures)
    if not said:
        return NO_PRICE
    scope = measures["scope"]
    if scope["example_price"]:
        return f"{said}. These rest on an example price; set your own to replace it."
    typed = scope["priced_at"]
    return f"{said}. At prices of {day(typed)}." if typed else f"{said}."


def _next_step(claims: list[ClaimVerdict], recommendation: Recommendation | None) -> str:
    """Return the cheapest way to know more."""
    if recommendation and recommendation["next_step"]:
        return recommendation["next_step"]["says"]
    open_ = [claim for claim in claims if claim["verdict"] == "not measured yet"]
    timed = sorted((claim["minutes"], claim["slogan"]) for claim in open_ if claim["minutes"])
    if timed:
        minutes, slogan = timed[0]
        return (
            f"Measure “{slogan}”: of all that is open it takes least, about {minutes:.0f} minutes."
        )
    if open_:
        return f"Measure what was not measured yet: “{open_[0]['slogan']}”."
    few = sorted((claim["missing"], claim["slogan"]) for claim in claims if claim["missing"])
    if few:
        return f"Ask about {few[0][0]} questions more: they are missing for “{few[0][1]}”."
    return "Ask the same questions of a larger model: the figures hold for this one alone."


def _method(snapshot: Snapshot) -> tuple[str, ...]:
    card, scope = snapshot["evaluation"]["card"], snapshot["measures"]["scope"]
    arms = listed(map(arm_label, card["arms"]))
    defaults = card.get("defaults") or {}
    said = [
        f"{sentence(counted(card['n'], 'question'))} of the split “{card['split']}” were drawn at "
        f"random (seed {card['seed']}) and put to {arms} in random order. What is asked and what "
        "is compared was fixed before the first answer.",
        "All arms share one base model, prompt style, precision and greedy decoding.",
        "An answer is right if it holds an expected answer. Questions on facts of the training "
        "data and all others are never pooled.",
        "Intervals are of 95 %. Questions that belong together count as one group, and whole "
        "groups are drawn anew. Comparisons are paired by question and planned before the run; "
        "their p-values are adjusted for their number (Holm).",
        f"The training of {counted(scope['seeds'], 'adapter')} stands behind the trained arms.",
    ]
    if defaults:
        said[1] = (
            f"{said[1][:-1]}: at most {defaults.get('passages', '?')} passages of "
            f"{defaults.get('passage_tokens', '?')} tokens together are read, and at most "
            f"{defaults.get('answer_tokens', '?')} tokens are answered."
        )
    about = snapshot["recorded"]
    if about:
        machine = about["machine"]
        said.append(
            f"Recorded on {day(about['recorded_at'])} on {counted(machine['cores'], 'core')} "
            f"({machine['cpu']}), {machine['memory_gb']:.0f} GB of memory, in "
            f"{about['minutes']:.0f} minutes, with: {about['command']}."
        )
    return tuple(said)


def _card(evaluation: EvaluationFigures) -> tuple[tuple[str, str], ...]:
    """Return the run card's plain facts; the questions themselves are in the project."""
    card: RunCard = evaluation["card"]
    facts = {
        "Evaluation": evaluation["id"],
        "Card": card.get("hash", ""),
        "Base model": card["base"],
        "Arms": listed(map(arm_label, card["arms"])),
        "Adapters": listed(dict.fromkeys(card["adapters"].values())),
        "Questions": f"{card['n']} of the split {card['split']}, seed {card['seed']}",
        "Prompt style": card.get("style", ""),
        "Precision": str((card.get("defaults") or {}).get("precision", "")),
        "Documents' version": card.get("corpus_version") or "",
        "Questions' version": card.get("questions_hash") or "",
    }
    return tuple((name, value) for name, value in facts.items() if value)
