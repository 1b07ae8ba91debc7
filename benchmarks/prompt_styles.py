"""Choose the prompt style on dev: python -m benchmarks.prompt_styles [FOLDER] [N].

Every candidate is tried on the same dev questions of a question folder with the base model and
retrieved passages (the RAG arm). Writes benchmarks/prompt_styles.json. Test questions are not read.
"""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.question_sets.places import question_set
from core.arms import ARMS
from core.config import BASE_MODEL, ROOT, Paths
from core.engine.answering.arms import gather_arm, ready_arm, source_of
from core.engine.context import Engine
from core.engine.owner import Owner
from core.evaluation.scoring.metrics import score
from core.evaluation.statistics.intervals import share_interval
from core.project.questions import list_questions
from core.prompts import DEFAULT_STYLE, STYLES, PromptStyle

CHOSEN = STYLES[DEFAULT_STYLE]
BARE = replace(CHOSEN, instruction="Answer the question with the shortest phrase that answers it.")
CANDIDATES = (
    CHOSEN,
    replace(BARE, key="no-sentinel"),
    replace(CHOSEN, key="no-opening", opening="", closing="\n"),
    replace(CHOSEN, key="colon", opening="The answer is:", closing="\n"),
    replace(CHOSEN, key="answer", opening="Answer:", closing="\n"),
    replace(
        CHOSEN,
        key="few-words",
        instruction="You answer questions about the text.",
        layout="{passages}{question} Answer with a few words only.",
        opening="",
        closing="\n",
    ),
    replace(
        CHOSEN,
        key="copy",
        opening="",
        closing="\n",
        instruction="Copy the few words from the text that answer the question.",
    ),
)


def main(folder: Path, n: int) -> None:
    """Try every candidate and write what was found."""
    with tempfile.TemporaryDirectory() as workspace:
        owner = Owner(replace(Paths(), workspace=Path(workspace)))
        owner.call("create_project", {"name": "styles"})
        job = owner.call("import_folder", {"project": "styles", "folder": str(folder)})
        owner.call("wait", {"project": "styles", "job": job["id"], "seconds": 600})
        rows = [_tried(owner.engine, style, n) for style in CANDIDATES]
        owner.close()
    command = f"python -m benchmarks.prompt_styles {folder.name} {n}"
    result = {"command": command, "model": BASE_MODEL, "arm": "rag", "split": "dev", "styles": rows}
    target = ROOT / "benchmarks" / "prompt_styles.json"
    target.write_text(json.dumps(result, indent=1) + "\n")


def _tried(engine: Engine, style: PromptStyle, n: int) -> dict[str, Any]:
    project = engine.project("styles")
    questions = list_questions(project.db, "dev")[:n]
    with engine.generators.exclusive():
        parts = gather_arm(engine, project, ARMS["rag"], None, style)
        arm = ready_arm(engine.generators, parts, source_of(parts))
        scores = [
            score(arm.answer(question.text).text, question.answers)["f1"] for question in questions
        ]
    groups = [question.group for question in questions]
    found = {
        "style": style.key,
        "n": len(scores),
        "f1": round(sum(scores) / len(scores), 4),
        "interval": share_interval(scores, groups),
    }
    print(found, flush=True)
    return found


if __name__ == "__main__":
    folder, n = sys.argv[1:] + ["xquad_en", "64"][len(sys.argv) - 1 :]
    main(question_set(folder), int(n))
