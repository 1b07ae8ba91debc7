"""Stored answers of an evaluation -> scored rows, for tables, charts and exports."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.arms import ALL_ARMS
from core.evaluation.figures.fixed_length import fixed_fields
from core.evaluation.scoring.cost import cost
from core.evaluation.scoring.formats import LABEL, formed
from core.evaluation.scoring.grounding import grounding
from core.evaluation.scoring.metrics import abstains, score
from core.evaluation.scoring.reading import gold_read
from core.evaluation.scoring.retrieval_metrics import ranked_well
from core.evaluation.scoring.rewordings import rewordings
from core.questions.split import stratum
from core.records.question import Question
from core.records.run_card import RETRIEVAL, answer_keys, asked_questions

Stored = Mapping[tuple[str, str], dict[str, Any]]
COPIED = (
    "text",
    "first_token_ms",
    "latency_ms",
    "embed_ms",
    "search_ms",
    "prefill_ms",
    "decode_ms",
    "tokens_in",
    "tokens_out",
    "error",
)
MADE_BY = {"adapter": "adapter_ids", "seed": "adapter_seeds"}
"""What an answer says of its adapter, and where the card holds it."""


def scored_rows(
    card: dict[str, Any],
    questions: Sequence[Question],
    stored: Stored,
    prices: Mapping[str, Any],
) -> list[dict[str, Any]]:
    """Return one row a question of the card, with its answers so far by key.

    Each answer says its `adapter` (an id) and `seed`, None where the arm does not adapt; cards of
    version 0.1 do not know the seed.
    """
    groups = set(card["train_groups"])
    asked = asked_questions(card, questions)
    labels = {gold for one in (*asked, *questions) if one.kind == LABEL for gold in one.answers}
    facts = rewordings(asked)
    rows = []
    for question in asked:
        answers = {
            key: _answer(stored[question.id, key], question, prices, labels)
            | {name: (card.get(field) or {}).get(key) for name, field in MADE_BY.items()}
            for key in answer_keys(card)
            if (question.id, key) in stored
        }
        _add_retrieval(answers, stored.get((question.id, RETRIEVAL)))
        rows.append(
            {
                "question_id": question.id,
                "question": question.text,
                "gold": list(question.answers),
                "stratum": stratum(question, groups),
                "split": question.split,
                "kind": question.kind,
                "pool": question.extra.get("pool"),
                "fact": facts.get(question.id),
                "reworded": question.id in facts,
                "group": question.group,
                "document": question.document,
                "timed": any("fixed_tokens_out" in answer for answer in answers.values()),
                "answers": answers,
            }
        )
    return rows


def _answer(
    answer: dict[str, Any],
    question: Question,
    prices: Mapping[str, Any],
    labels: Collection[str],
) -> dict[str, Any]:
    asked = {
        "kind": question.kind,
        "gold": question.answers,
        "schema": question.extra.get("schema"),
    }
    ms = answer["latency_ms"]
    seconds = None if ms is None else ms / 1000
    return {
        **{key: answer[key] for key in COPIED},
        **fixed_fields(answer),
        **score(answer["text"], question.answers),
        "abstains": abstains(answer["text"]),
        "cost": cost(prices, seconds, answer["tokens_in"], answer["tokens_out"]),
        "passages": [
            {key: passage[key] for key in ("id", "document", "page")}
            for passage in answer["passages"]
        ],
        "form": formed(answer["text"], asked, labels),
        "gold_read": gold_read(answer["passages"], question.answers),
        "grounding": grounding(answer["text"], answer["passages"], question.text),
        "fingerprint": answer["fingerprint"].get("hash"),
    }


def _add_retrieval(answers: dict[str, dict[str, Any]], found: dict[str, Any] | None) -> None:
    """Give the answers of arms that retrieve how well their passages were ranked, where known."""
    if found:
        for arm in answers:
            if arm in ALL_ARMS and ALL_ARMS[arm].retrieves:
                ranking = (found["ranked_ids"], found["gold_ids"])
                answers[arm]["retrieval"] = ranked_well(ranking)


def rankings(stored: Stored) -> list[tuple[list[str], list[str]]]:
    """Return ranked and gold passage ids of the questions whose retrieval was stored."""
    return [
        (answer["ranked_ids"], answer["gold_ids"])
        for (_, arm), answer in stored.items()
        if arm == RETRIEVAL
    ]
