"""A training run: its settings, what it is handed, and what it will take."""

from typing import TypedDict


class SettingsRow(TypedDict):
    """`core.tuning.settings.TrainingSettings` as JSON."""

    recipe: str
    epochs: int
    learning_rate: float
    batch_size: int
    lora_r: int
    max_length: int
    """Tokens of the longest example."""
    seed: int
    name: str


class RunSettings(SettingsRow):
    """What the child is handed beside the examples, and what the adapter will say of itself."""

    base: str
    base_folder: str
    corpus_version: str | None
    questions_hash: str | None
    style: str
    examples: int
    personal_data: str
    """What became of it: "keep", "redact" or "exclude"."""


class TrainingEstimate(TypedDict):
    """What a run takes, before it starts."""

    minutes: float
    memory_gb: float
    examples: int
    tokens: int
    refused: str | None
    """Why it cannot run, None if it can."""
    measured: bool
    """Whether the speed was measured by a run here, else estimated from reading a prompt."""


class ExportedAdapter(TypedDict):
    """Where the zip file of an adapter lies."""

    path: str


class GgufRecipe(TypedDict):
    """How other programs ask the fine-tuned model in a GGUF file."""

    request: dict[str, object]
    """Body of one to llama.cpp's `/completion`."""
    modelfile: str
    """Text of Ollama's."""


class Trained(TypedDict):
    """Result of a training job."""

    adapter: str
    """Its id."""
    name: str
    seconds: float
    dev_loss: float | None


class PreparedBase(TypedDict):
    """Result of a job that prepares a base model: its key."""

    base: str
