"""Numbers as words, and text that stays text."""

import re

import pytest

from ui import components, menu, wording


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, wording.NOTHING),
        (0.84, "0.8 s"),
        (12.4, "12 s"),
        (170, "3 min"),
        (3900, "1 h 05 min"),
    ],
)
def test_a_duration_reads_well(seconds: float | None, words: str) -> None:
    assert wording.duration(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 bytes"), (1500, "2 KB"), (152e6, "152 MB"), (2.5e9, "2.5 GB"), (None, "0 bytes")],
)
def test_a_size_reads_well(number: float | None, words: str) -> None:
    assert wording.size(number) == words


def test_no_price_is_said_in_words_and_small_amounts_keep_two_digits() -> None:
    assert wording.money(None, "EUR") == "no price set"
    assert wording.money(0.0000912, "EUR") == "9.1e-05 EUR"
    assert wording.money(1234.5, "EUR") == "1,234.50 EUR"


def test_one_is_singular() -> None:
    assert wording.counted(1, "document") == "1 document"
    assert wording.counted(1200, "document") == "1,200 documents"


def test_no_markup_survives_plain() -> None:
    text = "![x](http://host/y.png) <b> **b** $a$ :red[z] `c` # h"
    escaped = components.plain(text)
    assert re.sub(r"\\(.)", r"\1", escaped).replace(components.JOINER, "") == text
    assert not re.search(r"(?<!\\)[\[\]*<>$:`#!]", escaped)


def test_every_entry_of_the_menu_is_a_script_one_folder_deep() -> None:
    for entry in menu.ENTRIES.values():
        assert entry.file.is_file()
        assert entry.file.parent.parent == menu.ROOT / "pages"
