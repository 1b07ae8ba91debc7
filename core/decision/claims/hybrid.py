"""The claim that Hybrid is best: in both strata, within the user's limits."""

from collections.abc import Sequence
from dataclasses import replace

from core.charts.words import listed
from core.decision.claims.by_p import by_p
from core.decision.claims.draft import Draft, evaluated, unmeasured
from core.decision.claims.gathered import HELD_OUT, SEEN, Gathered
from core.decision.claims.pairs import RIGHT, Pair
from core.decision.claims.quality import pairs_of
from core.decision.headline import BETTER, word
from core.decision.words import WHERE, about, ends, of_100, points
from core.records.claim import Claim, Word


def hybrid(claim: Claim, held: Gathered) -> Draft:
    """Judge: Hybrid is right more often than RAG and than Fine-tuned, in both strata."""
    absent = evaluated(claim, held, "rag", "tuned", "hybrid")
    if absent:
        return absent
    parts = {f"on {WHERE[name]}": rows for name in (HELD_OUT, SEEN) if (rows := held.rows(name))}
    pairs = pairs_of(claim, parts)
    if not pairs:
        return unmeasured(claim, "No test question was asked of these arms.", "Evaluate.")
    over, pays = _over_limits(held), _pays(held)
    evidence, made = held.evidence("measures.accuracy"), (held.model, held.measured_at)
    draft = by_p(claim, pairs, RIGHT, evidence, made, unless=over, beside=pays)

    def finding(word: Word, p_holm: float | None) -> str:
        if word in ("supported", "exploratory") or not held.planned:
            return draft.finding(word, p_holm)
        strata = [_in_stratum(held, pairs, name) for name in (HELD_OUT, SEEN)]
        return " ".join(part for part in (*strata, over, pays) if part)

    return replace(draft, finding=finding)


def _in_stratum(held: Gathered, pairs: Sequence[Pair], stratum: str) -> str:
    """Say whether Hybrid is best in a stratum, by the planned comparisons of containment."""
    own = [pair for pair in pairs if pair.where == f"on {WHERE[stratum]}"]
    if not own:
        return ""
    words = {other: word(held.planned, stratum, "hybrid", other) for other in ("rag", "tuned")}
    weakest = min(own, key=lambda pair: pair.difference)
    begin = "Not enough data"
    if set(words.values()) == {BETTER}:
        begin = "Best"
    elif weakest.interval[1] < 0:
        begin = "Not best"
    shares = ", ".join(f"{pair.second} about {of_100(pair.shares[1])}" for pair in own)
    side = "more" if weakest.difference >= 0 else "less"
    return (
        f"{begin} on {WHERE[stratum]}: of 100 Hybrid has "
        f"{about(own[0].shares[0], own[0].intervals[0])} right, {shares}; that is "
        f"{points(weakest.difference)} {side} than {weakest.second} ({ends(weakest.interval)})."
    )


def _over_limits(held: Gathered) -> str:
    """Say which of the user's limits Hybrid breaks; "" for none."""
    over = []
    most = held.limits.get("latency_ms")
    latency = held.evaluation["summary"]["arms"]["hybrid"]["latency_ms"]
    taken = latency["p95"] or latency["p50"]
    if most is not None and taken is not None and taken > most:
        over.append(f"takes {taken:,.0f} ms where {most:,.0f} are allowed")
    budget, months = held.limits.get("budget"), held.months
    if budget is not None and months and "hybrid" in months["arms"]:
        whole = months["arms"]["hybrid"]["whole"]
        if whole > budget:
            currency = months["currency"]
            over.append(f"costs {whole:,.2f} {currency} a month where {budget:,.2f} are allowed")
    return f"But it {listed(over)}." if over else ""


def _pays(held: Gathered) -> str:
    """Say what Hybrid takes beside the arm that reads nothing."""
    arms = held.evaluation["summary"]["arms"]
    ours, other = (arms[arm]["latency_ms"]["p50"] for arm in ("hybrid", "tuned"))
    if ours is None or other is None:
        return ""
    if ours <= other:
        return ""
    return (
        f"The price is time: its median answer takes {ours:,.0f} ms, Fine-tuned's {other:,.0f} ms."
    )
