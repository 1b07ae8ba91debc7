"""Stored answers -> the figures of an evaluation; nothing here runs a model."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from core.arms import arm_of
from core.evaluation.figures.abstention import abstention
from core.evaluation.figures.arm_figures import Scored, arm_figures, scored
from core.evaluation.figures.consistency import consistency_figures
from core.evaluation.figures.gates import ARMS as GATE_ARMS
from core.evaluation.figures.gates import gates
from core.evaluation.figures.grounding import grounding_figures
from core.evaluation.figures.labels import labels
from core.evaluation.figures.slices import slices
from core.evaluation.figures.verdicts import contrasts
from core.evaluation.scoring.measures import STRATA
from core.evaluation.scoring.reading import reading
from core.evaluation.scoring.retrieval_metrics import Ranking, retrieval_figures
from core.evaluation.scoring.traces import part_of
from core.evaluation.statistics.plan import MARGIN, MEASURE, TESTED, fixed
from core.records.prices import Prices
from core.records.run_card import RETRIEVAL, RunCard, answer_keys
from core.records.scored import ScoredRow
from core.records.summary import ArmFigures, AskedFigures, ReadingFigures, Setting, Summary


def summarise(
    card: RunCard,
    rows: Sequence[ScoredRow],
    prices: Prices,
    retrieval: Sequence[Ranking] | None = None,
) -> Summary:
    """Return an evaluation's summary.

    Args:
        rows: An answer with an `error` counts as wrong and as failed, and its times are left out.
        prices: As the user has set them now; costs are computed anew from tokens and times.
        retrieval: Ranked and gold passage ids of each question, where they were measured.
    """
    arms = _arms(card, rows)
    measure = card.get("measure", MEASURE)
    complete = _complete(card, rows, arms)
    return {
        **_setting(card, rows, prices, complete),
        "arms": _arm_figures(card, {arm: scored(rows, arm) for arm in arms}, prices),
        "guess": _guess(rows),
        "retrieval": retrieval_figures(retrieval or ()),
        # Whether the model reads at all, where the right passage was handed to it here.
        "gates": gates(rows) if set(GATE_ARMS) <= set(arms) else None,
        "grounding": grounding_figures(rows, arms),
        "consistency": consistency_figures(rows, arms),
        "reading": _reading(rows, arms),
        "slices": slices(rows, arms, measure),
        "abstention": abstention(rows, arms),
        "labels": labels(rows, arms, card.get("majority_label")),
        # Looking at half of the answers is one look too many: verdicts wait for the last one.
        "contrasts": contrasts(rows, arms, measure, card.get("margin", MARGIN), fixed(card))
        if complete
        else [],
        "adapters": len(set((card.get("adapter_ids") or {}).values())),
        "left_out": card.get("left_out"),
        "test_use": card.get("test_use"),
        "questions": asked_figures(card),
    }


def _setting(card: RunCard, rows: Sequence[ScoredRow], prices: Prices, complete: bool) -> Setting:
    return {
        "n": len(rows),
        "complete": complete,
        "untested": sum(row.get("split", TESTED) != TESTED for row in rows),
        "model": card.get("model"),
        "model_size": card.get("model_size"),
        "server": card.get("server"),
        "currency": prices.get("currency") or "USD",
        "prices": prices,
    }


def _complete(card: RunCard, rows: Sequence[ScoredRow], arms: Sequence[str]) -> bool:
    wanted = {*arms, *answer_keys(card)}
    return bool(rows) and all(wanted <= set(row["answers"]) for row in rows)


def _arm_figures(
    card: RunCard, answered: Mapping[str, list[Scored]], prices: Prices
) -> dict[str, ArmFigures]:
    names = card.get("adapters") or {}
    return {
        arm: {"n": len(scored), "adapter": names.get(arm), **arm_figures(scored, prices)}
        for arm, scored in answered.items()
        if scored
    }


def _reading(
    rows: Sequence[ScoredRow], arms: Sequence[str]
) -> dict[str, dict[str, ReadingFigures]]:
    """Return {stratum: {arm: figures}} of the arms that read passages."""
    strata: dict[str, dict[str, ReadingFigures]] = {}
    for stratum in STRATA[:2]:
        part = [row for row in rows if part_of(row) == stratum]
        figures = {arm: reading(part, arm) for arm in arms}
        if any(figures.values()):
            strata[stratum] = {arm: shares for arm, shares in figures.items() if shares}
    return strata


def asked_figures(card: RunCard) -> AskedFigures:
    """Return how many of the questions asked were generated, and how many reviewed by then.

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


def _guess(rows: Sequence[ScoredRow]) -> dict[str, float]:
    """Return by stratum how often a blind guess is right, where all answers came from pools."""
    pools: dict[str, list[int | None]] = {}
    for row in rows:
        pools.setdefault(part_of(row), []).append(row.get("pool"))
    return {
        name: fmean(1 / pool for pool in sizes if pool)
        for name, sizes in pools.items()
        if all(sizes)
    }


def _arms(card: RunCard, rows: Sequence[ScoredRow]) -> list[str]:
    named = [arm for arm in card.get("arms") or () if arm != RETRIEVAL]
    return list(dict.fromkeys([*named, *(arm_of(key) for row in rows for key in row["answers"])]))
