"""The cap on what a run at a server may cost."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from core.arms import ALL_ARMS
from core.engine.answering.servers import server_facts, tokenizer_for
from core.engine.context import Engine
from core.errors import InvalidInputError, OutageError
from core.evaluation.asking.answering import ReadyArm
from core.evaluation.asking.spending import (
    Metered,
    Spent,
    cap_fault,
    currency_of,
    missing_prices,
    most_of_run,
)
from core.inference.openai_compatible import OpenAiGenerator
from core.project.workspace import Project
from core.records.prices import MostCost
from core.records.question import Question
from core.records.run_card import RunCard


def most_cost(
    engine: Engine,
    project: Project,
    drawn: Sequence[Question],
    arms: Sequence[str],
    phases: int = 1,
) -> MostCost | None:
    """Return the most that a run can cost; None for a model that runs here."""
    from core.engine.answering.arms import ArmError, prompt_of

    if not project.server:
        return None
    styled = []
    for key in arms:
        try:
            styled.append((ALL_ARMS[key], prompt_of(project, ALL_ARMS[key])))
        except ArmError:  # Nothing to ask; the run itself says so when it starts.
            continue
    read, written = most_of_run(
        [question.text for question in drawn], styled, tokenizer_for(engine, project)
    )
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
    engine: Engine,
    project: Project,
    drawn: Sequence[Question],
    arms: Sequence[str],
    phases: int = 1,
) -> None:
    """Refuse a run that could cost more than the project's cap.

    Raises:
        InvalidInputError: with the bound and the cap.
    """
    bound = most_cost(engine, project, drawn, arms, phases)
    if bound and bound["refusal"]:
        raise InvalidInputError(bound["refusal"])


def metered(project: Project, job: str, arm: ReadyArm, card: RunCard) -> ReadyArm:
    """Return an arm of a job, held to the project's cap; unchanged if its model runs here.

    Raises:
        OutageError: the server has changed since the run card was made.
    """
    if not project.server:
        return arm
    facts = server_facts(project)
    if card.get("server") != facts:
        before = card.get("server")
        was = before["host"] if before else None
        raise OutageError(
            f"The server or its model has changed since this began (at {was}), and answers of two "
            "must not be mixed. Change it back on Home, or start again."
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
