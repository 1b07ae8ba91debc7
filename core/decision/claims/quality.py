"""Claims on right answers: refusals, special tasks, form, what is forgotten, and Hybrid."""

from collections.abc import Callable, Sequence

from core.decision.claims.by_p import by_p
from core.decision.claims.draft import Draft, evaluated, experiment, not_applying, unmeasured
from core.decision.claims.gathered import HELD_OUT, SEEN, UNANSWERABLE, Gathered, beside
from core.decision.claims.inventions import said_of_inventions
from core.decision.claims.pairs import RIGHT, Pair, Saying, pair
from core.decision.claims.shown import evidence_of
from core.decision.words import WHERE, about, of_100
from core.evaluation.scoring.formats import KINDS
from core.evaluation.scoring.measures import value_of
from core.records.claim import Claim
from core.records.measurement import Measurement
from core.records.question import LABEL
from core.records.scored import ScoredAnswer, ScoredRow

LEAST_BASE = 0.4
"""Share of the general set that Base must have right before anything could be forgotten."""
REFUSES = Saying(
    "refuses more often than {other}",
    "{arm} refuses {share}",
    "refuses more often",
    "questions that the documents do not answer",
)
KEEPS_FORM = Saying(
    "keeps the form more often than {other}",
    "{arm} keeps the form in {share}",
    "keeps the form more often",
)


def invents(claim: Claim, held: Gathered) -> Draft:
    """Judge: on unanswerable questions RAG refuses more often than Base and than Fine-tuned."""
    absent = evaluated(claim, held, "base", "rag", "tuned")
    if absent:
        return absent
    beside = said_of_inventions(held.evaluation["rows"], held.texts)
    rows = held.rows(UNANSWERABLE)
    refused = _value("abstains")
    pairs = pairs_of(claim, {"": rows}, refused)
    if not pairs:
        return not_applying(
            claim,
            f"There are no questions that the documents leave unanswered. {beside}".strip(),
            "Add test questions that no document answers.",
        )
    evidence = held.evidence("refusals", UNANSWERABLE)
    made = (held.model, held.measured_at)
    return by_p(claim, pairs, REFUSES, evidence, made, beside=beside)


def specialised(claim: Claim, held: Gathered) -> Draft:
    """Judge: on labels and forms Fine-tuned is right more often than RAG and worked examples."""
    absent = evaluated(claim, held, "rag", "tuned")
    if absent:
        return absent
    asked = _beside_rivals(claim, held, KINDS, "a label or a fixed form")
    if isinstance(asked, Draft):
        return asked
    stratum, rows = asked
    pairs = pairs_of(claim, {f"on {WHERE[stratum]}": rows})
    if len(pairs) < len(claim.contrasts):
        return unmeasured(claim, "Not every rival answered these questions.", "Measure it.")
    return by_p(
        claim,
        pairs,
        RIGHT,
        held.evidence("labels" if held.evaluation["summary"]["labels"] else "form", stratum),
        (held.model, held.measured_at),
        unless=_below_majority(held, stratum),
    )


def _below_majority(held: Gathered, stratum: str) -> str:
    """Say that one label for all does about as well; "" where Fine-tuned does better."""
    figures = held.evaluation["summary"]["labels"].get(stratum)
    tuned = figures and figures["arms"].get("tuned")
    if not figures or not tuned:
        return ""
    interval, least = tuned["intervals"]["macro_f1"], figures["majority"]["macro_f1"]
    if interval and interval[0] > least:
        return ""
    return (
        f"But its macro-F1, {tuned['macro_f1']:.2f}, is not surely above that of the most common "
        f"label for all, {least:.2f}."
    )


def form(claim: Claim, held: Gathered) -> Draft:
    """Judge: Fine-tuned keeps a fixed form more often than worked examples in the prompt do."""
    absent = evaluated(claim, held, "tuned")
    if absent:
        return absent
    asked = _beside_rivals(claim, held, [kind for kind in KINDS if kind != LABEL], "a fixed form")
    if isinstance(asked, Draft):
        return asked
    stratum, rows = asked
    pairs = pairs_of(claim, {f"on {WHERE[stratum]}": rows}, _valid)
    if not pairs:
        return unmeasured(claim, "Few-shot did not answer these questions.", "Measure it.")
    made = (held.model, held.measured_at)
    evidence = held.evidence("form", stratum)
    return by_p(claim, pairs, KEEPS_FORM, evidence, made, beside=_constrained(rows))


