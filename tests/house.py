"""The house: rooms, who may enter whom, and circles: python -m tests.house prints them.

Every import counts, wherever in a file it stands: under TYPE_CHECKING and inside functions too.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ORDER = (
    # What everything may use: constants, errors, arms, prompts.
    ("core", "core.config", "core.errors"),
    ("core.arms", "core.prompts", "core.uses"),
    ("core.records", "core.process"),
    ("core.chat",),
    ("core.project",),
    ("core.inference",),
    ("core.corpus.reading",),
    ("core.corpus.search",),
    ("core.corpus",),
    ("core.questions",),
    ("core.questions.generate",),
    ("core.tuning",),
    ("core.setup", "core.demo"),
    ("core.evaluation.statistics",),
    ("core.evaluation.scoring",),
    ("core.evaluation.asking",),
    ("core.evaluation.figures",),
    ("core.evaluation.judging",),
    ("core.charts",),
    (
        "core.charts.quality",
        "core.charts.why",
        "core.charts.time",
        "core.charts.cost",
        "core.charts.freshness",
        "core.charts.training",
    ),
    ("core.charts.measures",),
    ("core.charts.decision",),
    ("core.charts.catalogue",),
    ("core.decision",),
    ("core.decision.claims",),
    ("core.report",),
    ("core.engine",),
    ("core.engine.jobs",),
    ("core.engine.answering",),
    ("core.engine.questions",),
    ("core.engine.tuning",),
    ("core.engine.documents",),
    ("core.engine.evaluating",),
    ("core.engine.freshness",),
    ("core.engine.measuring",),
    ("core.engine.deciding",),
    ("core.engine.projects",),
    ("core.engine.operations", "core.engine.handlers"),
    ("core.engine.owner",),
    ("core.engine.wire",),
    ("core.engine.__main__",),
    ("core.cli",),
    ("core.__main__",),
    ("ui.menu",),
    ("ui",),
    ("ui.ask",),
    ("ui.home",),
    ("ui.prepare",),
    ("ui.evaluate",),
    ("ui.freshness",),
    ("ui.decide",),
    ("ui.frame",),
    ("ui.main",),
    ("pages", "app"),
)
"""The rooms from the ground up. A room uses itself and what lies below it, never its neighbours."""
SCREENS = ("ui", "pages", "app")
FOR_SCREENS = (
    "core.engine.wire",
    "core.charts",
    "core.records",
    "core.arms",
    "core.config",
    "core.errors",
    "core.uses",
    "core.evaluation.scoring.traces",
    "core.decision",
    "core.questions.read",
    "core.tuning.settings",
)
"""All of core that pages and ui may use."""
Edge = tuple[str, str]


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Return the files of app.py, core, ui and pages by dotted name."""
    paths = [
        root / "app.py",
        *(path for top in ("core", "ui", "pages") for path in sorted((root / top).rglob("*.py"))),
    ]
    names = {}
    for path in paths:
        parts = path.relative_to(root).with_suffix("").parts
        names[".".join(parts).removesuffix(".__init__")] = path
    return names


def imports(source: str) -> set[str]:
    """Return the dotted names that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def edges(sources: dict[str, str]) -> set[Edge]:
    """Return which file imports which, of these files; a package's own import of itself is none."""
    return {
        (name, target)
        for name, source in sources.items()
        for wanted in imports(source)
        if (target := _longest(wanted, sources)) and target != name
    }


def _longest(name: str, known: Iterable[str]) -> str | None:
    """Return the file that a dotted name leads to, None for what is not of the house."""
    while name:
        if name in known:
            return name
        name = name.rpartition(".")[0]
    return None


def room_of(module: str) -> str:
    """Return the room of a file: the longest name of `ORDER` that it lies in."""
    rooms = {room for level in ORDER for room in level}
    return _longest(module, rooms) or ""


def upward(links: Iterable[Edge]) -> list[Edge]:
    """Return the imports of a file that lies above, or in a neighbouring room."""
    level = {room: number for number, rooms in enumerate(ORDER) for room in rooms}
    return sorted(
        (user, used)
        for user, used in links
        if room_of(user) != room_of(used) and level[room_of(used)] >= level[room_of(user)]
    )


def circles(links: Iterable[Edge]) -> list[list[str]]:
    """Return the groups of names that import each other, directly or round a corner."""
    graph: dict[str, set[str]] = {}
    for user, used in links:
        graph.setdefault(user, set()).add(used)
    below = {name: set(_below(name, graph)) for name in graph}
    groups = {
        tuple(sorted({name} | {other for other in below[name] if name in below.get(other, ())}))
        for name in graph
        if name in below[name]
    }
    return [list(group) for group in sorted(groups)]


def _below(name: str, graph: dict[str, set[str]]) -> Iterator[str]:
    seen: set[str] = set()
    waiting = list(graph.get(name, ()))
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            yield current
            waiting += graph.get(current, ())


def of_rooms(links: Iterable[Edge]) -> set[Edge]:
    """Return which room imports which."""
    pairs = {(room_of(user), room_of(used)) for user, used in links}
    return {(user, used) for user, used in pairs if user != used}


def functions(source: str) -> dict[str, int]:
    """Return the lines of each function of a file, decorators left out."""
    return {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def lengths(what: str, counts: Iterable[int]) -> str:
    """Return median, 90th percentile and maximum of lengths in lines."""
    ordered = sorted(counts)
    ninety = ordered[int(0.9 * (len(ordered) - 1))]
    middle = ordered[len(ordered) // 2]
    return f"lines of a {what}: median {middle}, p90 {ninety}, most {ordered[-1]}"


def main() -> None:
    """Print the rooms with what they use, then what should not be."""
    files = modules()
    sources = {name: path.read_text() for name, path in files.items()}
    links = edges(sources)
    rooms = of_rooms(links)
    for level in ORDER:
        for room in level:
            held = sum(room_of(name) == room for name in files)
            used = sorted(used for user, used in rooms if user == room)
            print(f"{room} ({held} files): {', '.join(used) or 'nothing'}")
    print(lengths("file", (len(source.splitlines()) for source in sources.values())))
    print(
        lengths("function", (n for source in sources.values() for n in functions(source).values()))
    )
    counted = {"circles of files": circles(links), "circles of rooms": circles(rooms)}
    counted["imports upward"] = [[" -> ".join(edge)] for edge in upward(links)]
    print(f"{len(files)} files, {sum(map(len, ORDER))} rooms, {len(rooms)} arrows between rooms")
    for what, found in counted.items():
        print(f"{what}: {len(found)}")
        for group in found:
            print("  " + ", ".join(group))


if __name__ == "__main__":
    main()
