"""The reference runtime, and the one for models that OpenVINO's GGUF reader does not know."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import torch
import transformers

from core.inference.device import this_device
from core.inference.generator import Build, Completion, OnToken, Prompt, padded


class _TokenStream(transformers.generation.streamers.BaseStreamer):  # type: ignore[misc]
    """Receives the prompt once, then each token; remembers whether the caller wants to stop."""

    def __init__(self, on_token: OnToken) -> None:
        self._on_token = on_token
        self._prompt_seen = False
        self.times: list[float] = []
        self.stopped = False

    def put(self, value: torch.Tensor) -> None:
        if self._prompt_seen:
            self.times.append(time.perf_counter())
            self.stopped = self.stopped or not self._on_token(int(value.reshape(-1)[0]))
        self._prompt_seen = True

    def end(self) -> None:
        pass

    def should_stop(self, ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        """Serve as a stopping criterion: one flag a row."""
        return torch.full((ids.shape[0],), self.stopped, dtype=torch.bool, device=ids.device)


class TransformersGenerator:
    """A causal language model, in fp32 on the CPU, with the adapter unmerged where there is one.

    On a GPU (untested) the weights are in the precision that `build` then names.
    """

    cache = "fresh"

    def __init__(self, build: Build, eos_id: int) -> None:
        device = this_device()
        self.build = replace(build, precision=device.precision)
        self.version = f"transformers {transformers.__version__}"
        self._eos_id = eos_id
        model: Any = transformers.AutoModelForCausalLM.from_pretrained(
            build.folder, dtype=device.dtype, trust_remote_code=False, use_safetensors=True
        )
        # A folder's own settings could punish repetition, and with it an answer from a passage.
        model.generation_config = transformers.GenerationConfig(
            eos_token_id=eos_id, pad_token_id=eos_id
        )
        if build.adapter_folder is not None:
            from peft import PeftModel

            model = PeftModel.from_pretrained(model, build.adapter_folder)
        self._model = model.to(device.kind).eval()

    def generate(
        self, prompt: Prompt, max_tokens: int, on_token: OnToken, exactly: bool = False
    ) -> Completion:
        """Answer one prompt by its token ids, greedily."""
        stream = _TokenStream(on_token)
        ids = torch.tensor([prompt.ids], device=self._model.device)
        began = time.perf_counter()
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=max_tokens,
                min_new_tokens=max_tokens if exactly else None,
                do_sample=False,
                streamer=stream,
                stopping_criteria=[stream.should_stop],
            )
        times = stream.times or [time.perf_counter()]
        return Completion(
            output[0, len(prompt.ids) :].tolist(),
            len(prompt.ids),
            1000 * (times[0] - began),
            1000 * (times[-1] - began),
            stream.stopped,
        )

    def generate_many(self, prompts: Sequence[Prompt], max_tokens: int) -> list[list[int]]:
        """Return the answer tokens of several prompts, worked on together and untimed."""
        rows = padded([prompt.ids for prompt in prompts])
        ids, mask = (torch.from_numpy(row).to(self._model.device) for row in rows)
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=ids, attention_mask=mask, max_new_tokens=max_tokens, do_sample=False
            )
        return [self._until_eos(row) for row in output[:, ids.shape[1] :].tolist()]

    def _until_eos(self, ids: list[int]) -> list[int]:
        """Cut the padding that a row got while the others went on."""
        return ids[: ids.index(self._eos_id) + 1] if self._eos_id in ids else ids
