"""No library reports home, and nothing that tried to stays behind."""

import subprocess
import sys

import psutil

from tests.conftest import ROOT, Sample

LOOK = """
import core, sys, openvino, nncf, openvino.tools.ovc
from nncf.telemetry import telemetry
print([name for name in sys.modules if name.startswith("openvino_telemetry.")])
print(type(telemetry).__name__)
"""


def test_openvino_and_nncf_have_no_telemetry() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "MagicMock"]


def test_a_training_run_leaves_no_process(sample: Sample) -> None:
    left = [
        process.info["cmdline"]
        for process in psutil.process_iter(["cmdline"])
        if str(sample.folder) in " ".join(process.info["cmdline"] or ())
    ]
    assert left == []
