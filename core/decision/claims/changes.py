"""Claims on documents that change: taken up at once, right afterwards, gone when withdrawn."""

from collections.abc import Sequence

from core.arms import ALL_ARMS
from core.charts.words import arm_label
from core.decision.claims.by_p import by_p
from core.decision.claims.draft import Draft, experiment, not_applying, unmeasured
from core.decision.claims.gathered import HELD_OUT, SEEN, Gathered
from core.decision.claims.pairs import Pair, Saying, of_sides
from core.decision.claims.shown import evidence_of
from core.decision.words import duration, of_100
from core.evaluation.asking.freshness_draw import CHANGED
from core.evaluation.figures.freshness import FRESH
from core.evaluation.figures.verdicts import Side, side
from core.evaluation.scoring.measures import value_of
from core.records.claim import Claim, Evidence
from core.records.freshness import Experiment, FactRow
from core.records.scored import ScoredRow

NEW = Saying(
    "gives the new value more often than {other}",
    "{arm} gives the new value for {share}",
    "gives the new value more often",
    "changed facts",
)
STILL = Saying(
    "still answers more than {other}",
    "{arm} still answers {share}",
    "still answers more",
    "withdrawn facts",
)
BOTH = "This is after both had their update: RAG its index, Fine-tuned its retraining."
MEASURE_FRESHNESS = "Change documents on the Freshness page, with RAG and Fine-tuned."


def fresh(claim: Claim, held: Gathered) -> Draft:
    """Judge: before anything is trained anew RAG has more new values, and has caught up sooner."""
    experiment = held.freshness
    compared = experiment and _facts(experiment, ("updated", "updated"))
    if not experiment or not compared:
        return unmeasured(claim, "No change of documents was measured yet.", MEASURE_FRESHNESS)
    return by_p(
        claim,
        [compared],
        NEW,
        _evidence(experiment, "timeline"),
        (held.model, experiment["created_at"]),
        unless=_not_sooner(experiment),
        beside=_when(experiment),
    )


def _not_sooner(experiment: Experiment) -> str:
    """Say why RAG has not caught up sooner; "" where it has."""
    caught_up = experiment["time_to_fresh"]
    rag, tuned = (caught_up.get(arm) for arm in ("rag", "tuned"))
    seconds = rag and rag["seconds"]
    if not rag or seconds is None:
        if not rag or rag["share"] is None:
            return "But RAG knew none of these facts before, so it could not catch up."
        return (
            f"But RAG had not caught up: it gives the new value for {of_100(rag['share'])} of 100 "
            f"facts that it knew before, a part of all that changed; "
            f"{of_100(FRESH)} of 100 count as caught up."
        )
    if tuned and tuned["seconds"] is not None and tuned["seconds"] <= seconds:
        return f"But Fine-tuned had caught up sooner, after {duration(tuned['seconds'])}."
    return ""


def _when(experiment: Experiment) -> str:
    """Say after which time which arm had caught up."""
    times = {
        arm: caught_up["seconds"]
        for arm, caught_up in experiment["time_to_fresh"].items()
        if arm in ("rag", "tuned", "hybrid") and caught_up["seconds"] is not None
    }
    said = [f"{arm_label(arm)} after {duration(seconds)}" for arm, seconds in times.items()]
    return f"Caught up: {', '.join(said)}." if said else ""


def changing(claim: Claim, held: Gathered) -> Draft:
    """Judge: once both had their update, RAG has more new values."""
    experiment = held.freshness
    compared = experiment and _facts(experiment, ("updated", "retrained"))
    if not experiment or not compared:
        return unmeasured(
            claim,
            "No change of documents was measured in which Fine-tuned was trained anew.",
            MEASURE_FRESHNESS + " Let it train anew.",
        )
    made = (held.model, experiment["created_at"])
    return by_p(claim, [compared], NEW, _evidence(experiment, "outcome"), made, beside=BOTH)


def _evidence(experiment: Experiment, chart: str) -> Evidence:
    key = experiment["experiment"]
    return {"kind": "freshness", "id": key, "chart": chart, "stratum": None}


def _facts(experiment: Experiment, phases: tuple[str, str]) -> Pair | None:
    """Compare RAG and Fine-tuned on all changed facts, each in its phase."""
    wanted = dict(zip(("rag", "tuned"), phases, strict=True))
    rows = [
        row
        for row in experiment["rows"]
        if row["fate"] == CHANGED
        and all(phase in row["answers"].get(arm, {}) for arm, phase in wanted.items())
    ]
    if not rows:
        return None
    rag, tuned = (_side(rows, arm, phase) for arm, phase in wanted.items())
    groups = [row["group"] for row in rows]
    return of_sides(arm_label("rag"), arm_label("tuned"), "", (rag, tuned), groups)


def _side(rows: Sequence[FactRow], arm: str, phase: str) -> Side:
    values = [[float(row["answers"][arm][phase]["says"] == "new")] for row in rows]
    return Side(values, [None], ALL_ARMS[arm].adapts)


def withdrawn(claim: Claim, held: Gathered) -> Draft:
    """Judge: of facts right while their documents were there, Fine-tuned still answers more."""
    measured = experiment(
        claim,
        held,
        "What is still said without its document was not measured yet.",
        "Other documents or questions could.",
    )
    if isinstance(measured, Draft):
        return measured
    rows = {part["name"]: part["rows"] for part in measured["conditions"]}
    compared = _still(rows["with"], rows["without"])
    if compared is None:
        return not_applying(claim, "RAG and Fine-tuned did not both answer.", "Ask both arms.")
    return by_p(
        claim, [compared], STILL, evidence_of(measured), (measured["model"], measured["created_at"])
    )


def _still(before: Sequence[ScoredRow], after: Sequence[ScoredRow]) -> Pair | None:
    """Compare the share of facts that were right with their document and still are without it."""
    left = {row["question_id"]: row for row in after}
    arms = ("tuned", "rag")
    rows = [
        (row, left[row["question_id"]])
        for row in before
        if row["question_id"] in left
        and row["stratum"] in (SEEN, HELD_OUT)
        and all(arm in row["answers"] for arm in arms)
        and all(arm in left[row["question_id"]]["answers"] for arm in arms)
    ]
    if not rows:
        return None
    sides = []
    for arm in arms:
        was, still = (
            side([pair[at] for pair in rows], arm, lambda answer: value_of(answer, "containment"))
            for at in (0, 1)
        )
        values = [
            [known * kept for known, kept in zip(*seeds, strict=True)]
            for seeds in zip(was.values, still.values, strict=True)
        ]
        sides.append(Side(values, was.adapters, was.adapts))
    groups = [row["group"] for row, _ in rows]
    return of_sides(arm_label(arms[0]), arm_label(arms[1]), "", (sides[0], sides[1]), groups)
