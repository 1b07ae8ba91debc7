"""The facts of the invented company, drawn by seed from uniform pools."""

import random
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

COMPANY = Path(__file__).with_name("company.toml")
SMALL_KIND, SMALL_THINGS = "depot", 2
"""What the small demo is about: of seed 0 one is seen, one held out, and facts of both change."""
SEEN_SHARE = 2 / 3
"""Of the things of each kind: their facts are trained on; the others are held out."""


class Attribute(TypedDict):
    """What facts say of a thing: wordings with {e} for it and {v} for the value."""

    key: str
    kind: str
    """Of its questions."""
    pool: str
    sentence: str
    train: list[str]
    dev: str
    test: list[str]


class Spec(TypedDict):
    """A kind of things, as company.toml has it."""

    key: str
    format: str
    """Of its documents."""
    files: list[str]
    """Their names, without the format."""
    names: list[str]
    """Of the things."""
    heading: str
    intro: str
    closing: str
    unanswerable: dict[str, str]
    """A question by split that no document answers."""
    attributes: list[Attribute]


@dataclass(frozen=True)
class Fact:
    """One thing a document says, in both versions."""

    id: str
    attribute: Attribute
    value: str
    value_v2: str
    """The same where the fact did not change."""
    pool_size: int
    """Values it was drawn from: a blind guess is right once in so many times."""

    @property
    def changed(self) -> bool:
        """Whether version 2 says something else."""
        return self.value != self.value_v2


@dataclass(frozen=True)
class Thing:
    """What facts are about: a policy, a product, a desk, a project, a depot."""

    name: str
    seen: bool
    """Whether training questions ask about it."""
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Kind:
    """Things of one kind, which stand in documents of one format."""

    spec: Spec
    things: tuple[Thing, ...]

    def files(self) -> list[tuple[str, list[Thing]]]:
        """Return each document's name with the things it is about."""
        names = self.spec["files"]
        size = len(self.things) // len(names)
        return [
            (f"{name}.{self.spec['format']}", list(self.things[n * size : (n + 1) * size]))
            for n, name in enumerate(names)
        ]


@dataclass(frozen=True)
class Company:
    """All of it."""

    name: str
    notice: str
    """That it is invented, for the screen and every document."""
    kinds: tuple[Kind, ...]

    def facts(self) -> list[Fact]:
        """Return every fact."""
        return [fact for kind in self.kinds for thing in kind.things for fact in thing.facts]


def draw_company(seed: int = 0) -> Company:
    """Return the company of a seed: 120 seen and 60 held-out facts, half of each changed in v2.

    Every value is drawn uniformly from its pool, a changed one from the pool's other values.
    """
    data = tomllib.loads(COMPANY.read_text("utf-8"))
    rng = random.Random(f"company {seed}")
    kinds = []
    for spec in data["kinds"]:
        seen = set(rng.sample(spec["names"], round(len(spec["names"]) * SEEN_SHARE)))
        changed = _changed(spec, seen, rng)
        things = tuple(
            Thing(
                name,
                name in seen,
                tuple(
                    _draw(
                        f"{spec['key']}-{n:02}-{attribute['key']}",
                        attribute,
                        data["pools"],
                        rng,
                        (name, attribute["key"]) in changed,
                    )
                    for attribute in spec["attributes"]
                ),
            )
            for n, name in enumerate(spec["names"])
        )
        kinds.append(Kind(spec, things))
    return Company(data["name"], data["notice"], tuple(kinds))


def shortened(company: Company) -> Company:
    """Return what is left of a company for a demo that is run in a minute: one short document."""
    kind = next(kind for kind in company.kinds if kind.spec["key"] == SMALL_KIND)
    spec: Spec = {**kind.spec, "files": kind.spec["files"][:1]}
    return replace(company, kinds=(Kind(spec, kind.things[:SMALL_THINGS]),))


def _changed(spec: Spec, seen: set[str], rng: random.Random) -> set[tuple[str, str]]:
    """Return a random half of the facts about seen things and half of the others."""
    chosen: set[tuple[str, str]] = set()
    for part in (True, False):
        names = [name for name in spec["names"] if (name in seen) is part]
        pairs = [(name, attribute["key"]) for name in names for attribute in spec["attributes"]]
        chosen |= set(rng.sample(pairs, len(pairs) // 2))
    return chosen


def _draw(
    key: str,
    attribute: Attribute,
    pools: dict[str, list[str]],
    rng: random.Random,
    changed: bool,
) -> Fact:
    pool = pools[attribute["pool"]]
    value = rng.choice(pool)
    other = rng.choice([choice for choice in pool if choice != value])
    return Fact(key, attribute, value, other if changed else value, len(pool))
