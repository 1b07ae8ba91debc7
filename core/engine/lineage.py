"""Whether what an adapter was made from is still what the project holds."""

from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
from core.tuning.adapters import Adapter


def stale_sentences(project: Project, adapter: Adapter) -> list[str]:
    """Return what changed since the adapter was trained; empty if nothing did."""
    changes = (
        ("corpus_version", corpus_version(project.db), "Documents changed since it was trained."),
        ("questions_hash", questions_hash(project.db), "Questions changed since it was trained."),
    )
    return [text for key, current, text in changes if adapter.manifest.get(key) != current]
