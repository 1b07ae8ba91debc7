"""README and results say what is there: the tree exists, the figures are those measured."""

import json
import re
from pathlib import Path

from benchmarks.speed.report import page

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
RESULTS = (ROOT / "docs" / "results.md").read_text()
RIVALS = {
    "base": "Base",
    "few-shot": "Few-shot",
    "tuned": "Fine-tuned",
    "rag": "RAG",
    "hybrid": "Hybrid",
    "naive-hybrid": "Naive hybrid",
    "oracle": "Oracle:",
    "oracle-hybrid": "Oracle hybrid",
    "random": "Random passage",
}
CALLS = {
    "few-shot": "Few-shot",
    "rag": "RAG",
    "tuned": "Fine-tuned",
    "hybrid": "Hybrid",
    "shuffled": "Shuffled",
}
LABELS = {"base": "Base", "rag": "RAG", "tuned": "Fine-tuned", "hybrid": "Hybrid"}


def section(heading: str) -> str:
    """Return what stands under a heading of the results."""
    return RESULTS.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_every_path_of_the_layout_exists() -> None:
    block = README.split("## Layout\n\n```\n")[1].split("```")[0]
    parents: list[str] = []
    found = 0
    for line in block.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.match(r"\s*(\S+(?: \S+/)*)", line)
        assert names
        for name in names.group(1).split():
            base = parents[depth - 1] if depth else ""
            assert list(ROOT.glob(base + name.rstrip("/"))), f"{base}{name} is not there"
            found += 1
            if name.endswith("/"):
                parents[depth:] = [base + name]
    assert found > 20


def test_the_figures_are_those_of_the_stored_benchmark() -> None:
    arms = json.loads((ROOT / "benchmarks" / "main_job.json").read_text())["evaluate"]["arms"]
    for key, label in LABELS.items():
        arm = arms[key]
        row = next(line for line in RESULTS.splitlines() if line.startswith(f"| {label} | ."))
        figures = [f"{arm[name]:.3f}".lstrip("0") for name in ("f1", "em", "containment")]
        figures += [f"{arm['first_token_ms']['p50']:.0f} ms", f"{arm['latency_ms']['p95']:.0f} ms"]
        assert [figure for figure in figures if figure not in row] == []


def test_the_demo_s_figures_are_those_of_the_recording() -> None:
    found = json.loads((ROOT / "benchmarks" / "record_demo.json").read_text())
    part = section("The demo")
    for key, label in LABELS.items():
        strata = found["evaluation"]["arms"][key]["strata"]
        shares = [strata[name]["containment"] for name in ("seen", "held_out", "unanswerable")]
        changed = found["freshness"]["arms"][key]["updated"]["changed"]
        shares += [changed[name] for name in ("new", "old") if changed["n"]]
        row = next(line for line in part.splitlines() if line.startswith(f"| {label} "))
        assert [share for share in shares if f"{100 * share:.0f} %" not in row] == []
        assert f"n = {changed['n']}" in row


def test_the_other_benchmarks_figures_are_those_that_were_stored() -> None:
    part = " ".join(section("From documents alone").split())
    folder = ROOT / "benchmarks"
    made = json.loads((folder / "from_documents.json").read_text())
    passages = sum(file["passages"] for file in made["add"]["files"])
    generated = made["generate"]
    held_out = {key: arm["strata"]["held_out"] for key, arm in made["evaluate"]["arms"].items()}
    stated = [
        made["command"],
        f"{passages} passages",
        f"trained in {made['train']['seconds']:.0f} s",
        f"{generated['questions']} questions written about {generated['facts']} facts",
        f"{made['evaluate']['n']} test questions",
        f"the {held_out['rag']['n']} held-out ones",
        *(f"{100 * held_out[key]['containment']:.0f} %" for key in ("rag", "hybrid", "base")),
    ]
    assert [words for words in stated if words not in part] == []


def test_the_leak_guard_s_figures_are_those_that_were_stored() -> None:
    part = " ".join(section("The leak guard").split())
    leaks = json.loads((ROOT / "benchmarks" / "leak_guard.json").read_text())
    bands = ("exact", "near", "middle", "far", "different", "different, same answer")
    stated = [f"{leaks[band]['flagged']} of {leaks[band]['n']}" for band in bands]
    assert [words for words in stated if words not in part] == []


