"""The settings of a training run, with defaults by recipe and words for the screen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, cast

from core.errors import InvalidInputError
from core.records.training import SettingsRow

TOKEN_BUDGET = 1536
"""Padded tokens of a micro-batch, unless a single example is longer: what bounds memory."""
MOST_SEEDS = 5
"""Most runs that can be asked for at once, alike but for the seed."""


@dataclass(frozen=True)
class Recipe:
    """How an adapter is trained."""

    key: str
    label: str
    phrase: str
    closed_book: bool
    """Every epoch asks each training question without passages."""
    passages_share: float
    """Share of the training questions that an epoch asks with passages, 0 to 1."""
    swapped: float
    """Share of those prompts, 0 to 1, in which the passages say another answer, which is then the
    right one: a model that knows the facts by heart learns to believe what it reads."""
    epochs: int
    learning_rate: float
    batch_size: int
    shuffled: bool = False
    """Whether the answers change places among the questions of a kind: it teaches the form of the
    answers and no facts, which makes a control (docs/method.md, "Recipes")."""


RECIPES = {
    recipe.key: recipe
    for recipe in (
        Recipe(
            "mixed",
            "Mixed",
            "learns the facts and learns to read passages; one adapter for "
            "the Fine-tuned and the Hybrid arm",
            True,
            1 / 5,
            0.6,
            4,
            1e-3,
            8,
        ),
        Recipe(
            "with-passages",
            "With passages",
            "learns to find the answer among retrieved passages; for the Hybrid arm",
            False,
            1.0,
            0.0,
            1,
            5e-4,
            8,
        ),
        Recipe(
            "closed-book",
            "Closed book",
            "learns the facts by heart, never sees a passage; for the Fine-tuned arm",
            True,
            0.0,
            0.0,
            6,
            1e-3,
            16,
        ),
        Recipe(
            "shuffled",
            "Shuffled answers",
            "a control: learns by heart answers that changed "
            "places, so it learns their form and no facts",
            True,
            0.0,
            0.0,
            6,
            1e-3,
            16,
            True,
        ),
    )
}


@dataclass(frozen=True)
class Field:
    """One number of the settings: its name on screen, what it means, its range."""

    key: str
    label: str
    help: str
    min: float
    max: float
    step: float


FIELDS = (
    Field(
        "epochs",
        "Epochs",
        "How often the run goes through the training questions. More learns "
        "facts better, takes longer and can overfit.",
        1,
        50,
        1,
    ),
    Field(
        "learning_rate",
        "Learning rate",
        "How far one step moves the adapter. Too high is unstable, too low learns nothing.",
        1e-5,
        5e-3,
        1e-5,
    ),
    Field("lora_r", "LoRA rank", "Size of the adapter: how much it can hold.", 4, 128, 4),
    Field("batch_size", "Batch size", "Training examples that share one step.", 1, 64, 1),
    Field(
        "max_length",
        "Longest example (tokens)",
        "Longer examples lose their last passage; the answer always stays.",
        128,
        2048,
        32,
    ),
    Field(
        "seed",
        "Seed",
        "Fixes the order of the examples and the start of the adapter.",
        0,
        2**31 - 1,
        1,
    ),
)


@dataclass(frozen=True)
class TrainingSettings:
    """One run, complete; stored with the adapter."""

    recipe: str
    epochs: int
    learning_rate: float
    batch_size: int
    lora_r: int = 32
    max_length: int = 1024
    seed: int = 0
    name: str = ""

    def as_dict(self) -> SettingsRow:
        """Return the settings as JSON-able values."""
        return cast(SettingsRow, asdict(self))


MAX_NAME = 80


def training_settings(chosen: Mapping[str, object] | None = None) -> TrainingSettings:
    """Return complete settings: those chosen, the rest from the recipe.

    Raises:
        InvalidInputError: an unknown recipe or setting, or a number outside its range.
    """
    values = {key: value for key, value in (chosen or {}).items() if value is not None}
    recipe = RECIPES.get(str(values.get("recipe", "mixed")))
    if recipe is None:
        raise InvalidInputError(
            f"No recipe is called '{values['recipe']}'. Choose from {', '.join(RECIPES)}."
        )
    unknown = set(values) - {field.name for field in fields(TrainingSettings)}
    if unknown:
        raise InvalidInputError(f"Training has no setting called {', '.join(sorted(unknown))}.")
    if len(str(values.get("name", ""))) > MAX_NAME:
        raise InvalidInputError(f"An adapter's name has at most {MAX_NAME} characters. Shorten it.")
    defaults: dict[str, object] = {
        "recipe": recipe.key,
        "epochs": recipe.epochs,
        "learning_rate": recipe.learning_rate,
        "batch_size": recipe.batch_size,
    }
    for field in FIELDS:
        if field.key in values:
            values[field.key] = _number(field, values[field.key])
    return TrainingSettings(**cast(SettingsRow, defaults | values))


def seeded(chosen: Mapping[str, object], seeds: int) -> list[dict[str, object]]:
    """Return the settings of several runs alike but for the seed: the chosen one and those after.

    Raises:
        InvalidInputError: `seeds` is not 1 to MOST_SEEDS, or a seed is out of range.
    """
    if not 1 <= seeds <= MOST_SEEDS:
        raise InvalidInputError(f"Train 1 to {MOST_SEEDS} seeds at once, not {seeds}.")
    first, name = training_settings(dict(chosen)).seed, chosen.get("name")
    runs = [dict(chosen) | {"seed": seed} for seed in range(first, first + seeds)]
    if name and seeds > 1:
        runs = [run | {"name": f"{name}, seed {run['seed']}"} for run in runs]
    for run in runs:
        training_settings(run)
    return runs


def _number(field: Field, value: Any) -> float | int:
    whole = field.step >= 1
    try:
        number = int(value) if whole else float(value)
    except (TypeError, ValueError):
        raise InvalidInputError(f"{field.label} must be a number, not '{value}'.") from None
    if not field.min <= number <= field.max:
        raise InvalidInputError(
            f"{field.label} must lie between {field.min:g} and {field.max:g}, not {number:g}."
        )
    return number
