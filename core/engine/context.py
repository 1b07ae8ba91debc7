"""What operations and jobs share: workspace, models, indexes, queue, what was remembered."""

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from core.config import EMBEDDER, Paths
from core.corpus.search.embedder import Embedder
from core.engine.asks import Ask
from core.engine.generators import Generators
from core.engine.memo import Memo
from core.engine.queue import JobQueue, RunningJob
from core.errors import BusyError, NotFoundError, ReadOnlyError
from core.project.workspace import Project, Workspace

if TYPE_CHECKING:
    from core.corpus.corpus import Corpus

ASKS_KEPT = 50
ASKS_AT_ONCE = 16
"""Most questions under way: each holds a thread, and they are answered one after another."""
RESULTS_KEPT = 20
"""Results kept over all projects: a page shows an evaluation and the measurements beside it, one
project's checks and leaks."""
READ_ONLY = (
    "This is a recorded result and can't be changed. Run the demo here, or compare on your own "
    "documents."
)


Handler = Callable[["Engine", RunningJob], Any]
"""Does a job and returns its result, JSON."""


class Engine:
    """An open workspace; `core.engine.owner` makes it and answers calls with it."""

    def __init__(self, paths: Paths, handlers: Mapping[str, Handler], *, take_up: bool) -> None:
        """Open a workspace that this process owns (`core.engine.owner`).

        Args:
            handlers: What each kind of job does.
            take_up: Run what the last owner left; else mark it as interrupted.
        """
        self.paths = paths
        self.started = time.time()
        self.workspace = Workspace(paths.workspace)
        self.generators = Generators()
        self.asks: dict[str, Ask] = {}
        """Oldest first."""
        self._asking = threading.Lock()
        self.memo = Memo(RESULTS_KEPT)
        self._embedder: Embedder | None = None
        self._corpora: dict[str, Corpus] = {}
        self.changes = 0
        """How often operations have changed files beside the databases."""
        self.making = threading.Lock()  # Held while what must exist only once is looked up or made.
        self._opening = threading.RLock()
        jobs = {kind: partial(handler, self) for kind, handler in handlers.items()}
        self.queue = JobQueue(self.workspace, jobs, take_up)

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
            ReadOnlyError: it is a recorded result, which has no index.
        """
        if project.recorded:
            raise ReadOnlyError(READ_ONLY)
        with self._opening:
            if project.id not in self._corpora:
                from core.corpus.corpus import Corpus  # Late: it takes seconds to import.

                self._corpora[project.id] = Corpus(project, self.embedder())
            return self._corpora[project.id]

    def close_corpus(self, project: Project) -> None:
        """Close a project's index before the project is deleted."""
        with self._opening:
            corpus = self._corpora.pop(project.id, None)
            if corpus:
                corpus.close()

    def remember(self, ask: Ask) -> None:
        """Keep an ask for those who follow it, and forget the oldest ones that are answered.

        Raises:
            BusyError: too many are not answered yet.
        """
        with self._asking:
            answered = [old for old, other in self.asks.items() if other.done]
            if len(self.asks) - len(answered) >= ASKS_AT_ONCE:
                raise BusyError(
                    f"{ASKS_AT_ONCE} questions are being answered already. Wait for one of them, "
                    "or stop it, then ask again."
                )
            self.asks[ask.id] = ask
            for old in answered[: max(0, len(self.asks) - ASKS_KEPT)]:
                del self.asks[old]

    def ask(self, key: str) -> Ask:
        """Return an ask.

        Raises:
            NotFoundError: it is too old, or the engine has been restarted since.
        """
        if key not in self.asks:
            raise NotFoundError("These answers are no longer held. Ask the question again.")
        return self.asks[key]

    def data_version(self) -> str:
        """Return a text that differs once any project's data have changed.

        Progress of a job or an ask does not count; the beginning or end of a job does.
        """
        projects = (f"{project.id}:{project.db.version}" for project in self.workspace.projects())
        return " ".join((str(self.started), str(self.changes), *projects))

    def close(self) -> None:
        """Stop jobs for the next owner to take up, and close the indexes."""
        for ask in list(self.asks.values()):
            ask.stop()
        self.queue.close()
        self.generators.forget()
        for corpus in self._corpora.values():
            corpus.close()
