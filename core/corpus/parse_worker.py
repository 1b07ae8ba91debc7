"""Read one file under limits: python -m core.corpus.parse_worker PATH KIND NAME.

A file is untrusted input to a large parser. It is read in a process of its own that can be
killed, whose memory and processor time end, and which hands back JSON and nothing else.
"""

import json
import os
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from core.config import INGEST
from core.errors import InvalidInputError


def limit() -> None:
    """Set the limits of this process; on Windows there are none but the parent's time-out."""
    try:
        import resource
    except ImportError:
        return
    memory = INGEST.memory_mb * 2**20
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        # The soft limit's signal tells the parent why; the hard one kills what ignores it.
        (resource.RLIMIT_CPU, INGEST.seconds, INGEST.seconds + 5),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            # macOS refuses some of them; the others and the time-out still hold.
            continue


def parse(path: Path, kind: str, name: str) -> dict[str, Any]:
    """Return {"document": ...}, {"error": sentence} or {"failure": "memory" or "damaged"}."""
    try:
        from core.corpus.readers import read

        return {"document": asdict(read(path, kind, name))}
    except InvalidInputError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"failure": "memory"}
    except Exception:
        # The boundary of the process: parsers raise anything on a damaged file. The traceback
        # may quote the document, so it goes to the log and never into a message.
        traceback.print_exc()
        return {"failure": "damaged"}


def main() -> None:
    """Write the result as JSON to the standard output."""
    limit()
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not mix with the answer.
    os.dup2(2, 1)
    path, kind, name = sys.argv[1:4]
    with answer:
        json.dump(parse(Path(path), kind, name), answer)


if __name__ == "__main__":
    main()
