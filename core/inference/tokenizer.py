"""Chat messages to token ids and back, without importing torch.

Both runtimes and the training child use the same ids; the chat template is rendered as
transformers renders it (sandboxed jinja2, trimmed blocks), which a test compares.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment
from tokenizers import Tokenizer

from core.inference.generator import Prompt

Messages = list[dict[str, str]]
WINDOW = "max_position_embeddings"


def _token(value: Any) -> str:
    """Return a special token's text; older configs hold it in a dict."""
    return str(value["content"] if isinstance(value, dict) else value or "")


class ChatTokenizer:
    """A base model's tokenizer with its chat template."""

    window: int | None
    """Tokens that the model reads at once, its answer included; None where it is not known."""

    def __init__(self, base: Path, borrowed: bool = False) -> None:
        """Read a base model's folder.

        Args:
            borrowed: Stand in for the tokenizer of a model that is served elsewhere; its window is
                not known.
        """
        self._tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self._tokenizer.no_truncation()
        config = json.loads((base / "tokenizer_config.json").read_text())
        template_file = base / "chat_template.jinja"
        self.template = (
            template_file.read_text() if template_file.exists() else config["chat_template"]
        )
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        self._template = environment.from_string(self.template)
        self.eos = _token(config["eos_token"])
        self.eos_id: int = self._tokenizer.token_to_id(self.eos) or 0
        self._bos = _token(config.get("bos_token"))
        model = json.loads((base / "config.json").read_text())
        # Models that also see or hear keep their language part's figures a level deeper.
        parts = (model, model.get("text_config") or {})
        sizes = [part[WINDOW] for part in parts if part.get(WINDOW)]
        self.window = sizes[0] if sizes and not borrowed else None

    def render(self, messages: Messages, *, answer_next: bool = True, begun: bool = False) -> str:
        """Return the text that the model reads.

        Args:
            begun: Leave out the token that begins a text: for programs that add it themselves.
        """
        return self._template.render(
            messages=messages,
            add_generation_prompt=answer_next,
            bos_token="" if begun else self._bos,
            eos_token=self.eos,
        )

    def prompt_ids(self, messages: Messages, opening: str) -> list[int]:
        """Return the prompt's token ids, up to and with the `opening` of the model's turn."""
        return self.ids(self.render(messages) + opening)

    def prompt(self, messages: Messages, opening: str) -> Prompt:
        """Return the prompt for any runtime."""
        return Prompt(self.prompt_ids(messages, opening), messages, opening)

    def ids(self, text: str) -> list[int]:
        """Return the token ids of a text; special tokens that the template wrote are recognised."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def text(self, ids: list[int]) -> str:
        """Return the text of token ids, special tokens left out."""
        return str(self._tokenizer.decode(ids, skip_special_tokens=True))

    def pack(self, passages: Sequence[str], budget: int) -> list[str]:
        """Return the passages that together fit `budget` tokens; the last one is cut to fit."""
        packed: list[str] = []
        for passage in passages:
            ids = self.ids(passage)
            if budget <= 0:
                break
            packed.append(passage if len(ids) <= budget else self.text(ids[:budget]))
            budget -= len(ids)
        return packed
