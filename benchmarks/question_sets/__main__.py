"""Make a public question set from its source, with internet.

python -m benchmarks.question_sets xquad_en|dynamicqa|torchhub_api [FOLDER]

Downloads the source at a fixed revision, checks that the bytes are those known here, and writes
docs.jsonl and qa.jsonl to FOLDER/NAME; FOLDER is question_sets/ in this project, or what
ASSAY_QUESTION_SETS names. Benchmarks look there. Sets are made on your machine and not shipped: the
licence of dynamicqa is unclear.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.question_sets import convert
from benchmarks.question_sets.places import own_folder

TIMEOUT_S = 60


@dataclass(frozen=True)
class Source:
    """Where a question set comes from."""

    repository: str
    """On GitHub: owner/name."""
    revision: str
    """The commit the files are taken at."""
    files: Mapping[str, str]
    """SHA-256 by path in the repository."""
    licence: str
    made_by: Callable[[convert.Files], convert.Rows]

    def url(self, path: str) -> str:
        """Return where a file of it is downloaded."""
        return f"https://raw.githubusercontent.com/{self.repository}/{self.revision}/{path}"


SOURCES = {
    "xquad_en": Source(
        "google-deepmind/xquad",
        "7d30520c717524000f0d9d2f9c10a069acd9d285",
        {"xquad.en.json": "e4c57d1c9143aaa1c5d265ba5987a65f4e69528d2a98f29d6e75019b10344f29"},
        "CC BY-SA 4.0",
        convert.xquad_en,
    ),
    "dynamicqa": Source(
        "copenlu/dynamicqa",
        "4c6d2cb15d6988c339443501ecdda84544462440",
        {
            "Data/Temporal_final.csv": (
                "fe0fbb02c5d64ee85f7d7e2d877d6f82627d217da5f209f32b2e0fecd75b9f1a"
            )
        },
        "no licence file; its data set card says MIT, the passages are Wikipedia's (CC BY-SA)",
        convert.dynamicqa,
    ),
    "torchhub_api": Source(
        "ShishirPatil/gorilla",
        "6ea57973c7a6097fd7c5915698c54c17c5b1b6c8",
        {
            "data/api/torchhub_api.jsonl": (
                "30c762a4f8ae1be605aa45c74669e8b64a806fa4f3be52bd625199000540b080"
            ),
            "data/apibench/torchhub_train.json": (
                "02256a7d21cd4531514466ba624c075d0d11c5e4eb7746b99208b9c25c6cb30d"
            ),
            "data/apibench/torchhub_eval.json": (
                "e575eec9289ee46a577b80ee3065111dd8accf4e6145d6ad5fd919879a79efe9"
            ),
        },
        "Apache-2.0",
        convert.torchhub_api,
    ),
}


def main() -> None:
    """Make the set that the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=SOURCES)
    parser.add_argument("folder", type=Path, nargs="?", default=own_folder())
    asked = parser.parse_args()
    source = SOURCES[asked.name]
    make(source, asked.folder / asked.name, lambda path: downloaded(source.url(path)))
    print(f"{asked.folder / asked.name} is made of {source.repository} ({source.licence}).")


def make(source: Source, folder: Path, read: Callable[[str], bytes]) -> None:
    """Write a set's two files into a folder, which is made where it is not there.

    Args:
        read: Returns a source file's bytes by its path in the repository.

    Raises:
        SystemExit: a file is not the one that the set was made from; nothing is written.
    """
    files = {}
    for path, digest in source.files.items():
        data = read(path)
        if hashlib.sha256(data).hexdigest() != digest:
            raise SystemExit(
                f"{source.url(path)} is not the file that this set was made from: its SHA-256 "
                "differs. Nothing was written."
            )
        files[Path(path).name] = data
    documents, questions = source.made_by(files)
    folder.mkdir(parents=True, exist_ok=True)
    for file, rows in (("docs.jsonl", documents), ("qa.jsonl", questions)):
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (folder / file).write_text("".join(lines), encoding="utf-8")


def downloaded(url: str) -> bytes:
    """Return what lies at an address.

    Raises:
        SystemExit: it cannot be reached.
    """
    try:
        return httpx.get(url, follow_redirects=True, timeout=TIMEOUT_S).raise_for_status().content
    except httpx.HTTPError as error:
        raise SystemExit(f"{url} could not be downloaded ({error}). Try again later.") from error


if __name__ == "__main__":
    main()
