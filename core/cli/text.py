"""What each verb prints where JSON was not asked for."""

from collections.abc import Mapping
from typing import TypedDict

from core.arms import ALL_ARMS, ARMS
from core.charts.words import STRATUM_LABELS
from core.records.project import NewProject, ProjectRow

Result = Mapping[str, object]
"""What a verb returns: one JSON object."""


class File(TypedDict):
    """A file that was to be indexed; where `error` says why it was not, the counts are None."""

    name: str
    state: str
    error: str | None
    pages: int | None
    passages: int | None


class Added(TypedDict):
    """Of `add`."""

    files: list[File]


class Passage(TypedDict):
    """A passage that retrieval found."""

    document: str
    page: int
    score: float
    matches: list[str]
    text: str


class Retrieved(TypedDict):
    """Of `retrieve`."""

    passages: list[Passage]


class Said(TypedDict):
    """What one arm says to a question, or why it does not."""

    arm: str
    state: str
    text: str
    error: str | None


class Asked(TypedDict):
    """Of `ask`, by arm."""

    arms: dict[str, Said]


class Check(TypedDict):
    """One check of the self-test."""

    name: str
    passed: bool
    detail: str


class Tested(TypedDict):
    """Of `selftest`."""

    checks: list[Check]


class StratumFigures(TypedDict):
    """An arm's figures in one stratum; shares from 0 to 1."""

    em: float
    f1: float
    containment: float
    n: int


class ArmFigures(TypedDict):
    """An arm's figures; the strata apart."""

    strata: dict[str, StratumFigures]
    failed: int
    seeds: int


class Projects(TypedDict):
    """Of `projects`."""

    projects: list[ProjectRow]


class Evaluated(TypedDict):
    """Of `evaluate`; `retrieval` is None where no passage was looked for."""

    evaluation: str
    card: str
    arms: dict[str, ArmFigures]
    retrieval: dict[str, float] | None


class Count(TypedDict):
    """How many there are."""

    n: int


class Fate(TypedDict):
    """Facts of one fate (changed, unchanged, removed): those right before, among all."""

    n: int
    all: Count


class Reached(TypedDict):
    """When an arm said the new values; None if it never did."""

    seconds: float | None
    n: int


class Experiment(TypedDict):
    """Of `freshness`: by arm, then phase, then fate."""

    stages: dict[str, object]
    arms: dict[str, dict[str, dict[str, Fate | None]]]
    time_to_fresh: dict[str, Reached]


class Ran(TypedDict, total=False):
    """What a run of the demo made, by id."""

    adapter: str
    evaluation: str
    experiment: str


class Reported(TypedDict):
    """Of `report`: where it lies."""

    report: str
    format: str


class Demo(Ran):
    """Of `demo`; what a run makes is there if it was run."""

    project: str
    name: str


def counted(number: int | None, singular: str) -> str:
    """Return "1 page", "2 pages"."""
    return f"{number:,} {singular}{'s' * (number != 1)}" if number is not None else ""


def created(result: NewProject) -> str:
    """Return a new project's name, id and base model, and what comes next."""
    return (
        f"{result['name']} was created ({result['id']}). Base model: {result['base']}. Next: add "
        f"its documents."
    )


def projects(result: Projects) -> str:
    """Return a line a project: name, id, and what it holds."""
    counts = ("document", "question", "adapter", "evaluation")
    lines = [
        f"{row['name']}  {row['id']}  "
        + ", ".join(
            counted(number, word)
            for number, word in zip(
                (row["documents"], row["questions"], row["adapters"], row["evaluations"]),
                counts,
                strict=True,
            )
        )
        for row in result["projects"]
    ]
    return "\n".join(lines) or "No projects yet. Make one: new NAME"


def lines(result: Result) -> str:
    """Return a line an item where the result is one list, else one line."""
    if len(result) == 1:
        [(name, rows)] = result.items()
        if isinstance(rows, list):
            return "\n".join(map(_line, rows)) or f"No {name} yet."
    return _line(result)


def _line(row: object) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    shown = {
        key: value
        for key, value in row.items()
        if value is not None and not isinstance(value, dict | list)
    }
    return "  ".join(f"{key} {value}" for key, value in shown.items())


def added(result: Added) -> str:
    """Return a line a file."""
    return "\n".join(
        f"{file['state']:9} {file['name']}: "
        + (
            file[("error")]
            or (f"{counted(file['pages'], 'page')}, {counted(file['passages'], 'passage')}")
        )
        for file in result["files"]
    )


def retrieved(result: Retrieved) -> str:
    """Return the passages, best first."""
    return "\n\n".join(
        f"{passage['document']}, page {passage['page']} (score {passage['score']:.4f}; "
        f"matches {', '.join(passage['matches']) or 'none'})\n{passage['text']}"
        for passage in result["passages"]
    )


def asked(result: Asked) -> str:
    """Return a line an arm."""
    return "\n".join(
        f"{ALL_ARMS[key].label:14} {arm['text'] or arm['error']}"
        for key, arm in result["arms"].items()
    )


def tested(result: Tested) -> str:
    """Return a line a check."""
    return "\n".join(
        f"{'passed' if check['passed'] else 'FAILED'}  {check['name']}: {check['detail']}"
        for check in result["checks"]
    )


def evaluated(result: Evaluated) -> str:
    """Return a line an arm and stratum, which are never pooled, and one of retrieval."""
    rows = [
        f"{ALL_ARMS[key].label:14} {STRATUM_LABELS[stratum]:22}  EM {part['em']:.3f}  "
        f"F1 {part['f1']:.3f}  containment {part['containment']:.3f}  n {part['n']}"
        + (f"  seeds {arm['seeds']}" if arm["seeds"] > 1 else "")
        + (f"  failed {arm['failed']}" if arm["failed"] else "")
        for key, arm in result["arms"].items()
        for stratum, part in arm["strata"].items()
    ]
    figures = result["retrieval"]
    if figures:
        rows.append("retrieval  " + "  ".join(f"{key} {figures[key]:.4g}" for key in figures))
    return "\n".join(rows)


def experiment(result: Experiment) -> str:
    """Return the stages' seconds, then each arm's figures by phase and its time to fresh."""
    stages = result["stages"]
    rows = ["  ".join(f"{key} {value}" for key, value in stages.items() if key.endswith("_s"))]
    for key, phases in result["arms"].items():
        label = f"{ARMS[key].label:10}"
        rows += [f"{label} {phase:9} {_fates(fates)}" for phase, fates in phases.items()]
        reached = result["time_to_fresh"].get(key)
        if reached:
            when = f"{reached['seconds']:.1f} s" if reached["seconds"] else "not reached"
            rows.append(f"{label} time to fresh: {when} (n {reached['n']})")
    return "\n".join(rows)


def _fates(fates: Mapping[str, Fate | None]) -> str:
    parts = []
    for name, fate in fates.items():
        if fate:
            shares = "  ".join(
                f"{key} {value:.2f}"
                for key, value in fate.items()
                if isinstance(value, float) and not key.endswith("interval")
            )
            parts.append(f"{name} n {fate['n']} of {fate['all']['n']}  {shares}")
    return "; ".join(parts)


def reported(result: Reported) -> str:
    """Return the file's path alone."""
    return result["report"]


def demo(result: Demo) -> str:
    """Return the project's name, and what there is to see."""
    made = f"The demo project is called {result['name']}. The company in it is invented."
    if "experiment" not in result:
        return made
    return f"{made}\nTrained, evaluated and changed: open the app to see the charts."
