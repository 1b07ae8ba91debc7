"""The verb `recommend`: wishes in, a recommendation out."""

from argparse import ArgumentTypeError, Namespace

from core.charts.words import CRITERIA
from core.cli.verb import number
from core.engine.wire.client import Client
from core.errors import InvalidInputError, NotFoundError
from core.records.recommendation import Criterion, Limits, Recommendation, Wishes

SHOWN_FLIPS = 5


def recommend(client: Client, options: Namespace) -> Recommendation:
    """Say which option fits; what is not asked for is filled in.

    Raises:
        NotFoundError: the last one was asked for, and there is none.
    """
    if options.last:
        last = client.recommendation(project=options.project)
        if last is None:
            raise NotFoundError(
                f"Nothing was recommended in {options.project} yet. Leave --last out to ask."
            )
        return last
    return client.recommend(
        project=options.project, evaluation=options.evaluation, wishes=_wishes(options)
    )


def _wishes(options: Namespace) -> Wishes:
    limits: Limits = {"latency_ms": options.latency_ms, "budget": options.budget}
    if options.must_cite:
        limits["must_cite"] = True
    if options.no_training:
        limits["training_allowed"] = False
    if options.data_stays:
        limits["data_stays"] = True
    wishes: Wishes = {"limits": limits, "queries": options.queries, "updates": options.updates}
    if options.stratum:
        wishes["stratum"] = options.stratum
    if options.weight:
        wishes["weights"] = _weights(options.weight)
    return wishes


def _weights(typed: list[str]) -> dict[Criterion, float]:
    weights: dict[Criterion, float] = {}
    for text in typed:
        name, _, amount = text.partition("=")
        try:
            weight = number(amount)
        except ArgumentTypeError:
            raise InvalidInputError(
                f"A weight is CRITERION=NUMBER, such as accuracy=40, not '{text}'."
            ) from None
        if name not in CRITERIA:
            raise InvalidInputError(
                f"There is no criterion '{name}'. Weigh one of {', '.join(CRITERIA)}."
            )
        weights[name] = weight
    return weights


def recommended(result: Recommendation) -> str:
    """Return the outcome, what carried it, who is out, and what would change it."""
    lines = [result["headline"], *(f"  {why}" for why in result["because"])]
    lines += [f"Against it: {why}" for why in result.get("against", ())]
    for option in result["options"]:
        lines += [f"{option['label']} is out: {why}" for why in option["struck"]]
        lines += [f"{option['label']}: {doubt}" for doubt in option["may_fail"]]
    lines += [flip["says"] for flip in result["flips"][:SHOWN_FLIPS]]
    if result["next_step"]:
        lines.append(f"Next: {result['next_step']['says']}")
    lines += result.get("unmeasured", ())
    lines += result.get("assumed", ())
    return "\n".join(lines)
