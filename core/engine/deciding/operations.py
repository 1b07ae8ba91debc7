"""What measurements say to somebody who decides: the four measures and the claims."""

from core.arms import ALL_ARMS
from core.charts.words import model_name
from core.decision.headline import findings, how_sure, limits
from core.decision.measures import measured_arms
from core.engine.context import Engine
from core.engine.deciding.gathered import evaluation_in_use, freshness_in_use
from core.engine.table import operation
from core.evaluation.asking.freshness_draw import CHANGED
from core.evaluation.figures.verdicts import contrasts
from core.evaluation.statistics.plan import MARGIN, fixed
from core.project import answers
from core.project.documents import documents
from core.project.workspace import Project
from core.records.contrast import Contrast
from core.records.evaluation import Evaluation
from core.records.four_measures import FourMeasures, Scope
from core.records.freshness import Experiment
from core.records.summary import AskedFigures


@operation(reads=True, recorded=True, kept="data")
def four_measures(
    engine: Engine, *, project: Project, evaluation: str | None = None
) -> FourMeasures:
    """Return accuracy, latency, cost and freshness of each arm, and the finding in a sentence.

    Args:
        evaluation: None for the newest finished one; freshness is the newest finished experiment's.

    Raises:
        NotFoundError: nothing was evaluated yet.
        InvalidInputError: the evaluation is not finished.
    """
    shown = evaluation_in_use(engine, project, evaluation)
    freshness = freshness_in_use(engine, project)
    arms = measured_arms(shown["summary"], freshness)
    planned = containment_contrasts(engine, shown)
    scope = _scope(project, shown)
    first, *more = findings(arms, planned)
    return {
        "headline": first,
        "more": more,
        "how_sure": how_sure(arms, planned, shown["summary"]["contrasts"]),
        "limits": _limits(project, shown, freshness, scope),
        "arms": arms,
        "scope": scope,
    }


def containment_contrasts(engine: Engine, shown: Evaluation) -> list[Contrast]:
    """Return the planned comparisons of an evaluation by the share of right answers."""

    def compared() -> list[Contrast]:
        card = shown["card"]
        margin = card.get("margin", MARGIN)
        arms = list(shown["summary"]["arms"])
        return contrasts(shown["rows"], arms, "containment", margin, fixed(card))

    return engine.memo.get(("containment", shown["id"]), shown["summary"]["n"], compared)


def _scope(project: Project, shown: Evaluation) -> Scope:
    summary, prices = shown["summary"], shown["summary"]["prices"]
    return {
        "project": project.name,
        "model": model_name(summary),
        "documents": len(documents(project.db)),
        "n": summary["n"],
        "groups": len({row["group"] for row in shown["rows"]}),
        "seeds": fewest_seeds(shown),
        "measured_at": answers.get_evaluation(project.db, shown["id"])["created_at"],
        "recorded": project.recorded is not None,
        "evaluation": shown["id"],
        "card": shown["card"].get("hash", ""),
        "currency": summary["currency"],
        "example_price": prices.get("example", False),
        "priced_at": prices.get("as_of"),
    }


def fewest_seeds(shown: Evaluation) -> int:
    """Return how many adapters the arm that has fewest answered with; 0 where none adapts."""
    arms = shown["summary"]["arms"]
    return min((f["seeds"] for key, f in arms.items() if ALL_ARMS[key].adapts), default=0)


def _limits(
    project: Project, shown: Evaluation, freshness: Experiment | None, scope: Scope
) -> list[str]:
    strata = {
        name: part["groups"]
        for figures in shown["summary"]["arms"].values()
        for name, part in figures["strata"].items()
        if name in ("seen", "held_out")
    }
    changed = freshness and sum(row["fate"] == CHANGED for row in freshness["rows"])
    return limits(
        scope["model"],
        scope["seeds"],
        _who_wrote(project, shown["summary"]["questions"]),
        strata,
        changed,
        scope["example_price"],
    )


def _who_wrote(project: Project, asked: AskedFigures) -> str:
    """Say who wrote the questions and who looked at them; "" where people wrote or reviewed all."""
    if project.db.setting("demo") is not None:
        return "A program wrote the questions, about an invented company."
    if not asked["unreviewed"]:
        return ""
    return (
        f"A model wrote {asked['generated']} of the {asked['n']} questions, and nobody reviewed "
        f"{asked['unreviewed']} of them: some may be wrong."
    )
