"""Claims on votes and on growing documents."""

from collections.abc import Sequence

import numpy as np

from core.decision.claims.draft import Basis, Draft, experiment, unmeasured
from core.decision.claims.gathered import Gathered
from core.decision.claims.pairs import Pair, of_sides, right
from core.decision.claims.shown import basis_of, said, shown
from core.decision.words import about, counted, ends
from core.evaluation.figures.verdicts import side
from core.evaluation.statistics.intervals import wilson
from core.records.claim import Claim, Evidence, Word
from core.records.interval import Interval
from core.records.question import normalised_text
from core.records.scored import ScoredRow

MOST_RETRIEVAL = 0.1
"""Of the latency: what retrieval may take of it at the largest number of passages."""


def people(claim: Claim, held: Gathered) -> Draft:
    """Judge: of the votes between RAG and Fine-tuned, RAG won more than half."""
    decided = [
        (vote["question"], "rag" in vote["winners"])
        for vote in held.votes
        if ("rag" in vote["winners"]) != ("tuned" in vote["winners"])
        and {"rag", "tuned"} <= {arm for card in vote["cards"] for arm in card["arms"]}
    ]
    if not decided:
        return unmeasured(
            claim,
            "Nobody voted between RAG and Fine-tuned yet.",
            f"Vote blind on the Ask page, on more than {claim.fewest} answers.",
        )
    n, wins = len(decided), sum(won for _, won in decided)
    share, interval = wins / n, wilson(wins, n)
    questions = len({normalised_text(question) for question, _ in decided})
    low, high = interval
    word: Word = "supported" if low > 0.5 else "refuted" if high < 0.5 else "inconclusive"
    evidence: Evidence = {"kind": "votes", "id": "", "chart": "votes", "stratum": None}
    basis = Basis(share, interval, n, questions, None, evidence, held.model, held.measured_at)

    def finding(final: Word, _: float | None) -> str:
        won = f"of 100 votes between them RAG won {about(share, interval)}"
        if final == "supported":
            return f"People prefer RAG to Fine-tuned: {won}."
        if final == "refuted":
            return f"People prefer Fine-tuned to RAG: {won}."
        few = f"Too few votes for a word: {counted(n, 'vote')}; {won}."
        return few if final == "exploratory" else f"Not enough votes to tell who wins: {won}."

    return shown(claim, basis, word, finding, "More votes, of other people.")


def grows(claim: Claim, held: Gathered) -> Draft:
    """Judge: RAG's share of right answers stays as the passages grow, and retrieval stays quick."""
    measured = experiment(
        claim, held, "Growing documents were not measured yet.", "Other documents could."
    )
    if isinstance(measured, Draft):
        return measured
    sizes = sorted(measured["conditions"], key=lambda part: part["facts"]["passages"])
    few, many = sizes[0], sizes[-1]
    both = _same_questions(many["rows"], few["rows"], "rag")
    if not both or few is many:
        return unmeasured(claim, "RAG was not asked among more passages.", "Measure it.")
    passages = [f"{part['facts']['passages']:,.0f} passages" for part in (many, few)]
    compared = _by_size(both, passages)
    spent = _of_latency(many["rows"], many["facts"].get("retrieval_ms"))
    share, base = compared.shares
    text = (
        f"Among {passages[0]} RAG has {about(share, compared.intervals[0])} of 100 right, among "
        f"{passages[1]} {about(base)} (difference {ends(compared.interval)} points)."
    )
    if spent is not None:
        text += f" Retrieval takes {100 * spent:.1f} % of the latency there."
    paired = compared.compared.paired
    basis = basis_of(measured, compared.difference, compared.interval, paired.n, paired.groups)
    word = _steady(compared.interval, claim.margin, spent)
    return shown(claim, basis, word, said(text), "More passages, or other kinds of text.")


def _by_size(both: Sequence[tuple[ScoredRow, ScoredRow]], passages: Sequence[str]) -> Pair:
    groups = [row["group"] for row, _ in both]
    sides = (
        side([row for row, _ in both], "rag", right),
        side([row for _, row in both], "rag", right),
    )
    return of_sides(passages[0], passages[1], "", sides, groups)


def _steady(interval: Interval, margin: float, spent: float | None) -> Word:
    """Return the word for a difference that should be none, where retrieval should be quick."""
    low, high = interval
    if high < -margin:
        return "refuted"
    quick = spent is not None and spent < MOST_RETRIEVAL
    return "supported" if -margin < low and high < margin and quick else "inconclusive"


def _of_latency(rows: Sequence[ScoredRow], retrieval_ms: float | None) -> float | None:
    """Return the share of RAG's median latency that retrieval takes; None where it is unknown."""
    timed = [
        ms
        for row in rows
        if "rag" in row["answers"] and (ms := row["answers"]["rag"]["latency_ms"]) is not None
    ]
    if retrieval_ms is None or not timed:
        return None
    return retrieval_ms / float(np.median(timed))


def _same_questions(
    first: Sequence[ScoredRow], second: Sequence[ScoredRow], arm: str
) -> list[tuple[ScoredRow, ScoredRow]]:
    """Return the answerable questions that an arm answered under both conditions."""
    other = {row["question_id"]: row for row in second if arm in row["answers"]}
    # RAG was trained on none of them, so for it they are one stratum.
    return [
        (row, other[row["question_id"]])
        for row in first
        if arm in row["answers"] and row["question_id"] in other and row["gold"]
    ]
