"""Versions of a prompt: kept in order, one in use, the original always there."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InvalidInputError, NotFoundError
from core.project.database import Database
from core.project.styles import (
    add_style,
    get_style,
    list_versions,
    style_from,
    style_in_use,
    style_row,
)
from core.prompts import DEFAULT_STYLE, STYLES

ORIGINAL = STYLES[DEFAULT_STYLE]
BRIEF = replace(ORIGINAL, instruction="Be brief.", examples=(("Which {tea}?", "green"),))


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "project.db")


def test_the_original_is_in_use_until_another_is_chosen(db: Database) -> None:
    assert style_in_use(db) == ORIGINAL
    kept = add_style(db, " Brief  one ", BRIEF)
    assert style_in_use(db) == ORIGINAL
    db.set_setting("style", kept.key)
    assert style_in_use(db) == replace(BRIEF, key="version-2", name="Brief one")


def test_versions_stand_in_their_order_and_are_found_by_key_and_name(db: Database) -> None:
    for name in ("One", "Two"):
        add_style(db, name, replace(BRIEF, instruction=name))
    versions = list_versions(db)
    assert [style.name for style, _ in versions] == ["Original", "One", "Two"]
    assert [bool(created) for _, created in versions] == [False, True, True]
    assert get_style(db, "Two") == get_style(db, "version-3")
    with pytest.raises(NotFoundError, match="Versions here: Original, One, Two"):
        get_style(db, "Three")


@pytest.mark.parametrize("name", ["", "  ", "original", "Short-Answer", "x" * 81])
def test_a_name_that_is_blank_long_or_taken_is_refused(db: Database, name: str) -> None:
    with pytest.raises(InvalidInputError, match="prompt version"):
        add_style(db, name, BRIEF)
    assert len(list_versions(db)) == 1


def test_a_wording_that_is_there_already_is_named(db: Database) -> None:
    with pytest.raises(InvalidInputError, match="'Original' says exactly this"):
        add_style(db, "Mine", ORIGINAL)
    add_style(db, "Brief", BRIEF)
    with pytest.raises(InvalidInputError, match="'Brief' says exactly this"):
        add_style(db, "Brief again", BRIEF)


def test_a_row_gives_the_style_back_whatever_stands_beside_it() -> None:
    assert style_from(style_row(BRIEF) | {"created_at": "now"}) == BRIEF
