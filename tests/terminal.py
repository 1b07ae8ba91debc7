"""A terminal: command lines as people type them, run as real processes."""

import ast
import os
import re
import shlex
import subprocess
import sys
from argparse import SUPPRESS, ArgumentParser, _SubParsersAction
from dataclasses import dataclass
from pathlib import Path

from core.cli.parser import parser
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()


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
        python, *arguments = [str(words.get(word, word)) for word in shlex.split(line)]
        assert python == "python"
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=os.environ
            | {
                "PYTHONPATH": str(self.code),
                "ASSAY_WORKSPACE": str(self.workspace),
                "ASSAY_MODELS": str(self.models),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=500,
        )


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


def readme_commands() -> list[str]:
    """Return README's commands: lines of its code blocks, and what stands in the text."""
    blocks = re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    text = re.sub(r"^```\n.*?^```", "", README, flags=re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    inline = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", text)]
    found = [re.split(r"\s+#", line)[0] for line in [*lines, *inline]]
    usage = re.compile(r"\[|\bVERB\b")
    return [line for line in found if re.match(r"python3? ", line) and not usage.search(line)]


def typed_lines(file: Path) -> list[str]:
    """Return the command lines that stand in a test file."""
    parts = ast.walk(ast.parse(file.read_text()))
    texts = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    return [text for text in texts if re.match(r"python -m core [^ ]", text)]
