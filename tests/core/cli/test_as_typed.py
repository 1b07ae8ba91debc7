"""Every verb with every option, as people type it, beside a running engine."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.charts.words import VERDICT_LABELS
from core.decision.catalogue import CLAIMS
from core.engine.wire.client import Client, running
from tests.conftest import Sample
from tests.model_server import ModelServer, start
from tests.terminal import Terminal

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
}
RETRIEVAL = {"n", "left_out", "hit@1", "hit@5", "recall@5", "mrr@10", "ndcg@10"}


@pytest.fixture(scope="module")
def client(terminal: Terminal) -> Iterator[Client]:
    """The engine's other client."""
    one = running(terminal.workspace)
    assert one
    yield one
    one.close()


@pytest.fixture(scope="module")
def mine(terminal: Terminal) -> str:
    """A project over the tiny model, typed: its documents and questions."""
    shown = text(terminal.typed("python -m core new Mine --base tiny"))
    assert re.match(r"Mine was created \(p-\w{8}\)\. Base model: .*tiny.*\n$", shown)
    added = text(terminal.typed("python -m core add Mine gorsey.txt hexley.txt"))
    assert [re.sub(r" +", " ", line) for line in added.splitlines()] == [
        "added gorsey.txt: 1 page, 1 passage",
        "added hexley.txt: 1 page, 1 passage",
    ]
    found(terminal.typed("python -m core import Mine questions --version 1 --json"))
    report = found(terminal.typed("python -m core --json questions Mine own.csv"))
    assert report
    return "Mine"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    one = start()
    yield one
    one.shutdown()
    one.server_close()


def text(done: Any) -> str:
    """Return what a line printed."""
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def found(done: Any) -> Any:
    """Return the one JSON object that a line printed."""
    return json.loads(text(done))


