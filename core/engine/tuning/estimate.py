"""Minutes and memory of a training run, before it starts."""

import json
from functools import partial
from pathlib import Path

import psutil

from core.engine.answering.arms import build_of
from core.engine.context import Engine
from core.engine.speeds import known_speed, remember
from core.engine.tuning.examples import TrainingInput, gather_training, training_examples
from core.inference.generator import Prompt
from core.project.workspace import Project
from core.records.training import TrainingEstimate
from core.tuning.settings import TOKEN_BUDGET, TrainingSettings

SAMPLE = 40
"""How many training questions' examples are written to estimate the length of all."""
SPEED = "trained tokens a second"
PROBED = "read tokens a second"
PROBE_TOKENS = 512
TRAINING_SHARE = {"openvino": 0.2, "transformers": 0.4}
"""Tokens trained in the time the runtime takes to read one token of a prompt (2 cores, 135M)."""
START_SECONDS, BUILD_SECONDS = 15, 45
MEMORY_START_GB, MEMORY_PER_WEIGHT = 1.0, 4e-9
MEMORY_PER_TOKEN_GB = 0.0022
"""Activations per token of a micro-batch for the default model; scales with weights."""
REFERENCE_WEIGHTS = 134_515_008
DISK_GB = 1.0


def estimate(engine: Engine, project: Project, settings: TrainingSettings) -> TrainingEstimate:
    """Return minutes, memory and, if the run cannot fit, why it is refused.

    Raises:
        InvalidInputError: there is nothing to train on.
    """
    source = gather_training(engine, project, settings)
    count, tokens, longest = project.db.kept(
        f"estimate {settings}", partial(_examples, engine, source)
    )
    weights = weights_of(source.base_folder)
    speed, measured = _speed(engine, project)
    batch = max(TOKEN_BUDGET, longest)
    memory = (
        MEMORY_START_GB
        + weights * MEMORY_PER_WEIGHT
        + batch * MEMORY_PER_TOKEN_GB * weights / REFERENCE_WEIGHTS
    )
    seconds = START_SECONDS + tokens / speed + BUILD_SECONDS
    return {
        "minutes": round(seconds / 60, 1),
        "memory_gb": round(memory, 1),
        "examples": count,
        "tokens": tokens,
        "refused": _refusal(project, memory),
        "measured": measured,
    }


def _examples(engine: Engine, source: TrainingInput) -> tuple[int, int, int]:
    """Return how many examples there are, their tokens, and the tokens of the longest."""
    written = training_examples(source, engine.generators.tokenizer(source.base_folder), SAMPLE)
    return written.count, written.tokens, written.longest


def _refusal(project: Project, memory_gb: float) -> str | None:
    free = psutil.virtual_memory().available / 1e9
    disk = psutil.disk_usage(str(project.folder)).free / 1e9
    if memory_gb > free:
        return (
            f"This run needs about {memory_gb:.1f} GB of memory and {free:.1f} GB are free. "
            "Close other programs, or use a smaller base model."
        )
    if disk < DISK_GB:
        return f"This run needs about {DISK_GB:g} GB of disk and {disk:.1f} GB are free."
    return None


def weights_of(base: Path) -> int:
    """Return the number of the base model's weights, from its files' size (fp32 or bf16)."""
    config = json.loads((base / "config.json").read_text())
    size = 2 if "16" in str(config.get("dtype", config.get("torch_dtype", ""))) else 4
    return sum(file.stat().st_size for file in base.glob("*.safetensors")) // size


def _speed(engine: Engine, project: Project) -> tuple[float, bool]:
    """Return tokens a second: of this base model's last run here, else from a long prompt.

    The prompt is read once: it takes seconds, and every page with an estimate would wait for it.
    """
    models, base = engine.paths.models, project.base
    measured = known_speed(models, base, SPEED)
    if measured:
        return measured, True
    share = TRAINING_SHARE[build_of(engine, project, None).runtime]
    read = known_speed(models, base, PROBED)
    if read is None:
        read = _read_speed(engine, project)
        remember(models, base, PROBED, read)
    return read * share, False


def _read_speed(engine: Engine, project: Project) -> float:
    """Return how many tokens of a long prompt the base model reads a second."""
    with engine.generators.exclusive():
        generator = engine.generators.get(build_of(engine, project, None))
        times = [
            generator.generate(Prompt([1] * PROBE_TOKENS), 1, lambda _: True).first_token_ms
            for _ in range(3)
        ]
    return float(1000 * PROBE_TOKENS / min(times))
