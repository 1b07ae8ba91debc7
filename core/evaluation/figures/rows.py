"""Stored answers of an evaluation -> scored rows, for tables, charts and exports."""

from collections.abc import Collection, Sequence
from typing import cast

from core.arms import ALL_ARMS
from core.evaluation.figures.fixed_length import fixed_fields
from core.evaluation.scoring.cost import cost
from core.evaluation.scoring.formats import formed
from core.evaluation.scoring.grounding import grounding
from core.evaluation.scoring.metrics import abstains, normalise, score
from core.evaluation.scoring.reading import gold_read
from core.evaluation.scoring.retrieval_metrics import Ranking, ranked_well
from core.evaluation.scoring.rewordings import rewordings
from core.questions.split import stratum
from core.records.answer import (
    PackedPassage,
    StoredAnswer,
    StoredAnswers,
    StoredRanking,
    answer_in,
    ranking_in,
)
from core.records.gold import YES_NO, is_chosen
from core.records.prices import Prices
from core.records.question import LABEL, UNANSWERABLE, Question
from core.records.run_card import RETRIEVAL, RunCard, answer_keys, asked_questions
from core.records.scored import PassageRead, ScoredAnswer, ScoredRow


def scored_rows(
    card: RunCard, questions: Sequence[Question], stored: StoredAnswers, prices: Prices
) -> list[ScoredRow]:
    """Return one row a question of the card, with its answers so far by key.

    Each answer says its `adapter` (an id) and `seed`, None where the arm does not adapt; cards of
    version 0.1 do not know the seed.
    """
    groups = set(card["train_groups"])
    asked = asked_questions(card, questions)
    labels = {
        gold
        for question in (*asked, *questions)
        if question.kind == LABEL
        for gold in question.answers
    }
    facts = rewordings(asked)
    rows: list[ScoredRow] = []
    for question in asked:
        answers = _answers(card, question, stored, prices, labels)
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


def _answers(
    card: RunCard,
    question: Question,
    stored: StoredAnswers,
    prices: Prices,
    labels: Collection[str],
) -> dict[str, ScoredAnswer]:
    """Return a question's answers by key, each with what made it and how it was ranked."""
    ids, seeds = card.get("adapter_ids") or {}, card.get("adapter_seeds") or {}
    answers: dict[str, ScoredAnswer] = {}
    for key in answer_keys(card):
        answer = answer_in(stored, question.id, key)
        if answer is not None:
            answers[key] = _scored(answer, question, prices, labels)
            answers[key]["adapter"] = ids.get(key)
            answers[key]["seed"] = seeds.get(key)
    _add_retrieval(answers, ranking_in(stored, question.id, RETRIEVAL))
    return answers


def _scored(
    answer: StoredAnswer, question: Question, prices: Prices, labels: Collection[str]
) -> ScoredAnswer:
    text, passages, ms = answer["text"], answer["passages"], answer["latency_ms"]
    choices = YES_NO.union(map(normalise, labels)) if is_chosen(question) else ()
    seconds = None if ms is None else ms / 1000
    schema = question.extra.get("schema")
    scored = {
        "text": text,
        "first_token_ms": answer["first_token_ms"],
        "latency_ms": ms,
        "embed_ms": answer["embed_ms"],
        "search_ms": answer["search_ms"],
        "prefill_ms": answer["prefill_ms"],
        "decode_ms": answer["decode_ms"],
        "tokens_in": answer["tokens_in"],
        "tokens_out": answer["tokens_out"],
        "error": answer["error"],
        **fixed_fields(answer),
        **score(text, question.answers),
        "abstains": abstains(text),
        "cost": cost(prices, seconds, answer["tokens_in"], answer["tokens_out"]),
        "passages": [_read(passage) for passage in passages],
        "form": formed(
            text, {"kind": question.kind, "gold": question.answers, "schema": schema}, labels
        ),
        "gold_read": gold_read(passages, question),
        "grounding": grounding(text, passages, question.text, choices),
        "fingerprint": answer["fingerprint"].get("hash"),
    }
    return cast(ScoredAnswer, scored)  # mypy cannot check the keys of an unpacked dict.


def _read(passage: PackedPassage) -> PassageRead:
    return {"id": passage["id"], "document": passage["document"], "page": passage["page"]}


def _add_retrieval(answers: dict[str, ScoredAnswer], ranking: StoredRanking | None) -> None:
    """Add to the answers of arms that retrieve how well their passages were ranked, where known."""
    if ranking:
        for arm in answers:
            if arm in ALL_ARMS and ALL_ARMS[arm].retrieves:
                ranked = (ranking["ranked_ids"], ranking["gold_ids"])
                answers[arm]["retrieval"] = ranked_well(ranked)


def rankings(stored: StoredAnswers, rows: Sequence[ScoredRow]) -> list[Ranking]:
    """Return ranked and gold passage ids of each question whose retrieval was stored.

    Args:
        rows: As `scored_rows` gives them; unanswerable ones have no gold passage and are left out.
    """
    unanswerable = {row["question_id"] for row in rows if row["kind"] == UNANSWERABLE}
    return [
        (entry["ranked_ids"], entry["gold_ids"])
        for (question, _), entry in stored.items()
        if "ranked_ids" in entry and question not in unanswerable
    ]
