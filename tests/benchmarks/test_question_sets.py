"""Public question sets from the shape of their sources, and where benchmarks find them."""

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.question_sets.__main__ import SOURCES, Source, make
from benchmarks.question_sets.convert import dynamicqa, torchhub_api, xquad_en
from benchmarks.question_sets.places import question_set
from core.questions.read import read_folder

FACT = {
    "id": "7",
    "subj": "Harbour Song",
    "prop": "composer",
    "obj": "Ada Lund",
    "subj_id": "Q7",
    "question": "Who was the composer of Harbour Song?",
    "possible_answers": '["Ada Lund", "A. Lund", "Ada Lund"]',
    "context": " Harbour Song is a ballad of 1931, written by [ENTITY] for a sailors' choir.",
    "replace_name": "Ole Berg",
}
CARD = {"domain": "Vision", "api_name": "tiny", "api_call": "torch.hub.load('a/b', 'tiny')"}


def facts(*rows: dict[str, str]) -> dict[str, bytes]:
    """Return a file as dynamicqa's, an unnamed column first."""
    text = io.StringIO()
    writer = csv.DictWriter(text, ["", *FACT])
    writer.writeheader()
    writer.writerows({"": number} | FACT | row for number, row in enumerate(rows))
    return {"Temporal_final.csv": text.getvalue().encode()}


def other(key: str, **fields: str) -> dict[str, str]:
    """Return a fact with an id and a question of its own."""
    return {"id": key, "question": f"Who was the composer of Song {key}?"} | fields


def request(code: str) -> dict[str, Any]:
    return {"code": code, "api_call": CARD["api_call"], "provider": "P", "api_data": CARD}


def lines(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_an_article_of_xquad_is_a_group_on_one_side_of_the_split() -> None:
    paragraph = {
        "context": "Ada was born in Lund.",
        "qas": [
            {
                "id": "q1",
                "question": "Where was Ada born?",
                "answers": [{"text": "Lund", "answer_start": 16}],
            }
        ],
    }
    articles = [{"title": f"Article_{n}", "paragraphs": [paragraph] * 2} for n in range(2)]
    documents, questions = xquad_en({"xquad.en.json": json.dumps({"data": articles}).encode()})
    assert [row["doc_id"] for row in documents] == ["0-0", "0-1", "1-0", "1-1"]
    assert documents[0]["title"] == "Article_0"
    assert [(row["group"], row["split"]) for row in questions] == [
        ("0", "train"),
        ("0", "train"),
        ("1", "test"),
        ("1", "test"),
    ]
    assert questions[0]["answers"] == ["Lund"]
    assert questions[0]["kind"] == "span"


def test_a_fact_of_dynamicqa_keeps_or_changes_its_answer_in_both_texts() -> None:
    documents, questions = dynamicqa(facts(*(other(str(n)) for n in range(12))))
    changed = [row["changed"] for row in questions]
    assert 0 < sum(changed) < 12
    assert [row["changed"] for row in documents] == changed
    for document, question in zip(documents, questions, strict=True):
        assert "by Ada Lund for" in document["text"]
        assert ("by Ole Berg for" in document["text_v2"]) == question["changed"]
        assert question["answers"] == ["A. Lund", "Ada Lund"]
        assert question["answers_v2"] == (["Ole Berg"] if question["changed"] else None)
        assert question["group"] == "Q7"


@pytest.mark.parametrize(
    "fields",
    [
        {"prop": "genre"},
        {"context": " [ENTITY] wrote it."},
        {"context": " Ada Lund said that [ENTITY] wrote all of Harbour Song in a week."},
        {"context": " With Ole Berg, [ENTITY] wrote all of Harbour Song in just one week."},
        {"question": "What did Ada Lund compose?"},
        {"possible_answers": '["Ada Lund", "Ole Berg"]'},
    ],
    ids=["other property", "too short", "said twice", "says the new", "asks it", "same person"],
)
def test_a_fact_that_its_passage_does_not_tell_once_is_left_out(fields: dict[str, str]) -> None:
    _, questions = dynamicqa(facts(other("1"), other("2", **fields)))
    assert [row["id"] for row in questions] == ["1"]


def test_a_question_that_two_facts_share_is_left_out() -> None:
    _, questions = dynamicqa(facts(FACT, FACT | {"id": "8"}, other("1")))
    assert [row["id"] for row in questions] == ["1"]


def test_a_request_of_apibench_is_read_in_both_notations() -> None:
    spelled = "{'Instruction': Name an API, for \"dogs\"., 'Output': {'domain': 'Vision'}}"
    marked = "###Instruction: Find cats\nin photos.\n###Output: {'domain': 'Vision'}\n"
    documents, questions = torchhub_api(
        {
            "torchhub_api.jsonl": lines({"api_name": "big", "api_call": "other()"}, CARD),
            "torchhub_train.json": lines(request(spelled)),
            "torchhub_eval.json": lines(request(marked)),
        }
    )
    assert [row["question"] for row in questions] == [
        'Name an API, for "dogs".',
        "Find cats\nin photos.",
    ]
    assert [(row["id"], row["split"]) for row in questions] == [
        ("train-0", "train"),
        ("test-0", "test"),
    ]
    assert {row["doc_id"] for row in questions} == {"1"}
    assert documents[1]["title"] == "tiny"
    assert json.loads(documents[1]["text"]) == CARD
    assert questions[0]["answers"] == [CARD["api_call"]]


def source(digest: str) -> Source:
    return Source("owner/name", "0" * 40, {"Data/Temporal_final.csv": digest}, "none", dynamicqa)


def test_what_is_made_is_a_question_folder(tmp_path: Path) -> None:
    data = facts(*(other(str(n)) for n in range(6)))["Temporal_final.csv"]
    make(source(hashlib.sha256(data).hexdigest()), tmp_path / "made", lambda _: data)
    texts, questions = read_folder(tmp_path / "made")
    assert [name for name, _, _ in texts] == [one.document for one in questions]
    assert len(questions) == 6
    second, _ = read_folder(tmp_path / "made", 2)
    assert sum(before != after for before, after in zip(texts, second, strict=True)) > 0


def test_other_bytes_than_the_known_ones_make_nothing(tmp_path: Path) -> None:
    data = facts(other("1"))["Temporal_final.csv"]
    with pytest.raises(SystemExit, match=r"owner/name/0{40}/Data/Temporal_final\.csv is not"):
        make(source("another"), tmp_path / "made", lambda _: data)
    assert not (tmp_path / "made").exists()


def test_a_source_is_taken_at_a_commit_and_by_its_digest() -> None:
    for made in SOURCES.values():
        assert re.fullmatch(r"[0-9a-f]{40}", made.revision)
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in made.files.values())
        assert all(f"/{made.revision}/{path}" in made.url(path) for path in made.files)


def test_a_set_is_found_by_name_and_a_folder_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSAY_QUESTION_SETS", str(tmp_path))
    for folder in ("named", "elsewhere/own"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "qa.jsonl").touch()
    assert question_set("named") == tmp_path / "named"
    assert question_set(str(tmp_path / "elsewhere" / "own")) == tmp_path / "elsewhere" / "own"


def test_a_missing_set_says_how_to_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_QUESTION_SETS", "/nowhere")
    with pytest.raises(SystemExit, match=r"python -m benchmarks\.question_sets none_such"):
        question_set("none_such")
