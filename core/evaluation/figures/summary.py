"""Stored answers -> the figures of an evaluation; nothing here runs a model."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Any

from core.arms import arm_of
from core.evaluation.figures.abstention import abstention
from core.evaluation.figures.arm_figures import arm_figures, scored
from core.evaluation.figures.consistency import consistency_figures
from core.evaluation.figures.gates import ARMS as GATE_ARMS
from core.evaluation.figures.gates import gates
from core.evaluation.figures.grounding import grounding_figures
from core.evaluation.figures.labels import labels
from core.evaluation.figures.slices import slices
from core.evaluation.figures.verdicts import contrasts
from core.evaluation.scoring.measures import STRATA, Json
from core.evaluation.scoring.reading import reading
from core.evaluation.scoring.retrieval_metrics import Ranking, retrieval_figures
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.plan import MARGIN, MEASURE, TESTED, fixed
from core.records.run_card import RETRIEVAL, answer_keys


def summarise(
    card: Mapping[str, Any],
    rows: Sequence[Json],
    prices: Mapping[str, Any],
    retrieval: Sequence[Ranking] | None = None,
) -> Json:
    """Return an evaluation's summary.

    Args:
        card: The run card; `arms` (keys, in order), `model`, `model_size`, `server`,
            `adapters` ({key: name}), `adapter_ids`, `asked` (question rows), `review` (verdicts
            by kind), `measure`, `margin`, `majority_label`, `contrasts`,
            `left_out` and `test_use` are read.
        rows: One a question: `stratum`, `group` and `answers` by key, several of an arm that
            several seeds answer. An answer with an `error` counts as wrong and as failed, and its
            times are left out.
        prices: As the user has set them now; costs are computed anew from tokens and times.
        retrieval: Ranked and gold passage ids of each question, where they were measured.
    """
    arms = _arms(card, rows)
    answered = {arm: scored(rows, arm) for arm in arms}
    adapters = card.get("adapters") or {}
    wanted = {*arms, *answer_keys(card)}
    complete = bool(rows) and all(wanted <= set(row["answers"]) for row in rows)
    return {
        "n": len(rows),
        "complete": complete,
        "untested": sum(row.get("split", TESTED) != TESTED for row in rows),
        "model": card.get("model"),
        "model_size": card.get("model_size"),
        "server": card.get("server"),
        "currency": prices.get("currency") or "USD",
        "prices": dict(prices),
        "arms": {
            arm: {"n": len(given), "adapter": adapters.get(arm), **arm_figures(given, prices)}
            for arm, given in answered.items()
            if given
        },
        "guess": _guess(rows),
        "retrieval": retrieval_figures(retrieval or ()),
        # Whether the model reads at all, where the right passage was handed to it here.
        "gates": gates(rows) if set(GATE_ARMS) <= set(arms) else None,
        "grounding": grounding_figures(rows, arms),
        "consistency": consistency_figures(rows, arms),
        # A look at half of the answers is a look too many: words come with the last one.
        "reading": _reading(rows, arms),
        "slices": slices(rows, arms, card.get("measure", MEASURE)),
        "abstention": abstention(rows, arms),
        "labels": labels(rows, arms, card.get("majority_label")),
        "contrasts": contrasts(
            rows, arms, card.get("measure", MEASURE), card.get("margin", MARGIN), fixed(card)
        )
        if complete
        else [],
        "adapters": len(set((card.get("adapter_ids") or {}).values())),
        "left_out": card.get("left_out"),
        "test_use": card.get("test_use"),
        "questions": asked_figures(card),
    }


def _reading(rows: Sequence[Json], arms: Sequence[str]) -> Json:
    """Return {stratum: {arm: figures}} of the arms that read passages."""
    found: Json = {}
    for stratum in STRATA[:2]:
        part = [row for row in rows if part_of(row) == stratum]
        figures = {arm: reading(part, arm) for arm in arms}
        if any(figures.values()):
            found[stratum] = {arm: one for arm, one in figures.items() if one}
    return found


def asked_figures(card: Mapping[str, Any]) -> Json:
    """Return how many of the questions asked were generated, and of these reviewed, by then.

    `accept_rate` is the share accepted as they stood of all that were reviewed in the project;
    rejected ones are not among those asked. None where nobody reviewed.
    """
    asked = card.get("asked") or ()
    generated = [row["extra"] for row in asked if "generated" in row["extra"]]
    reviewed = sum("review" in extra for extra in generated)
    verdicts = card.get("review") or {}
    judged = sum(verdicts.values())
    return {
        "n": len(asked),
        "generated": len(generated),
        "reviewed": reviewed,
        "unreviewed": len(generated) - reviewed,
        "accept_rate": verdicts["accepted"] / judged if judged else None,
    }


def _guess(rows: Sequence[Json]) -> dict[str, float]:
    """Return by stratum how often a blind guess is right, where all answers came from pools."""
    pools: dict[str, list[int | None]] = {}
    for row in rows:
        pools.setdefault(part_of(row), []).append(row.get("pool"))
    return {
        name: fmean(1 / pool for pool in found if pool)
        for name, found in pools.items()
        if all(found)
    }


def _arms(card: Mapping[str, Any], rows: Sequence[Json]) -> list[str]:
    named = [arm for arm in card.get("arms") or () if arm != RETRIEVAL]
    return list(dict.fromkeys([*named, *(arm_of(key) for row in rows for key in row["answers"])]))
