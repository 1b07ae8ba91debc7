"""Read question files and folders; a file that has a fault is refused as a whole."""

import json
from pathlib import Path
from typing import Any

from core.config import INGEST
from core.errors import InvalidInputError
from core.questions.fields import NumberedRows, text_of, to_questions
from core.questions.table import decode, read_table
from core.records.question import Question

TEMPLATE_CSV = """\
question,answers,kind,split,document,group
When does the warranty begin?,1 May 2024|May 1 2024,answerable,train,warranty.pdf,
How long may goods be returned?,30 days|thirty days,answerable,test,returns.pdf,
"Who signs orders above 10,000 euros?",the head of purchasing,answerable,,orders.pdf,
What colour is the chairman's car?,,unanswerable,test,,
"""
"""What the Questions page offers for download: `|` between answers, only the first two needed."""

_JSON_LINES = {".jsonl", ".ndjson"}
_TABLES = {".csv", ".tsv", ".txt"}
Text = tuple[str, str, str]
"""A document of a question folder: name, title, text."""


def read_questions(path: Path, name: str | None = None) -> list[Question]:
    """Return the questions of a CSV or JSONL file, splits as the file has them ("" if none).

    Args:
        name: The file's name as the user knows it, where `path` is a temporary one.

    Raises:
        InvalidInputError: the file is of another kind, empty, too large or has a fault.
    """
    name = name or path.name
    suffix = Path(name).suffix.lower()
    if suffix not in _JSON_LINES | _TABLES:
        raise InvalidInputError(
            f"{name} is not a question file. Give a CSV file (a template can be downloaded on the "
            "Questions page) or a JSONL file."
        )
    text = _text(path, name)
    rows = _json_lines(text, name) if suffix in _JSON_LINES else read_table(text, name)
    return to_questions(rows, name)


def read_folder(folder: Path, version: int = 1) -> tuple[list[Text], list[Question]]:
    """Return the documents and the questions of a question folder, either of which may be empty.

    Args:
        version: 2 takes a document's `text_v2` in place of its text where it has one.

    Raises:
        InvalidInputError: the folder holds neither file, a file has a fault, or there is no such
            version.
    """
    files = {name: folder / name for name in ("docs.jsonl", "qa.jsonl")}
    if not any(file.is_file() for file in files.values()):
        raise InvalidInputError(
            f"{folder} holds neither qa.jsonl nor docs.jsonl. Give a folder with one or both."
        )
    documents: list[Text] = []
    if files["docs.jsonl"].is_file():
        rows = _json_lines(_text(files["docs.jsonl"], "docs.jsonl"), "docs.jsonl")
        documents = _documents(rows, version)
    questions = read_questions(files["qa.jsonl"]) if files["qa.jsonl"].is_file() else []
    return documents, questions


def _text(path: Path, name: str) -> str:
    if not path.is_file():
        raise InvalidInputError(f"The file {name} is not there. Check its name and try again.")
    megabytes = path.stat().st_size / 2**20
    if megabytes > INGEST.file_mb:
        raise InvalidInputError(
            f"{name} is {megabytes:.0f} MB; the limit is {INGEST.file_mb} MB. Split it into "
            "smaller files."
        )
    text = decode(path.read_bytes(), name)
    if not text.strip():
        raise InvalidInputError(f"{name} is empty. Fill it and try again.")
    return text


def _json_lines(text: str, name: str) -> NumberedRows:
    """Return each line's object; split at line feeds only, since JSON text may hold U+2028."""
    rows: NumberedRows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields: Any = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InvalidInputError(
                f"{name}: line {number} is not valid JSON. Write one {{...}} object a line; "
                "nothing was changed."
            ) from error
        if not isinstance(fields, dict):
            raise InvalidInputError(
                f"{name}: line {number} is not an object. Write one {{...}} object a line; "
                "nothing was changed."
            )
        rows.append((number, fields))
    return rows


def _documents(rows: NumberedRows, version: int) -> list[Text]:
    if version not in (1, 2):
        raise InvalidInputError(f"There is no version {version} of a question folder: 1 or 2.")
    if version == 2 and all(fields.get("text_v2") is None for _, fields in rows):
        raise InvalidInputError("docs.jsonl has no second version (text_v2). Import version 1.")
    documents: dict[str, Text] = {}
    for number, fields in rows:
        name = text_of(fields.get("doc_id"))
        second = fields.get("text_v2") if version == 2 else None
        text = text_of(fields.get("text") if second is None else second)
        if not name or not text or name in documents:
            fault = (
                f"repeats the doc_id '{name[:60]}'"
                if name in documents
                else ("lacks its text" if name else "lacks its doc_id")
            )
            raise InvalidInputError(
                f"docs.jsonl: line {number} {fault}. Each document needs a doc_id of its own and a "
                "text; nothing was changed."
            )
        documents[name] = (name, text_of(fields.get("title")) or name, text)
    return list(documents.values())
