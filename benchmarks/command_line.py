"""Run verbs of the command line in a process of their own, timed, and store what was found."""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil

from core.config import ROOT

Json = dict[str, Any]


def run(*arguments: str, workspace: str | Path) -> Json:
    """Run one verb; return its result with the wall-clock seconds it took.

    Raises:
        CalledProcessError: the verb failed; its reason stands on stderr.
    """
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "core", "--json", "--workspace", str(workspace), *arguments],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    result: Json = json.loads(done.stdout)
    return {"wall_s": round(time.monotonic() - began, 1), **result}


def store_steps(name: str, command: str, steps: Iterable[tuple[str, Json]]) -> None:
    """Write what each step found as soon as it has: an interrupted hour is not lost."""
    found: Json = {}
    for step, result in steps:
        found[step] = result
        store(name, command, found)


def machine() -> Json:
    """Return cores, memory and the processor's name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "cpu": names[0] if names else platform.processor() or platform.machine(),
    }


def store(name: str, command: str, found: Json) -> None:
    """Write benchmarks/NAME.json: the command, the machine, what was found."""
    result = {"command": command, "machine": machine(), "python": platform.python_version()}
    target = ROOT / "benchmarks" / f"{name}.json"
    target.write_text(json.dumps(result | found, indent=1) + "\n")
