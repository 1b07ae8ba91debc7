"""All claims of the catalogue, judged together: their p-values are adjusted as one family."""

from collections.abc import Callable, Sequence

from core.decision.catalogue import CLAIMS
from core.decision.claims import changes, conditions, costs, hybrid, preparing, quality, speed
from core.decision.claims.draft import Draft, final
from core.decision.claims.gathered import Gathered
from core.evaluation.figures.verdicts import holm
from core.records.claim import Claim, Claims

Judge = Callable[[Claim, Gathered], Draft]
JUDGES: dict[str, Judge] = {
    "fresh": changes.fresh,
    "changing": changes.changing,
    "withdrawn": changes.withdrawn,
    "cheaper": costs.cheaper,
    "volume": speed.volume,
    "faster": speed.faster,
    "invents": quality.invents,
    "specialised": quality.specialised,
    "forgets": quality.forgets,
    "people": conditions.people,
    "grows": conditions.grows,
    "everything": quality.everything,
    "deployed": preparing.deployed,
    "form": quality.form,
    "prompts": preparing.prompts,
    "hybrid": hybrid.hybrid,
}
"""By key of the claim."""


def judged(held: Gathered) -> Claims:
    """Return the verdict on every claim, in the order of the catalogue."""
    return adjusted([JUDGES[claim.key](claim, held) for claim in CLAIMS])


def adjusted(drafts: Sequence[Draft]) -> Claims:
    """Return the verdicts of drafts, their p-values adjusted together."""
    raised = family_of(drafts)
    size = sum(p is not None for p in raised)
    verdicts = [final(draft, p, size) for draft, p in zip(drafts, raised, strict=True)]
    return {"claims": verdicts, "family": size}


def family_of(drafts: Sequence[Draft]) -> list[float | None]:
    """Return each draft's p-value, adjusted over all that get a word by one (Holm); else None."""
    family = [draft.p for draft in drafts if draft.in_family and draft.p is not None]
    raised = iter(holm(family))
    return [next(raised) if draft.in_family else None for draft in drafts]
