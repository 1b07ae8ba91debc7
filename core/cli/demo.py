"""The verb `demo`: make the demo project and, if asked, run it from documents to freshness."""

import sys
from argparse import Namespace
from typing import Any

from core.cli.verbs import finish
from core.engine.wire.client import Client

Json = dict[str, Any]
DRAWN = 300
"""Test questions that the evaluation asks; all 600 take twice as long and say little more."""
FACTS = 60
"""Changed facts, and unchanged ones, that the freshness experiment asks about."""


def demo(client: Client, given: Namespace) -> Json:
    """Make the demo project; with `--run` train, evaluate, change its documents, train again."""
    made = client.create_demo(name=given.name)
    finish(client, made["job"])
    key = made["project"]["id"]
    result: Json = {"project": key, "name": made["project"]["name"]}
    return result | run_demo(client, key) if given.run else result


def run_demo(client: Client, project: str) -> Json:
    """Run an indexed demo project: one mixed adapter, an evaluation, a freshness experiment."""
    trained = finish(client, client.train(project=project, settings={"recipe": "mixed"}))
    print(f"demo: adapter {trained['name']} after {trained['seconds']} s", file=sys.stderr)
    # Each answer alone: a recording shows the 95th percentile, and can be made again to the word.
    asked = client.evaluate(project=project, split="test", n=DRAWN, timed=DRAWN)
    evaluated = finish(client, asked)
    change = {"kind": "demo"}
    begun = client.freshness(project=project, change=change, n=FACTS, retrain=True)
    measured = finish(client, begun)
    return {
        "adapter": trained["adapter"],
        "evaluation": evaluated["evaluation"],
        "experiment": measured["experiment"],
    }


def demo_text(result: Json) -> str:
    """Return the result as people read it."""
    lines = [f"The demo project is called {result['name']}. The company in it is invented."]
    if "experiment" in result:
        lines.append("Trained, evaluated and changed: open the app to see the charts.")
    return "\n".join(lines)
