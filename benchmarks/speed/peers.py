"""One model behind every runtime: OpenVINO (ours), transformers, llama.cpp in two packages."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gguf
import torch

from core.config import BASE_GGUF, BASE_MODEL, Paths
from core.inference.builds import load, locate, reference
from core.inference.generator import Build, Prompt
from core.inference.tokenizer import ChatTokenizer

THREADS = 2
CONTEXT = 2048
FILES = ("BF16", "Q8_0", "Q4_0")
"""GGUF files made for llama.cpp: 16 bits, which processors may have instructions for, 8, and what
is said to suit its processor code best."""
Run = Callable[[list[int], int], tuple[float, float]]
"""A prompt and how many tokens to write -> seconds to the first token, and to the last."""


def ours(build: Build, tokenizer: ChatTokenizer) -> Run:
    """Return one of Assay's own runtimes."""
    generator = load(build, tokenizer)

    def run(ids: list[int], tokens: int) -> tuple[float, float]:
        done = generator.generate(Prompt(ids), tokens, lambda _: True, exactly=True)
        assert len(done.ids) == tokens
        return done.first_token_ms / 1000, done.total_ms / 1000

    return run


def all_runtimes(folder: Path) -> dict[str, Run]:
    """Load the base model everywhere; files that llama.cpp needs are written into `folder`."""
    torch.set_num_threads(THREADS)
    models = Paths().models
    tokenizer = ChatTokenizer(models / BASE_MODEL)
    runtimes = {
        "assay": ours(locate(models, BASE_MODEL), tokenizer),
        "transformers fp32": ours(reference(models, BASE_MODEL), tokenizer),
    }
    for kind in FILES:
        file = quantised(models / BASE_MODEL / BASE_GGUF, folder / f"{kind}.gguf", kind)
        runtimes[f"llama-cpp-python {kind}"] = llama_cpp_python(file)
        runtimes[f"xllamacpp {kind}"] = xllamacpp(file)
    return runtimes


def llama_cpp_python(file: Path) -> Run:
    """Return llama.cpp as its Python package runs it; nothing of an earlier prompt is kept."""
    from llama_cpp import Llama

    model = Llama(
        str(file), n_ctx=CONTEXT, n_threads=THREADS, n_threads_batch=THREADS, verbose=False
    )

    def run(ids: list[int], tokens: int) -> tuple[float, float]:
        model.reset()
        began = time.perf_counter()
        times = []
        for _ in model.generate(ids, temp=0.0, reset=True):
            times.append(time.perf_counter() - began)
            if len(times) == tokens:
                break
        return times[0], times[-1]

    return run


def xllamacpp(file: Path) -> Run:
    """Return llama.cpp's own server, asked without a network; times are those it gives."""
    from xllamacpp import CommonParams, Server

    given = CommonParams()
    given.model.path = str(file)
    given.n_ctx, given.n_parallel, given.verbosity = CONTEXT, 1, 0
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = THREADS
    server = Server(given)

    def run(ids: list[int], tokens: int) -> tuple[float, float]:
        asked = {
            "prompt": ids,
            "n_predict": tokens,
            "temperature": 0,
            "cache_prompt": False,
            "ignore_eos": True,
        }
        answer: Any = server.handle_completions(asked)
        found = json.loads(answer) if isinstance(answer, str) else answer
        times = found["timings"]
        assert times["predicted_n"] == tokens, times
        assert times["prompt_n"] == len(ids), times
        first = times["prompt_ms"] / 1000
        return first, first + times["predicted_ms"] / 1000

    return run


def quantised(source: Path, target: Path, kind: str) -> Path:
    """Write a GGUF file of that kind from the weights that the base model came as."""
    import llama_cpp

    params = llama_cpp.llama_model_quantize_default_params()
    params.ftype = gguf.LlamaFileType[f"MOSTLY_{kind}"]
    params.allow_requantize = True
    status = llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), params)
    assert status == 0, f"llama.cpp could not write {target.name}"
    return target
