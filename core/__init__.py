"""Everything Assay does, without Streamlit."""

import sys

VERSION = "0.1.0"

# OpenVINO and NNCF report every use over the network, by a forked process that hangs for good where
# there is none. Without this package they report nothing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
