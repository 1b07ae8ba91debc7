"""The simulation of claims on alike arms: the whole family, and a small run of it."""

import numpy as np
import pytest

from benchmarks import null_claims
from core.decision.catalogue import CLAIMS
from core.records.claim import BY_P


def test_every_claim_whose_word_rests_on_a_p_value_is_simulated_or_its_rule_is_listed() -> None:
    family = {claim.key for claim in CLAIMS if claim.rule in BY_P}
    assert set(null_claims.WHERE) == family
    assert set(null_claims.other_rules()) == {claim.key for claim in CLAIMS} - family


def test_alike_arms_hardly_ever_get_a_word_and_unlike_ones_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = null_claims.simulate("small", 20, single=True)
    assert found["wrong_word_rate"] <= 0.2
    # The same simulation sees arms that are not alike: the first one is always right.
    alike = null_claims.exchanged

    def unlike(*asked: object) -> null_claims.Scores:
        scores = alike(*asked)  # type: ignore[arg-type]
        scores[:, 0] = 1.0
        return scores

    monkeypatch.setattr(null_claims, "exchanged", unlike)
    unlike_found = null_claims.simulate("unlike", 2, single=True)
    assert unlike_found["wrong_by_claim"]["fresh"] == 2
    assert np.isclose(unlike_found["wrong_word_rate"], 1.0)
