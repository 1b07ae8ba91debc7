"""Evidence from stated shares, intervals and paired differences: the other maker of draws."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from core.decision.recommend.options import (
    DRAWS,
    Asked,
    Candidate,
    Drawn,
    Evidence,
    Floats,
    Pair,
    Spending,
    shares,
)
from core.decision.recommend.recommend import recommendation
from core.evaluation.statistics.power import questions_needed
from core.records.recommendation import Criterion, Option, Recommendation, Wishes

Case = dict[str, Any]
"""As `cases.json` holds it."""
DOCUMENT = json.loads((Path(__file__).parent / "cases.json").read_text())
CASES: list[Case] = DOCUMENT["cases"]
_Z = 3.92
"""Standard errors in a 95 % interval."""
_MARGIN = 0.05


def evidence(case: Case) -> Evidence:
    """Return what a case states as evidence."""
    options = list(case["measured"])
    accuracy = _correlated(
        [case["measured"][option]["accuracy"] for option in options], options, case["paired"]
    )
    return Evidence(
        tuple(_candidate(o, case["measured"][o], accuracy[at]) for at, o in enumerate(options)),
        tuple(_pair(pair, case["n"]) for pair in case["paired"]),
        case["n"],
        freshness_minutes=case.get("freshness_minutes"),
    )


def asked(case: Case) -> Asked:
    """Return what a case asks for."""
    wishes = case["wishes"]
    return Asked(
        shares(wishes["weights"]),
        DOCUMENT["scales"],
        case["prices"],
        wishes.get("limits", {}),
        wishes.get("queries", 0.0),
        wishes.get("updates", 0.0),
    )


def recommended(case: Case) -> Recommendation:
    """Return what comes of a case."""
    wishes = cast(Wishes, {"scales": DOCUMENT["scales"], **case["wishes"]})
    stamp = ("r-1", "2026-11-30T21:00:00+00:00", "e-1")
    return recommendation(evidence(case), asked(case), wishes, stamp)


def _candidate(option: str, own: Mapping[str, Any], accuracy: Floats) -> Candidate:
    measured: dict[Criterion, Drawn] = {"accuracy": Drawn(accuracy, own["accuracy"][1:])}
    for criterion, name in (("latency", "latency_ms"), ("setup", "setup_s")):
        if name in own:
            measured[cast(Criterion, criterion)] = Drawn(constant(own[name]), None)
    if "freshness" in own:
        share, low, high = own["freshness"]
        # Its questions are others, so its draws are too.
        rng = np.random.default_rng(len(option))
        draws = rng.normal(share, (high - low) / _Z, DRAWS).clip(0, 1)
        measured["freshness"] = Drawn(np.concatenate([[share], draws]), [low, high])
    spending = Spending(
        *(constant(own[name]) if name in own else None for name in ("tokens_in",)),
        constant(0.0) if "tokens_in" in own else None,
        constant(own["seconds"]) if "seconds" in own else None,
        own.get("update_s", 0.0),
        0.0,
        own.get("flat", 0.0),
    )
    return Candidate(cast(Option, option), measured, spending)


def constant(value: float) -> Floats:
    """Return a value that every draw has."""
    return np.full(1 + DRAWS, float(value))


def _correlated(
    stated: Sequence[Sequence[float]], options: Sequence[str], paired: Sequence[Mapping[str, Any]]
) -> list[Floats]:
    """Return draws whose spreads are those of the intervals, of the differences too."""
    errors = [(high - low) / _Z for _, low, high in stated]
    covariance = np.diag(np.square(errors))
    for pair in paired:
        at, other = (options.index(pair[name]) for name in ("first", "second"))
        _, low, high = pair["difference"]
        shared = (errors[at] ** 2 + errors[other] ** 2 - ((high - low) / _Z) ** 2) / 2
        covariance[at, other] = covariance[other, at] = shared
    rng = np.random.default_rng(0)
    means = [share for share, *_ in stated]
    drawn = rng.multivariate_normal(means, covariance, DRAWS, check_valid="ignore").clip(0, 1)
    return [np.concatenate([[mean], column]) for mean, column in zip(means, drawn.T, strict=True)]


def _pair(pair: Mapping[str, Any], n: int) -> Pair:
    difference, low, high = pair["difference"]
    spread = n * ((high - low) / _Z) ** 2 + difference**2
    return Pair(
        pair["first"],
        pair["second"],
        difference,
        [low, high],
        pair["word"],
        questions_needed(_MARGIN, spread, 0.0),
    )
