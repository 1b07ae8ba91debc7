"""The versions of a project's prompt: the original, then those saved, of which one is in use."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, cast

from core.errors import InvalidInputError, NotFoundError
from core.project.database import Database, now
from core.prompts import DEFAULT_STYLE, STYLES, PromptStyle
from core.records.run_card import StyleRow

MAX_NAME = 80


def style_row(style: PromptStyle) -> StyleRow:
    """Return a style as JSON values, for run cards and the project's settings."""
    row = asdict(style) | {"examples": [list(example) for example in style.examples]}
    return cast(StyleRow, row)


def style_from(row: Mapping[str, Any]) -> PromptStyle:
    """Return the style that `style_row` wrote; other fields of the row are ignored."""
    fields = {key: row[key] for key in PromptStyle.__dataclass_fields__}
    pairs = tuple((question, answer) for question, answer in row["examples"])
    return PromptStyle(**fields | {"examples": pairs})


def list_versions(db: Database) -> list[tuple[PromptStyle, str | None]]:
    """Return all versions, oldest first, each with when it was saved; the original has no time."""
    saved: list[dict[str, Any]] = db.setting("styles", [])
    original = [(style, None) for style in STYLES.values()]
    return [*original, *((style_from(row), str(row["created_at"])) for row in saved)]


def get_style(db: Database, key: str) -> PromptStyle:
    """Return a version by its key or name.

    Raises:
        NotFoundError: there is none.
    """
    versions = [style for style, _ in list_versions(db)]
    for style in versions:
        if key in (style.key, style.name):
            return style
    names = ", ".join(style.name for style in versions)
    raise NotFoundError(f"There is no prompt version '{key}'. Versions here: {names}.")


def style_name(db: Database, key: str) -> str:
    """Return what people call a version; its key if the project does not hold it."""
    return next((style.name for style, _ in list_versions(db) if style.key == key), key)


def style_in_use(db: Database) -> PromptStyle:
    """Return the version that all arms of the project share."""
    return get_style(db, db.setting("style", DEFAULT_STYLE))


def add_style(db: Database, name: str, style: PromptStyle) -> PromptStyle:
    """Save a version under a name and a key of its own; earlier ones stay as they are.

    Raises:
        InvalidInputError: the name is blank, too long or taken, or a version already says the same.
    """
    name, versions = " ".join(name.split()), [version for version, _ in list_versions(db)]
    if not name or len(name) > MAX_NAME:
        raise InvalidInputError(f"A prompt version needs a name of 1 to {MAX_NAME} characters.")
    if name.casefold() in [
        label.casefold() for version in versions for label in (version.key, version.name)
    ]:
        raise InvalidInputError(f"There is already a prompt version '{name}'. Choose another name.")
    for version in versions:
        if replace(style, key=version.key, name=version.name) == version:
            raise InvalidInputError(
                f"The version '{version.name}' says exactly this. Use it, or change something "
                "first."
            )
    kept = replace(style, key=f"version-{len(versions) + 1}", name=name)
    row = style_row(kept) | {"created_at": now()}
    db.set_setting("styles", [*db.setting("styles", []), row])
    return kept
