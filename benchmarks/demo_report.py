"""Write the report of the recorded demo to docs/demo.html: python -m benchmarks.demo_report."""

import tempfile
from pathlib import Path

from core.config import ROOT, Paths
from core.engine.wire.client import connect


def main() -> None:
    """Open the recording in a workspace of its own and write its report."""
    with tempfile.TemporaryDirectory() as folder:
        client = connect(Paths(Path(folder) / "workspace", Path(folder)), own=True)
        demo = client.open_recorded()["id"]
        file = str(ROOT / "docs" / "demo.html")
        print(client.report(project=demo, format="html", file=file)["path"])
        client.close()


if __name__ == "__main__":
    main()
