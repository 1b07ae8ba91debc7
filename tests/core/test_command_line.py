"""The command line: JSON for programs, one clear line and status 2 for bad input."""

from pathlib import Path

from tests.conftest import Sample
from tests.core.engine.conftest import Served

KEYS = {
    "n",
    "failed",
    "adapter",
    "em",
    "f1",
    "containment",
    "strata",
    "first_token_ms",
    "latency_ms",
    "tokens_in",
    "tokens_out",
    "cost",
    "cost_per_correct",
}


def test_evaluate_prints_one_json_object(sample: Sample, tmp_path: Path) -> None:
    copy = sample.copy(tmp_path / "workspace")
    result = copy.cli("evaluate", "Sites", "--arms", "rag,hybrid", "--n", "3", "--seed", "1")
    assert result["n"] == 3
    assert set(result["arms"]) == {"rag", "hybrid"}
    assert set(result["arms"]["rag"]) >= KEYS
    assert result["arms"]["hybrid"]["adapter"] == "first"
    assert set(result["retrieval"]) == {"n", "hit@1", "hit@5", "recall@5", "mrr@10", "ndcg@10"}


def test_retrieval_alone_needs_no_model(sample: Sample, tmp_path: Path) -> None:
    copy = sample.copy(tmp_path / "workspace")
    result = copy.cli("evaluate", "Sites", "--arms", "retrieval", "--split", "all")
    assert result["arms"] == {}
    assert result["retrieval"]["n"] == 18


def test_bad_input_ends_with_status_2_and_one_line(sample: Sample, tmp_path: Path) -> None:
    copy = sample.copy(tmp_path / "workspace")
    for arguments, text in (
        (("ask", "nowhere", "When?"), "There is no project 'nowhere'"),
        (("ask", "Sites", "When?", "--arms", "magic"), "No arm is called magic"),
        (("add", "Sites", "/no/such/file.pdf"), "There is no file /no/such/file.pdf"),
        (("import", "Sites", "/no/such/folder"), "There is no folder"),
        (("evaluate", "Sites", "--split", "exam"), "There is no split 'exam'"),
        (("new", "Sites"), "There is a project 'Sites' already"),
    ):
        done = copy.process(*arguments)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert text in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_beside_a_running_engine_the_command_line_is_its_client(
    sample: Sample, tmp_path: Path
) -> None:
    served = Served.start(sample.copy(tmp_path / "workspace"))
    try:
        process = served.sample.process  # One that reaches loopback: the engine's own network.
        import subprocess
        import sys

        from tests.conftest import ROOT

        done = subprocess.run(
            [sys.executable, "-m", "core", "--json", "new", "Beside"],
            cwd=ROOT,
            text=True,
            env=served.sample.environment(),
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert "Beside" in [project["name"] for project in served.client.projects()]
        # Out of reach of the engine it finds the lock, says so, and changes nothing.
        refused = process("new", "Apart")
        if refused.returncode:
            assert "Another Assay process owns the workspace" in refused.stderr
    finally:
        served.stop()
