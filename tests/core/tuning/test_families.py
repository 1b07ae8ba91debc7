"""Adapters that differ in the seed alone are one family; several seeds are asked for at once."""

from pathlib import Path
from typing import Any

import pytest

from core.errors import InvalidInputError
from core.tuning.adapters import Adapter, family
from core.tuning.settings import MOST_SEEDS, seeded, training_settings


def adapter(key: str, seed: int, settings: dict[str, Any] | None = None, **made: Any) -> Adapter:
    given = training_settings({"seed": seed, "name": key, **(settings or {})}).as_dict()
    manifest = {
        "name": key,
        "recipe": given["recipe"],
        "base": "m",
        "corpus_version": "c",
        "questions_hash": "q",
        "style": "plain",
        "personal_data": "keep",
        "settings": given,
    }
    return Adapter(key, Path(key), manifest | made)


def ids(adapters: list[Adapter]) -> list[str]:
    return [one.id for one in adapters]


def test_a_family_differs_in_seed_and_name_alone_and_its_own_adapter_comes_first() -> None:
    kin = [adapter("c", 2), adapter("b", 0), adapter("a", 1)]
    assert ids(family(kin, kin[2])) == ["a", "b", "c"]
    assert ids(family(kin, kin[0])) == ["c", "b", "a"]


@pytest.mark.parametrize(
    "other",
    [
        adapter("x", 1, {"epochs": 9}),
        adapter("x", 1, {"recipe": "closed-book"}),
        adapter("x", 1, questions_hash="changed"),
        adapter("x", 1, corpus_version="changed"),
        adapter("x", 1, base="another"),
        adapter("x", 1, style="brief"),
        adapter("x", 1, personal_data="redact"),
        adapter("x", 1, trained_on="cuda, base model in 4 bits (NF4)"),
    ],
)
def test_what_was_made_from_something_else_is_no_sibling(other: Adapter) -> None:
    own = adapter("a", 0)
    assert ids(family([other, own], own)) == ["a"]


def test_the_same_seed_trained_twice_is_one_adapter() -> None:
    newest, older, own = adapter("new", 1), adapter("old", 1), adapter("a", 0)
    assert ids(family([newest, older, own], own)) == ["a", "new"]
    assert ids(family([newest, older, own], older)) == ["old", "a"]


def test_several_seeds_are_runs_alike_but_for_seed_and_name() -> None:
    runs = seeded({"recipe": "mixed", "seed": 4, "epochs": None, "name": "facts"}, 3)
    assert [run["seed"] for run in runs] == [4, 5, 6]
    assert [run["name"] for run in runs] == [f"facts, seed {seed}" for seed in (4, 5, 6)]
    assert {training_settings(run).epochs for run in runs} == {4}
    (one,) = seeded({"name": "facts"}, 1)
    assert one == {"name": "facts", "seed": 0}


@pytest.mark.parametrize("seeds", [0, MOST_SEEDS + 1])
def test_too_many_seeds_are_refused(seeds: int) -> None:
    with pytest.raises(InvalidInputError, match=f"1 to 5 seeds at once, not {seeds}"):
        seeded({}, seeds)
    with pytest.raises(InvalidInputError, match="Seed must lie between"):
        seeded({"seed": 2**31 - 2}, 3)
