"""Shares of answers that stand in their passages, by arm and stratum."""

from collections.abc import Sequence
from statistics import fmean

from core.evaluation.scoring.grounding import ABSENT, COPIED, FATES, FOUND, UNCHECKED
from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import share_interval
from core.records.scored import ScoredRow
from core.records.summary import GroundingFigures


def grounding_figures(
    rows: Sequence[ScoredRow], arms: Sequence[str]
) -> dict[str, dict[str, GroundingFigures]]:
    """Return {stratum: {arm: figures}} of the arms that read passages."""
    strata: dict[str, dict[str, GroundingFigures]] = {}
    for stratum in STRATA:
        part = [row for row in rows if part_of(row) == stratum]
        figures = {arm: shares for arm in arms if (shares := _figures(part, arm))}
        if figures:
            strata[stratum] = figures
    return strata


def _figures(rows: Sequence[ScoredRow], arm: str) -> GroundingFigures | None:
    read = [row for row in rows if arm in row["answers"] and row["answers"][arm].get("passages")]
    checked = [(row, check) for row in read if (check := row["answers"][arm].get("grounding"))]
    if not checked:
        return None
    checks = [check for _, check in checked]
    groups = [row["group"] for row, _ in checked]
    fates = [check["fate"] for check in checks]
    grounded, copied = ([float(fate in kept) for fate in fates] for kept in (FATES[:3], FATES[:1]))
    return {
        "n": len(checks),
        "silent": sum(not row["answers"][arm].get("error") for row in read) - len(checks),
        "copied": fates.count(COPIED) / len(fates),
        "found": fates.count(FOUND) / len(fates),
        "unchecked": fates.count(UNCHECKED) / len(fates),
        "absent": fates.count(ABSENT) / len(fates),
        "grounded": fmean(grounded),
        "grounded_interval": share_interval(grounded, groups),
        "copied_interval": share_interval(copied, groups),
        "numbers": sum(check["numbers"] for check in checks),
        "names": sum(check["names"] for check in checks),
        "absent_numbers": sum(len(check["absent_numbers"]) for check in checks),
        "absent_names": sum(len(check["absent_names"]) for check in checks),
    }
