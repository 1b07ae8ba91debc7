"""Projects whose base model is behind a server: settings, builds, what they may cost.

Whether a project's model is served elsewhere is fixed when the project is made, so answers of two
runtimes never stand in one project, nor in one chart.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from core.arms import ALL_ARMS
from core.chat.address import checked_url
from core.chat.server import ChatServer
from core.config import BASE_MODEL
from core.errors import InvalidInputError, OutageError
from core.evaluation.asking.answering import Answerer
from core.evaluation.asking.spending import (
    Metered,
    Spent,
    cap_fault,
    currency_of,
    missing_prices,
    most_of_run,
)
from core.evaluation.scoring.cost import is_amount
from core.inference.builds import base_folder
from core.inference.openai_compatible import OpenAiGenerator
from core.inference.tokenizer import ChatTokenizer
from core.project.workspace import Project
from core.records.question import Question

if TYPE_CHECKING:
    from core.engine.context import Engine

Json = dict[str, Any]
SERVER: Json = {"url": "", "adapter": None, "per_minute": None, "cap": None}
"""What a project stores of its server: its address, its name for the adapted model, the most
requests a minute, the most that one job may cost in the currency of the prices."""


def checked_server(given: Json) -> Json:
    """Return a server's settings, complete.

    Raises:
        InvalidInputError: an unknown field, or a value that will not do.
    """
    unknown = set(given) - set(SERVER)
    if unknown:
        raise InvalidInputError(f"A server has no setting called {', '.join(sorted(unknown))}.")
    found = SERVER | given
    for key, name in (("per_minute", "requests a minute"), ("cap", "the spending cap")):
        value = found[key]
        if value is not None and not (is_amount(value) and value > 0):
            raise InvalidInputError(f"A number above 0 is wanted for {name}, not '{value}'.")
        found[key] = None if value is None else float(value)
    adapter = str(found["adapter"] or "").strip() or None
    return found | {"url": checked_url(str(found["url"])), "adapter": adapter}


def chat_server(project: Project) -> ChatServer:
    """Return where a project's model is served, without the key."""
    assert project.server is not None
    return ChatServer(project.server["url"], per_minute=project.server["per_minute"])


def server_facts(project: Project) -> Json | None:
    """Return what a run card says of the server; None for a model that is here."""
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
    """Refuse what takes the weights themselves.

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


def tokenizer_for(engine: "Engine", project: Project) -> ChatTokenizer:
    """Return the tokenizer that counts for a project: its model's, else the default model's.

    Raises:
        NotFoundError: the model is not on this machine.
    """
    base = BASE_MODEL if project.server else project.base
    return engine.generators.tokenizer(
        base_folder(engine.paths.models, base), borrowed=project.server is not None
    )


def most_cost(
    engine: "Engine",
    project: Project,
    drawn: Sequence[Question],
    arms: Sequence[str],
    phases: int = 1,
) -> Json | None:
    """Return the most that a run can cost; None for a model that is here.

    Returns:
        {"most": None without both prices of tokens, "cap", "currency", "refusal": why the run may
        not begin, None if it may}.
    """
    from core.engine.answering.arms import ArmError, prompt_of

    if not project.server:
        return None
    styled = []
    for key in arms:
        try:
            styled.append((ALL_ARMS[key], prompt_of(project, ALL_ARMS[key])))
        except ArmError:  # It asks nothing, which is said when the run starts.
            continue
    read, written = most_of_run([one.text for one in drawn], styled, tokenizer_for(engine, project))
    prices, cap = project.db.setting("prices", {}), project.server["cap"]
    whole, currency = Spent().plus((read, written), phases), currency_of(prices)
    most = None if missing_prices(prices) else whole.cost(prices)
    refusal = cap_fault(cap, prices)
    if cap is not None and most is not None and most > cap:
        refusal = (
            f"This could cost up to {most:.4g} {currency} and the spending cap is {cap:g} "
            f"{currency}. Ask fewer questions or arms, or raise the cap on Home."
        )
    return {"most": most, "cap": cap, "currency": currency, "refusal": refusal}


def refuse_cost(
    engine: "Engine",
    project: Project,
    drawn: Sequence[Question],
    arms: Sequence[str],
    phases: int = 1,
) -> None:
    """Refuse a run that could cost more than the project's cap.

    Raises:
        InvalidInputError: with the bound and the cap.
    """
    found = most_cost(engine, project, drawn, arms, phases)
    if found and found["refusal"]:
        raise InvalidInputError(found["refusal"])


def metered(project: Project, job: str, arm: Answerer, card: Json) -> Answerer:
    """Return an arm of a job, held to the project's cap; as it is where its model is here.

    Raises:
        OutageError: the server is another one by now than when the run card was made.
    """
    if not project.server:
        return arm
    facts = server_facts(project)
    if card.get("server") != facts:
        was = (card.get("server") or {}).get("host")
        raise OutageError(
            f"The server or its model is another one by now than when this began (at {was}), and "
            "answers of two don't mix. Set it back on Home, or start anew."
        )
    setting = f"spent.{job}"

    def spent() -> Spent:
        kept = project.db.setting(setting, {})
        return Spent(kept.get("read", 0), kept.get("written", 0))

    def keep(now: Spent) -> None:
        project.db.set_setting(setting, asdict(now))

    assert isinstance(arm.generator, OpenAiGenerator)
    prices, cap = project.db.setting("prices", {}), project.server["cap"]
    generator = Metered(arm.generator, arm.tokenizer, prices, cap, spent, keep)
    return replace(arm, generator=generator)
