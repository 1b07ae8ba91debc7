"""Find what is served: the base model's folder, its 8-bit build, an adapter's build."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from core.chat.server import ChatServer
from core.config import ANSWER, BASE_GGUF, BASE_MODEL, BASE_MODEL_LABEL, GGUF_KEY, model_label
from core.errors import NotFoundError
from core.inference.generator import Build, Generator
from core.inference.tokenizer import ChatTokenizer


def base_folder(models: Path, base: str) -> Path:
    """Return the folder of a base model: one prepared here, a local folder, or a hub id.

    Raises:
        NotFoundError: there is no such model on this machine and it cannot be fetched.
    """
    for folder in (models / base, Path(base).expanduser()):
        if (folder / "config.json").exists():
            return folder
    if base == BASE_MODEL:
        raise NotFoundError(
            f"The base model {BASE_MODEL_LABEL} is not in {models}. Run: python3 start.py"
        )
    if GGUF_KEY.fullmatch(base):
        raise NotFoundError(
            f"The base model {model_label(base)} is not prepared. Wait for its job on the "
            "Documents page, or resume it there."
        )
    return _from_hub(base)


def _from_hub(base: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    wanted = ["*.safetensors", "*.json", "*.jinja", "tokenizer*"]
    try:
        return Path(snapshot_download(base, allow_patterns=wanted))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise NotFoundError(
            f"There is no model '{base}' in the models folder, on this disk or on the hub "
            f"({type(error).__name__}). Give a folder with config.json and safetensors, or a "
            "hub id and a connection."
        ) from error


def locate(
    models: Path, base: str, adapter: str | None = None, adapter_folder: Path | None = None
) -> Build:
    """Return the build that serves a base model and, if given, an adapter.

    The 8-bit OpenVINO build where one can be made (the base came as GGUF), else transformers.

    Raises:
        NotFoundError: the base model, or the adapter's build, is not there.
    """
    folder = base_folder(models, base)
    if not (folder / BASE_GGUF).exists():
        return reference(models, base, adapter, adapter_folder)
    served = adapter_folder / "int8" if adapter_folder else models / f"{base}-int8"
    manifest = served / "manifest.json"
    if not manifest.exists():
        what = f"adapter {adapter}" if adapter else f"base model {base}"
        raise NotFoundError(
            f"The 8-bit build of the {what} is missing. "
            + ("Delete the adapter and train it again." if adapter else "Run: python3 start.py")
        )
    sha256 = json.loads(manifest.read_text())["weights_sha256"]
    return Build(
        base, folder, adapter, adapter_folder, ANSWER.precision, "openvino", served, sha256
    )


def reference(
    models: Path, base: str, adapter: str | None = None, adapter_folder: Path | None = None
) -> Build:
    """Return the transformers fp32 build of the same weights, which the self-test compares with."""
    folder = base_folder(models, base)
    files = [
        file
        for place in (folder, adapter_folder)
        if place
        for file in sorted(place.glob("*.safetensors"))
    ]
    sha256 = _sha256(tuple((file, file.stat().st_size, file.stat().st_mtime_ns) for file in files))
    return Build(base, folder, adapter, adapter_folder, "fp32", "transformers", folder, sha256)


@lru_cache(maxsize=64)
def _sha256(files: tuple[tuple[Path, int, int], ...]) -> str:
    """Return the digest of weight files; sizes and times in the key tell when one has changed."""
    whole = hashlib.sha256()
    for path, _, _ in files:
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def served(models: Path, base: str, server: ChatServer, adapter: str | None = None) -> Build:
    """Return the build that a server answers for, under the name `base` or `adapter`.

    Where tokens must be counted here, the default base model's tokenizer counts them.

    Raises:
        NotFoundError: the default base model is not there.
    """
    folder = base_folder(models, BASE_MODEL)
    return Build(
        base, folder, adapter, None, "unknown", "openai-compatible", folder, "unknown", server
    )


def load(build: Build, tokenizer: ChatTokenizer, shared_prefix: bool = False) -> Generator:
    """Load a build; each runtime is imported only where it is used.

    Args:
        shared_prefix: What prompts begin with alike is read once, where the runtime can (OpenVINO).
    """
    if build.server:
        from core.inference.openai_compatible import OpenAiGenerator

        return OpenAiGenerator(build, tokenizer)
    if build.runtime == "openvino":
        from core.inference.openvino import OpenVinoGenerator

        return OpenVinoGenerator(build, tokenizer.eos_id, shared_prefix)
    from core.inference.transformers import TransformersGenerator

    return TransformersGenerator(build, tokenizer.eos_id)
