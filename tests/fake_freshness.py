"""The fake engine's freshness: experiments with plausible answers, and live edits."""

from collections.abc import Sequence
from typing import Any

from core.errors import InvalidInputError
from core.evaluation.figures.freshness import figures, judge, time_to_fresh
from tests import fake_data as data
from tests.fake_workspace import FakeWorkspace

Record = dict[str, Any]
STAGES = {
    "parse_s": 1.4,
    "embed_s": 0.6,
    "index_s": 0.3,
    "update_s": 2.3,
    "documents": 12,
    "passages": 96,
    "failed": [],
    "prepare_s": 4.0,
    "train_s": 780.0,
    "build_s": 41.0,
    "retrain_s": 825.0,
}
KNOWS = {"base": 0.0, "rag": 0.6, "tuned": 0.8, "hybrid": 0.95}
"""Share of the facts that an arm has right before."""
FOLLOWS = {
    ("rag", "updated"): 0.8,
    ("hybrid", "updated"): 0.9,
    ("tuned", "retrained"): 0.85,
    ("hybrid", "retrained"): 0.95,
}
"""Share of the known changed facts that are answered new; none elsewhere."""


def experiment(key: str, arms: Sequence[str], retrain: bool, n: int = 20) -> Record:
    """Return an experiment over `n` changed and `n` unchanged facts, figures from its answers."""
    rows = [_row(number, number < n, arms, retrain, n) for number in range(2 * n)]
    stages = {k: v for k, v in STAGES.items() if retrain or k in list(STAGES)[:7]}
    found = figures(rows, arms)
    return {
        "experiment": key,
        "project": {"id": "p-1", "name": "Staff handbook"},
        "created_at": data.NOW,
        "change": {"kind": "demo"},
        "retrain": retrain,
        "state": "done",
        "card": {
            "model": "SmolLM2-135M-Instruct",
            "model_size": "135M",
            "adapters": {},
            "seed": 0,
            "hash": "ab12",
            "phases": ["before", "updated"],
        },
        "interrupted": False,
        "changed_at": data.NOW,
        "stages": stages,
        "followed": 140,
        "arms": found,
        "time_to_fresh": time_to_fresh(found, stages),
        "rows": rows,
    }


def _row(number: int, changed: bool, arms: Sequence[str], retrain: bool, n: int) -> Record:
    old, new = f"{number + 10} days", f"{number + 110} days"
    phases = ["before", "updated", *(["retrained"] if retrain else [])]
    answers: Record = {}
    for arm in arms:
        answers[arm] = {}
        for phase in phases:
            if phase == "retrained" and arm not in ("tuned", "hybrid"):
                continue
            knows = (number % n) / n < KNOWS[arm]
            fresh = changed and (number % n) / n < KNOWS[arm] * FOLLOWS.get((arm, phase), 0.0)
            text = new if fresh and phase != "before" else old if knows else "=no idea"
            says = judge(text, [old], [new] if changed else [])
            answers[arm][phase] = {
                "text": text,
                "says": says,
                "error": None,
                "latency_ms": 400.0,
                "documents": ["handbook.pdf"],
            }
    return {
        "question_id": f"q-{number}",
        "question": f"How long is the wait at level {number}?",
        "document": "handbook.pdf",
        "group": f"g-{number}",
        "stratum": "seen",
        "fate": "changed" if changed else "unchanged",
        "old": [old],
        "new": [new] if changed else [],
        "answers": answers,
    }


class FakeFreshness(FakeWorkspace):
    """Experiments and live edits over dicts."""

    demo_changes = 0
    edit_refused: str | None = None

    def freshness_choices(self, project: str) -> Record:
        held = self._find(project)
        facts = [
            {
                "id": row["id"],
                "question": row["text"],
                "answer": row["answers"][0],
                "document": row["document"] or "handbook.pdf",
            }
            for row in held["questions"]
            if row["split"] == "test" and row["answers"]
        ]
        named = {"name": "mixed-1", "settings": {"recipe": "mixed", "epochs": 3}}
        adapter = named if held["adapters"] else None
        return {"facts": facts, "demo": self.demo_changes, "adapter": adapter}

    def estimate_freshness(
        self,
        project: str,
        change: Record,
        arms: Sequence[str] = (),
        n: int | None = None,
        seed: int = 0,
        retrain: bool = False,
    ) -> Record:
        self._find(project)
        return {
            "changed": 20,
            "unchanged": 20,
            "removed": 0,
            "answers": 320,
            "training_minutes": 15.0 * retrain,
            "minutes": 20.0,
            "refused": None,
            "cost": None,
        }

    def freshness(
        self,
        project: str,
        change: Record,
        arms: Sequence[str],
        retrain: bool,
        n: int | None = None,
        seed: int = 0,
    ) -> Record:
        if self.refused:
            raise InvalidInputError(self.refused)
        held = self._find(project)
        stored = held.setdefault("experiments", [])
        key = f"j-fresh-{len(stored) + 1}"
        stored.insert(0, experiment(key, arms, retrain))
        self.calls.append(
            (
                "freshness",
                {"change": change, "arms": arms, "retrain": retrain, "n": n, "seed": seed},
            )
        )
        return self._job(project, "freshness", {}, {"experiment": key})

    def experiments(self, project: str) -> list[Record]:
        return [
            {
                "id": one["experiment"],
                "created_at": data.NOW,
                "arms": list(one["arms"]),
                "retrain": one["retrain"],
                "change": "demo",
                "n": len(one["rows"]),
                "state": "done",
                "phases": one["card"]["phases"],
            }
            for one in self._find(project).get("experiments", [])
        ]

    def experiment(self, project: str, experiment: str) -> Record:
        stored = self._find(project)["experiments"]
        return next(one for one in stored if one["experiment"] == experiment)

    def delete_experiment(self, project: str, experiment: str) -> None:
        held = self._find(project)
        held["experiments"] = [
            one for one in held["experiments"] if one["experiment"] != experiment
        ]

    # the live edit

    def fact(self, project: str, question: str) -> Record:
        row = next(row for row in self.questions(project) if row["id"] == question)
        text = f"On page three it says *{row['answers'][0]}* and <b>nothing</b> else."
        return row | {
            "document": row["document"] or "handbook.pdf",
            "passages": [{"id": "s-3", "page": 3, "text": text}],
        }

    def edit_fact(self, project: str, question: str, answer: str) -> Record:
        if self.edit_refused:
            raise InvalidInputError(self.edit_refused)
        row = next(row for row in self.questions(project) if row["id"] == question)
        edit = {
            "question": question,
            "text": row["text"],
            "document": "handbook.pdf",
            "old": list(row["answers"]),
            "new": answer.strip(),
        }
        row["answers"] = [answer.strip()]
        self._find(project).setdefault("edits", []).append(edit)
        return edit | {
            "passages": ["s-3"],
            "questions": 1,
            "parse_s": 0.01,
            "embed_s": 0.05,
            "index_s": 0.12,
        }

    def edits(self, project: str) -> list[Record]:
        return list(reversed(self._find(project).get("edits", [])))

    def revert_fact(self, project: str) -> Record:
        edit = self._find(project)["edits"].pop()
        row = next(row for row in self.questions(project) if row["id"] == edit["question"])
        row["answers"] = edit["old"]
        return edit | {"embed_s": 0.05, "index_s": 0.1}

    def said(self, ask: str, old: list[str], new: list[str]) -> Record:
        names = ("neither", "both", "old", "new")
        arms = [one["arm"] for one in self.asks[ask]["arms"] if one["state"] == "done"]
        return dict(zip(arms, names, strict=False))
