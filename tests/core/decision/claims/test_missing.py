"""Claims that nothing was measured for, and claims that cannot hold or fail here."""

from typing import Any

import pytest

from core.decision.catalogue import CLAIMS
from core.decision.claims.judge import JUDGES, judged
from tests.core.decision.claims import hand_made as made

ASKED = made.rows(80, dict.fromkeys(made.FOUR, 0.5))
GENERAL = made.rows(80, {"base": 0.3, "tuned": 0.1})
FORMS = made.formed(made.rows(80, dict.fromkeys(made.FOUR, 0.5)))


def verdict(key: str, held: Any) -> Any:
    found = judged(held)["claims"]
    assert [one["claim"] for one in found] == list(JUDGES) == [claim.key for claim in CLAIMS]
    return next(one for one in found if one["claim"] == key)


@pytest.mark.parametrize(
    "key",
    [
        "fresh",
        "changing",
        "withdrawn",
        "cheaper",
        "volume",
        "forgets",
        "people",
        "grows",
        "everything",
        "deployed",
        "prompts",
        "specialised",
        "form",
    ],
)
def test_what_was_not_measured_says_so_and_how_to(key: str) -> None:
    held = made.gathered(FORMS if key in ("specialised", "form") else ASKED)
    found = JUDGES[key](next(claim for claim in CLAIMS if claim.key == key), held)
    assert found.word(None) == "not measured yet"
    assert found.finding("not measured yet", None).endswith(".")
    assert found.change("not measured yet", 0)
    assert (found.basis, found.p, found.missing) == (None, None, 0)


@pytest.mark.parametrize(
    ("key", "held", "why"),
    [
        ("specialised", {}, "asks for a label or a fixed form"),
        ("form", {}, "asks for a fixed form"),
        ("invents", {}, "no questions that the documents leave unanswered"),
        (
            "everything",
            {"all-documents": made.measurement(refused="41 pages too many for this model.")},
            "41 pages too many for this model.",
        ),
        (
            "forgets",
            {
                "general": made.measurement(
                    made.condition(made.rows(80, {"base": 0.3, "tuned": 0.1}))
                )
            },
            "Base itself has only about 30 (21 to 41) of 100 right on the general set, under 40",
        ),
        ("grows", {"growth": made.measurement(refused="No texts.")}, "No texts."),
        ("volume", {"throughput": made.measurement(refused="A server.")}, "A server."),
        (
            "deployed",
            {
                "deployment": made.measurement(
                    made.condition(
                        made.rows(80, {"rag": 0.2, "tuned": 0.1}), index_s=4.0, train_s=900.0
                    )
                )
            },
            "Neither arm has about 50 of 100 dev questions right",
        ),
    ],
)
def test_what_does_not_apply_says_why(key: str, held: Any, why: str) -> None:
    found = verdict(key, made.gathered(ASKED, measurements=held))
    assert found["verdict"] == "does not apply"
    assert why in found["finding"]


@pytest.mark.parametrize("key", ["cheaper", "volume", "faster", "invents", "specialised", "hybrid"])
def test_without_an_adapter_there_is_nothing_to_compare_with(key: str) -> None:
    held = made.gathered(ASKED)
    for arm in ("tuned", "hybrid"):
        del held.evaluation["summary"]["arms"][arm]
    found = verdict(key, held)
    assert found["verdict"] == "does not apply"
    assert "No adapter answered" in found["finding"]
