"""Generated questions, judged by hand: how many are answerable and correctly answered.

python -m benchmarks.generated_questions                  rates of the labelled rows, into the .json
python -m benchmarks.generated_questions generate FILE... the rows again, without labels, on stdout

The rows in generated_questions.jsonl were written by the second command over three documents that
may be quoted: libpng's manual (libpng licence, text), the Debian Python policy (GPL 2, HTML) and
the manual of GNU libtasn1 (LGPL and GFDL, PDF). The rules were tuned on others (bzip2's and
Nettle's manuals, the shared MIME-info specification, libjpeg's structure.txt), though a first
draft's output on these three had been seen. `answerable` says whether somebody who has only the
passage can answer, with no second answer as good; `correct` whether the gold answer is right; a row
is accepted if both hold. They were judged with the whole passage at hand.
"""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.config import ROOT, Paths
from core.engine.owner import Owner
from core.evaluation.statistics.intervals import share_interval
from core.project.documents import passages
from core.project.questions import list_questions
from core.questions.split import order
from core.records.question import Question

LABELLED = ROOT / "benchmarks" / "generated_questions.jsonl"
WANTED = {"sentence": 30, "cloze": 22}
SEED = 0
QUOTED = 150
"""Characters of the passage that a row quotes before and behind the sentence."""
FACTS = 1000


def generate(files: list[Path]) -> list[dict[str, Any]]:
    """Return 50 rows: facts drawn by seed, one wording of each, drawn too."""
    with tempfile.TemporaryDirectory() as workspace:
        owner = Owner(replace(Paths(), workspace=Path(workspace)))
        owner.call("create_project", {"name": "judged"})
        given = [{"path": str(file), "name": file.name} for file in files]
        for name, more in (("add_documents", {"files": given}), ("generate", {"n": FACTS})):
            job = owner.call(name, {"project": "judged", **more})
            done = owner.call("wait", {"project": "judged", "job": job["id"], "seconds": 36000})
            print(name, done["result"], file=sys.stderr)
        project = owner.engine.project("judged")
        texts = {row["id"]: row["text"] for row in passages(project.db)}
        rows = [_row(question, texts) for question in drawn(list_questions(project.db))]
        owner.close()
    return rows


def drawn(questions: list[Question]) -> list[Question]:
    """Return one wording of each drawn fact, as many of each kind as wanted."""
    found: list[Question] = []
    for kind, wanted in WANTED.items():
        facts: dict[str, list[Question]] = {}
        for question in questions:
            made = question.extra["generated"]
            if made["by"] == kind:
                facts.setdefault(f"{made['sentence']} {made['answer']}", []).append(question)
        # A fact with a question counts as one, not as its cloze wordings.
        asked = {
            f"{q.extra['generated']['sentence']} {q.extra['generated']['answer']}"
            for q in questions
            if q.extra["generated"]["by"] == "sentence"
        }
        keys = [key for key in order(facts, SEED) if kind == "sentence" or key not in asked]
        for key in keys[:wanted]:
            wordings = {question.id: question for question in facts[key]}
            found.append(wordings[order(wordings, SEED)[0]])
    return found


def _row(question: Question, texts: dict[str, str]) -> dict[str, Any]:
    made = question.extra["generated"]
    return {
        "document": question.document,
        "kind": made["by"],
        "passage": around(texts[made["passage"]], made["sentence"]),
        "sentence": made["sentence"],
        "question": question.text,
        "answer": question.answers[0],
        "answerable": None,
        "correct": None,
        "note": "",
    }


def around(passage: str, sentence: str) -> str:
    """Return the sentence with what stands next to it: enough to see, and no more than a quote."""
    text = " ".join(passage.split())
    at = max(text.find(sentence), 0)
    return text[max(at - QUOTED, 0) : at + len(sentence) + QUOTED]


def rates(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the share of rows of each kind that were accepted, with its 95% interval."""
    found: dict[str, Any] = {
        "command": "python -m benchmarks.generated_questions",
        "documents": sorted({row["document"] for row in rows}),
        "n": len(rows),
    }
    for kind in WANTED:
        accepted = [
            float(row["answerable"] and row["correct"]) for row in rows if row["kind"] == kind
        ]
        groups = [str(number) for number in range(len(accepted))]
        found[kind] = {
            "n": len(accepted),
            "accepted": int(sum(accepted)),
            "rate": round(sum(accepted) / len(accepted), 3),
            "interval": share_interval(accepted, groups),
        }
    return found


def main(arguments: list[str]) -> None:
    """Write what was asked for."""
    if arguments[:1] == ["generate"]:
        for row in generate([Path(name).resolve() for name in arguments[1:]]):
            print(json.dumps(row, ensure_ascii=False))
        return
    rows = [json.loads(line) for line in LABELLED.read_text().splitlines()]
    result = json.dumps(rates(rows), indent=1)
    LABELLED.with_suffix(".json").write_text(result + "\n")
    print(result)


if __name__ == "__main__":
    main(sys.argv[1:])
