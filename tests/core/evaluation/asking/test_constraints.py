"""What constrained answers can look like, and that the runtime keeps to it."""

import json
import re
from pathlib import Path

import pytest

from core.config import BASE_MODEL
from core.evaluation.asking.constraints import constraint_of
from core.evaluation.scoring.formats import call_parts
from core.inference.builds import load, locate
from core.inference.generator import Prompt
from core.inference.tokenizer import ChatTokenizer
from core.records.question import Question

LABELS = {"refund", "bug (urgent)", "C++ question"}
SCHEMA = {
    "type": "object",
    "properties": {"name": {"enum": ["Aldmoor", "Carrow"]}},
    "required": ["name"],
    "additionalProperties": False,
}


def question(kind: str, **extra: object) -> Question:
    return Question("q", "Which?", ("gold",), kind, "test", "g", None, extra)


def test_labels_are_the_only_choices_and_end_as_the_prompt_ends_them() -> None:
    asked = constraint_of(question("label"), LABELS, '"')
    assert asked is not None
    assert asked.regex is not None
    for label in LABELS:
        assert re.fullmatch(asked.regex, f'{label}"')
    for other in ("refund", 'refunds"', "bug Xurgent)", '"'):
        assert not re.fullmatch(asked.regex, other)


def test_a_call_is_one_that_scoring_reads() -> None:
    asked = constraint_of(question("api_call"), (), '"')
    assert asked is not None
    assert asked.regex is not None
    call = "torch.hub.load('pytorch/vision', model='resnet18', pretrained=True)"
    assert re.fullmatch(asked.regex, call)
    assert call_parts(call)
    assert not re.fullmatch(asked.regex, "the function load")


def test_json_follows_the_question_s_schema_and_other_questions_are_free() -> None:
    asked = constraint_of(question("json", schema=SCHEMA), (), '"')
    assert asked is not None
    assert json.loads(asked.json_schema or "") == SCHEMA
    assert constraint_of(question("json"), (), '"') is not None
    assert constraint_of(question("span"), LABELS, '"') is None
    assert constraint_of(question("label"), (), '"') is None


@pytest.mark.parametrize("together", [False, True], ids=["alone", "together"])
def test_the_runtime_writes_nothing_but_the_form(models: Path, together: bool) -> None:
    build = locate(models, BASE_MODEL)
    tokenizer = ChatTokenizer(build.base_folder)
    generator = load(build, tokenizer)
    ids = tokenizer.prompt_ids([{"role": "user", "content": "Label this: give me my money"}], "")
    asked = [constraint_of(question(kind), LABELS, '"') for kind in ("label", "span", "label")]
    asked.append(constraint_of(question("json", schema=SCHEMA), (), '"'))
    prompts = [Prompt(ids, constraint=constraint) for constraint in asked]
    answers = (
        generator.generate_many(prompts, 48)
        if together
        else [generator.generate(prompt, 48, lambda _: True).ids for prompt in prompts]
    )
    texts = [tokenizer.text(answer) for answer in answers]
    assert {texts[0], texts[2]} <= {f'{label}"' for label in LABELS}
    assert texts[1] not in {f'{label}"' for label in LABELS}
    assert json.loads(texts[3])["name"] in ("Aldmoor", "Carrow")
