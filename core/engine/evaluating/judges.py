"""The judge that is configured, and whether it may judge a project's answers."""

from dataclasses import dataclass

from core.chat.endpoint import Endpoint, endpoint
from core.config import model_label
from core.evaluation.judging.judge import is_under_test, judge_card
from core.project.workspace import Project
from core.records.judging import JudgeCard
from core.records.run_card import card_hash


@dataclass(frozen=True)
class Judge:
    """An endpoint with the card its verdicts are stored under."""

    endpoint: Endpoint
    card: JudgeCard
    hash: str
    refusal: str | None
    """Why it may not judge this project; None if it may."""


def configured_judge(project: Project) -> Judge | None:
    """Return the judge, None where no endpoint is configured.

    Raises:
        InvalidInputError: the endpoint's model is missing.
    """
    remote = endpoint()
    if remote is None:
        return None
    card = judge_card(remote.model)
    refusal = None
    if is_under_test(remote.model, project.base):
        refusal = (
            f"The endpoint's model, {remote.model}, is the model under test, "
            f"{model_label(project.base)}: models favour their own answers. Set "
            "ASSAY_ENDPOINT_MODEL to another, stronger one."
        )
    return Judge(remote, card, card_hash(card), refusal)
