"""What it takes to keep an arm up to date: the user's amounts, and what a month costs with them."""

from datetime import UTC, datetime
from typing import cast

from core.engine.context import Engine
from core.engine.evaluating.operations import evaluation as stored_evaluation
from core.engine.table import operation
from core.errors import InvalidInputError
from core.evaluation.figures.break_even import UPKEEP, month_figures
from core.evaluation.scoring.cost import is_amount
from core.project.documents import documents
from core.project.workspace import Project
from core.records.month import MonthFigures
from core.records.prices import DatedUpkeep, Upkeep
from core.tuning.adapters import adapters_folder, list_adapters

SETTING = "upkeep"


def _typed(project: Project) -> DatedUpkeep:
    nothing: dict[str, None] = dict.fromkeys((*UPKEEP, "as_of"))
    return cast(DatedUpkeep, nothing | project.db.setting(SETTING, {}))


@operation(reads=True, recorded=True, kept="data")
def upkeep(engine: Engine, *, project: Project) -> DatedUpkeep:
    """Return what the user typed, by `figures.break_even.UPKEEP`, and the day (`as_of`)."""
    return _typed(project)


@operation(recorded=True)
def set_upkeep(engine: Engine, *, project: Project, upkeep: Upkeep) -> DatedUpkeep:
    """Store amounts under today's date; None takes one back.

    Raises:
        InvalidInputError: an unknown field, or an amount that is not a number of at least 0.
    """
    unknown = set(upkeep) - set(UPKEEP)
    if unknown:
        raise InvalidInputError(
            f"Upkeep has no field called {', '.join(sorted(unknown))}. "
            f"Choose from {', '.join(UPKEEP)}."
        )
    for key, value in upkeep.items():
        if value is not None and not is_amount(value):
            raise InvalidInputError(
                f"Upkeep's {key} must be a number of at least 0, not '{value}'. Type another one."
            )
    today = {"as_of": datetime.now(UTC).date().isoformat()}
    project.db.set_setting(SETTING, _typed(project) | upkeep | today)
    return _typed(project)


@operation(reads=True, recorded=True, kept="data")
def month_costs(engine: Engine, *, project: Project, evaluation: str) -> MonthFigures:
    """Return what each arm of an evaluation costs in a month, and where pairs break even.

    Machine time of an update: all documents indexed anew, as it was measured for each, and the
    adapter of the evaluation trained anew, as its manifest says.
    """
    stored = stored_evaluation(engine, project=project, evaluation=evaluation)
    spent = {
        adapter.id: adapter.manifest["seconds"]
        for adapter in list_adapters(adapters_folder(project))
    }
    used = stored["card"].get("adapter_ids") or {}
    typed = _typed(project)
    amounts: Upkeep = {
        "updates": typed["updates"],
        "index_hours": typed["index_hours"],
        "retrain_hours": typed["retrain_hours"],
        "wage": typed["wage"],
        "index_flat": typed["index_flat"],
        "adapter_flat": typed["adapter_flat"],
        "queries": typed["queries"],
    }
    index_s = sum(row["seconds"] for row in documents(project.db))
    adapters_s = {arm: spent[key] for arm, key in used.items() if key in spent}
    figures = month_figures(stored["summary"], amounts, index_s, adapters_s)
    return {**figures, "as_of": typed["as_of"]}
