"""The form of an answer, and whether it is right given the form."""

from typing import Any

import pytest

from core.evaluation.scoring.formats import call_parts, formed

GOLD = "torch.hub.load(repo_or_dir='intel-isl/MiDaS', model='DPT_Hybrid', pretrained=True)"


def row(kind: str, *gold: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "gold": list(gold), **more}


@pytest.mark.parametrize(
    ("answer", "valid", "right"),
    [
        (GOLD, True, True),
        ('torch.hub.load("intel-isl/MiDaS", "DPT_Hybrid")', True, True),
        ("torch.hub.load(model='DPT_Hybrid', repo_or_dir='intel-isl/MiDaS')", True, True),
        ("torch.hub.load('intel-isl/MiDaS', 'DPT_Large')", True, False),
        ("torch.load('intel-isl/MiDaS', 'DPT_Hybrid')", True, False),
        ("Use torch.hub.load('intel-isl/MiDaS', 'DPT_Hybrid')", False, False),
        ("torch.hub.load('intel-isl/MiDaS', 'DPT_Hybrid'", False, False),
        ("torch.hub.load()", False, False),
        ("torch.hub.load('DPT_Hybrid', 'intel-isl/MiDaS')", True, False),
        ("torch.hub.load('intel-isl/MiDaS', 'DPT_Hybrid') or load('a')", False, False),
        ("torch.hub.load('intel-isl/MiDaS')", True, False),
        ("I don't know", False, False),
    ],
)
def test_calls_are_compared_by_function_and_first_two_strings(
    answer: str, valid: bool, right: bool
) -> None:
    assert formed(answer, row("api_call", GOLD)) == {"valid": valid, "right": right}


def test_a_gold_call_that_is_no_python_is_still_compared() -> None:
    broken = "torch.hub.load('pytorch/fairseq', 'transformer.wmt14', tokenizer=moses,, bpe='x')"
    assert formed(broken, row("api_call", broken)) == {"valid": True, "right": True}
    assert call_parts("nothing") is None
    named = call_parts("f(a='x', 'y')")
    assert named == ("f", [("a", "x"), ("", "y")])


@pytest.mark.parametrize(
    ("answer", "valid", "right"),
    [
        ('{"days": "25"}', True, True),
        ('{"days": 25}', True, True),
        ('{"days": "30"}', True, False),
        ('{"leave": "25"}', False, False),
        ("25", False, False),
        ('{"days": "25"', False, False),
    ],
)
def test_an_object_has_the_gold_object_s_keys(answer: str, valid: bool, right: bool) -> None:
    assert formed(answer, row("json", '{"days": "25"}')) == {"valid": valid, "right": right}


def test_a_schema_decides_where_there_is_one() -> None:
    schema = {"type": "object", "properties": {"days": {"type": "integer"}}, "required": ["days"]}
    asked = row("json", '{"days": 25}', schema=schema)
    assert formed('{"days": 25}', asked) == {"valid": True, "right": True}
    assert formed('{"days": "25"}', asked) == {"valid": False, "right": False}


@pytest.mark.parametrize(
    "schema",
    [{"type": "objekt"}, {"properties": {"days": {"pattern": "("}}}, {"$ref": "https://none/x"}],
)
def test_what_is_no_schema_fits_nothing_and_breaks_nothing(schema: Any) -> None:
    found = formed('{"days": "25"}', row("json", '{"days": "25"}', schema=schema))
    assert found == {"valid": False, "right": False}


def test_a_schema_from_a_table_is_text() -> None:
    schema = '{"type": "object", "required": ["days"]}'
    assert formed('{"days": 1}', row("json", '{"days": 1}', schema=schema)) == {
        "valid": True,
        "right": True,
    }
    assert formed('{"days": 1}', row("json", '{"days": 1}', schema=["no", "schema"]))


def test_a_label_is_one_of_those_that_occur() -> None:
    rows = [row("label", "Spam"), row("label", "ham")]
    labels = {"Spam", "ham"}
    assert formed("spam.", rows[0], labels) == {"valid": True, "right": True}
    assert formed("ham", rows[0], labels) == {"valid": True, "right": False}
    assert formed("not spam", rows[0], labels) == {"valid": False, "right": False}


def test_other_kinds_ask_for_no_form() -> None:
    assert formed("25", row("span", "25")) is None
    assert formed("25", row("json")) is None
