"""All seeds of an adapter through the engine: run card, stored answers, one arm; the command line.

The siblings are copies of the sample's adapter that say another seed: what they answer is known.
"""

import json
import shutil
from argparse import Namespace
from typing import Any

import pytest

from core.cli import verbs
from core.cli.parser import parser
from core.engine.evaluating.job import seed_passes
from core.engine.wire.client import Client, connect
from core.errors import InvalidInputError
from core.project.workspace import write_json
from tests.conftest import Sample

KEYS = ["base", "tuned", "tuned#2", "tuned#3", "hybrid", "hybrid#2", "hybrid#3"]


@pytest.fixture(scope="module")
def client(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Any:
    copy = sample.copy(tmp_path_factory.mktemp("seeds") / "workspace")
    (folder,) = copy.folder.glob("**/adapters/ad-*")
    for seed in (5, 2):
        target = folder.with_name(f"ad-seed{seed}")
        shutil.copytree(folder, target)
        manifest = json.loads((target / "manifest.json").read_text())
        manifest["settings"]["seed"] = seed
        write_json(target / "manifest.json", manifest | {"name": f"seed {seed}"})
    one = connect(copy.paths(), own=True)
    one.choose_adapter(project="Sites", adapter="first")
    yield one
    one.close()


def run(client: Client, **more: Any) -> Any:
    job = client.evaluate(project="Sites", arms=["base", "tuned", "hybrid"], n=2, **more)
    return client.evaluation(project="Sites", evaluation=verbs.finish(client, job)["evaluation"])


def test_the_card_names_every_adapter_with_its_seed_and_every_answer_is_stored(
    client: Client,
) -> None:
    plan = client.estimate_evaluation(project="Sites", arms=["base", "tuned"])
    assert plan["seeds"] == 3
    found = run(client, all_seeds=True)
    card = found["card"]
    assert card["arms"] == ["base", "tuned", "hybrid"]
    named = {key: (card["adapters"][key], card["adapter_seeds"][key]) for key in KEYS[1:]}
    kin = [("first", 0), ("seed 2", 2), ("seed 5", 5)]
    assert named == dict(zip(KEYS[1:], kin + kin, strict=True))
    assert len(set(card["adapter_ids"].values())) == 3
    for row in found["rows"]:
        assert list(row["answers"]) == KEYS
        assert [one["seed"] for one in row["answers"].values()] == [None, 0, 2, 5, 0, 2, 5]
    arms = found["summary"]["arms"]
    assert list(arms) == ["base", "tuned", "hybrid"]
    assert (arms["tuned"]["n"], arms["tuned"]["answers"], arms["tuned"]["seeds"]) == (2, 6, 3)
    assert found["summary"]["complete"]


def test_without_being_asked_one_adapter_answers_and_the_card_says_its_seed(
    client: Client,
) -> None:
    found = run(client)
    assert found["card"]["adapter_seeds"] == {"tuned": 0, "hybrid": 0}
    assert {len(row["answers"]) for row in found["rows"]} == {3}


def test_each_adapter_says_the_seeds_of_its_family(client: Client) -> None:
    assert {tuple(row["seeds"]) for row in client.adapters(project="Sites")} == {(0, 2, 5)}


def test_further_seeds_ask_in_passes_of_their_own_so_that_few_builds_are_loaded() -> None:
    card = {
        "arms": ["base", "tuned", "hybrid", "retrieval"],
        "adapter_ids": dict.fromkeys(KEYS[1:], "ad"),
    }
    assert seed_passes(card) == [
        ["base", "tuned", "hybrid"],
        ["tuned#2", "hybrid#2"],
        ["tuned#3", "hybrid#3"],
    ]


class Trainer:
    """A client that trains at once."""

    def __init__(self) -> None:
        self.seeds: list[int] = []

    def estimate_training(self, **_: Any) -> dict[str, Any]:
        return {"minutes": 1.0, "memory_gb": 2.0}

    def train(self, project: str, settings: dict[str, Any]) -> dict[str, Any]:
        self.seeds.append(settings["seed"])
        return {
            "id": "j",
            "project": project,
            "state": "done",
            "result": {"adapter": f"ad-{settings['seed']}"},
        }


def test_the_command_line_trains_one_adapter_a_seed(capsys: pytest.CaptureFixture[str]) -> None:
    trainer: Any = Trainer()
    given = Namespace(project="Sites", recipe="mixed", seed=3, epochs=None, name=None, seeds=3)
    found = verbs.train(trainer, given)
    assert trainer.seeds == [3, 4, 5]
    assert [one["adapter"] for one in found["adapters"]] == ["ad-3", "ad-4", "ad-5"]
    assert "about 1.0 min each" in capsys.readouterr().err
    given.seeds = 1
    assert verbs.train(trainer, given)["adapter"] == "ad-3"
    given.seeds = 9
    with pytest.raises(InvalidInputError, match="1 to 5 seeds"):
        verbs.train(trainer, given)


def test_the_command_line_asks_all_seeds_only_when_told() -> None:
    assert not parser().parse_args(["evaluate", "Sites"]).all_seeds
    assert parser().parse_args(["evaluate", "Sites", "--all-seeds"]).all_seeds
    assert parser().parse_args(["train", "Sites"]).seeds == 1
