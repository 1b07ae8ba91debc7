"""The owner of a workspace: it alone opens indexes, loads builds and runs jobs."""

import secrets
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import filelock

from core.config import EMBEDDER, Paths
from core.corpus.search.embedder import Embedder
from core.engine.asks import Ask
from core.engine.generators import Generators
from core.engine.queue import JobQueue
from core.errors import BusyError, NotFoundError, ReadOnlyError
from core.project.workspace import Project, Workspace

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus
    from core.engine.questions.leaks import Guarded

LOCK = "engine.lock"
ASKS_KEPT = 50
READ_ONLY = (
    "This is a recorded result and can't be changed. Run the demo here, or compare on your own "
    "documents."
)


class Engine:
    """What the operations share. Operations live in `core.engine.operations`."""

    def __init__(self, paths: Paths, *, take_up: bool = True) -> None:
        """Take the workspace.

        Args:
            take_up: Run what the last engine left; else mark it as interrupted.

        Raises:
            BusyError: another process owns it.
        """
        paths.workspace.mkdir(parents=True, exist_ok=True)
        self._owner = filelock.FileLock(paths.workspace / LOCK)
        try:
            self._owner.acquire(timeout=0)
        except filelock.Timeout:
            raise BusyError(
                f"Another Assay process owns the workspace {paths.workspace}. "
                "Use the app that is open, or close it first."
            ) from None
        from core.engine.handlers import handlers

        self.paths = paths
        self.started = time.time()
        self.workspace = Workspace(paths.workspace)
        self.generators = Generators()
        self.asks: OrderedDict[str, Ask] = OrderedDict()
        self.checks: dict[str, tuple[str, dict[str, Any]]] = {}
        """A project each: what its checks were made of, and what they found."""
        self.leaks: dict[str, tuple[str, Guarded]] = {}
        """Likewise of the leak guard."""
        self.evaluations: dict[str, tuple[str, dict[str, Any]]] = {}
        """Some evaluations as clients see them: what they were made of, and figures and rows."""
        self._embedder: Embedder | None = None
        self._corpora: dict[str, Corpus] = {}
        self.changes = 0
        """How often files beside the databases were changed by an operation."""
        self.summing = threading.Lock()  # While the figures of an evaluation are made.
        self.making = threading.Lock()  # While what must exist once is looked for and made.
        self._opening = threading.RLock()
        self.queue = JobQueue(self.workspace, handlers(self), take_up)

    def project(self, key: str) -> Project:
        """Return a project by id or name."""
        return self.workspace.project(key)

    def embedder(self) -> Embedder:
        """Return the embedder, loaded on first use.

        Raises:
            NotFoundError: it was not prepared.
        """
        with self._opening:
            if self._embedder is None:
                folder = self.paths.models / EMBEDDER
                if not (folder / "manifest.json").exists():
                    raise NotFoundError(
                        f"The embedder is not in {self.paths.models}. Run: python3 start.py"
                    )
                self._embedder = Embedder(folder)
            return self._embedder

    def corpus(self, project: Project) -> "Corpus":
        """Return a project's corpus, opened on first use.

        Raises:
            ReadOnlyError: it is a recorded result; those have no index.
        """
        if project.recorded:
            raise ReadOnlyError(READ_ONLY)
        with self._opening:
            if project.id not in self._corpora:
                from core.corpus.corpus import Corpus  # Late: it takes seconds to import.

                self._corpora[project.id] = Corpus(project, self.embedder())
            return self._corpora[project.id]

    def close_corpus(self, project: Project) -> None:
        """Let go of a project's index, before the project is deleted."""
        with self._opening:
            corpus = self._corpora.pop(project.id, None)
            if corpus:
                corpus.close()

    def remember(self, ask: Ask) -> str:
        """Keep an ask for those who follow it, and forget the oldest ones."""
        key = "a-" + secrets.token_hex(8)
        self.asks[key] = ask
        while len(self.asks) > ASKS_KEPT:
            self.asks.popitem(last=False)
        return key

    def ask(self, key: str) -> Ask:
        """Return an ask.

        Raises:
            NotFoundError: it is too old, or the engine was started again since.
        """
        if key not in self.asks:
            raise NotFoundError("These answers are no longer held. Ask the question again.")
        return self.asks[key]

    def call(self, name: str, arguments: dict[str, Any]) -> Any:
        """Run an operation by name; results are JSON-able.

        Raises:
            AppError: with the sentence to show.
        """
        from core.engine.operations import BESIDE, OPERATIONS, READING

        if name not in OPERATIONS:
            raise NotFoundError(f"The engine has no operation '{name}'.")
        changes = "project" in arguments and name not in READING
        if changes and self.project(arguments["project"]).recorded:
            raise ReadOnlyError(READ_ONLY)
        result = OPERATIONS[name](self, **arguments)
        self.changes += name in BESIDE
        return result

    def data_version(self) -> str:
        """Return a text that is another one once a project's data have changed.

        The progress of a job, or of an ask, is no change; that a job begins or ends is one.
        """
        projects = (f"{one.id}:{one.db.version}" for one in self.workspace.projects())
        return " ".join((str(self.started), str(self.changes), *projects))

    def close(self) -> None:
        """Stop jobs for the next engine to take up, and give the workspace back."""
        for ask in self.asks.values():
            ask.stop()
        self.queue.close()
        self.generators.forget()
        for corpus in self._corpora.values():
            corpus.close()
        self._owner.release()