def _constrained(rows: Sequence[ScoredRow]) -> str:
    """Say how constrained decoding does, and who is right given the form."""
    shares = []
    for arm, label in (("tuned", "Fine-tuned"), ("constrained", "Constrained decoding")):
        answers = [row["answers"][arm] for row in rows if arm in row["answers"]]
        valid = [answer for answer in answers if _valid(answer)]
        if answers:
            kept = about(len(valid) / len(answers))
            correct = sum(bool(answer["form"] and answer["form"]["right"]) for answer in valid)
            given = f", right in {about(correct / len(valid))} of 100 of these" if valid else ""
            shares.append(f"{label} keeps it in {kept} of 100{given}")
    return f"{'; '.join(shares)}." if len(shares) > 1 else ""


def _valid(answer: ScoredAnswer) -> float:
    held = answer["form"]
    return float(bool(held and held["valid"] and not answer.get("error")))


def _stratum_of_kind(held: Gathered, kinds: Sequence[str]) -> str | None:
    """Return the stratum that is judged, held-out questions first; None without such questions."""
    for stratum in (HELD_OUT, SEEN):
        if any(row["kind"] in kinds for row in held.rows(stratum)):
            return stratum
    return None


def _beside_rivals(
    claim: Claim, held: Gathered, kinds: Sequence[str], what: str
) -> Draft | tuple[str, list[ScoredRow]]:
    """Return the stratum that asks for labels or forms, and its questions with rivals' answers.

    Where there is none, or no rival was measured, the draft that says so.
    """
    stratum = _stratum_of_kind(held, kinds)
    if stratum is None:
        why = f"No test question asks for {what}."
        return not_applying(claim, why, "Add test questions of such a kind.")
    rivals = held.measurements.get(claim.measured_by)
    if rivals is None or rivals["refused"]:
        return unmeasured(claim, "Worked examples in the prompt were not measured.", "Measure it.")
    rows = [row for row in held.rows(stratum) if row["kind"] in kinds]
    return stratum, beside(rows, _asked(rivals))


def forgets(claim: Claim, held: Gathered) -> Draft:
    """Judge: on a general set Fine-tuned has fewer right than Base."""
    measured = experiment(claim, held, "The general set was not asked yet.", "Train an adapter.")
    if isinstance(measured, Draft):
        return measured
    compared = pair(_asked(measured), "base", "tuned", "on a general set")
    if compared is None:
        return unmeasured(claim, "Base and Fine-tuned did not both answer.", "Measure it.")
    if compared.shares[0] < LEAST_BASE:
        return not_applying(
            claim,
            f"Base itself has only {about(compared.shares[0], compared.intervals[0])} of 100 right "
            f"on the general set, under {of_100(LEAST_BASE)}: there is too little to forget.",
            "A larger model could.",
        )
    return by_p(claim, [compared], RIGHT, evidence_of(measured), _made(measured))


def everything(claim: Claim, held: Gathered) -> Draft:
    """Judge: with all documents in the prompt more answers are right than with RAG."""
    absent = evaluated(claim, held, "rag")
    if absent:
        return absent
    measured = experiment(
        claim,
        held,
        "All documents in the prompt were not tried yet.",
        "A model with a longer window could.",
    )
    if isinstance(measured, Draft):
        return measured
    rows = beside(held.rows(HELD_OUT), _asked(measured))
    pairs = pairs_of(claim, {f"on {WHERE[HELD_OUT]}": rows})
    if not pairs:
        return unmeasured(claim, "It asked none of this evaluation's questions.", "Measure it.")
    made = _made(measured)
    return by_p(claim, pairs, RIGHT, evidence_of(measured), made, beside=_first_token(measured))


def _first_token(measured: Measurement) -> str:
    facts = measured["conditions"][0]["facts"]
    if "cold_ms" not in facts or "warm_ms" not in facts:
        return ""
    return (
        f"Its first token takes {facts['cold_ms'] / 1000:,.1f} s, and {facts['warm_ms']:,.0f} ms "
        "once the documents were read."
    )


def pairs_of(
    claim: Claim,
    parts: dict[str, list[ScoredRow]],
    value: Callable[[ScoredAnswer], float] | None = None,
) -> list[Pair]:
    """Return every contrast of a claim in every part, by where it was asked."""
    pairs = [
        pair(rows, first, second, where, value)
        for where, rows in parts.items()
        for first, second in claim.contrasts
    ]
    return [found for found in pairs if found is not None]


def _value(name: str) -> Callable[[ScoredAnswer], float]:
    return lambda answer: value_of(answer, name)


def _asked(measured: Measurement) -> list[ScoredRow]:
    return measured["conditions"][0]["rows"] if measured["conditions"] else []


def _made(measured: Measurement) -> tuple[str | None, str | None]:
    return measured["model"], measured["created_at"]
