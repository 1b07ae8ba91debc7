"""A terminal: command lines as people type them, run as real processes."""

import ast
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser, _SubParsersAction
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.cli.parser import parser
from tests.conftest import ROOT

LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Terminal:
    """Where commands are typed."""

    folder: Path
    workspace: Path
    models: Path
    code: Path = ROOT

    def typed(self, line: str, **words: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run a line to its end.

        Args:
            words: What stands in the line for its words in capitals, as ids that are drawn.
        """
        command, settings = self._process(line, words)
        return subprocess.run(command, capture_output=True, timeout=500, **settings)

    def begun(self, line: str, done: Callable[[], bool]) -> str | None:
        """Run a line until `done`; return what it said if it ended before that, None if not."""
        command, settings = self._process(line, {})
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(
                command, stdout=said, stderr=said, start_new_session=True, **settings
            )
            while process.poll() is None and not done():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(LOOK_SECONDS)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            said.seek(0)
            return None if done() else said.read() or "It ended without a word."

    def _process(self, line: str, words: Mapping[str, str | Path]) -> tuple[list[str], Any]:
        python, *arguments = [str(words.get(word, word)) for word in shlex.split(line)]
        assert python == "python"
        environment = os.environ | {
            "PYTHONPATH": str(self.code),
            "ASSAY_WORKSPACE": str(self.workspace),
            "ASSAY_MODELS": str(self.models),
            "TMPDIR": str(self.folder),  # A stopped command leaves there what it had.
        }
        settings = {"cwd": self.folder, "env": environment, "stdin": subprocess.DEVNULL}
        return [sys.executable, *arguments], settings | {"text": True}


def verbs_of(top: ArgumentParser) -> dict[str, ArgumentParser]:
    """Return the parser of each verb."""
    [action] = [one for one in top._actions if isinstance(one, _SubParsersAction)]
    return dict(action.choices)


def options_in(line: str) -> set[tuple[str, str]]:
    """Return the options and arguments that a line gives itself, each with its verb."""
    top = parser()
    subs = verbs_of(top)
    for each in (top, *subs.values()):
        for action in each._actions:
            action.default = SUPPRESS
    given = vars(top.parse_args(shlex.split(line)[3:]))
    return {(given["verb"], name) for name in given}


def documented_commands() -> list[str]:
    """Return the commands of README and docs: lines of code blocks, and what stands in the text."""
    found: dict[str, None] = {}
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        parts = page.read_text().split("```")
        lines = [line for block in parts[1::2] for line in block.splitlines()]
        spans = re.findall(r"`([^`]+)`", "".join(parts[::2]))
        for line in (*lines, *(" ".join(span.split()) for span in spans)):
            if re.match(r"python3? ", line) and not re.search(r"\[|\b(VERB|NAME)\b", line):
                found[re.split(r"\s+#", line)[0]] = None
    return list(found)


def typed_lines(file: Path) -> list[str]:
    """Return the command lines that stand in a test file."""
    parts = ast.walk(ast.parse(file.read_text()))
    texts = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    return [text for text in texts if re.match(r"python -m core [^ ]", text)]
