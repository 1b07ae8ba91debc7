"""A finished project as one small file in the repository, and back: read-only, no model needed."""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypedDict, cast

from core.errors import InvalidInputError
from core.project.database import Database, Row
from core.project.workspace import Project, write_json
from core.records.adapter import Manifest
from core.records.project import AboutRecording
from core.tuning.adapters import MANIFEST, adapters_folder, list_adapters

FORMAT = 1
ABOUT = ("recorded_at", "machine", "command", "minutes", "versions")
"""What a recording says of itself. `machine` holds cores, memory_gb and cpu; `minutes` is how long
the recording took there, from nothing."""
TABLES = (
    "settings",
    "documents",
    "passages",
    "questions",
    "jobs",
    "evaluations",
    "answers",
    "votes",
    "judges",
    "judgements",
    "labels",
)
OWN_SETTINGS = ("name", "created_at", "recorded", "vectors_folder", "embedder")
"""Settings that belong to one project folder and are not recorded."""
JOBS = ("train", "evaluate", "freshness", "generate", "selftest", "judge", "measure")
"""Jobs whose settings and results hold no paths."""
Line = list[Any]
"""What it is, and its value as JSON."""


class Head(TypedDict):
    """The first line's value."""

    format: int
    base: str
    about: dict[str, object]


def record(project: Project, path: Path, about: Mapping[str, object]) -> None:
    """Write what a project holds to `path` (.jsonl.gz): the same bytes for the same content.

    Left out are embeddings, the index, weights and builds: whoever reads stored answers needs none.
    Texts of passages are written once, however many answers read them.

    Args:
        about: One value for each of `ABOUT`.

    Raises:
        InvalidInputError: `about` is not whole, or something names the folder of the workspace.
    """
    missing = [key for key in ABOUT if key not in about]
    if missing:
        raise InvalidInputError(f"The recording does not say its {', '.join(missing)}. Add it.")
    lines = _lines(project, about)
    text = "".join(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in lines)
    folder = str(project.folder.parent.parent)
    if folder in text:
        at = text.index(folder)
        raise InvalidInputError(
            f"The recording would name the folder {folder}: ...{text[max(0, at - 80) : at]}. "
            "Leave that out of what the project stores, then record again."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _lines(project: Project, about: Mapping[str, object]) -> Iterator[Line]:
    """Yield [what, value] for all that is recorded, in an order that never changes."""
    yield ["recording", {"format": FORMAT, "base": project.base, "about": about}]
    present = {row["name"] for row in project.db.rows("SELECT name FROM sqlite_master")}
    texts = _Once("text")
    for table in (table for table in TABLES if table in present):
        for row in project.db.rows(f'SELECT * FROM "{table}" ORDER BY rowid'):
            if not _kept(table, row):
                continue
            if table == "answers":
                row["answer"] = texts.shorten(json.loads(row["answer"]))
                yield from texts.fresh()
            yield [table, {key: value for key, value in row.items() if not _left_out(key, value)}]
    for adapter in reversed(list_adapters(adapters_folder(project))):
        yield ["adapter", {"id": adapter.id, "manifest": adapter.manifest}]


def _kept(table: str, row: Row) -> bool:
    if table == "settings":
        return row["key"] not in OWN_SETTINGS
    return table != "jobs" or (row["kind"] in JOBS and row["state"] == "done")


def _left_out(key: str, value: Any) -> bool:
    """Whether a column is left out: vectors, and the process that ran a job."""
    return isinstance(value, bytes) or key in ("pid", "pid_created")


class _Once:
    """Answers' passages, each written once and then named by its number."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._numbers: dict[str, int] = {}
        self._fresh: list[Line] = []

    def shorten(self, answer: Row) -> Row:
        """Return the answer with [number, score] in place of each passage it read."""
        read = answer.get("passages")
        if not read:
            return answer
        return answer | {"passages": [[self._number(one), one.get("score")] for one in read]}

    def _number(self, passage: Row) -> int:
        kept = {key: value for key, value in passage.items() if key != "score"}
        text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
        if text not in self._numbers:
            self._numbers[text] = len(self._numbers)
            self._fresh.append([self._name, kept])
        return self._numbers[text]

    def fresh(self) -> Iterator[Line]:
        """Yield what has to stand in the file before the answer that was shortened last."""
        yield from self._fresh
        self._fresh = []


def about_recording(path: Path) -> AboutRecording | None:
    """Return what a recording says of itself and its `sha256`; None where there is no file.

    Raises:
        InvalidInputError: the file is not a recording of this version.
    """
    if not path.is_file():
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return cast(AboutRecording, {**_first(path)["about"], "sha256": digest})


def base_of(path: Path) -> str:
    """Return the base model of a recording."""
    return str(_first(path)["base"])


def _first(path: Path) -> Head:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            kind, value = json.loads(file.readline())
    except (OSError, ValueError, EOFError) as error:
        raise _unreadable(path) from error
    if kind != "recording" or value.get("format") != FORMAT:
        raise _unreadable(path)
    return cast(Head, value)


def _unreadable(path: Path) -> InvalidInputError:
    return InvalidInputError(
        f"The recorded result {path.name} cannot be read by this version of Assay. Get the file "
        "that came with it again, or run the demo here."
    )


def restore(path: Path, folder: Path, db: Database) -> None:
    """Fill an empty project with a recording.

    Raises:
        InvalidInputError: the file is damaged.
    """
    rows: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    passages: list[Row] = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for kind, value in map(json.loads, file):
                if kind == "text":
                    passages.append(value)
                elif kind == "adapter":
                    _adapter(folder / "adapters" / value["id"], value["manifest"])
                elif kind in TABLES:
                    row = _row(kind, value, passages)
                    rows.setdefault((kind, tuple(row)), []).append(tuple(row.values()))
    except (OSError, ValueError, EOFError, LookupError) as error:
        raise _unreadable(path) from error
    with db.transaction():
        for (table, columns), values in rows.items():
            names = ", ".join(f'"{column}"' for column in columns)
            marks = ", ".join("?" * len(columns))
            db.write_many(f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({marks})', values)


def _adapter(folder: Path, manifest: Manifest) -> None:
    folder.mkdir(parents=True)
    write_json(folder / MANIFEST, manifest)


def _row(table: str, row: Row, passages: list[Row]) -> Row:
    """Return a row as the table takes it."""
    if table == "passages":
        return row | {"embedding": b""}
    if table == "answers":
        answer = row["answer"]
        if answer.get("passages"):
            read = [passages[number] | {"score": score} for number, score in answer["passages"]]
            answer = answer | {"passages": read}
        return row | {"answer": json.dumps(answer)}
    return row
