"""GGUF files that were made to break their reader: it breaks alone."""

import struct
from dataclasses import replace
from pathlib import Path

import pytest

from core.config import INGEST
from core.errors import InvalidInputError
from core.setup import gguf_base

ARRAY, UINT8, UINT32 = 9, 0, 4
"""Kinds of values, as the format numbers them."""


def with_value(target: Path, kind: int, value: bytes) -> Path:
    """Write a file whose header holds one value."""
    header = struct.pack("<4sIQQ", b"GGUF", 3, 0, 1)
    target.write_bytes(header + struct.pack("<Q1sI", 1, b"k", kind) + value)
    return target


def refusal(path: Path) -> str:
    with pytest.raises(InvalidInputError) as error:
        gguf_base.check_gguf(str(path))
    return str(error.value)


def test_lists_within_lists_are_refused(tmp_path: Path) -> None:
    nested = struct.pack("<IQ", ARRAY, 1) * 3000 + struct.pack("<IQ", UINT32, 0)
    deep = with_value(tmp_path / "deep.gguf", ARRAY, nested)
    assert deep.stat().st_size < 40_000
    assert refusal(deep) == (
        "deep.gguf is no model's file: its lists lie too deep in one another. Choose another file; "
        "nothing was made."
    )


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"memory_mb": 400}, "needs more than 400 MB of memory to read its header"),
        ({"seconds": 2}, "takes longer than 2 seconds to read and was stopped"),
    ],
)
def test_a_list_of_a_hundred_million_values_ends_its_reader_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: dict[str, int], reason: str
) -> None:
    huge = with_value(tmp_path / "huge.gguf", ARRAY, struct.pack("<IQ", UINT8, 10**8))
    with huge.open("r+b") as file:
        file.truncate(10**8 + 1000)  # Zeros that take no disk.
    monkeypatch.setattr(gguf_base, "INGEST", replace(INGEST, **limits))
    assert refusal(huge).startswith(f"huge.gguf {reason}. Choose another file")


def test_a_reader_that_dies_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = with_value(tmp_path / "a.gguf", UINT32, struct.pack("<I", 1))
    code = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    monkeypatch.setattr(gguf_base, "WORKER", ("-c", code))
    assert refusal(file).startswith("a.gguf is damaged and could not be read.")


def test_a_value_of_the_wrong_kind_is_a_sentence_too(tmp_path: Path) -> None:
    """The name of the architecture is a number."""
    key = b"general.architecture"
    odd = tmp_path / "odd.gguf"
    body = struct.pack(f"<Q{len(key)}sII", len(key), key, UINT32, 7)
    odd.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, 0, 1) + body)
    assert "holds a model of the architecture '7'" in refusal(odd)
