"""llama.cpp in this process: what Ollama, LM Studio and llama-server answer from a GGUF file."""

from pathlib import Path
from typing import Any

import httpx
import xllamacpp


class LlamaCpp:
    """A llama.cpp server over one GGUF file, greedy; its own tokenizer and chat template."""

    def __init__(self, file: Path, threads: int = 1) -> None:
        given = xllamacpp.CommonParams()
        given.model.path, given.n_ctx, given.n_parallel = str(file), 4096, 1
        given.cpuparams.n_threads, given.verbosity = threads, -1
        given.cache_type_k = given.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F16
        self._server = xllamacpp.Server(given)
        self._http = httpx.Client(
            base_url=self._server.listening_address, trust_env=False, timeout=600
        )

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        return self._http.post(path, json=body).raise_for_status().json()

    def prompt(self, messages: list[dict[str, str]]) -> str:
        """Return the text that its chat template makes of a chat."""
        return str(self._post("/apply-template", {"messages": messages})["prompt"])

    def tokens(self, text: str) -> list[int]:
        """Return the token ids it reads for a prompt."""
        body = {"content": text, "add_special": True, "parse_special": True}
        return [int(token) for token in self._post("/tokenize", body)["tokens"]]

    def answer(self, prompt: list[int], tokens: int) -> str:
        """Return what it writes after a prompt of token ids."""
        body = {"prompt": prompt, "n_predict": tokens, "temperature": 0, "cache_prompt": False}
        return str(self._post("/completion", body)["content"])

    def complete(self, request: dict[str, Any]) -> str:
        """Return what it writes upon the body of a request to `/completion`."""
        return str(self._post("/completion", request)["content"])
