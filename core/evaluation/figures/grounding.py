"""Shares of answers that stand in their passages, by arm and stratum."""

from collections.abc import Sequence
from statistics import fmean

from core.evaluation.scoring.grounding import FATES, Json, Row
from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.intervals import share_interval


def grounding_figures(rows: Sequence[Row], arms: Sequence[str]) -> Json:
    """Return {stratum: {arm: figures}} of the arms that read passages.

    Figures: "n" answers that say something, "silent" ones left out because they say that they do
    not know, the share of each of `FATES` (together 1), "grounded": the share without an absent
    number or name, with "grounded_interval" and "copied_interval", and how many "numbers" and
    "names" the answers hold and how many of these are absent ("absent_numbers", "absent_names").
    """
    found: Json = {}
    for stratum in STRATA:
        part = [row for row in rows if part_of(row) == stratum]
        figures = {arm: one for arm in arms if (one := _figures(part, arm))}
        if figures:
            found[stratum] = figures
    return found


def _figures(rows: Sequence[Row], arm: str) -> Json | None:
    read = [row for row in rows if row["answers"].get(arm, {}).get("passages")]
    said = [row for row in read if row["answers"][arm].get("grounding")]
    if not said:
        return None
    checks = [row["answers"][arm]["grounding"] for row in said]
    groups = [row["group"] for row in said]
    fates = [check["fate"] for check in checks]
    grounded, copied = ([float(one in kept) for one in fates] for kept in (FATES[:3], FATES[:1]))
    return {
        "n": len(said),
        "silent": sum(not row["answers"][arm].get("error") for row in read) - len(said),
        **{name: fates.count(name) / len(fates) for name in FATES},
        "grounded": fmean(grounded),
        "grounded_interval": share_interval(grounded, groups),
        "copied_interval": share_interval(copied, groups),
        **{name: sum(check[name] for check in checks) for name in ("numbers", "names")},
        **{
            name: sum(len(check[name]) for check in checks)
            for name in ("absent_numbers", "absent_names")
        },
    }
