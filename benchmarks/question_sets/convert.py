"""Source files of public question sets -> documents and questions; nothing here reaches out.

Each function takes the files' bytes by name and returns (documents, questions), the rows of
docs.jsonl and qa.jsonl. The same bytes give the same rows.
"""

import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
Files = Mapping[str, bytes]
Rows = tuple[list[Row], list[Row]]

XQUAD_TRAINING = frozenset(
    (0, 4, 8, 10, 11, 12, 13, 16, 18, 19, 25, 26, 29, 30, 32, 34, 36, 39, 40, 42, 45, 46)
)
"""Articles whose questions are trained on, drawn once: figures are of this split."""
PROPERTIES = frozenset(
    ("author", "capital", "capital of", "composer", "director", "producer", "screenwriter")
)
"""Of dynamicqa: those with one answer, a name."""
PLACE = "[ENTITY]"
"""Stands in dynamicqa's passages where the answer was."""
WORDS = range(8, 151)
"""Of a passage that is taken."""
_INSTRUCTION = re.compile(
    r"Instruction'?:\s*(.*?)\s*(?:\n###Output|,\s*['\"]Output['\"])", re.DOTALL
)


def xquad_en(files: Files) -> Rows:
    """Return XQuAD's English part; a passage is a document, an article a group."""
    documents, questions = [], []
    for article, part in enumerate(json.loads(files["xquad.en.json"])["data"]):
        split = "train" if article in XQUAD_TRAINING else "test"
        for number, paragraph in enumerate(part["paragraphs"]):
            key = f"{article}-{number}"
            documents.append({"doc_id": key, "title": part["title"], "text": paragraph["context"]})
            questions += [
                {
                    "id": row["id"],
                    "split": split,
                    "question": row["question"],
                    "kind": "span",
                    "doc_id": key,
                    "group": str(article),
                    "answers": [answer["text"] for answer in row["answers"]],
                }
                for row in paragraph["qas"]
            ]
    return documents, questions


def dynamicqa(files: Files) -> Rows:
    """Return DynamicQA's temporal facts; in about half of the passages one fact changes."""
    text = files["Temporal_final.csv"].decode("utf-8")
    facts = list(csv.DictReader(io.StringIO(text, newline="")))
    asked = Counter(fact["question"] for fact in facts)
    chosen = [fact for fact in facts if asked[fact["question"]] == 1 and _tells(fact)]
    draw = random.Random(0)
    pairs = [_dynamic_rows(fact, draw.random() < 0.5) for fact in chosen]
    return [document for document, _ in pairs], [question for _, question in pairs]


def _tells(fact: Row) -> bool:
    """Whether the passage says the answer in one place, and neither value anywhere else."""
    passage, question = fact["context"].casefold(), fact["question"].casefold()
    old, new = fact["obj"].casefold(), fact["replace_name"].casefold()
    return (
        fact["prop"] in PROPERTIES
        and len(fact["context"].split()) in WORDS
        and old not in passage
        and new not in passage
        and old not in question
        and fact["replace_name"] not in json.loads(fact["possible_answers"])
    )


def _dynamic_rows(fact: Row, changed: bool) -> tuple[Row, Row]:
    old, new = fact["obj"], fact["replace_name"]
    document = {
        "doc_id": fact["id"],
        "title": fact["subj"],
        "text": fact["context"].replace(PLACE, old).strip(),
        "text_v2": fact["context"].replace(PLACE, new if changed else old).strip(),
        "changed": changed,
    }
    question = {
        "id": fact["id"],
        "split": "test",
        "question": fact["question"],
        "answers": sorted(set(json.loads(fact["possible_answers"]))),
        "answers_v2": [new] if changed else None,
        "changed": changed,
        "kind": fact["prop"],
        "doc_id": fact["id"],
        "group": fact["subj_id"],
    }
    return document, question


def torchhub_api(files: Files) -> Rows:
    """Return APIBench's Torch Hub part; an API card is a document and a group."""
    cards = _lines(files["torchhub_api.jsonl"])
    place = {card["api_call"]: str(number) for number, card in enumerate(cards)}
    documents = [
        {
            "doc_id": str(number),
            "title": card["api_name"],
            "text": json.dumps(card, ensure_ascii=False),
        }
        for number, card in enumerate(cards)
    ]
    questions = [
        _request(row, f"{split}-{number}", split, place[row["api_call"]])
        for split, name in (("train", "torchhub_train.json"), ("test", "torchhub_eval.json"))
        for number, row in enumerate(_lines(files[name]))
    ]
    return documents, questions


def _request(row: Row, key: str, split: str, card: str) -> Row:
    asked = _INSTRUCTION.search(row["code"])
    if asked is None:
        raise ValueError(f"the request {key} has no instruction")
    call, domain = row["api_call"], row["api_data"]["domain"]
    return {
        "id": key,
        "split": split,
        "question": asked[1],
        "kind": "api_call",
        "doc_id": card,
        "group": card,
        "answers": [call],
        "target": json.dumps({"domain": domain, "api_call": call}),
    }


def _lines(data: bytes) -> list[Row]:
    return [json.loads(line) for line in data.splitlines() if line.strip()]
