"""How much the leak guard finds, and how much it flags in vain: python -m benchmarks.leak_guard.

Rewordings of xquad_en's test questions are planted, a band at a time, among its training questions:
with their source's answer where they ask for the same fact, with another one, drawn from the
training questions, where they ask for something else. (An answer of the same passage would be that
of another test question, and a wrong one here.) The same ones with their source's answer are the
hardest case: another fact that has the same answer. Writes benchmarks/leak_guard.json.
"""

import json
import random
from pathlib import Path
from typing import Any

from benchmarks.command_line import store
from benchmarks.question_sets.places import question_set
from core.config import EMBEDDER, ROOT, Paths
from core.corpus.search.embedder import Embedder
from core.evaluation.statistics.intervals import wilson
from core.questions.leaks import find_leaks
from core.questions.read import read_folder
from core.records.question import Question

REWORDINGS = ROOT / "benchmarks" / "rewordings.jsonl"
"""CC BY-SA 4.0; written over xquad_en's test questions."""
BANDS = ("near", "middle", "far", "different")


def main() -> None:
    """Plant, look, and write what was found."""
    embed = Embedder(Paths().models / EMBEDDER).embed
    _, questions = read_folder(question_set("xquad_en"))
    tests = {one.id: one for one in questions if one.split == "test"}
    rows = [json.loads(line) for line in REWORDINGS.read_text().splitlines()]
    sources = [tests[row["source_id"]] for row in rows]
    others = random.Random(0)
    trained = [one.answers for one in questions if one.split == "train"]
    exact = [_planted(one, one.text, one.answers, n) for n, one in enumerate(sources)]
    found: dict[str, Any] = {"exact": _share(exact, questions, embed)}
    for band in BANDS:
        planted = [
            _planted(
                tests[row["source_id"]],
                row["text"],
                tests[row["source_id"]].answers if row["same_fact"] else others.choice(trained),
                n,
            )
            for n, row in enumerate(rows)
            if row["band"] == band
        ]
        found[band] = _share(planted, questions, embed)
    alike = [
        _planted(tests[row["source_id"]], row["text"], tests[row["source_id"]].answers, n)
        for n, row in enumerate(rows)
        if row["band"] == "different"
    ]
    found["different, same answer"] = _share(alike, questions, embed)
    found["unplanted"] = {
        name: _flagged(question_set(name), embed) for name in ("xquad_en", "torchhub_api")
    }
    print(json.dumps(found, indent=1))
    store("leak_guard", "python -m benchmarks.leak_guard", found)


def _planted(source: Question, text: str, answers: tuple[str, ...], number: int) -> Question:
    """Return a training question as a user's file would bring it: a group of its own."""
    key = f"planted {number}"
    return Question(key, text, answers, source.kind, "train", key, None)


def _share(planted: list[Question], questions: list[Question], embed: Any) -> dict[str, Any]:
    """Return how many of the planted questions the guard names."""
    leaks = find_leaks([*questions, *planted], embed)
    named = {leak.by.id for leak in leaks if leak.by}
    hits = sum(one.id in named or _same_named(one, planted, named) for one in planted)
    return {
        "n": len(planted),
        "flagged": hits,
        "rate": round(hits / len(planted), 3),
        "interval": [round(end, 3) for end in wilson(hits, len(planted))],
    }


def _same_named(one: Question, planted: list[Question], named: set[str]) -> bool:
    """Whether the guard named a word-for-word twin: it names one question for each test one."""
    return any(other.text == one.text and other.id in named for other in planted)


def _flagged(folder: Path, embed: Any) -> dict[str, Any]:
    """Return how many of a set's own test questions are flagged, nothing planted."""
    _, questions = read_folder(folder)
    leaks = find_leaks(questions, embed)
    kinds = [leak.kind for leak in leaks]
    return {
        "tests": sum(one.split == "test" for one in questions),
        "flagged": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "examples": [[leak.test.text, leak.by.text if leak.by else ""] for leak in leaks[:5]],
    }


if __name__ == "__main__":
    main()
