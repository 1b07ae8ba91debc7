"""The exported GGUF file in llama.cpp beside our 8-bit build, on the same prompts.

python -m benchmarks.exported_gguf WORKSPACE PROJECT ADAPTER [N]

Exports the adapter, then answers N test questions of the project's newest evaluation (100 without
it) in the arms that adapt, both ways, greedily. Writes benchmarks/exported_gguf.json. Needs
requirements-test.txt.
"""

import sys
import tempfile
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.command_line import store
from core.arms import ARMS
from core.config import ANSWER, Paths
from core.engine.answering.arms import gather_arm, ready_arm, source_of
from core.engine.owner import Owner
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.scoring.metrics import score
from core.project.answers import list_evaluations
from core.project.questions import list_questions
from core.project.styles import style_from
from core.prompts import answer_text
from core.records.question import Question
from core.records.run_card import asked_questions
from core.tuning.adapters import adapters_folder, get_adapter
from tests.llama_cpp import LlamaCpp

Json = dict[str, Any]


def main(workspace: Path, name: str, adapter: str, n: int) -> None:
    """Export, answer both ways, and write what was found."""
    owner = Owner(Paths(workspace=workspace))
    project = owner.engine.project(name)
    card = list_evaluations(project.db)[0]["card"]
    style = style_from(card["prompt"])
    asked = asked_questions(card, list_questions(project.db))
    questions = [question for question in asked if question.split == "test"][:n]
    one = get_adapter(adapters_folder(project), adapter)
    found: Json = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "exported.gguf"
        given = {"project": name, "adapter": adapter, "file": str(file)}
        job = owner.call("export_gguf", given)
        owner.call("wait", {"project": name, "job": job["id"], "seconds": 600})
        llama = LlamaCpp(file)
        for key in (arm.key for arm in ARMS.values() if arm.adapts):
            with owner.engine.generators.exclusive():
                parts = gather_arm(owner.engine, project, ARMS[key], one, style)
                arm = ready_arm(owner.engine.generators, parts, source_of(parts))
                found[key] = compared(arm, llama, questions)
            print(key, found[key], flush=True)
    owner.close()
    command = f"python -m benchmarks.exported_gguf WORKSPACE {name} '{adapter}' {n}"
    store("exported_gguf", command, {"n": len(questions), "recipe": one.recipe, "arms": found})


def compared(arm: ReadyArm, llama: LlamaCpp, questions: list[Question]) -> Json:
    """Return mean F1 of both, 0 to 1, and the share of answers that are the same text."""
    ours, theirs = [], []
    for question in questions:
        answer = arm.answer(question.text)
        prompt = arm.prompt(question.text, answer.passages).ids
        ours.append(answer.text)
        theirs.append(answer_text(llama.answer(prompt, ANSWER.answer_tokens), arm.style))

    def f1(texts: list[str]) -> float:
        pairs = zip(texts, questions, strict=True)
        return round(mean(score(text, one.answers)["f1"] for text, one in pairs), 4)

    same = [a == b for a, b in zip(ours, theirs, strict=True)]
    return {"f1_ours": f1(ours), "f1_llama_cpp": f1(theirs), "identical": round(mean(same), 4)}


if __name__ == "__main__":
    folder, project, adapter, *rest = sys.argv[1:]
    main(Path(folder).resolve(), project, adapter, int(rest[0]) if rest else 100)
