"""The four measures of the recorded demo, and of a project that has none."""

import pytest

from core.engine.wire.client import Client
from core.errors import NotFoundError
from core.evaluation.scoring.traces import part_of


def test_accuracy_is_the_share_of_answers_that_hold_a_right_one(client: Client, demo: str) -> None:
    measures = client.four_measures(project=demo)
    scope = measures["scope"]
    rows = client.evaluation(project=demo, evaluation=scope["evaluation"])["rows"]
    assert [arm["arm"] for arm in measures["arms"]] == ["base", "rag", "tuned", "hybrid"]
    for arm in measures["arms"]:
        for stratum, figures in arm["accuracy"].items():
            right = [
                row["answers"][arm["arm"]]["containment"] for row in rows if part_of(row) == stratum
            ]
            assert figures["n"] == len(right)
            assert figures["share"] == pytest.approx(sum(right) / len(right))
    assert (scope["n"], scope["recorded"], scope["seeds"]) == (len(rows), True, 1)


def test_costs_stand_by_stratum_once_a_price_is_set(client: Client, demo: str) -> None:
    client.set_prices(project=demo, prices={"machine_per_hour": 0.5})
    measures = client.four_measures(project=demo)
    rows = client.evaluation(project=demo, evaluation=measures["scope"]["evaluation"])["rows"]
    rag = measures["arms"][1]
    for stratum, cost in rag["cost"].items():
        answers = [row["answers"]["rag"] for row in rows if part_of(row) == stratum]
        spent = sum(answer["latency_ms"] or 0.0 for answer in answers) / 3_600_000 * 0.5
        right = sum(answer["containment"] for answer in answers if answer["latency_ms"])
        assert cost["per_correct"] == pytest.approx(spent / right)
    assert rag["cost"]["seen"] != rag["cost"]["held_out"]


def test_freshness_counts_what_an_arm_knew_before_it_was_trained_anew(
    client: Client, demo: str
) -> None:
    measures = {arm["arm"]: arm["fresh"] for arm in client.four_measures(project=demo)["arms"]}
    (line,) = client.experiments(project=demo)
    rows = client.experiment(project=demo, experiment=line["id"])["rows"]
    for arm, fresh in measures.items():
        knew = [
            row["answers"][arm]
            for row in rows
            if row["fate"] == "changed" and row["answers"][arm]["before"]["says"] == "old"
        ]
        if not knew:
            assert fresh is None
            continue
        new = sum(answer["updated"]["says"] == "new" for answer in knew)
        assert fresh is not None
        assert (fresh["n"], fresh["new"]) == (len(knew), pytest.approx(new / len(knew)))


def test_without_an_evaluation_there_is_a_sentence(client: Client) -> None:
    client.create_project(name="Empty", server={"url": "http://127.0.0.1:9/v1"}, base="m")
    with pytest.raises(NotFoundError, match="Nothing was evaluated in Empty yet"):
        client.four_measures(project="Empty")
