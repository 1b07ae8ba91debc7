"""Whether what an adapter was made from is still what the project holds."""

from core.errors import NotFoundError
from core.project.styles import get_style, style_in_use
from core.project.versions import corpus_version, questions_hash
from core.project.workspace import Project
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
    used = style_in_use(project.db)
    key = str(adapter.manifest.get("style", used.key))
    if key == used.key:
        return []
    try:
        name = get_style(project.db, key).name
    except NotFoundError:
        name = key
    return [f"Trained with the prompt version '{name}'; the arms now ask with '{used.name}'."]
