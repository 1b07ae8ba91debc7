"""An engine in memory: every operation of the contract that pages use, with plausible answers."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from core.decision import comparing
from core.decision.cards import card_differences
from core.errors import InvalidInputError, NotFoundError
from core.evaluation.asking.answering import check_question
from core.evaluation.figures.break_even import UPKEEP, month_figures
from core.evaluation.scoring.cost import EXAMPLE
from tests import fake_data as data
from tests.fake_deciding import FakeDeciding
from tests.fake_freshness import FakeFreshness
from tests.fake_measuring import FakeMeasuring
from tests.fake_prompting import FakePrompting
from tests.fake_voting import FakeVoting, seen

Record = dict[str, Any]
NO_ADAPTER = "There is no adapter yet. Train one on the Fine-tuning page."
CHECKS = [
    {"name": "Base answers stay the same", "passed": True, "detail": "5 of 5 token for token."},
    {"name": "The adapter changes answers", "passed": False, "detail": "0 of 5 differ."},
]


class FakeEngine(FakeMeasuring, FakeFreshness, FakeVoting, FakePrompting, FakeDeciding):
    """The client's methods over dicts; see `FakeWorkspace` for its arguments."""

    gates_found: Record | None = None
    gguf_bytes = 4
    summary_changes: Record = {}  # noqa: RUF012

    # adapters

    def estimate_training(self, project: str, settings: Record) -> Record:
        return {
            "minutes": 5.0 * settings["epochs"],
            "memory_gb": 2.6,
            "examples": 312,
            "tokens": 61_000,
            "refused": self.refused,
            "measured": False,
        }

    def train(self, project: str, settings: Record) -> Record:
        held = self._find(project)
        key = f"a-{len(held['adapters']) + 1}"
        chosen = not held["adapters"]
        held["adapters"].append(data.adapter(key, settings["name"], chosen=chosen))
        self.calls.append(("train", settings))
        return self._job(project, "train", settings, {"adapter": key})

    def adapters(self, project: str) -> list[Record]:
        return self._find(project)["adapters"]

    def _adapter(self, project: str, adapter: str) -> Record:
        for row in self.adapters(project):
            if row["id"] == adapter:
                return row
        raise NotFoundError(f"There is no adapter '{adapter}'.")

    def rename_adapter(self, project: str, adapter: str, name: str) -> None:
        if not name.strip():
            raise InvalidInputError("An adapter needs a name of 1 to 80 characters.")
        self._adapter(project, adapter)["name"] = name

    def choose_adapter(self, project: str, adapter: str | None) -> None:
        for row in self.adapters(project):
            row["chosen"] = row["id"] == adapter
            row["arms"] = ["tuned", "hybrid"] if row["chosen"] else []

    def delete_adapter(self, project: str, adapter: str) -> None:
        self.adapters(project).remove(self._adapter(project, adapter))

    def export_adapter(self, project: str, adapter: str) -> Record:
        path = Path(self.folder) / f"{adapter}.zip"
        path.write_bytes(b"PK")
        return {"path": str(path)}

    def export_gguf(self, project: str, adapter: str, file: str | None = None) -> Record:
        path = Path(self.folder) / f"{adapter}.gguf"
        path.write_bytes(b"GGUF")
        made = {"path": str(path), "bytes": self.gguf_bytes}
        self._adapter(project, adapter)["gguf"] = made
        return self._job(project, "export", {"adapter": adapter}, made)

    def gguf_recipe(
        self, project: str, adapter: str, question: str = "", passages: list[str] | None = None
    ) -> Record:
        path = self._adapter(project, adapter)["gguf"]["path"]
        request = {"prompt": "Question: (the question)\nAnswer:", "temperature": 0}
        return {"request": request, "modelfile": f'FROM {path}\nTEMPLATE """..."""\n'}

    # questions put to arms

    def ask(self, project: str, question: str, arms: Sequence[str], blind: bool = False) -> Record:
        check_question(question)
        key = f"k-{len(self.asks) + 1}"
        self.asks[key] = {
            "id": key,
            "project": self._find(project)["id"],
            "question": question,
            "done": False,
            "busy": None,
            "blind": blind,
            "revealed": not blind,
            "votes": 0,
            "cards": [],
            "note": None,
            "arms": [data.answer_arm(arm, "waiting") for arm in arms],
        }
        return {"ask": key}

    def ask_state(self, ask: str) -> Record:
        if ask not in self.asks:
            raise NotFoundError(f"The engine knows no question '{ask}'.")
        return seen(self.asks[ask])

    def stream(self, ask: str) -> Iterator[Record]:
        held = self.asks[ask]
        for number, arm in enumerate(held["arms"]):
            for state in self._told(held, number, arm["arm"]):
                held["arms"][number] = state
                yield seen({**held, "arms": list(held["arms"])})
                time.sleep(self.pause)
        held["done"] = True
        yield seen(held)

    def _told(self, held: Record, number: int, arm: str) -> Iterator[Record]:
        """Yield one arm's states, word by word, until it is done or stopped."""
        if held["arms"][number]["state"] in ("done", "failed", "stopped"):
            return
        if arm == self.failing_arm:
            yield data.answer_arm(arm, "failed", error=NO_ADAPTER, page="finetune")
            return
        done = data.answer_arm(arm, "done")
        words = done["text"].split(" ")
        for count in range(len(words)):
            if held["arms"][number]["state"] == "stopped":
                return
            yield data.answer_arm(arm, "running", text=" ".join(words[: count + 1]))
        yield done

    def stop_ask(self, ask: str) -> None:
        held = self.asks[ask]
        held["done"] = True
        for number, arm in enumerate(held["arms"]):
            if arm["state"] in ("waiting", "running"):
                held["arms"][number] = {**arm, "state": "stopped"}

    def self_test(self, project: str) -> Record:
        return self._job(project, "selftest", {}, {"checks": CHECKS})

    # evaluations

    def evaluate(
        self,
        project: str,
        arms: Sequence[str],
        split: str = "test",
        n: int | None = None,
        seed: int = 0,
        all_seeds: bool = False,
        timed: int = 40,
    ) -> Record:
        held = self._find(project)
        key = f"e-{len(held['evaluations']) + 1}"
        rows = [row for row in held["questions"] if row["split"] == split][:n]
        held["evaluations"].insert(
            0,
            {
                "id": key,
                "created_at": data.NOW,
                "split": split,
                "n": len(rows),
                "arms": list(arms),
                "answers": len(rows) * len(arms),
                "state": "done",
                "card_hash": "9f2c41",
                "job": f"j-evaluate-{len(held['jobs']) + 1}",
                "seed": seed,
            },
        )
        settings = {"all_seeds": all_seeds, "timed": timed}
        return self._job(project, "evaluate", settings, {"evaluation": key})

    def estimate_evaluation(
        self,
        project: str,
        arms: Sequence[str],
        split: str,
        n: int,
        seed: int,
        all_seeds: bool = False,
        timed: int = 40,
    ) -> Record:
        part = {"n": n, "groups": n // 2, "word": n > 60, "smallest": 0.14}
        seeds = max((len(row["seeds"]) for row in self.adapters(project)), default=1)
        return {
            "n": n,
            "reach": {"held_out": part} if split == "test" else {},
            "seeds": seeds,
            "minutes": 2.0 * (seeds if all_seeds else 1),
            "cost": None,
        }

    def evaluations(self, project: str) -> list[Record]:
        return self._find(project)["evaluations"]

    def evaluation(self, project: str, evaluation: str) -> Record:
        held = self._find(project)
        stored = next(row for row in held["evaluations"] if row["id"] == evaluation)
        arms = tuple(stored["arms"])
        asked = [row for row in held["questions"] if row["split"] == stored["split"]]
        priced = held["prices"]["machine_per_hour"] is not None
        return {
            "id": evaluation,
            "card": {
                "base": "smollm2-135m-instruct",
                "split": stored["split"],
                "seed": stored["seed"],
                "arms": list(arms),
            },
            "summary": data.summary(priced, arms)
            | {"prices": held["prices"]}
            | {"questions": data.asked(asked[: stored["n"]])}
            | self.summary_changes,
            "rows": [data.evaluation_row(row, arms) for row in asked[: stored["n"]]],
        }

    def figures(self, project: str, evaluation: str) -> Record:
        whole = self.evaluation(project, evaluation)
        return {key: value for key, value in whole.items() if key != "rows"}

    def compare(
        self, project: str, evaluation: str, other_project: str, other_evaluation: str
    ) -> Record:
        first = self.evaluation(project, evaluation)
        second = self.evaluation(other_project, other_evaluation)
        fault = comparing.refusal(first["rows"], second["rows"])
        if fault:
            raise InvalidInputError(fault)
        pairs = comparing.paired(first["rows"], second["rows"])
        arms = comparing.shared_arms(first["card"]["arms"], second["card"]["arms"])
        sides = [
            {
                "project": key,
                "name": self._find(key)["name"],
                "evaluation": whole["id"],
                "card": "c0ffee",
                "model": "SmolLM2-135M-Instruct",
                "adapters": {},
                "measured_at": "2026-11-30T10:00:00.000+00:00",
            }
            for key, whole in ((project, first), (other_project, second))
        ]
        return {
            "first": sides[0],
            "second": sides[1],
            "n": len(pairs),
            "differences": comparing.differences(pairs, arms),
            "moved": comparing.moved(pairs, arms),
            "changed": card_differences(first["card"], second["card"]),
        }

    def gates(self, project: str) -> Record:
        return {"split": "dev", "found": self.gates_found}

    def measure_gates(self, project: str) -> Record:
        job = self.evaluate(project, ["base", "oracle"], "dev", 60)
        job["settings"] = {"gate": True}
        return job

    def delete_evaluation(self, project: str, evaluation: str) -> None:
        held = self._find(project)
        held["evaluations"] = [row for row in held["evaluations"] if row["id"] != evaluation]

    def judging(self, project: str, evaluation: str) -> Record:
        return {"endpoint": None, "judge": None}

    def prices(self, project: str) -> Record:
        return self._find(project)["prices"]

    def set_prices(self, project: str, prices: Record) -> None:
        typed = any(value for key, value in prices.items() if key not in ("currency", "as_of"))
        self._find(project)["prices"] = {**prices, "example": False} if typed else dict(EXAMPLE)

    def upkeep(self, project: str) -> Record:
        blank: Record = dict.fromkeys((*UPKEEP, "as_of"))
        return blank | self._find(project).get("upkeep", {})

    def set_upkeep(self, project: str, upkeep: Record) -> None:
        self._find(project)["upkeep"] = upkeep | {"as_of": data.NOW[:10]}

    def month_costs(self, project: str, evaluation: str) -> Record:
        typed = self.upkeep(project)
        amounts = {key: typed[key] for key in UPKEEP}
        summary = self.evaluation(project, evaluation)["summary"]
        months = month_figures(summary, amounts, 4.2, {"tuned": 900.0, "hybrid": 900.0})
        return months | {"as_of": typed["as_of"]}

    # the demo

    def recorded(self) -> Record | None:
        return self.recording

    recording: Record | None = None

    def open_recorded(self) -> Record:
        for held in self.held.values():
            if held["recorded"]:
                return self._row(held)
        held = self.held[self.create_project("Demo (recorded)")["id"]]
        fill(self, held)
        held["recorded"] = self.recording
        return self._row(held)

    def create_demo(self, name: str = "Demo", small: bool = False) -> Record:
        taken = [held["name"] for held in self.held.values()]
        made = self.create_project(f"{name} 2" if name in taken else name)
        self.held[made["id"]]["demo"] = {"seed": 0, "notice": "The company is invented."}
        self.held[made["id"]]["documents"] = [data.document("leave policy.pdf")]
        return {"project": made, "job": self._job(made["id"], "index", {}, {"files": []})}

    def stored_answers(self, project: str, evaluation: str, question: str) -> Record:
        shown = self.evaluation(project, evaluation)
        row = next(row for row in shown["rows"] if row["question_id"] == question)
        arms = [
            data.answer_arm(arm, "done", text=answer["text"])
            for arm, answer in row["answers"].items()
        ]
        return {
            "id": "a-stored",
            "project": project,
            "question": row["question"],
            "done": True,
            "busy": None,
            "blind": False,
            "revealed": True,
            "votes": 0,
            "cards": [],
            "note": None,
            "arms": arms,
            "gold": row["gold"],
        }


def full(engine: FakeEngine) -> FakeEngine:
    """Fill an engine with a project that has something of everything."""
    key = engine.create_project("Staff handbook")["id"]
    fill(engine, engine.held[key])
    return engine


def fill(engine: FakeEngine, held: Record) -> None:
    """Give a project documents, questions, adapters and an evaluation."""
    names = ("handbook.pdf", "travel policy.docx", "benefits 2026.xlsx", "faq.md")
    held["documents"] = [data.document(name, passages=30 + len(name)) for name in names]
    failed = "scan.pdf has no text layer (3 pages). Run OCR on it first, then upload it again."
    held["documents"].append(data.document("scan.pdf", error=failed))
    splits = ["train"] * 24 + ["dev"] * 4 + ["test"] * 20
    held["questions"] = [data.question(number, split) for number, split in enumerate(splits)]
    stale = "Trained before travel policy.docx changed."
    held["adapters"] = [
        data.adapter("a-1", "mixed-1", chosen=True),
        data.adapter("a-2", "closed-book-1", recipe="closed-book", stale=[stale]),
    ]
    held["stale"] = ["closed-book-1 was trained before travel policy.docx changed."]
    held["self_test"] = {"checks": CHECKS}
    seconds, engine.seconds = engine.seconds, 0
    engine.evaluate(held["id"], data.ARMS, "test", 20)
    arms = list(data.ARMS)
    engine.freshness(held["id"], {"kind": "demo"}, arms=arms, retrain=True, n=20, seed=0)
    held["jobs"].clear()
    engine.seconds = seconds
