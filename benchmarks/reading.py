"""What readers make of documents: python -m benchmarks.reading [--files FOLDER]

Reads every made file of tests/reading_cases and counts those from which all comes out that must,
nothing that must not, every value under its own column; by format and by kind of fault. With
--files it also reads real files, those of benchmarks/reading_files.json that lie anywhere in a
folder, found by their hashes, and counts words: those of the file's own XML, HTML or, for PDF,
those that pdftotext finds, against those that come out. Writes benchmarks/reading.json; no text of
a file is in it.
"""

import argparse
import hashlib
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.command_line import Json, store
from benchmarks.source_words import source_words, words_of
from core.config import EMBEDDER, Paths
from core.corpus.reading.parse import Parser
from core.corpus.reading.parsed import Page
from core.corpus.search.embedder import Embedder
from core.corpus.split import Splitter
from core.errors import InvalidInputError
from tests.reading_cases.all_cases import CASES
from tests.reading_cases.case import Outcome, faults

REAL = Path(__file__).with_name("reading_files.json")
"""Name, hash, package and version of each real file."""


def main() -> None:
    """Read the files and store what was counted."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--files", type=Path, help="where real files lie")
    asked = given.parse_args()
    with Parser() as parser:
        found: Json = {"made": made(parser)}
        if asked.files:
            found["real"] = real(parser, asked.files)
    store("reading", "python -m benchmarks.reading" + " --files FOLDER" * bool(asked.files), found)


def made(parser: Parser) -> Json:
    """Return how many made files come out without a fault, and what is wrong with the others."""
    by_format: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_kind: defaultdict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(CASES):
            path = Path(folder) / str(number)
            case.make(path)
            outcome, _ = read(parser, path, case.name)
            told = list(faults(case, outcome))
            for counts in (by_format[case.format], by_kind[case.kind]):
                counts["files"] += 1
                counts["without a fault"] += not told
            if told:
                wrong[case.name] = told
    return {"by_format": by_format, "by_kind": by_kind, "faults": wrong}


def read(parser: Parser, path: Path, name: str) -> tuple[Outcome, list[Page]]:
    """Return what the product makes of a file."""
    try:
        document = parser.parse(path, name)
    except InvalidInputError as refusal:
        return Outcome("", str(refusal), True), []
    text = "\n\n".join(page.text for page in document.pages)
    return Outcome(text, " ".join(document.warnings), False), list(document.pages)


def real(parser: Parser, folder: Path) -> Json:
    """Return, by format, what came of the listed files that lie in a folder."""
    splitter = Splitter(Embedder(Paths(folder).models / EMBEDDER).tokens)
    by_format: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for path, name in listed(folder):
        counts = by_format[Path(name).suffix[1:].lower()]
        began = time.perf_counter()
        outcome, pages = read(parser, path, name)
        counts["seconds"] += time.perf_counter() - began
        counts["files"] += 1
        counts["refused"] += outcome.refused
        counts["with warnings"] += bool(outcome.said) and not outcome.refused
        source = source_words(path, Path(name).suffix.lower())
        if outcome.refused or source is None:
            continue
        out = words_of(outcome.text)
        counts["words of the sources"] += source.total()
        counts["words that come out"] += (source & out).total()
        counts["borders inside a number or word"] += cut(splitter, pages)
    return {kind: dict(counts) for kind, counts in sorted(by_format.items())}


def listed(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the listed files that are in a folder, with their names."""
    names = {row["sha256"]: row["file"] for row in json.loads(REAL.read_text())}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = names.pop(hashlib.sha256(path.read_bytes()).hexdigest(), None)
        if name:
            yield path, name


def cut(splitter: Splitter, pages: list[Page]) -> int:
    """Return how many passages begin or end inside a number or a word of their page."""
    count = 0
    for page in pages:
        for passage in splitter.split("d", [page]):
            place = page.text.find(passage.text)
            if place < 0:
                continue
            before = page.text[place - 1 : place + 1] if place else " "
            end = place + len(passage.text)
            count += sum(
                pair.isalnum() for pair in (before, page.text[end - 1 : end + 1]) if len(pair) == 2
            )
    return count


if __name__ == "__main__":
    main()
