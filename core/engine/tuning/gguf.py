"""The jobs around GGUF files: a base model comes as one, a fine-tuned model leaves as one."""

import shutil
from pathlib import Path

from core.config import ANSWER, MIN_FREE_DISK_MB
from core.engine.child import run_child
from core.engine.context import Engine
from core.engine.queue import RunningJob
from core.engine.tuning.estimate import weights_of
from core.inference.builds import base_folder
from core.project.workspace import require_disk
from core.records.adapter import GgufFile
from core.records.training import PreparedBase
from core.setup.gguf_base import check_gguf, require_memory, require_room
from core.setup.models import STAGES, base_ready
from core.tuning.adapters import adapters_folder, get_adapter
from core.tuning.export import unfinished

F16_BYTES = 2


def prepare_base(engine: Engine, job: RunningJob) -> PreparedBase:
    """Make a base model's folder and 8-bit build out of a GGUF file, unless another project did."""
    models, key = engine.paths.models, job.project.base
    if base_ready(models, key):
        return {"base": key}
    file = check_gguf(job.settings["path"])  # It may have changed since the project was made.
    require_room(file, models)

    def look(lines: list[str]) -> None:
        stages = [line.strip() for line in lines if line.strip() in STAGES]
        done = max(len(stages) - 1, 0)  # The last stage named is still under way.
        job.progress(done, len(STAGES), stages[-1] if stages else "starting")

    try:
        run_child(job, ["core.setup", str(file.path), key], models, look)
    finally:
        for folder in (models / key, models / f"{key}-{ANSWER.precision}"):
            shutil.rmtree(unfinished(folder), ignore_errors=True)
    return {"base": key}


def export(engine: Engine, job: RunningJob) -> GgufFile:
    """Write the base model with an adapter merged in as one GGUF file; return path and bytes."""
    adapter = get_adapter(adapters_folder(job.project), job.settings["adapter"])
    base, target = base_folder(engine.paths.models, job.project.base), Path(job.settings["file"])
    weights = weights_of(base)
    whole = F16_BYTES * weights
    require_memory(weights, f"Writing {target.name}", "Close other programs and try it again")
    require_disk(target.parent, whole // 2**20 + MIN_FREE_DISK_MB)
    making = unfinished(target)

    def look(lines: list[str]) -> None:
        if making.exists():
            written = making.stat().st_size
            message = f"{written // 10**6} of {whole // 10**6} MB written"
            job.progress(written, whole, message)

    job.progress(0, whole, "merging the adapter")
    try:
        arguments = [str(base), str(adapter.folder), str(target), adapter.name]
        run_child(job, ["core.tuning.export", *arguments], engine.paths.models, look)
    finally:
        making.unlink(missing_ok=True)
    return {"path": str(target), "bytes": target.stat().st_size}
