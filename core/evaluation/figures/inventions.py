"""Answers with a number or a name that stands in no document, of arms that read none as well."""

from collections.abc import Iterable, Sequence
from statistics import fmean

from core.arms import answers_of
from core.evaluation.scoring.grounding import Known, invented, known_in
from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import share_interval
from core.records.scored import ScoredAnswer, ScoredRow
from core.records.summary import ShareFigures


def inventions(
    rows: Sequence[ScoredRow], arms: Sequence[str], texts: Iterable[str]
) -> dict[str, dict[str, ShareFigures]]:
    """Return {part: {arm: share of its answers that hold an invented number or name}}.

    Answers of a fixed form are left out: a label stands in no document. Who says nothing invents
    nothing, so refusals count as answers without one.

    Args:
        texts: Of all passages of the project.
    """
    known = known_in(texts)
    parts: dict[str, dict[str, ShareFigures]] = {}
    for part in STRATA:
        asked = [row for row in rows if part_of(row) == part]
        figures = {arm: found for arm in arms if (found := _share(asked, arm, known))}
        if figures:
            parts[part] = figures
    return parts


def _share(rows: Sequence[ScoredRow], arm: str, known: Known) -> ShareFigures | None:
    values: list[float] = []
    groups: list[str] = []
    for row in rows:
        answers = [one for one in answers_of(row["answers"], arm) if one.get("form") is None]
        if answers:
            values.append(fmean(_invents(row, answer, known) for answer in answers))
            groups.append(row["group"])
    if not values:
        return None
    return {
        "n": len(values),
        "groups": len(set(groups)),
        "share": fmean(values),
        "interval": share_interval(values, groups),
    }


def _invents(row: ScoredRow, answer: ScoredAnswer, known: Known) -> float:
    if answer.get("error") or answer.get("abstains"):
        return 0.0
    return float(bool(invented(answer["text"], known, row["question"], row["gold"])))
