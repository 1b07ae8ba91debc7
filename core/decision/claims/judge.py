"""All claims of the catalogue, judged together: their p-values are adjusted as one family."""

from collections.abc import Callable, Sequence

from core.decision.catalogue import CLAIMS
from core.decision.claims import changes, conditions, costs, preparing, quality, speed
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
    "hybrid": quality.hybrid,
}
"""By key of the claim."""


def judged(held: Gathered) -> Claims:
    """Return the verdict on every claim, in the order of the catalogue."""
    return adjusted([JUDGES[claim.key](claim, held) for claim in CLAIMS])


def adjusted(drafts: Sequence[Draft]) -> Claims:
    """Return the verdicts of drafts, their p-values adjusted over all that get a word (Holm)."""
    family = [draft for draft in drafts if draft.in_family]
    raised = iter(holm([draft.p for draft in family if draft.p is not None]))
    verdicts = [
        final(draft, next(raised) if draft.in_family else None, len(family)) for draft in drafts
    ]
    return {"claims": verdicts, "family": len(family)}
