"""Whether what an adapter was made from is still what the project holds."""

from core.project.styles import style_name
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
from core.prompts import DEFAULT_STYLE
from core.tuning.adapters import Adapter


def stale_sentences(project: Project, adapter: Adapter) -> list[str]:
    """Return what changed since the adapter was trained; empty if nothing did."""
    changes = (
        ("corpus_version", corpus_version(project.db), "Documents changed since it was trained."),
        ("questions_hash", questions_hash(project.db), "Questions changed since it was trained."),
    )
    sentences = [text for key, current, text in changes if adapter.manifest.get(key) != current]
    return sentences + _other_prompt(project, adapter)


def _other_prompt(project: Project, adapter: Adapter) -> list[str]:
    used = project.db.setting("style", DEFAULT_STYLE)
    trained = adapter.manifest.get("style", used)
    if trained == used:
        return []
    now, then = style_name(project.db, used), style_name(project.db, trained)
    return [f"Trained with the prompt version '{then}'; the arms now ask with '{now}'."]
