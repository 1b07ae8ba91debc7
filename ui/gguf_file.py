"""The GGUF file of a fine-tuned model: make it, download it, run it elsewhere."""

from pathlib import Path

import streamlit as st

from ui import components, services, state, wording
from ui.services import Record

JOB = "finetune.gguf"
"""Under this the session remembers the job that writes one."""
MODELFILE = """FROM ./{file}
PARAMETER temperature 0
SYSTEM \"\"\"{instruction}\"\"\"
"""


def panel(project: Record, adapter: Record, file_name: str) -> None:
    """Offer to make the file, or the file with how to run it."""
    st.markdown("One file for Ollama, LM Studio and llama.cpp: the base model with this adapter.")
    key, made = adapter["id"], adapter["gguf"]
    if not made:
        if st.button("Make the file", key=f"adapter.gguf.{key}", icon=":material/deployed_code:"):
            job = services.client().export_gguf(project=project["id"], adapter=key)
            state.watch(JOB, job)
            st.rerun()
        return
    st.download_button(
        f"Download it ({wording.size(made['bytes'])})",
        lambda: Path(made["path"]).read_bytes(),
        f"{file_name}.gguf",
        key=f"adapter.gguf.download.{key}",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )
    st.caption(f"It lies at {components.plain(made['path'])}")
    _recipe(f"{file_name}.gguf", file_name, made["instruction"])


def _recipe(file: str, name: str, instruction: str) -> None:
    st.markdown("**llama.cpp**")
    st.code(f"llama-server -m {file}", language=None)
    st.markdown("**Ollama**: save as `Modelfile` beside it, then")
    st.code(f"ollama create {name.lower()} -f Modelfile", language=None)
    st.code(MODELFILE.format(file=file, instruction=instruction), language=None, wrap_lines=True)
    st.caption(
        "It learned the layout that the Prompt page shows: passages first, then the question. "
        "Keep it at 16 or 8 bits: requantising to 4 bits throws the adapter away (measured: "
        "F1 .58 became .13)."
    )
