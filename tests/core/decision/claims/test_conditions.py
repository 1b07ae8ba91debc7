"""Claims by a share of votes, by equivalence and by stated conditions."""

from typing import Any

import pytest

from core.decision.catalogue import CLAIMS
from core.decision.claims.judge import JUDGES, adjusted
from core.records.claim import ClaimVerdict
from tests.core.decision.claims import hand_made as made

ASKED = made.rows(80, dict.fromkeys(made.FOUR, 0.5))


def judged(key: str, **held: Any) -> ClaimVerdict:
    claim = next(claim for claim in CLAIMS if claim.key == key)
    (verdict,) = adjusted([JUDGES[key](claim, made.gathered(ASKED, **held))])["claims"]
    return verdict


def votes(rag: int, tuned: int, both: int = 0) -> list[Any]:
    winners = [["rag"]] * rag + [["tuned"]] * tuned + [["rag", "tuned"]] * both
    cards = [{"key": "A", "text": "", "arms": ["rag"]}, {"key": "B", "text": "", "arms": ["tuned"]}]
    return [
        {"question": f"Question {at}?", "cards": cards, "winners": won}
        for at, won in enumerate(winners)
    ]


@pytest.mark.parametrize(
    ("cast", "word", "share"),
    [
        (votes(60, 20), "supported", 0.75),
        (votes(20, 60), "refuted", 0.25),
        (votes(42, 38), "inconclusive", 0.525),
        (votes(40, 20), "exploratory", 2 / 3),
        (votes(60, 20, both=50), "supported", 0.75),
    ],
)
def test_people_by_the_share_of_votes_between_the_two(
    cast: list[Any], word: str, share: float
) -> None:
    verdict = judged("people", votes=cast)
    assert (verdict["verdict"], verdict["effect"]) == (word, pytest.approx(share))
    assert verdict["missing"] == (1 if word == "exploratory" else None)
    assert verdict["n"] == sum(len(vote["winners"]) == 1 for vote in cast)


def test_a_lost_vote_names_who_won() -> None:
    said = judged("people", votes=votes(20, 60))["finding"]
    assert said.startswith("People prefer Fine-tuned to RAG: of 100 votes between them RAG won")


def growing(few: float, many: float, n: int = 400, retrieval_ms: float = 5.0) -> Any:
    sizes = [(1, few, 240.0), (64, many, 15360.0)]
    return made.measurement(
        *(
            made.condition(
                made.rows(n, {"rag": share}), str(at), passages=passages, retrieval_ms=retrieval_ms
            )
            for at, share, passages in sizes
        )
    )


@pytest.mark.parametrize(
    ("measured", "word"),
    [
        (growing(0.6, 0.6), "supported"),
        (growing(0.6, 0.3), "refuted"),
        (growing(0.6, 0.55), "inconclusive"),
        (growing(0.6, 0.6, retrieval_ms=20.0), "inconclusive"),
        (growing(0.6, 0.3, n=60), "exploratory"),
    ],
)
def test_growth_is_supported_by_no_difference_and_quick_retrieval(measured: Any, word: str) -> None:
    verdict = judged("grows", measurements={"growth": measured})
    assert verdict["verdict"] == word
    assert "Among 15,360 passages RAG has about" in verdict["finding"]


def preparing(rag: float, tuned: float, n: int = 80, train_s: float = 900.0) -> Any:
    asked = made.rows(n, {"rag": rag, "tuned": tuned})
    return made.measurement(made.condition(asked, index_s=4.0, prepare_s=6.0, train_s=train_s))


@pytest.mark.parametrize(
    ("measured", "word"),
    [
        (preparing(0.9, 0.1), "supported"),
        (preparing(0.9, 0.9), "supported"),
        (preparing(0.1, 0.9), "refuted"),
        (preparing(0.9, 0.9, train_s=-5.0), "refuted"),
        (preparing(0.5, 0.9), "inconclusive"),
        (preparing(0.9, 0.1, n=60), "exploratory"),
    ],
)
def test_deploying_is_the_time_until_half_of_the_dev_questions_are_right(
    measured: Any, word: str
) -> None:
    verdict = judged("deployed", measurements={"deployment": measured})
    assert verdict["verdict"] == word
    assert "RAG took 4 seconds and has about" in verdict["finding"]


def prompted(tuned: list[float], rag: list[float], n: int = 120) -> Any:
    return made.measurement(
        *(
            made.condition(made.rows(n, {"tuned": first, "rag": second}), str(at))
            for at, (first, second) in enumerate(zip(tuned, rag, strict=True))
        )
    )


STEADY, WILD = [0.7, 0.71, 0.7, 0.72], [0.1, 0.6, 0.3, 0.5]


@pytest.mark.parametrize(
    ("measured", "word"),
    [
        (prompted(STEADY, WILD), "supported"),
        (prompted(WILD, STEADY), "refuted"),
        (prompted(STEADY, STEADY), "inconclusive"),
        (prompted(STEADY, WILD, n=60), "exploratory"),
    ],
)
def test_prompts_matter_less_where_shares_spread_less_and_the_worst_is_better(
    measured: Any, word: str
) -> None:
    verdict = judged("prompts", measurements={"prompts": measured})
    assert verdict["verdict"] == word
    assert "Over 4 prompts Fine-tuned has between about" in verdict["finding"]
