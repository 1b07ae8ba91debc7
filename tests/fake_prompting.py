"""An engine in memory: versions of the prompt that all arms share."""

from collections.abc import Sequence
from typing import Any

from core.errors import AppError, InvalidInputError
from core.prompts import DEFAULT_STYLE, SENTINEL, STYLES, messages
from core.questions.worked_examples import example_fault
from core.records.question import Question
from tests import fake_data as data

Record = dict[str, Any]
ORIGINAL = STYLES[DEFAULT_STYLE]
WINDOW = 8192


class FakePrompting:
    """The client's methods of prompting; `_find` is the engine's. A word counts as a token."""

    held: dict[str, Record]
    busy: AppError | None = None

    def _find(self, project: str) -> Record:
        raise NotImplementedError

    def _versions(self, project: str) -> list[Record]:
        held = self._find(project)
        first = {
            "key": DEFAULT_STYLE,
            "name": "Original",
            "instruction": ORIGINAL.instruction,
            "examples": [],
            "created_at": None,
        }
        return held.setdefault("prompts", [first])

    def prompt(self, project: str) -> Record:
        held, versions = self._find(project), self._versions(project)
        used = held.get("prompt", DEFAULT_STYLE)
        names = [row["name"] for row in held["adapters"]]
        rows = [
            row | {"in_use": row["key"] == used} | {"adapters": [] if number else names}
            for number, row in enumerate(versions)
        ]
        current = next(row for row in rows if row["in_use"])
        return {**current, "versions": rows, "model": "SmolLM2-135M-Instruct"}

    def preview_prompt(
        self,
        project: str,
        instruction: str,
        examples: Sequence[Sequence[str]],
        question: str | None = None,
        retrieves: bool = True,
    ) -> Record:
        passages = [data.PASSAGE] if retrieves and question else []
        pairs = tuple((row[0], row[1]) for row in examples)
        chat = messages(question or "(the question)", passages, ORIGINAL)
        chat[0]["content"] = instruction
        shown = [f"<|{turn['role']}|>{turn['content']}" for turn in chat]
        shown[1:1] = [f"<|user|>{asked}\n<|assistant|>{answer}" for asked, answer in pairs]
        tokens = {
            "instruction": len(instruction.split()),
            "examples": sum(len(f"{asked} {answer}".split()) for asked, answer in pairs),
            "passages": sum(len(text.split()) for text in passages),
            "question": len((question or "").split()),
            "layout": 24,
        }
        total = sum(tokens.values())
        return {
            "text": "\n".join([*shown, "<|assistant|>" + ORIGINAL.opening]),
            "tokens": tokens,
            "total": total,
            "window": WINDOW,
            "answer_tokens": 48,
            "passages": [{"document": "handbook.pdf", "page": 3} for _ in passages],
            "searched": bool(passages),
            "fault": self._fault(project, instruction, pairs, total),
            "warnings": [] if SENTINEL in instruction else [f'It does not name "{SENTINEL}".'],
        }

    def _fault(
        self, project: str, instruction: str, pairs: tuple[tuple[str, str], ...], total: int
    ) -> str | None:
        if not instruction.strip():
            return "The instruction is blank. Say what the model is to do."
        if total + 48 > WINDOW:
            return (
                f"The prompt takes {total:,} tokens and SmolLM2-135M-Instruct reads {WINDOW:,}, "
                "of which 48 are for the answer. Shorten it."
            )
        rows = self._find(project)["questions"]
        return example_fault(pairs, [Question(**row) for row in rows])

    def save_prompt(
        self, project: str, name: str, instruction: str, examples: Sequence[Sequence[str]]
    ) -> Record:
        if self.busy:
            raise self.busy
        versions = self._versions(project)
        if not name.strip() or name in [row["name"] for row in versions]:
            raise InvalidInputError(f"The name '{name}' is blank or taken. Choose another name.")
        row = {
            "key": f"version-{len(versions) + 1}",
            "name": name,
            "instruction": instruction,
            "examples": [list(pair) for pair in examples],
            "created_at": data.NOW,
        }
        versions.append(row)
        return self.choose_prompt(project, row["key"])

    def choose_prompt(self, project: str, version: str) -> Record:
        if self.busy:
            raise self.busy
        self._find(project)["prompt"] = version
        return self.prompt(project)
