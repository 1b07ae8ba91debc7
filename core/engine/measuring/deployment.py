"""What preparing the arms took, as it is stored."""

from datetime import datetime

from core.project.documents import documents
from core.project.jobs import list_jobs
from core.project.workspace import Project
from core.records.measurement import MeasurementRecord
from core.tuning.adapters import adapters_folder, get_adapter


def preparing(project: Project, record: MeasurementRecord) -> dict[str, float]:
    """Return `index_s` of all documents, `prepare_s` and `train_s` of the fine-tuned arm's adapter.

    `prepare_s` is what the training job took besides training and building; a job that was stopped
    on the way, or is no longer stored, does not tell.
    """
    facts = {"index_s": round(sum(row["seconds"] for row in documents(project.db)), 1)}
    adapter = get_adapter(adapters_folder(project), record["adapters"]["tuned"])
    facts["train_s"] = round(adapter.manifest["seconds"], 1)
    for job in list_jobs(project.db, "done"):
        made = job["kind"] == "train" and (job["result"] or {}).get("adapter") == adapter.id
        if made and job["started_at"] and job["ended_at"]:
            began, ended = map(datetime.fromisoformat, (job["started_at"], job["ended_at"]))
            spent = (ended - began).total_seconds() - adapter.manifest["seconds"]
            facts["prepare_s"] = round(max(0.0, spent), 1)
    return facts