def test_the_findings_of_the_readme_are_those_that_were_stored() -> None:
    part = " ".join(README.split("\n## What was found\n")[1].split("\n## ")[0].split())
    compared = json.loads((ROOT / "benchmarks" / "arms_compared_xquad_en.json").read_text())
    demo = json.loads((ROOT / "benchmarks" / "record_demo.json").read_text())
    simulated = json.loads((ROOT / "benchmarks" / "null_simulation.json").read_text())
    strata = {key: compared["summary"]["arms"][key]["strata"]["held_out"] for key in LABELS}
    read = compared["summary"]["reading"]["held_out"]["rag"]
    arms, stages = demo["freshness"]["arms"], demo["freshness"]["stages"]
    fresh = {key: arms[key]["updated"]["changed"]["new"] for key in arms}
    retrained = arms["tuned"]["retrained"]["changed"]["new"]
    stated = [
        *(f"{strata[key]['f1']:.3f}".lstrip("0") for key in LABELS),
        f"{strata['rag']['n']} held-out questions",
        f"passages for {read['read_right'] + read['read_wrong']}",
        f"and {read['read_wrong']} of those",
        f"{stages['update_s']:.1f} s after",
        f"in {100 * fresh['rag']:.0f} % of those it knew",
        f"Hybrid in {100 * fresh['hybrid']:.0f} %",
        f"{stages['retrain_s'] / 60:.0f} minutes of retraining",
        f"in {100 * retrained:.0f} %",
        *(f"{100 * design['wrong_verdict_rate']:.1f} %" for design in simulated["designs"]),
        f"{simulated['designs'][0]['evaluations']:,} simulated evaluations",
    ]
    assert [words for words in stated if words not in part] == []
    assert fresh["tuned"] == 0
    assert {contrast["verdict"] for contrast in compared["summary"]["contrasts"]} == {"supported"}


def test_the_comparison_s_figures_are_those_that_were_stored() -> None:
    part = section("Rivals and controls")
    found = json.loads((ROOT / "benchmarks" / "arms_compared_xquad_en.json").read_text())["summary"]
    for key, label in RIVALS.items():
        stratum = found["arms"][key]["strata"]["held_out"]
        low, high = stratum["intervals"]["f1"]
        row = next(line for line in part.splitlines() if line.startswith(f"| {label}"))
        figures = [f"{stratum[name]:.3f}".lstrip("0") for name in ("f1", "em")]
        figures.append(f"({low:.2f} to {high:.2f})".replace("0.", "."))
        assert [figure for figure in figures if figure not in row] == []
    flat = " ".join(part.split())
    for one in found["contrasts"]:
        assert one["verdict"] == "supported"
        low, high = (f"{100 * end:+.0f}" for end in one["interval"])
        said = f"{LABELS[one['first']]} over {LABELS[one['second']]} {100 * one['difference']:+.0f}"
        assert f"{said} points ({low} to {high})" in flat or f"{said} ({low} to {high})" in flat
    read = found["reading"]["held_out"]["rag"]
    assert f"{read['read_right'] + read['read_wrong']} of {read['n']} questions" in flat
    assert f"and {read['read_wrong']} of those it gets wrong" in flat


def test_the_simulation_s_figures_are_those_that_were_stored() -> None:
    part = " ".join(section("Are the verdicts right?").split())
    stored = json.loads((ROOT / "benchmarks" / "null_simulation.json").read_text())
    for one in stored["designs"]:
        shares = [one["wrong_verdict_rate"], one["upper_95"]]
        assert [share for share in shares if f"{100 * share:.1f} %" not in part] == []
        assert f"{100 * one['power']:.0f} %" in part
        assert one["upper_95"] <= 0.065
        assert 0.75 <= one["power"] <= 0.9


def test_the_calls_figures_are_those_that_were_stored() -> None:
    part = section("Rivals and controls").split("benchmarks.arms_compared torchhub_api")[1]
    stored = json.loads((ROOT / "benchmarks" / "arms_compared_torchhub_api.json").read_text())
    found = stored["summary"]
    assert f"left out {sum(found['left_out'].values())} that reword" in " ".join(part.split())
    for key, label in CALLS.items():
        stratum = found["arms"][key]["strata"]["seen"]
        row = next(line for line in part.splitlines() if line.startswith(f"| {label} "))
        given = stratum["form"]["right_given_valid"]
        figures = [f"{100 * stratum['form']['valid']:.0f} %", f"{stratum['f1']:.3f}".lstrip("0")]
        figures.append("\N{EN DASH}" if given is None else f"{100 * given:.1f} %")
        assert [figure for figure in figures if figure not in row] == []


def test_the_speed_figures_are_those_that_were_stored() -> None:
    part = section("Speed")
    found = json.loads((ROOT / "benchmarks" / "speed" / "answering.json").read_text())
    ours = found["assay"]
    for label, key in {
        "transformers, fp32": "transformers fp32",
        "llama-cpp-python, BF16": "llama-cpp-python BF16",
        "llama-cpp-python, Q8_0": "llama-cpp-python Q8_0",
        "xllamacpp, Q8_0": "xllamacpp Q8_0",
    }.items():
        row = next(line for line in part.splitlines() if line.startswith(f"| {label} "))
        one = {name: found[key][name]["median"] / ours[name]["median"] for name in ours}
        times = [one["first_token_s"], one["answer_s"], 1 / one["decode_per_s"]]
        assert row.split(" | ")[1:] == [f"{times[0]:.1f}", f"{times[1]:.1f}", f"{times[2]:.1f} |"]
    sizes = json.loads((ROOT / "benchmarks" / "speed" / "ingesting.json").read_text())["sizes"]
    assert sizes[-1]["passages"] == 20_000
    assert f"at {100 * sizes[-1]['share_of_raw']:.0f} % of the rate" in part


def test_the_results_page_is_what_the_stored_figures_give(models: Path) -> None:
    assert (ROOT / "benchmarks" / "RESULTS.md").read_text() == page()
