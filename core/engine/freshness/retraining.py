"""Which adapter a freshness experiment trains anew, and how often it asks."""

from core.arms import ARMS
from core.engine.answering.arms import adapter_of
from core.engine.answering.servers import refuse_served
from core.errors import InvalidInputError
from core.project.workspace import Project
from core.records.adapter import Manifest
from core.records.training import SettingsRow
from core.tuning.adapters import Adapter

PHASES = 2
"""Times that all arms are asked: before and after the change. Retraining needs a model here."""


def adapter_to_retrain(project: Project, arms: list[str]) -> Adapter:
    """Return the one adapter that the arms use.

    Raises:
        InvalidInputError: no arm adapts, or two of them use different adapters.
    """
    refuse_served(project, "trained")
    in_use = {adapter.id: adapter for arm in arms if (adapter := adapter_of(project, ARMS[arm]))}
    if len(in_use) != 1:
        what = "use two adapters" if in_use else "adapt nothing"
        raise InvalidInputError(
            f"These arms {what}, and retraining follows one adapter. Choose one for all arms on "
            "the Fine-tune page, or ask for Fine-tuned or Hybrid."
        )
    return next(iter(in_use.values()))


def unnamed(manifest: Manifest) -> SettingsRow:
    """Return an adapter's settings without its name, for another one like it."""
    settings: SettingsRow = {**manifest["settings"], "name": ""}
    return settings
