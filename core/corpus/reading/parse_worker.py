"""Parse files under limits, each in its own process, as standard input asks for them."""

import json
import os
import sys
import traceback
from pathlib import Path

from core.config import INGEST
from core.corpus.reading.parsed import Outcome, as_json
from core.errors import InvalidInputError
from core.process.limits import OUT_OF_MEMORY, limit


def parse(path: Path, kind: str, name: str) -> Outcome:
    """Return what became of a file."""
    try:
        from core.corpus.reading.readers import read

        return {"document": as_json(read(path, kind, name))}
    except InvalidInputError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"failure": "memory"}
    except Exception:
        # The boundary of the process: parsers raise anything on a damaged file. The traceback
        # may quote the document, so it goes to the log and never into a message.
        traceback.print_exc()
        return {"failure": "damaged"}


def serve() -> None:
    """Parse the files that standard input names, one a line, until it closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not mix with the answers.
    os.dup2(2, 1)
    from core.corpus.reading import readers  # noqa: F401  # Once for all files, before any is read.

    for line in sys.stdin:
        print(_status(json.loads(line), answers.fileno()), file=answers, flush=True)


def _status(request: dict[str, str], answers: int) -> int:
    """Parse one file in a process of its own; return its exit status."""
    if not hasattr(os, "fork"):
        return one_file(request)
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    status = 1
    try:
        # What reads a stranger's file neither sees the next request nor answers for it.
        with open(os.devnull) as nothing:
            os.dup2(nothing.fileno(), 0)
        os.close(answers)
        status = one_file(request)
    except MemoryError:  # Of writing the result, or of saying that reading it took too much.
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)


def one_file(request: dict[str, str]) -> int:
    """Parse one file under limits and write the result to out.json in its folder."""
    os.chdir(request["folder"])
    with open("err.txt", "wb") as complaints:
        os.dup2(complaints.fileno(), 2)
    limit(INGEST.seconds, INGEST.memory_mb)
    result = parse(Path(request["path"]), request["kind"], request["name"])
    Path("out.json").write_text(json.dumps(result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    serve()
