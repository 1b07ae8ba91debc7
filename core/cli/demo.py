"""The verb `demo`: make the demo project and, if asked, run it from documents to freshness."""

import sys
from argparse import Namespace
from dataclasses import dataclass

from core.cli.text import Demo, Ran
from core.cli.verbs import finish, once
from core.engine.wire.client import Client
from core.errors import InvalidInputError
from core.records.experiment import Size as Experiments
from core.records.freshness import Change


@dataclass(frozen=True)
class Size:
    """How much of the demo is run."""

    drawn: int
    """Test questions that the evaluation asks."""
    facts: int
    """Changed facts, and unchanged ones, that the freshness experiment asks about."""
    epochs: int | None
    """Of each training run; None for its recipe's own."""


FULL = Size(drawn=300, facts=100, epochs=None)
"""All 600 test questions would take twice as long and say little more; a word takes more than 60
changed facts."""
SMALL = Size(drawn=2, facts=1, epochs=1)
"""Shows that everything works, in a minute; the figures say nothing."""


def demo(client: Client, options: Namespace) -> Demo:
    """Make the demo project; with `--run` train, evaluate, change its documents, train again.

    Raises:
        InvalidInputError: the recorded result is to be opened and run, which is two things.
    """
    if options.recorded:
        if options.run or options.small:
            raise InvalidInputError(
                "--recorded opens a finished result; it cannot be run. Leave --run and --small out."
            )
        opened = client.open_recorded()
        return {"project": opened["id"], "name": opened["name"]}
    made = client.create_demo(name=options.name, small=options.small)
    finish(client, made["job"])
    key = made["project"]["id"]
    result: Demo = {"project": key, "name": made["project"]["name"]}
    if not options.run:
        return result
    return {**result, **run_demo(client, key, SMALL if options.small else FULL)}


def run_demo(
    client: Client, project: str, size: Size = FULL, experiments: Experiments | None = None
) -> Ran:
    """Run an indexed demo project: one mixed adapter, an evaluation, a freshness experiment.

    What an earlier call finished stands, and what one began goes on: it may be stopped at any time.

    Args:
        experiments: The size in which the claims' own experiments are run too, before the documents
            change; None for none.
    """
    settings = {"recipe": "mixed"} | ({"epochs": size.epochs} if size.epochs else {})
    trained = once(
        client, project, "train", lambda: client.train(project=project, settings=settings)
    )
    print(f"demo: adapter {trained['name']} after {trained['seconds']} s", file=sys.stderr)
    # Each answer alone: a recording shows the 95th percentile, and can be made again to the word.
    evaluated = once(
        client,
        project,
        "evaluate",
        lambda: client.evaluate(project=project, split="test", n=size.drawn, timed=size.drawn),
    )
    if experiments:
        once(client, project, "measure", lambda: client.measure(project=project, size=experiments))
    change: Change = {"kind": "demo"}
    measured = once(
        client,
        project,
        "freshness",
        lambda: client.freshness(project=project, change=change, n=size.facts, retrain=True),
    )
    return {
        "adapter": trained["adapter"],
        "evaluation": evaluated["evaluation"],
        "experiment": measured["experiment"],
    }
