"""The GGUF file of a fine-tuned model: make it, find or download it, run it elsewhere."""

import json
import shlex
from pathlib import Path

import streamlit as st

from core.records.adapter import AdapterRow, GgufFile
from core.records.job import Job
from core.records.project import ProjectRow
from core.records.training import GgufRecipe
from ui import components, jobs, services, wording

KIND = "export"
DOWNLOAD_BYTES = 500_000_000
"""A download lies in the app's memory as a whole; larger files are copied from where they lie."""
REQUEST = "question.json"


def written(project: ProjectRow) -> dict[str, Job]:
    """Return the newest job that writes, or wrote, a file of each adapter, by the adapter's id."""
    found = reversed(services.client().jobs(project=project["id"]))
    return {job["settings"]["adapter"]: job for job in found if job["kind"] == KIND}


def panel(project: ProjectRow, adapter: AdapterRow, name: str, job: Job | None) -> None:
    """Offer to make the file, or the file with how to run it.

    Args:
        name: The adapter's, fit for a file system.
        job: The newest of `written`.
    """
    st.markdown("One file for Ollama, LM Studio and llama.cpp: the base model with this adapter.")
    if job and job["state"] != "done":
        jobs.panel(project["id"], job)
    key, made = adapter["id"], adapter["gguf"]
    if made and Path(made["path"]).exists():
        _file(key, made, f"{name}.gguf")
        _recipe(
            made["path"], name, services.client().gguf_recipe(project=project["id"], adapter=key)
        )
        return
    if made:
        path = components.plain(made["path"])
        st.warning(f"The file {path} was removed. Make it again.", icon=":material/warning:")
    if not (job and job["state"] in jobs.ACTIVE) and st.button(
        "Make the file", key=f"adapter.gguf.{key}", icon=":material/deployed_code:"
    ):
        services.client().export_gguf(project=project["id"], adapter=key)
        st.rerun()


def _file(key: str, made: GgufFile, name: str) -> None:
    size = wording.size(made["bytes"])
    st.markdown(f"The file is here ({size}):")
    st.code(made["path"], language=None, wrap_lines=True)
    if made["bytes"] > DOWNLOAD_BYTES:
        st.caption(
            f"Files above {wording.size(DOWNLOAD_BYTES)} are copied from there, not downloaded."
        )
        return
    st.download_button(
        f"Download it ({size})",
        lambda: Path(made["path"]).read_bytes(),  # Called by a click, not before.
        name,
        key=f"adapter.gguf.download.{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def _recipe(path: str, name: str, recipe: GgufRecipe) -> None:
    st.markdown(f"**llama.cpp**: start its server, save the question as `{REQUEST}`, ask it.")
    st.code(f"llama-server -m {shlex.quote(path)}", language=None, wrap_lines=True)
    request = json.dumps(recipe["request"], ensure_ascii=False, indent=2)
    st.code(request, language=None, wrap_lines=True)
    asking = f"curl http://localhost:8080/completion -d @{REQUEST}"
    st.code(asking, language=None, wrap_lines=True)
    st.markdown("**Ollama**: save this as `Modelfile`, create the model, ask it without passages.")
    st.code(recipe["modelfile"], language=None, wrap_lines=True)
    model = name.lower()
    st.code(f"ollama create {model} -f Modelfile", language=None, wrap_lines=True)
    st.code(f'ollama run {model} "(the question)"', language=None, wrap_lines=True)
    st.caption(
        "Both lay out the question as in training and begin the answer, which ends at its closing "
        "quotation mark. A plain chat does neither, so it says little about what was trained. "
        "Passages go where shown, the best one last; Ollama takes the same prompt through "
        '`/api/generate` with `"raw": true`. Ask each question in a new conversation. Keep the '
        "file at 16 or 8 bits: how much of the training survives with fewer was not measured."
    )
