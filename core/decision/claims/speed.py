"""Claims on speed: answers a minute, and the time of an answer."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import scipy
from numpy.typing import NDArray

from core.decision.claims.draft import Draft, evaluated, experiment, unmeasured
from core.decision.claims.gathered import SEEN, Gathered
from core.decision.claims.pairs import pair
from core.decision.claims.ratios import Ratio, drafted, word_of
from core.decision.words import WHERE, about, between, ends, times
from core.evaluation.asking.run import TOGETHER
from core.evaluation.statistics.intervals import resampled_interval
from core.evaluation.statistics.plan import MARGIN
from core.records.claim import Claim, Evidence
from core.records.interval import Interval
from core.records.scored import ScoredAnswer, ScoredRow

_Floats = NDArray[np.float64]
_TAIL = 0.025
FEWEST_BATCHES = 3


def volume(claim: Claim, held: Gathered) -> Draft:
    """Judge: Fine-tuned gives more answers a minute than RAG, and is not less accurate."""
    absent = evaluated(claim, held, "rag", "tuned")
    if absent:
        return absent
    measured = experiment(
        claim, held, "Answers a minute were not measured yet.", "Another runtime could."
    )
    if isinstance(measured, Draft):
        return measured
    rates = [
        (part["facts"]["tuned"], part["facts"]["rag"])
        for part in measured["conditions"]
        if {"tuned", "rag"} <= part["facts"].keys()
    ]
    accuracy = pair(held.rows(SEEN), "tuned", "rag", f"on {WHERE[SEEN]}")
    if not rates or accuracy is None:
        return unmeasured(claim, "RAG and Fine-tuned were not both measured.", "Measure it.")
    ratio = _of_rates(rates)
    low, high = accuracy.interval
    # The claim's own margin is of its ratio.
    holds = True if low > -MARGIN else False if high < -MARGIN else None
    word = word_of([ratio], below=False, margin=claim.margin, holds=holds)
    said = (
        f"Fine-tuned gives {times(ratio.value)} as many answers a minute as RAG"
        f"{between(ratio.interval)}, {TOGETHER} questions together. On {WHERE[SEEN]}, it has "
        f"{about(accuracy.shares[0])} of 100 right, RAG {about(accuracy.shares[1])} "
        f"(difference {ends(accuracy.interval)} points)."
    )
    evidence: Evidence = {
        "kind": "measurement",
        "id": measured["id"],
        "chart": None,
        "stratum": SEEN,
    }
    basis = (evidence, accuracy.compared.seeds, measured["model"], measured["created_at"])
    return drafted(claim, [ratio], word, said, basis, "Another machine, or more batches.")


def _of_rates(rates: Sequence[tuple[float, float]]) -> Ratio:
    """Return the ratio of rates over batches; by Student's t of their logarithms."""
    logs = np.log([first / second for first, second in rates])
    mean, count = float(logs.mean()), len(logs)
    interval: Interval | None = None
    if count >= FEWEST_BATCHES:
        slack = float(scipy.stats.t.isf(_TAIL, count - 1) * logs.std(ddof=1) / count**0.5)
        interval = [float(np.exp(mean - slack)), float(np.exp(mean + slack))]
    return Ratio("", float(np.exp(mean)), interval, count * TOGETHER, None)


def faster(claim: Claim, held: Gathered) -> Draft:
    """Judge: Fine-tuned answers sooner than RAG, at natural and at fixed length."""
    absent = evaluated(claim, held, "rag", "tuned")
    if absent:
        return absent
    rows = held.evaluation["rows"]
    natural = median_ratio(rows, lambda answer: answer["latency_ms"], "at natural length")
    if natural is None:
        return unmeasured(claim, "No answer was timed.", "Evaluate with timed questions.")
    fixed = median_ratio(rows, _fixed, "at the same length")
    ratios = [natural, *([fixed] if fixed else [])]
    word = word_of(ratios, below=True, margin=claim.margin, holds=True if fixed else None)
    said = " ".join(map(_time, ratios))
    if not fixed:
        said += " Nothing was timed at the same length, so shorter answers may be the reason."
    seeds = held.evaluation["summary"]["arms"]["tuned"]["seeds"]
    basis = (held.evidence("latency_ms"), seeds, held.model, held.measured_at)
    # The same few questions are timed again at the fixed length; their number sets no limit.
    counted = [replace(ratio, n=natural.n, groups=natural.groups) for ratio in ratios]
    return drafted(claim, counted, word, said, basis, "Another machine, or longer documents.")


def _fixed(answer: ScoredAnswer) -> float | None:
    return answer.get("fixed_latency_ms")


def median_ratio(
    rows: Sequence[ScoredRow], time: Callable[[ScoredAnswer], float | None], where: str
) -> Ratio | None:
    """Return Fine-tuned's median time over RAG's on the questions that both were timed on."""
    timed = [
        (row["group"], first, second)
        for row in rows
        if {"rag", "tuned"} <= row["answers"].keys()
        if (first := _timed(row["answers"]["tuned"], time)) is not None
        and (second := _timed(row["answers"]["rag"], time)) is not None
    ]
    if not timed:
        return None
    names, index = np.unique([group for group, *_ in timed], return_inverse=True)
    tuned = np.array([tuned_ms for _, tuned_ms, _ in timed])
    rag = np.array([rag_ms for *_, rag_ms in timed])

    def ratio(weights: _Floats) -> _Floats:
        return _medians(tuned, weights[:, index]) / _medians(rag, weights[:, index])

    value = float(np.median(tuned) / np.median(rag))
    return Ratio(where, value, resampled_interval(ratio, len(names)), len(timed), len(names))


def _timed(answer: ScoredAnswer, time: Callable[[ScoredAnswer], float | None]) -> float | None:
    return None if answer.get("error") else time(answer)


def _medians(values: _Floats, weights: _Floats) -> _Floats:
    """Return the median of values, each so often as a resample drew it."""
    ordered = np.argsort(values)
    reached = np.cumsum(weights[:, ordered], axis=1)
    at = (reached >= reached[:, -1:] / 2).argmax(axis=1)
    return np.asarray(values[ordered][at])


def _time(ratio: Ratio) -> str:
    where = f"{ratio.where[0].upper()}{ratio.where[1:]},"
    return (
        f"{where} Fine-tuned takes {times(ratio.value)} the time of RAG"
        f"{between(ratio.interval)}: medians of {ratio.n} questions."
    )
