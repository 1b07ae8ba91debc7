"""The default runtime on CPU: OpenVINO GenAI on 8-bit builds."""

import time
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import openvino
import openvino_genai as genai

from core.inference.generator import (
    Build,
    Completion,
    Constraint,
    OnToken,
    Prompt,
    padded,
    parts_of,
)

PROMPT_TOKENS = 2048
"""Of a prompt read in one go; with the runtime's own 256 the first token of a long prompt comes a
tenth later."""
TOKENS_TOGETHER = 4096
"""Of prompts worked on together: the state of each token takes 25 KB and is not given back."""


class _TokenStream(genai.StreamerBase):  # type: ignore[misc]
    """Hands each token on as it comes and times the first and the last."""

    def __init__(self, on_token: OnToken) -> None:
        super().__init__()
        self._on_token = on_token
        self.times: list[float] = []
        self.stopped = False
        self.error: BaseException | None = None

    def write(self, token: int | list[int]) -> Any:
        try:
            for token_id in token if isinstance(token, list) else [token]:
                self.times.append(time.perf_counter())
                self.stopped = self.stopped or not self._on_token(token_id)
        except BaseException as error:  # Raised through C++, it would end the whole process.
            self.error, self.stopped = error, True
        return genai.StreamingStatus.CANCEL if self.stopped else genai.StreamingStatus.RUNNING

    def end(self) -> None:
        pass


class OpenVinoGenerator:
    """A pipeline over one 8-bit build, its prefix cache off so that every prompt is timed fresh."""

    def __init__(self, build: Build, eos_id: int, shared_prefix: bool = False) -> None:
        """Load a build.

        Args:
            shared_prefix: Keep the prefix cache on: what prompts begin with alike is read once.
        """
        self.cache = "shared prefix" if shared_prefix else "fresh"
        scheduler = genai.SchedulerConfig()
        scheduler.enable_prefix_caching = shared_prefix
        scheduler.max_num_batched_tokens = PROMPT_TOKENS
        self.build = build
        self.version = f"openvino-genai {genai.get_version()}"
        self._pipeline = genai.LLMPipeline(build.folder, "CPU", scheduler_config=scheduler)
        self._eos_id = eos_id

    def generate(
        self, prompt: Prompt, max_tokens: int, on_token: OnToken, exactly: bool = False
    ) -> Completion:
        """Answer one prompt by its token ids, greedily."""
        config = self._config(max_tokens, None if exactly else prompt.constraint, exactly)
        stream = _TokenStream(on_token)
        ids = openvino.Tensor(np.array([prompt.ids], dtype=np.int64))
        began = time.perf_counter()
        result = self._pipeline.generate(ids, config, stream)
        if stream.error is not None:
            raise stream.error
        times = stream.times or [time.perf_counter()]
        return Completion(
            list(result.tokens[0]),
            len(prompt.ids),
            1000 * (times[0] - began),
            1000 * (times[-1] - began),
            stream.stopped,
        )

    def generate_many(self, prompts: Sequence[Prompt], max_tokens: int) -> list[list[int]]:
        """Return the answer tokens of several prompts, worked on together and untimed."""
        answers: list[list[int]] = []
        for constraint, alike in groupby(prompts, key=lambda prompt: prompt.constraint):
            for part in parts_of([prompt.ids for prompt in alike], TOKENS_TOGETHER):
                ids, mask = padded(part)
                inputs = genai.TokenizedInputs(openvino.Tensor(ids), openvino.Tensor(mask))
                result = self._pipeline.generate(inputs, self._config(max_tokens, constraint))
                answers += [list(tokens) for tokens in result.tokens]
        return answers

    def _config(self, max_tokens: int, constraint: Constraint | None, exactly: bool = False) -> Any:
        config = genai.GenerationConfig()
        config.max_new_tokens = max_tokens
        config.do_sample = False
        config.eos_token_id = self._eos_id
        config.ignore_eos = exactly
        config.stop_token_ids = set() if exactly else {self._eos_id}
        if constraint:
            form = genai.StructuredOutputConfig()
            form.regex, form.json_schema = constraint.regex, constraint.json_schema
            config.structured_output_config = form
        return config
