"""The part of the engine in memory that is about questions."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.errors import InvalidInputError, NotFoundError
from tests import fake_data as data

Record = dict[str, Any]
STATES = {"accept": "accepted", "edit": "edited", "reject": "rejected"}


class FakeQuestions:
    """Importing, generating, reviewing and checking questions, over dicts."""

    calls: list[tuple[str, Record]]
    barren = ""
    """Why no sentence qualifies, if none does."""
    given_away: Sequence[Record] = ()
    """What the leak guard finds."""

    def _find(self, project: str) -> Record:
        raise NotImplementedError

    def _job(self, project: str, kind: str, settings: Record, result: Record) -> Record:
        raise NotImplementedError

    def questions(self, project: str) -> list[Record]:
        return self._find(project)["questions"]

    def import_questions(self, project: str, path: str, name: str) -> Record:
        lines = Path(path).read_text().splitlines()
        if "answers" not in lines[0]:
            raise InvalidInputError(
                f"{name} has the columns {lines[0]} and needs question and answers."
            )
        rows = [data.question(number, "train") for number in range(len(lines) - 1)]
        return self.save_questions(project, rows) | {"added": len(rows), "dropped_duplicates": 1}

    def save_questions(self, project: str, questions: Sequence[Record]) -> Record:
        for row in questions:
            if not row["answers"] and row["kind"] != "unanswerable":
                raise InvalidInputError("1 question has no answer. Type one or mark it.")
        self._find(project)["questions"] = [
            {**row, "id": row["id"] or f"q-new-{number}"} for number, row in enumerate(questions)
        ]
        self.calls.append(("save_questions", {"questions": list(questions)}))
        splits = self.question_report(project)["splits"]
        return {
            "added": 0,
            "replaced": 0,
            "unchanged": 0,
            "dropped_duplicates": 0,
            "warnings": [],
            "splits": splits,
        }

    def question_report(self, project: str) -> Record:
        rows = self._find(project)["questions"]
        splits = {
            split: sum(row["split"] == split for row in rows) for split in ("train", "dev", "test")
        }
        strata = {"seen": splits["test"] // 2, "held_out": splits["test"] - splits["test"] // 2}
        return {"splits": splits, "kinds": {}, "strata": strata}

    # generation

    def estimate_generation(self, project: str, n: int | None = None, seed: int = 0) -> Record:
        if self.barren:
            raise InvalidInputError(self.barren)
        return {
            "facts": n or 100,
            "sentences": 140,
            "minutes": (n or 100) / 15,
            "measured": True,
            "writer": None,
            "warnings": [],
        }

    def generate(self, project: str, n: int | None = None, seed: int = 0) -> Record:
        rows = data.generated(n or 100)
        self._find(project)["questions"] += rows
        self.calls.append(("generate", {"n": n}))
        by = Counter(row["extra"]["generated"]["by"] for row in rows)
        result = {
            "questions": len(rows),
            "facts": n or 100,
            "warnings": [],
            "splits": dict(Counter(row["split"] for row in rows)),
        }
        kinds = ("sentence", "cloze", "unanswerable")
        return self._job(project, "generate", {"n": n}, result | {kind: by[kind] for kind in kinds})

    # review

    def review(self, project: str, question: str | None = None) -> Record:
        held = self._find(project)
        rows = [row for row in held["questions"] if "generated" in row["extra"]]
        rejected = held.setdefault("rejected", [])
        states = Counter(row["extra"].get("review") for row in rows)
        judged = states["accepted"] + states["edited"] + len(rejected)
        rate = states["accepted"] / judged if judged else None
        return {
            "accepted": states["accepted"],
            "edited": states["edited"],
            "rejected": len(rejected),
            "reviewed": judged,
            "unreviewed": states[None],
            "total": len(rows) + len(rejected),
            "accept_rate": rate,
            "interval": None if rate is None else [rate * 0.8, min(1.0, rate * 1.1)],
            "next": self._shown(rows, rejected, question),
        }

    @staticmethod
    def _shown(rows: list[Record], rejected: list[Record], key: str | None) -> Record | None:
        left = [row for row in rows if "review" not in row["extra"]]
        left.sort(key=lambda row: row["split"] != "test")
        row = next((row for row in rows + rejected if row["id"] == key), None)
        if key and row is None:
            raise NotFoundError("This question is no longer there. Continue with the next one.")
        row = row or (left[0] if left else None)
        if row is None:
            return None
        answer = row["extra"]["generated"]["answer"]
        before, _, after = data.PASSAGE.partition(answer)
        passage = {
            "document": "handbook.pdf",
            "page": 3,
            "before": before,
            "answer": answer,
            "after": after,
        }
        verdict = "rejected" if row in rejected else row["extra"].get("review")
        return row | {"passage": passage, "verdict": verdict}

    def review_question(
        self,
        project: str,
        question: str,
        verdict: str,
        text: str | None = None,
        answers: Sequence[str] | None = None,
    ) -> Record:
        held = self._find(project)
        rejected = held.setdefault("rejected", [])
        if verdict == "edit" and not (text or "").strip():
            raise InvalidInputError("The question is empty. Type it, or reject the question.")
        row = next(row for row in held["questions"] + rejected if row["id"] == question)
        if row in rejected:
            rejected.remove(row)
            held["questions"].append(row)
        if verdict == "reject":
            held["questions"].remove(row)
            rejected.append(row)
        else:
            row["extra"] = row["extra"] | {"review": STATES[verdict]}
        if verdict == "edit":
            row |= {"text": text, "answers": list(answers or [])}
        self.calls.append(("review_question", {"question": question, "verdict": verdict}))
        return self.review(project)

    # checks

    def leaks(self, project: str) -> list[Record]:
        return self.given_away

    def check_questions(self, project: str) -> Record:
        held = self._find(project)
        found = data.checks(held["questions"])
        choice = held.get("personal_data", "keep")
        return found | {"personal": found["personal"] | {"choice": choice}}

    def set_personal_data(self, project: str, choice: str) -> None:
        self._find(project)["personal_data"] = choice
