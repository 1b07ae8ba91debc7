"""Accuracy, latency, cost and freshness of each arm, read off stored figures."""

from core.arms import ARMS
from core.evaluation.asking.freshness_draw import CHANGED
from core.records.four_measures import CostOf, FreshOf, MeasuredArm
from core.records.freshness import Experiment
from core.records.summary import ArmFigures, ShareFigures, StratumFigures, Summary

UPDATED = "updated"
"""The phase after the documents changed and before anything was trained anew."""
STRATA = ("seen", "held_out")


def measured_arms(summary: Summary, freshness: Experiment | None) -> list[MeasuredArm]:
    """Return the four measures of each arm that was asked; rivals and controls are left out."""
    return [_arm(key, summary["arms"][key], freshness) for key in ARMS if key in summary["arms"]]


def _arm(key: str, figures: ArmFigures, freshness: Experiment | None) -> MeasuredArm:
    strata = {name: part for name in STRATA if (part := figures["strata"].get(name))}
    timed = figures["latency_ms"]["p50"] is not None
    return {
        "arm": key,
        "label": ARMS[key].label,
        "accuracy": {name: _accuracy(part) for name, part in strata.items()},
        "latency": figures["latency_ms"] if timed else None,
        "cost": {name: _cost(part) for name, part in strata.items()},
        "fresh": freshness and _fresh(key, freshness),
    }


def _accuracy(part: StratumFigures) -> ShareFigures:
    return {
        "n": part["n"],
        "groups": part["groups"],
        "share": part["containment"],
        "interval": part["intervals"]["containment"],
    }


def _cost(part: StratumFigures) -> CostOf:
    return {"per_correct": part["cost_per_correct"], "interval": part["cost_per_correct_interval"]}


def _fresh(key: str, freshness: Experiment) -> FreshOf | None:
    """Return what an arm says of changed facts; None for one that knew none of them before."""
    after = freshness["arms"].get(key, {}).get(UPDATED, {}).get(CHANGED)
    if not after or not after["n"]:
        return None
    new, old = after.get("new"), after.get("old")
    new_interval, old_interval = after.get("new_interval"), after.get("old_interval")
    if new is None or old is None or new_interval is None or old_interval is None:
        return None
    caught_up = freshness["time_to_fresh"].get(key)
    return {
        "n": after["n"],
        "groups": after["groups"],
        "new": new,
        "new_interval": new_interval,
        "old": old,
        "old_interval": old_interval,
        "seconds": caught_up["seconds"] if caught_up else None,
    }
