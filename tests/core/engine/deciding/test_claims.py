"""The recorded demo's claims, from its stored results, as the words fall."""

import pytest

from core.decision.catalogue import CLAIMS
from core.engine.wire.client import Client
from core.records.claim import BY_P, ClaimVerdict


@pytest.fixture(scope="module")
def verdicts(client: Client, demo: str) -> dict[str, ClaimVerdict]:
    return {claim["claim"]: claim for claim in client.claims(project=demo)["claims"]}


def test_every_claim_of_the_catalogue_has_a_word_in_its_order(
    client: Client, demo: str, verdicts: dict[str, ClaimVerdict]
) -> None:
    assert list(verdicts) == [claim.key for claim in CLAIMS]
    measured = [verdict for verdict in verdicts.values() if verdict["n"]]
    assert len(measured) >= 5
    for verdict in measured:
        assert verdict["model"]
        assert verdict["evidence"]
        assert verdict["effect"] is not None
    rules = {claim.key: claim.rule for claim in CLAIMS}
    family = [v for v in verdicts.values() if v["p_holm"] is not None]
    assert {rules[verdict["claim"]] for verdict in family} <= set(BY_P)
    assert client.claims(project=demo)["family"] == len(family)


def test_hybrids_shares_and_its_difference_are_of_one_measure(
    client: Client, demo: str, verdicts: dict[str, ClaimVerdict]
) -> None:
    arms = {arm["arm"]: arm["accuracy"] for arm in client.four_measures(project=demo)["arms"]}
    gaps = [
        arms["hybrid"][stratum]["share"] - arms[other][stratum]["share"]
        for other in ("rag", "tuned")
        for stratum in arms["hybrid"]
    ]
    assert verdicts["hybrid"]["effect"] == pytest.approx(min(gaps))


def test_refusals_stand_beside_what_every_arm_made_up(verdicts: dict[str, ClaimVerdict]) -> None:
    said = verdicts["invents"]["finding"]
    begin = "A number or name that no document holds stands in this many of 100 answers: on "
    assert f"{begin}questions that the documents do not" in said
    assert "Base " in said.split(begin)[1]


def test_costs_count_the_upkeep_of_the_typed_month(client: Client, demo: str) -> None:
    client.set_prices(project=demo, prices={"machine_per_hour": 0.5})
    before = {claim["claim"]: claim for claim in client.claims(project=demo)["claims"]}["cheaper"]
    assert "Example month: 1,000 questions, 4 updates; upkeep included." in before["finding"]
    typed = {"queries": 100.0, "updates": 30.0, "retrain_hours": 2.0, "wage": 50.0}
    client.set_upkeep(project=demo, upkeep=typed)
    after = {claim["claim"]: claim for claim in client.claims(project=demo)["claims"]}["cheaper"]
    assert "At 100 questions and 30 updates a month, upkeep included." in after["finding"]
    assert after["effect"] is not None
    assert before["effect"] is not None
    assert after["effect"] < before["effect"]


def test_hybrid_is_held_to_the_limits_that_were_typed(client: Client, demo: str) -> None:
    """Whoever allows less than Hybrid takes reads so beside its claim."""

    def finding() -> str:
        claims = {claim["claim"]: claim for claim in client.claims(project=demo)["claims"]}
        return claims["hybrid"]["finding"]

    client.recommend(project=demo, wishes={"limits": {}})
    assert "are allowed" not in finding()
    client.recommend(project=demo, wishes={"limits": {"latency_ms": 100.0}})
    assert "ms where 100 are allowed" in finding()
