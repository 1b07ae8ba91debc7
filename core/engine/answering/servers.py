"""Projects whose base model is behind a server: settings, builds, what they may cost.

Whether a project's model is served elsewhere is fixed when the project is made, so answers of two
runtimes never stand in one project, nor in one chart.
"""

from collections.abc import Mapping

from core.chat.address import checked_url
from core.chat.server import ChatServer
from core.config import BASE_MODEL
from core.engine.context import Engine
from core.errors import InvalidInputError
from core.evaluation.scoring.cost import is_amount
from core.inference.builds import base_folder
from core.inference.tokenizer import ChatTokenizer
from core.project.workspace import Project
from core.records.project import ServerSettings
from core.records.run_card import ServerFacts

SERVER: ServerSettings = {"url": "", "adapter": None, "per_minute": None, "cap": None}
"""What a project stores about its server: its address, its name for the adapted model, the most
requests a minute, and the most that one job may cost in the currency of the prices."""


def checked_server(settings: Mapping[str, object]) -> ServerSettings:
    """Return a server's settings, complete.

    Raises:
        InvalidInputError: an unknown field, or a value that will not do.
    """
    unknown = set(settings) - set(SERVER)
    if unknown:
        raise InvalidInputError(f"A server has no setting called {', '.join(sorted(unknown))}.")
    wanted = {**SERVER, **settings}
    limits: dict[str, float | None] = {}
    for key, name in (("per_minute", "requests a minute"), ("cap", "the spending cap")):
        value = wanted[key]
        if value is not None and not (is_amount(value) and value > 0):
            raise InvalidInputError(f"A number above 0 is needed for {name}, not '{value}'.")
        limits[key] = None if value is None else float(value)
    return {
        "url": checked_url(str(wanted["url"])),
        "adapter": str(wanted["adapter"] or "").strip() or None,
        "per_minute": limits["per_minute"],
        "cap": limits["cap"],
    }


def chat_server(project: Project) -> ChatServer:
    """Return where a project's model is served, without the key."""
    assert project.server is not None
    return ChatServer(project.server["url"], per_minute=project.server["per_minute"])


def server_facts(project: Project) -> ServerFacts | None:
    """Return what a run card says about the server; None for a model that runs here."""
    if not project.server:
        return None
    return {
        "runtime": "openai-compatible",
        "host": chat_server(project).host,
        "model": project.base,
        "adapter": project.server["adapter"],
        "cache": "unknown",
    }


def refuse_served(project: Project, what: str) -> None:
    """Refuse what needs the weights themselves.

    Args:
        what: Finishes "It cannot be ... here", such as "trained".

    Raises:
        InvalidInputError: the project's model is served elsewhere.
    """
    if project.server:
        raise InvalidInputError(
            f"The model of this project, {project.base}, is served by {chat_server(project).host} "
            f"and cannot be {what} here. Make a project with a model on this machine for that."
        )


def tokenizer_for(engine: Engine, project: Project) -> ChatTokenizer:
    """Return the tokenizer that counts for a project: its model's, else the default model's.

    Raises:
        NotFoundError: the model is not on this machine.
    """
    base = BASE_MODEL if project.server else project.base
    return engine.generators.tokenizer(
        base_folder(engine.paths.models, base), borrowed=project.server is not None
    )
