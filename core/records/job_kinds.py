"""The kinds of jobs, each with its facts: queue, pages and command line follow them."""

from dataclasses import dataclass

from core.records.job import JobRow


@dataclass(frozen=True)
class JobKind:
    """What has to be known of a job besides what it does."""

    key: str
    label: str
    """What it does, in words."""
    page: str = "documents"
    """Where it is watched, cancelled and resumed."""
    heavy: bool = False
    """Uses the whole machine, as a judge may: one at a time, or their timings say nothing."""
    resumable: bool = False
    """Keeps what it finished when it is cancelled or fails."""
    changes_documents: bool = False
    """One at a time, and never beside what is timed: embedding takes all cores."""
    reads_documents: bool = False
    """The documents of its project stay as they are meanwhile."""
    timed: bool = False
    """Measures answers, so no document of any project changes meanwhile."""
    prepares_base: bool = False
    """Nothing can be done with its project before it has ended."""
    waited_for_as: str = ""
    """How a job that waits for it names it; empty for "the KIND job"."""


_ALL = (
    JobKind("index", "Indexing documents", changes_documents=True),
    JobKind("remove", "Removing documents", changes_documents=True),
    JobKind("rebuild", "Rebuilding the index", changes_documents=True),
    JobKind("import", "Importing", changes_documents=True),
    JobKind(
        "generate",
        "Generating questions",
        "questions",
        heavy=True,
        resumable=True,
        reads_documents=True,
    ),
    JobKind("base", "Preparing the base model", heavy=True, resumable=True, prepares_base=True),
    JobKind("train", "Fine-tuning", "finetune", heavy=True, resumable=True),
    JobKind("export", "Writing the GGUF file", "finetune", heavy=True),
    JobKind(
        "evaluate",
        "Evaluating",
        "evaluate",
        heavy=True,
        resumable=True,
        timed=True,
        waited_for_as="evaluation",
    ),
    JobKind("selftest", "Self-test", "ask", heavy=True, reads_documents=True),
    JobKind(
        "freshness",
        "Measuring freshness",
        "freshness",
        heavy=True,
        resumable=True,
        changes_documents=True,
        waited_for_as="freshness experiment",
    ),
    JobKind(
        "measure",
        "Measuring",
        "verdict",
        heavy=True,
        resumable=True,
        timed=True,
        reads_documents=True,
        waited_for_as="measurement",
    ),
    JobKind("judge", "Judging answers", "evaluate", heavy=True, resumable=True),
)
JOB_KINDS = {kind.key: kind for kind in _ALL}


def page_of(job: JobRow) -> str:
    """Return the page where a job is watched; a look at the gates is one of training's."""
    return "finetune" if job["settings"].get("gate") else JOB_KINDS[job["kind"]].page


def in_the_way(running: JobKind, waiting: JobKind, *, same_project: bool) -> bool:
    """Whether a job has to wait for one that runs."""
    pair = (running, waiting)
    if running.heavy and waiting.heavy:
        return True
    if running.changes_documents and waiting.changes_documents:
        return True
    changes = any(kind.changes_documents for kind in pair)
    if changes and any(kind.timed for kind in pair):
        return True
    if not same_project:
        return False
    return any(kind.prepares_base for kind in pair) or (
        changes and any(kind.reads_documents for kind in pair)
    )
