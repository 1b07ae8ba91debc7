"""What a training run takes, told before it starts."""

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.engine.speeds import remember
from core.engine.tuning import estimate
from core.project.workspace import Workspace


class Reader:
    """A generator that counts how often it is asked, and takes half a second for a prompt."""

    asked = 0

    def generate(self, *_: Any) -> SimpleNamespace:
        self.asked += 1
        return SimpleNamespace(first_token_ms=512.0)


def test_the_speed_before_the_first_run_is_measured_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate, "build_of", lambda *_: SimpleNamespace(runtime="openvino"))
    reader, project = Reader(), Workspace(tmp_path).create("One", "a model")
    generators = SimpleNamespace(exclusive=nullcontext, get=lambda build: reader)
    engine: Any = SimpleNamespace(paths=SimpleNamespace(models=tmp_path), generators=generators)
    share = estimate.TRAINING_SHARE["openvino"]
    assert estimate._speed(engine, project) == (1000 * share, False)
    asked = reader.asked
    assert estimate._speed(engine, project) == (1000 * share, False)
    assert reader.asked == asked > 0
    remember(tmp_path, "a model", estimate.SPEED, 300.0)
    assert estimate._speed(engine, project) == (300.0, True)
