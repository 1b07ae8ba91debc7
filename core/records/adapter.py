"""An adapter: its manifest, and its row as clients see it."""

from typing import NotRequired, TypedDict

from core.records.job import CurvePoint
from core.records.training import SettingsRow


class Manifest(TypedDict):
    """What an adapter was made from and how; what is not required older ones lack."""

    name: str
    recipe: str
    settings: SettingsRow
    base: str
    corpus_version: str | None
    questions_hash: str | None
    style: str
    examples: int
    personal_data: NotRequired[str | None]
    trained_on: NotRequired[str | None]
    """The device, None for the CPU."""
    curve: list[CurvePoint]
    tokens_per_s: float | None
    memory_gb: float | None
    seconds: float
    """Of training and building."""
    cost: float | None
    created_at: str


class GgufFile(TypedDict):
    """The fine-tuned model as one file."""

    path: str
    bytes: int


class ShownManifest(TypedDict):
    """What clients see of a manifest; None where it lacks it."""

    name: str
    recipe: str
    base: str
    corpus_version: str | None
    questions_hash: str | None
    style: str
    settings: SettingsRow
    curve: list[CurvePoint]
    examples: int
    seconds: float
    cost: float | None
    created_at: str
    tokens_per_s: float | None
    memory_gb: float | None
    personal_data: str | None
    trained_on: str | None


class AdapterRow(ShownManifest):
    """An adapter with its lineage."""

    id: str
    bytes: int
    ready: bool
    """Whether the arms can use it."""
    gguf: GgufFile | None
    chosen: bool
    arms: list[str]
    """That it serves."""
    stale: list[str]
    """Why it is out of date, a sentence each."""
    seeds: list[int]
    """Of its family, its own among them."""
