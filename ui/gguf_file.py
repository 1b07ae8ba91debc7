"""The GGUF file of a fine-tuned model: make it, download it, run it elsewhere."""

from pathlib import Path

import streamlit as st

from ui import components, jobs, services, wording
from ui.services import Record

KIND = "export"
MODELFILE = """FROM ./{file}
PARAMETER temperature 0
SYSTEM \"\"\"{instruction}\"\"\"
"""


def written(project: Record) -> dict[str, Record]:
    """Return the newest job that writes, or wrote, a file of each adapter, by the adapter's id."""
    found = reversed(services.client().jobs(project=project["id"]))
    return {job["settings"]["adapter"]: job for job in found if job["kind"] == KIND}


def panel(project: Record, adapter: Record, name: str, job: Record | None) -> None:
    """Offer to make the file, or the file with how to run it.

    Args:
        name: The adapter's, fit for a file system.
        job: The newest of `written`.
    """
    st.markdown("One file for Ollama, LM Studio and llama.cpp: the base model with this adapter.")
    if job and job["state"] != "done":
        jobs.panel(project["id"], job)
    key, made = adapter["id"], adapter["gguf"]
    if made:
        _download(key, made, f"{name}.gguf")
        _recipe(name, made["instruction"])
    elif not (job and job["state"] in jobs.ACTIVE) and st.button(
        "Make the file", key=f"adapter.gguf.{key}", icon=":material/deployed_code:"
    ):
        services.client().export_gguf(project=project["id"], adapter=key)
        st.rerun()


def _download(key: str, made: Record, file: str) -> None:
    st.download_button(
        f"Download it ({wording.size(made['bytes'])})",
        lambda: Path(made["path"]).read_bytes(),
        file,
        key=f"adapter.gguf.download.{key}",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(f"It lies at {components.plain(made['path'])}")


def _recipe(name: str, instruction: str) -> None:
    file = f"{name}.gguf"
    st.markdown("**llama.cpp**")
    st.code(f"llama-server -m {file}", language=None, wrap_lines=True)
    st.markdown("**Ollama**: save this as `Modelfile` beside it, then create the model.")
    st.code(MODELFILE.format(file=file, instruction=instruction), language=None, wrap_lines=True)
    st.code(f"ollama create {name.lower()} -f Modelfile", language=None, wrap_lines=True)
    st.caption(
        "It learned the layout that the Prompt page shows: passages first, then the question. "
        "Keep it at 16 or 8 bits: requantising to 4 bits throws the adapter away (measured: "
        "F1 .58 became .13)."
    )
