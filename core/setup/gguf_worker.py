"""Read a GGUF file under limits: python -m core.setup.gguf_worker FILE SECONDS MEMORY_MB.

Prints one line of JSON, {"weights": N} or {"error": sentence}, or ends with a status that
`core.process.limits.failure` reads.
"""

import errno
import json
import sys
from pathlib import Path
from typing import Any

import gguf

from core.errors import InvalidInputError
from core.process.limits import limit, out_of_memory
from core.setup.gguf_base import Report
from core.tuning.gguf_file import ARCHITECTURES, architecture

NEEDED = {
    "tokenizer.ggml.tokens": "tokenizer",
    "tokenizer.chat_template": "chat template (it was not made for answering)",
}
SHOWN = 60
"""Most characters of the file's own text that a sentence quotes."""


class _Reader(gguf.GGUFReader):  # type: ignore[misc]
    """A reader that refuses to read past the end; `gguf`'s own goes on with empty values."""

    def _get(self, offset: int, dtype: Any, count: int = 1, *more: Any, **named: Any) -> Any:
        values = super()._get(offset, dtype, count, *more, **named)
        if len(values) < int(count):
            raise ValueError("it ends before its last value")
        return values


def checked(path: Path) -> Report:
    """Return what `main` prints of a file."""
    name = path.name
    try:
        reader = _Reader(path)
        _check_contents(reader, name)
        return {"weights": sum(int(tensor.n_elements) for tensor in reader.tensors)}
    except InvalidInputError as error:
        return {"error": str(error)}
    except MemoryError:
        out_of_memory()
    except RecursionError:
        return {
            "error": f"{name} is no model's file: its lists lie too deep in one another. "
            "Choose another file; nothing was made."
        }
    except Exception as error:
        # The boundary of the process: on a damaged file the reader raises anything.
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            out_of_memory()
        reason = str(error)[:SHOWN] or type(error).__name__
        return {
            "error": f"{name} is damaged or cut short ({reason}). Fetch it again; nothing was made."
        }


def _check_contents(reader: gguf.GGUFReader, name: str) -> None:
    family = architecture(reader)
    if family not in ARCHITECTURES:
        raise InvalidInputError(
            f"{name} holds a model of the architecture '{family[:SHOWN]}'. A GGUF base can be one "
            f"of {', '.join(ARCHITECTURES)}. Choose such a file, or give the model's folder with "
            "config.json and safetensors."
        )
    parts, experts = reader.get_field("split.count"), reader.get_field(f"{family}.expert_count")
    if parts and parts.contents() > 1:
        raise InvalidInputError(
            f"{name} is one of {parts.contents()} parts of a model. Merge them into one file "
            "(llama-gguf-split --merge) and give that."
        )
    if experts and experts.contents() > 0:
        raise InvalidInputError(
            f"{name} holds a mixture of {experts.contents()} experts, which cannot be a base here. "
            "Choose a file without experts."
        )
    for field, what in NEEDED.items():
        if not reader.get_field(field):
            raise InvalidInputError(
                f"{name} holds no {what}. Choose a file of an instruction-tuned model that does."
            )


def main(file: str, seconds: str, memory_mb: str) -> None:
    """Check one file."""
    path = Path(file)
    limit(int(seconds), int(memory_mb), path.stat().st_size // 2**20 + 1)
    print(json.dumps(checked(path)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
