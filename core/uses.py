"""Prepared settings for the usual uses: which questions and which measures matter, and why."""

from dataclasses import dataclass

from core.errors import InvalidInputError

MEASURES = {
    "em": "exact match",
    "f1": "token F1",
    "containment": "containment",
    "refusal": "refusals",
    "freshness": "freshness",
    "first_token_ms": "the time to the first token",
    "latency_ms": "latency",
    "cost": "cost",
}
"""What can be looked at first; all are measured whatever the use."""


@dataclass(frozen=True)
class Measure:
    """A measure that matters in a use, and why, said to the user."""

    key: str
    why: str
    """Goes on after "because"."""

    @property
    def label(self) -> str:
        """Its name within a sentence."""
        return MEASURES[self.key]


@dataclass(frozen=True)
class Use:
    """What a model that knows the documents would be for."""

    key: str
    label: str
    phrase: str
    kinds: tuple[str, ...]
    """Kinds of questions that matter most, to be drawn before the others."""
    unanswerable: float
    """Share of questions that the documents do not answer, 0 to 1."""
    measures: tuple[Measure, ...]
    """The first is looked at first."""

    @property
    def advice(self) -> str:
        """What to look at first and why, in one sentence."""
        first, second = self.measures[:2]
        return (
            f"For {self.label.lower()} look first at {first.label}, because {first.why}; then at "
            f"{second.label}, because {second.why}."
        )


USES = {
    use.key: use
    for use in (
        Use(
            "support",
            "Customer support",
            "answers for customers about a product",
            ("definition", "name", "quantity"),
            0.15,
            (
                Measure(
                    "containment",
                    "a customer is helped if the right answer is there, in whatever words",
                ),
                Measure("first_token_ms", "somebody waits for it"),
                Measure("freshness", "products change and yesterday's answer makes tickets"),
                Measure("cost", "the same questions come many times a day"),
            ),
        ),
        Use(
            "knowledge",
            "Internal knowledge",
            "handbooks, policies and how-tos for staff",
            ("name", "date", "definition"),
            0.15,
            (
                Measure("containment", "staff read on once they have the fact"),
                Measure("freshness", "policies change and nobody announces it twice"),
                Measure("refusal", "a made-up rule is followed like a real one"),
            ),
        ),
        Use(
            "legal",
            "Legal",
            "contracts, clauses, deadlines",
            ("date", "definition", "name", "quantity"),
            0.3,
            (
                Measure("em", "a date or a term that is nearly right is wrong"),
                Measure("refusal", "an invented clause does more harm than no answer"),
                Measure("freshness", "an amended clause must not be quoted in its old words"),
            ),
        ),
        Use(
            "healthcare",
            "Healthcare",
            "guidelines, leaflets, procedures",
            ("quantity", "number", "definition"),
            0.3,
            (
                Measure("refusal", "a guess about a treatment can hurt somebody"),
                Measure("em", "a dose is right or wrong"),
                Measure("freshness", "guidelines are replaced, and the old ones must go"),
            ),
        ),
        Use(
            "finance",
            "Finance",
            "reports, rates, fees, terms",
            ("number", "quantity", "date"),
            0.2,
            (
                Measure("em", "a figure that is nearly right is wrong"),
                Measure("freshness", "rates and figures change on a date"),
                Measure("refusal", "an invented figure looks like any other"),
                Measure("cost", "many figures are asked for, again and again"),
            ),
        ),
        Use(
            "content",
            "Content",
            "texts in the house's words: descriptions, posts, summaries",
            ("definition", "name"),
            0.05,
            (
                Measure("f1", "the wording counts, not one exact phrase"),
                Measure("latency_ms", "whole texts are waited for"),
                Measure("cost", "long answers take many tokens"),
            ),
        ),
    )
}


def use_of(key: str | None) -> Use | None:
    """Return a use by key, None for none.

    Raises:
        InvalidInputError: there is no such use.
    """
    if key is None:
        return None
    if key not in USES:
        raise InvalidInputError(f"There is no use '{key}'. Choose from {', '.join(USES)}.")
    return USES[key]