def refusal(done: Any) -> str:
    """Return the one line that a refused command line ends with."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    [line] = done.stderr.strip().splitlines()
    return str(line)


def test_a_demo_that_is_not_to_be_run_is_made_and_no_more(
    terminal: Terminal, client: Client
) -> None:
    shown = text(terminal.typed("python -m core demo --small --name Tried"))
    assert shown == "The demo project is called Tried. The company in it is invented.\n"
    assert [job["kind"] for job in client.jobs(project="Tried")] == ["index"]
    line = "python -m core freshness Tried --demo --arms base --n 1 --json"
    changed = found(terminal.typed(line))
    assert changed["arms"]["base"]["updated"]["changed"]["all"]["n"] == 1


def test_projects_and_their_servers(
    terminal: Terminal, client: Client, server: ModelServer
) -> None:
    line = "python -m core new Far --server URL --base served --adapter served-tuned --json"
    assert found(terminal.typed(line, URL=server.url))["base"] == "served"
    line = "python -m core server Far --url URL --adapter other --per-minute 30 --cap 2 --json"
    changed = found(terminal.typed(line, URL=server.url))
    assert (changed["adapter"], changed["per_minute"], changed["cap"]) == ("other", 30, 2)
    assert found(terminal.typed("python -m core --json delete Far")) == {"deleted": "Far"}
    line = "python -m core --workspace WORKSPACE projects"
    listed = text(terminal.typed(line, WORKSPACE=terminal.workspace))
    names = [project["name"] for project in client.projects()]
    assert all(
        row.startswith(f"{name}  p-") for name, row in zip(names, listed.splitlines(), strict=True)
    )
    assert "Far" not in names


def test_prices(terminal: Terminal) -> None:
    known = found(
        terminal.typed(
            "python -m core prices Sites --machine-per-hour 0.5 --input-per-million 1 "
            "--output-per-million 2 --currency EUR --json"
        )
    )
    assert (known["machine_per_hour"], known["currency"]) == (0.5, "EUR")


def test_documents_and_passages(terminal: Terminal, mine: str) -> None:
    found(terminal.typed("python -m core remove Mine gorsey.txt --json"))
    found(terminal.typed("python -m core rebuild Mine --json"))
    line = "python -m core retrieve Mine 'What is the dock code of Hexley?' -k 2 --json"
    passages = found(terminal.typed(line))["passages"]
    assert len(passages) == 2
    assert passages[0]["document"] in ("hexley.txt", "Hexley")


def test_questions_are_written_by_a_model_that_reads(
    terminal: Terminal, models: Path, tmp_path: Path
) -> None:
    real = replace(terminal, workspace=tmp_path, models=models)
    found(real.typed("python -m core new Real --json"))
    found(real.typed("python -m core add Real gorsey.txt hexley.txt --json"))
    written = found(real.typed("python -m core generate Real -n 2 --seed 1 --json"))
    assert 0 < written["facts"] <= 2


def test_adapters(terminal: Terminal, mine: str) -> None:
    done = terminal.typed(
        "python -m core train Mine --recipe closed-book --seed 3 --seeds 1 --epochs 1 --name short"
    )
    assert "name short" in text(done)
    assert "train: about" in done.stderr
    listed = found(terminal.typed("python -m core adapters Mine --json"))["adapters"]
    assert [(one["name"], one["recipe"]) for one in listed] == [("short", "closed-book")]
    checks = text(terminal.typed("python -m core selftest Mine"))
    assert "passed  " in checks
    line = "python -m core freshness Mine --folder second --arms tuned --n 1 --retrain --json"
    phases = found(terminal.typed(line))["arms"]["tuned"]
    assert list(phases) == ["before", "updated", "retrained"]
    zipped = found(terminal.typed("python -m core export Sites first --json"))
    assert zipped
    found(terminal.typed("python -m core export Sites first --gguf first.gguf --json"))
    assert (terminal.folder / "first.gguf").stat().st_size > 1e6


def test_a_stopped_job_is_taken_up_to_its_result(
    terminal: Terminal, client: Client, mine: str
) -> None:
    job = client.train(project="Mine", settings={"recipe": "closed-book", "epochs": 1})["id"]
    line = "python -m core cancel Mine JOB --json"
    assert found(terminal.typed(line, JOB=job))["id"] == job
    client.wait(project="Mine", job=job, seconds=300)
    listed = found(terminal.typed("python -m core jobs Mine --json"))["jobs"]
    assert {row["id"]: row["state"] for row in listed}[job] == "cancelled"
    assert found(terminal.typed("python -m core resume Mine JOB --json", JOB=job))["adapter"]


def test_answers(terminal: Terminal) -> None:
    done = terminal.typed("python -m core ask Sites 'Who manages the Carrow site?' --arms base,rag")
    assert [line.split()[0] for line in text(done).splitlines()] == ["Base", "RAG"]
    assert "ask: rag done" in done.stderr


def test_an_evaluation_prints_one_json_object(terminal: Terminal) -> None:
    result = found(
        terminal.typed(
            "python -m core evaluate Sites --arms rag,hybrid --split test --n 3 --seed 1 "
            "--timed 1 --all-seeds --json"
        )
    )
    assert result["n"] == 3
    assert set(result["arms"]) == {"rag", "hybrid"}
    assert set(result["arms"]["rag"]) >= KEYS
    assert "cost_per_correct" in result["arms"]["rag"]["strata"]["held_out"]
    assert result["arms"]["hybrid"]["adapter"] == "first"
    assert set(result["retrieval"]) == RETRIEVAL


def test_stored_results_are_read_from_the_recorded_demo_too(
    terminal: Terminal, client: Client
) -> None:
    opened = found(terminal.typed("python -m core demo --recorded --json"))["project"]
    refused = refusal(terminal.typed("python -m core demo --recorded --small"))
    assert "cannot be run" in refused
    listed = found(terminal.typed("python -m core evaluations PROJECT --json", PROJECT=opened))
    [row] = listed["evaluations"]
    key = row["id"]
    line = "python -m core result PROJECT ID --answers --json"
    whole = found(terminal.typed(line, PROJECT=opened, ID=key))
    assert whole == client.evaluation(project=opened, evaluation=key)
    told = text(terminal.typed("python -m core result PROJECT", PROJECT=opened))
    assert "Fine-tuned beats RAG on trained facts by 62 points of F1" in told
    assert "\nLimits: " in told
    line = "python -m core verdicts PROJECT ID --json"
    judged = found(terminal.typed(line, PROJECT=opened, ID=key))
    assert [one["verdict"] for one in judged["contrasts"]][:2] == ["refuted", "supported"]
    assert judged["contrasts"][0]["claim"] == "RAG beats Fine-tuned"
    other = client.evaluations(project="Sites")[0]["id"]
    line = "python -m core compare PROJECT ID Sites/OTHER"
    line = line.replace("OTHER", other)
    assert "did not ask the same questions" in refusal(terminal.typed(line, PROJECT=opened, ID=key))


def test_claims_are_judged_from_stored_results_and_what_is_missing_is_measured(
    terminal: Terminal, client: Client
) -> None:
    opened = found(terminal.typed("python -m core demo --recorded --json"))["project"]
    told = text(terminal.typed("python -m core claims PROJECT", PROJECT=opened))
    blocks = [block.splitlines() for block in told.strip().split("\n\n")]
    assert [block[0] for block in blocks] == [claim.slogan for claim in CLAIMS]
    assert {block[1] for block in blocks} <= {word.upper() for word in VERDICT_LABELS.values()}
    key = client.evaluations(project=opened)[0]["id"]
    line = "python -m core claims PROJECT --evaluation ID --json"
    listed = found(terminal.typed(line, PROJECT=opened, ID=key))["claims"]
    assert [claim["finding"] for claim in listed] == [block[2] for block in blocks]
    refused = refusal(terminal.typed("python -m core claims PROJECT --run quick", PROJECT=opened))
    assert "This is a recorded result" in refused


def test_a_recommendation_is_made_and_shown_again(terminal: Terminal) -> None:
    line = "python -m core evaluate Sites --arms rag,hybrid,tuned --n 6 --json"
    found(terminal.typed(line))
    line = (
        "python -m core recommend Sites --stratum held_out --weight accuracy=70 --weight cost=30 "
        "--latency-ms 60000 --budget 1000 --queries 2000 --updates 2 --must-cite --no-training "
        "--data-stays --json"
    )
    made = found(terminal.typed(line))
    assert (made["outcome"], made["option"]) == ("recommended", "rag")
    assert made["wishes"]["weights"] == {"accuracy": 70, "cost": 30}
    assert found(terminal.typed("python -m core recommend Sites --last --json")) == made
    line = "python -m core recommend Sites --evaluation ID --latency-ms 0.001"
    shown = text(terminal.typed(line, ID=made["evaluation"]))
    assert shown.startswith("No option keeps your limits.")
    assert "RAG is out: " in shown
    assert "is an example price" in shown or "of the machine" not in shown
    wrong = terminal.typed("python -m core recommend Sites --weight accuracy")
    assert "A weight is CRITERION=NUMBER" in refusal(wrong)


def test_retrieval_alone_needs_no_model(terminal: Terminal) -> None:
    line = "python -m core evaluate Sites --arms retrieval --split all --json"
    result = found(terminal.typed(line))
    assert result["arms"] == {}
    assert result["retrieval"]["n"] == 18


def test_freshness_runs_an_experiment_and_shows_the_newest(terminal: Terminal, mine: str) -> None:
    refused = refusal(terminal.typed("python -m core freshness Sites"))
    assert "no freshness experiment. Give a change" in refused
    line = "python -m core freshness Mine --files newer/hexley.txt --arms base --n 1 --seed 1"
    assert "Base       updated   changed n 0 of 1" in text(terminal.typed(line))
    line = "python -m core freshness Mine --remove Aldmoor --arms base --n 1 --json"
    ran = found(terminal.typed(line))
    assert ran["arms"]["base"]["updated"]["removed"]["all"]["n"] >= 3
    assert ran["stages"]["documents"] == 1
    assert found(terminal.typed("python -m core freshness Mine --json")) == ran
    twice = terminal.typed("python -m core freshness Mine --demo --remove Carrow")
    assert "One change at a time" in refusal(twice)


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("python -m core report DEMO --format html --out board.html", "<!DOCTYPE"),
        ("python -m core report DEMO --format pdf --out board.pdf", "%PDF"),
        ("python -m core report DEMO --format pptx --out board.pptx", "PK"),
        ("python -m core report DEMO --format md --out board.md", "# "),
        ("python -m core report DEMO --format xlsx --out board.xlsx", "PK"),
    ],
)
def test_a_report_is_written_in_each_format(
    terminal: Terminal, client: Client, line: str, begins: str
) -> None:
    path = text(terminal.typed(line, DEMO=client.open_recorded()["name"])).removesuffix("\n")
    assert path == str(terminal.folder.resolve() / line.split()[-1])
    assert Path(path).read_bytes().startswith(begins.encode())


def test_a_report_with_figures_to_point_at_is_kept_by_the_project(
    terminal: Terminal, client: Client
) -> None:
    line = "python -m core report DEMO --interactive --json"
    made = found(terminal.typed(line, DEMO=client.open_recorded()["name"]))
    assert made["format"] == "html"
    assert "plotly.js" in Path(made["report"]).read_text()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("report nowhere --format md", "There is no project 'nowhere'"),
        ("ask nowhere 'When?'", "There is no project 'nowhere'"),
        ("ask Sites 'When?' --arms magic", "No arm is called magic"),
        ("add Sites /no/such/file.pdf", "There is no file /no/such/file.pdf"),
        ("import Sites /no/such/folder", "There is no folder"),
        ("evaluate Sites --split exam", "There is no split 'exam'"),
        ("new Sites", "There is a project 'Sites' already"),
    ],
)
def test_bad_input_ends_with_status_2_and_one_line(
    terminal: Terminal, line: str, said: str
) -> None:
    assert said in refusal(terminal.typed(f"python -m core {line}"))


def test_out_of_reach_of_the_engine_it_says_so_and_changes_nothing(
    sample: Sample, terminal: Terminal
) -> None:
    apart = Sample(terminal.workspace, terminal.models).process("new", "Apart")
    if apart.returncode:  # Where a process can be cut off from loopback.
        assert "Another Assay process owns the workspace" in apart.stderr
