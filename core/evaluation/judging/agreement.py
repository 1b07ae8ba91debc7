"""Whether a judge can be trusted: people label a random sample, and kappa compares the two."""

import hashlib
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

import scipy

from core.evaluation.scoring.traces import part_of
from core.records.judging import Agreement, JudgedKey
from core.records.scored import ScoredRow

LABELS_WANTED = 50
KAPPA_WANTED = 0.6
"""With fewer labels, or below this, a judge's verdicts are no finding (docs/method.md, "Judge").
"""
Table = Sequence[Sequence[float]]
"""Counts of answers: rows are the judge's wrong and right, columns the people's."""
_Answer = tuple[str, str, str, str]
"""Hidden key, question, arm, stratum."""


def label_order(rows: Sequence[ScoredRow], evaluation: str) -> dict[str, JudgedKey]:
    """Return the answers in the order to label them in, by a key that hides the arm.

    Random, but arms and strata take turns, and other questions come before the same one again:
    whoever stops early has looked at all of them alike. Answers that failed are left out.
    """
    shuffled = sorted(
        (_hidden(evaluation, row["question_id"], arm), row["question_id"], arm, part_of(row))
        for row in rows
        for arm, answer in row["answers"].items()
        if not answer["error"]
    )
    fresh = _ranked((answer, answer[1]) for answer in shuffled)
    turns = _ranked((answer, answer[2:]) for answer in fresh)
    return {key: (question, arm) for key, question, arm, _ in turns}


def _ranked(items: Iterable[tuple[_Answer, Hashable]]) -> list[_Answer]:
    """Return the items: the first of each kind, then the second of each, and so on."""
    seen: Counter[Hashable] = Counter()
    ranks = []
    for item, kind in items:
        ranks.append((seen[kind], item))
        seen[kind] += 1
    return [item for _, item in sorted(ranks, key=lambda pair: pair[0])]


def _hidden(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def agreement(
    verdicts: Mapping[JudgedKey, bool | None], labels: Mapping[JudgedKey, bool]
) -> Agreement:
    """Compare a judge's verdicts with people's labels.

    Kappa is in [-1, 1] and has a 95 % interval; both are None if they cannot be computed.
    """
    pairs = Counter(
        (bool(verdicts[key]), labels[key])
        for key in labels.keys() & verdicts.keys()
        if verdicts[key] is not None
    )
    table = [[pairs[judge, person] for person in (False, True)] for judge in (False, True)]
    estimate = kappa(table)
    return {
        "n": pairs.total(),
        "agree": table[0][0] + table[1][1],
        "table": table,
        "kappa": estimate[0] if estimate else None,
        "interval": estimate[1] if estimate else None,
        "wanted": LABELS_WANTED,
        "least": KAPPA_WANTED,
        "trusted": estimate is not None
        and estimate[0] >= KAPPA_WANTED
        and pairs.total() >= LABELS_WANTED,
    }


def kappa(table: Table) -> tuple[float, list[float]] | None:
    """Return Cohen's kappa (1960) of a 2 x 2 table and its 95 % interval, both within [-1, 1].

    The standard error is the one of Fleiss, Cohen and Everitt (1969), as in statsmodels'
    `cohens_kappa`. It is 0 where nothing disagrees, which so many answers do not prove: half an
    answer is then added to each cell for the interval's lower end.

    Returns:
        None where one of the two said the same of every answer: then chance explains everything.
    """
    value, error = _kappa(table)
    if math.isnan(value):
        return None
    low, high = _ends(value, error)
    if not table[0][1] and not table[1][0]:
        low, _ = _ends(*_kappa([[count + 0.5 for count in row] for row in table]))
    return value, [low, high]


def _ends(value: float, error: float) -> tuple[float, float]:
    half = float(scipy.stats.norm.isf(0.025)) * error
    return max(-1.0, value - half), min(1.0, value + half)


def _kappa(table: Table) -> tuple[float, float]:
    """Return kappa and its standard error; NaN where chance alone always agrees."""
    n = sum(map(sum, table))
    rows = [sum(row) / n for row in table] if n else []
    columns = [sum(column) / n for column in zip(*table, strict=True)] if n else []
    chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    if not n or chance == 1:
        return math.nan, math.nan
    value = (sum(table[k][k] for k in (0, 1)) / n - chance) / (1 - chance)
    same = sum(table[k][k] / n * (1 - (rows[k] + columns[k]) * (1 - value)) ** 2 for k in (0, 1))
    other = (1 - value) ** 2 * sum(
        table[i][1 - i] / n * (columns[i] + rows[1 - i]) ** 2 for i in (0, 1)
    )
    variance = (same + other - (value - chance * (1 - value)) ** 2) / (1 - chance) ** 2 / n
    return value, math.sqrt(max(0.0, variance))
