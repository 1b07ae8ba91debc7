"""An engine in memory: projects, jobs, documents and questions; `tests/fakes.py` adds the arms."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from core.config import BASE_MODEL
from core.engine.answering.servers import SERVER
from core.engine.projects.steps import progress
from core.errors import AppError, BusyError, InvalidInputError, NotFoundError
from core.evaluation.scoring.cost import EXAMPLE
from tests import fake_data as data
from tests.fake_questions import FakeQuestions

Record = dict[str, Any]
ACTIVE = ("queued", "running")


class FakeWorkspace(FakeQuestions):
    """The client's methods over dicts.

    Args:
        seconds: How long a job takes; at 0 it is done as soon as it was asked for.
        pause: Seconds between two snapshots of a streamed answer.
    """

    def __init__(self, seconds: float = 0, pause: float = 0) -> None:
        self.seconds, self.pause = seconds, pause
        self.held: dict[str, Record] = {}
        self.asks: dict[str, Record] = {}
        self.ballots: list[Record] = []
        self.down: AppError | None = None
        self.refused: str | None = None
        self.failing_arm: str | None = None
        self.calls: list[tuple[str, Record]] = []
        self.uploads: list[str] = []
        self.closed: list[str] = []

    # projects

    def projects(self) -> list[Record]:
        if self.down:
            raise self.down
        return [self._row(project) for project in self.held.values()]

    def set_aside(self) -> list[str]:
        return self.closed

    def _row(self, project: Record) -> Record:
        counts = ("documents", "questions", "adapters", "evaluations")
        passages = sum(document["passages"] for document in project["documents"])
        return {
            **{key: project[key] for key in ("id", "name")},
            **{key: len(project[key]) for key in counts},
            "base": project.get("base", BASE_MODEL),
            "server": project.get("server"),
            "passages": passages,
            "bytes": 152_000_000 if project["adapters"] else 1_200_000,
            "complete": len(project["evaluations"]),
            "experiments": len(project.get("experiments", [])),
            "use": project["use"],
            "recorded": project["recorded"],
            "demo": project["demo"],
            "created_at": data.NOW,
        }

    def _find(self, project: str) -> Record:
        for held in self.held.values():
            if project in (held["id"], held["name"]):
                return held
        raise NotFoundError(f"There is no project '{project}'.")

    def create_project(
        self,
        name: str,
        base: str = BASE_MODEL,
        use: str | None = None,
        server: Record | None = None,
    ) -> Record:
        if not name.strip():
            raise InvalidInputError("A project needs a name of 1 to 80 characters.")
        if any(held["name"] == name for held in self.held.values()):
            raise InvalidInputError(f"There is a project '{name}' already. Choose another name.")
        lists = ("documents", "questions", "adapters", "evaluations", "jobs", "stale")
        key = f"p-{len(self.held) + 1}"
        self.held[key] = {"id": key, "name": name, **{field: [] for field in lists}}
        complete = SERVER | server if server else None
        self.held[key] |= {"use": use, "recorded": None, "demo": None}
        self.held[key] |= {"base": base, "server": complete}
        self.held[key]["prices"] = dict(EXAMPLE)
        job = self._job(key, "base", {"path": base}, {}) if base.endswith(".gguf") else None
        return self._row(self.held[key]) | {"job": job}

    def set_server(self, project: str, server: Record) -> Record:
        self._find(project)["server"] |= server
        return self._row(self._find(project))

    def rename_project(self, project: str, name: str) -> None:
        if not name.strip():
            raise InvalidInputError("A project needs a name of 1 to 80 characters.")
        self._find(project)["name"] = name

    def set_use(self, project: str, use: str | None) -> Record:
        self._find(project)["use"] = use
        return self._row(self._find(project))

    def delete_project(self, project: str) -> None:
        held = self._find(project)
        if any(job["state"] in ACTIVE for job in self.jobs(project)):
            raise BusyError(
                f"The project '{held['name']}' has a job that runs or waits. Cancel it first."
            )
        del self.held[held["id"]]

    def overview(self, project: str) -> Record:
        held = self._find(project)
        jobs = self.jobs(project=project)
        return {
            "project": self._row(held),
            "corpus_version": "c-81f3a2",
            "questions_hash": "q-5b0e77",
            "splits": self.question_report(project)["splits"],
            "unreviewed": self._unreviewed(held),
            "failed_documents": sum(row["status"] == "failed" for row in held["documents"]),
            "stale": held["stale"],
            "interrupted": [job for job in jobs if job["state"] == "interrupted"],
            "running": [job for job in jobs if job["state"] in ACTIVE],
            **self._progress(held, jobs),
            "self_test": held.get("self_test"),
        }

    @staticmethod
    def _unreviewed(held: Record) -> int:
        extras = [row["extra"] for row in held["questions"]]
        return sum("generated" in extra and "review" not in extra for extra in extras)

    def _progress(self, held: Record, jobs: list[Record]) -> Record:
        splits = self.question_report(held["id"])["splits"]
        running = [job for job in jobs if job["state"] in ACTIVE]
        return progress(self._row(held), splits, running, Path(self.folder))

    folder = "/nowhere"

    # jobs

    def _job(self, project: str, kind: str, settings: Record, result: Record) -> Record:
        held = self._find(project)
        job = {
            "id": f"j-{kind}-{len(held['jobs']) + 1}",
            "project": held["id"],
            "kind": kind,
            "state": "running",
            "done": 0.0,
            "total": 100.0,
            "message": f"{kind}, one of three",
            "error": None,
            "result": None,
            "seconds_left": None,
            "created_at": data.NOW,
            "started_at": data.NOW,
            "ended_at": None,
            "settings": settings,
            "began": time.monotonic(),
            "ends_with": result,
        }
        held["jobs"].insert(0, job)
        return self._advanced(job)

    def _advanced(self, job: Record) -> Record:
        """Return the job as it stands by the clock."""
        if job["state"] == "running":
            gone = time.monotonic() - job["began"]
            job["done"] = min(100.0, 100 * gone / self.seconds) if self.seconds else 100.0
            job["seconds_left"] = max(0.0, self.seconds - gone)
            if job["done"] >= 100:
                job |= {"state": "done", "result": job["ends_with"], "seconds_left": None}
            if job["kind"] == "train":
                job["live"] = self._live(job)
        return {key: value for key, value in job.items() if key not in ("began", "ends_with")}

    @staticmethod
    def _live(job: Record) -> Record:
        points = data.curve()[: max(1, int(60 * job["done"] / 100))]
        return {
            "stage": "train",
            "step": points[-1]["step"],
            "steps": 60,
            "loss": points[-1]["loss"],
            "dev_loss": 1.21,
            "tokens_per_s": 196.0,
            "memory_gb": 2.4,
            "curve": points,
        }

    def jobs(self, project: str) -> list[Record]:
        return [self._advanced(job) for job in self._find(project)["jobs"]]

    def job(self, project: str, job: str) -> Record:
        return next(row for row in self.jobs(project) if row["id"] == job)

    def halt(self, project: str, state: str, error: str | None = None) -> None:
        """End the newest job of a project in some other way than well."""
        self._find(project)["jobs"][0] |= {"state": state, "error": error}

    def cancel(self, project: str, job: str) -> Record:
        self._stored(project, job)["state"] = "cancelled"
        return self.job(project, job)

    def resume(self, project: str, job: str) -> Record:
        self._stored(project, job)["state"] = "running"
        return self.job(project, job)

    def _stored(self, project: str, job: str) -> Record:
        return next(row for row in self._find(project)["jobs"] if row["id"] == job)

    def status(self) -> Record:
        running = [job for key in self.held for job in self.jobs(key) if job["state"] in ACTIVE]
        return {
            "pid": 1,
            "started_at": data.NOW,
            "version": "0",
            "memory_gb": 0.6,
            "builds": ["base"],
            "running": running,
        }

    # documents

    def documents(self, project: str) -> list[Record]:
        return self._find(project)["documents"]

    def add_documents(self, project: str, files: Sequence[Record], move: bool = False) -> Record:
        held, outcome = self._find(project), []
        for file in files:
            text = Path(file["path"]).read_bytes()
            self.uploads.append(file["path"])
            error = None if text else f"{file['name']} is empty. Upload a file with text in it."
            row = data.document(file["name"], error=error)
            held["documents"] = [old for old in held["documents"] if old["id"] != row["id"]] + [row]
            fields = {key: row[key] for key in ("name", "pages", "passages", "seconds", "error")}
            outcome.append({**fields, "state": "failed" if error else "added"})
            if move:
                Path(file["path"]).unlink()
        return self._job(project, "index", {}, {"files": outcome})

    def remove_documents(self, project: str, documents: Sequence[str]) -> Record:
        held = self._find(project)
        held["documents"] = [row for row in held["documents"] if row["id"] not in documents]
        return self._job(project, "remove", {}, {})

    def rebuild(self, project: str) -> Record:
        return self._job(project, "rebuild", {}, {})

    def document_passages(self, project: str, document: str) -> list[Record]:
        return [
            {"id": f"{document}-{number}", "page": number + 1, "text": f"Passage {number} of it."}
            for number in range(3)
        ]

    def retrieve(self, project: str, question: str, k: int = 5) -> Record:
        if not question.strip():
            raise InvalidInputError("Type a question first.")
        matches = [word for word in question.split() if word.casefold() in data.PASSAGE.casefold()]
        passage = {
            "id": "s-3",
            "document": "handbook.pdf",
            "page": 3,
            "text": data.PASSAGE,
            "score": 0.0325,
            "similarity": 0.71,
            "dense_rank": 1,
            "bm25_rank": 2,
            "matches": matches,
        }
        return {"passages": [passage][:k], "ms": 12.0}
