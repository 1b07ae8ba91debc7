"""Whether the 8-bit build has kept what training taught: as `agreeing`, on training's questions.

Without passages the adapted model can only guess at what it was never taught.
"""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed.agreeing import QUESTIONS, Json, compared
from benchmarks.speed.project import arms, asked, opened, references


def measure(workspace: Path) -> Iterator[Json]:
    """Yield both runtimes' mean F1 (0 to 1) and the share of same answers."""
    with opened(workspace) as (engine, project):
        questions = asked(project, QUESTIONS, "train")
        found = compared(
            arms(engine, project)["tuned"], references(engine, project)["tuned"], questions
        )
        yield {"questions": len(questions), "arms": {"tuned, taught": found}}
