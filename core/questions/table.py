"""Delimited text in any usual encoding -> numbered rows of fields."""

import codecs
import csv
import io
from collections.abc import Iterator

from charset_normalizer import from_bytes

from core.errors import InvalidInputError
from core.questions.fields import Fields, NumberedRows, numbered

_DELIMITERS = (",", ";", "\t")
_ANSWER_SEPARATOR = "|"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Record = tuple[int, list[str]]
"""The line a record begins on, and its cells."""


def decode(data: bytes, name: str) -> str:
    """Return the text of a file; UTF-8 is tried first, then the encoding is guessed.

    Raises:
        InvalidInputError: the bytes are no text.
    """
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    guess = None
    if b"\0" not in data:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Short Western texts fit several code pages; Windows' own is what Excel writes.
            guess = from_bytes(data, cp_isolation=["cp1252"]).best() or from_bytes(data).best()
    if guess is None:
        raise InvalidInputError(
            f"{name} is not a text file. Save it as CSV (UTF-8) or JSONL and try again."
        )
    return str(guess)


def read_table(text: str, name: str) -> NumberedRows:
    """Return the rows of delimited text with a header; `answers` becomes a list.

    Raises:
        InvalidInputError: a needed column is missing, or a row cannot be read.
    """
    delimiter = _delimiter(text)
    records = list(_records(text, delimiter, name))
    if not records:
        raise InvalidInputError(f"{name} is empty. Fill it and try again.")
    columns = [cell.strip().lower() for cell in records[0][1]]
    _refuse_missing_columns(columns, name)
    long = [line for line, cells in records[1:] if any(cells[len(columns) :])]
    if long:
        raise InvalidInputError(
            f"{name}: more cells than columns on {numbered(long, 'line')}. Put double quotes "
            f"around a text that holds the delimiter ({delimiter!r}); nothing was changed."
        )
    return [(line, _fields(columns, cells)) for line, cells in records[1:]]


def _delimiter(text: str) -> str:
    """Return the delimiter whose header has most columns, one called question if possible."""
    header = _without_excel_hint(text).lstrip().split("\n", 1)[0]

    def fit(delimiter: str) -> tuple[bool, int]:
        cells = [cell.strip(' "\r').lower() for cell in header.split(delimiter)]
        return "question" in cells, len(cells)

    return max(_DELIMITERS, key=fit)


def _without_excel_hint(text: str) -> str:
    """Blank the line "sep=;" that Excel writes on top; the line stays, for the line numbers."""
    first, _, rest = text.partition("\n")
    return "\n" + rest if first.strip().lower().startswith("sep=") else text


def _records(text: str, delimiter: str, name: str) -> Iterator[Record]:
    text = _without_excel_hint(text).replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise InvalidInputError(
            f"{name}: the record that begins on line {line} cannot be read ({error}). Check its "
            "double quotes; nothing was changed."
        ) from error


def _refuse_missing_columns(columns: list[str], name: str) -> None:
    if "question" in columns and {"answers", "answer"} & set(columns):
        return
    there = ", ".join(column[:30] for column in columns[:12] if column) or "none"
    raise InvalidInputError(
        f"{name} needs the columns question and answers; it has: {there}. A template can be "
        "downloaded on the Questions page."
    )


def _fields(columns: list[str], cells: list[str]) -> Fields:
    """Return the filled cells by column, answers as a list."""
    pairs = zip(columns, cells, strict=False)
    filled = {column: cell.strip() for column, cell in pairs if column and cell.strip()}
    return {
        column: text.split(_ANSWER_SEPARATOR) if column in ("answers", "answer") else text
        for column, text in filled.items()
    }
