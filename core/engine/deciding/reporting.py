"""Reports: stored results gathered into one snapshot, and written as a file."""

from pathlib import Path
from typing import cast, get_args

from core.engine.context import Engine
from core.engine.deciding.claims import claims
from core.engine.deciding.gathered import evaluation_in_use, freshness_in_use
from core.engine.deciding.operations import containment_contrasts, four_measures
from core.engine.deciding.recommending import recommendation
from core.engine.evaluating.upkeep import month_costs
from core.engine.table import operation
from core.errors import InvalidInputError
from core.project.workspace import Project, write_whole
from core.records.snapshot import Snapshot, WrittenReport
from core.report.writers import Format, written


@operation(reads=True, recorded=True, kept="data")
def snapshot(engine: Engine, *, project: Project, evaluation: str | None = None) -> Snapshot:
    """Return all that a report says: stored results alone, so the same ones give the same.

    Args:
        evaluation: None for the newest finished one.

    Raises:
        NotFoundError: nothing was evaluated yet.
        InvalidInputError: the evaluation is not finished.
    """
    shown = evaluation_in_use(engine, project, evaluation)
    key = shown["id"]
    measures = four_measures(engine, project=project, evaluation=key)
    freshness = freshness_in_use(engine, project)
    recorded, last = project.recorded, recommendation(engine, project=project, evaluation=key)
    made = [measures["scope"]["measured_at"]]
    made += [last["created_at"]] if last else []
    made += [freshness["created_at"]] if freshness else []
    made += [recorded["recorded_at"]] if recorded else []
    return {
        "made_at": max(made),
        "measures": measures,
        "claims": claims(engine, project=project, evaluation=key)["claims"],
        "contrasts": containment_contrasts(engine, shown),
        "recommendation": last,
        "evaluation": {"id": key, "card": shown["card"], "summary": shown["summary"]},
        "months": month_costs(engine, project=project, evaluation=key),
        "freshness": freshness,
        "recorded": recorded,
    }


@operation(reads=True, recorded=True)
def report(
    engine: Engine,
    *,
    project: Project,
    format: str,
    evaluation: str | None = None,
    interactive: bool = False,
    file: str | None = None,
) -> WrittenReport:
    """Write a report of stored results and return its path.

    Args:
        format: html, pdf, pptx, md or xlsx.
        evaluation: None for the newest finished one.
        interactive: Of HTML: plotly's figures in place of drawings.
        file: Absolute path to write; else the project keeps the file.

    Raises:
        InvalidInputError: no such format, an evaluation that is not finished, or the file cannot
            be written.
        NotFoundError: nothing was evaluated yet.
    """
    if format not in get_args(Format):
        formats = ", ".join(get_args(Format))
        raise InvalidInputError(f"No report is written as '{format}'. Choose from {formats}.")
    told = snapshot(engine, project=project, evaluation=evaluation)
    kept = project.folder / "exports" / f"report-{told['evaluation']['id']}.{format}"
    target = Path(file) if file else kept
    content = written(told, cast(Format, format), interactive)
    try:
        if not file:
            target.parent.mkdir(exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise InvalidInputError(
            f"{target} cannot be written: {error.strerror}. Give a file in a folder that exists."
        ) from error
    return {"path": str(target)}
