"""The engine's own process: python -m core.engine."""

import importlib
import logging
import os
import secrets
import signal
import socket
import sys
import threading
from argparse import ArgumentParser
from logging.handlers import RotatingFileHandler
from pathlib import Path

import uvicorn

from core.config import Paths
from core.engine.owner import Owner
from core.engine.wire.client import ADDRESS, BUSY_EXIT
from core.engine.wire.service import application
from core.errors import AppError, BusyError
from core.process.memory import leave, share_heaps
from core.project.workspace import write_json

ABOUT = (
    "Own a workspace and serve it on a loopback port, which engine.json in the workspace names, "
    "until a signal comes. The folders are those of ASSAY_WORKSPACE and ASSAY_MODELS, else "
    "./workspace and ./models."
)
LOG_BYTES = 2_000_000


def main() -> int:
    """Own the workspace and serve it until a signal comes; return the exit status."""
    ArgumentParser(prog="python -m core.engine", description=ABOUT).parse_args()
    share_heaps()
    paths = Paths()
    try:
        owner = Owner(paths)
    except AppError as error:
        print(error, file=sys.stderr)
        return BUSY_EXIT if isinstance(error, BusyError) else 2
    _log_to(paths.workspace / "engine.log")
    token = secrets.token_urlsafe(32)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    address = paths.workspace / ADDRESS
    server = uvicorn.Server(
        uvicorn.Config(application(owner, token), log_config=None, timeout_graceful_shutdown=3)
    )
    _announce(address, listener.getsockname()[1], token)
    threading.Thread(target=_import_the_rest, daemon=True).start()
    try:
        server.run(sockets=[listener])
    finally:
        address.unlink(missing_ok=True)
        owner.close()
    return 0


def _announce(address: Path, port: int, token: str) -> None:
    """Say where the engine listens, to nobody but this user."""
    write_json(address, {"pid": os.getpid(), "port": port, "token": token}, mode=0o600)


def _import_the_rest() -> None:
    """Import what figures and the index need: seconds that the first page need not wait for."""
    for name in ("scipy.stats", "scipy.optimize", "core.corpus.corpus"):
        importlib.import_module(name)


def _log_to(path: Path) -> None:
    """Send log lines and the tracebacks of threads to the workspace's log file."""
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=1)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("httpx").setLevel(logging.WARNING)

    def on_error(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            logging.error("thread %s", args.thread, exc_info=args.exc_value)

    threading.excepthook = on_error


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    leave(main())
