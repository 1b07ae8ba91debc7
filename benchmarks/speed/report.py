"""benchmarks/RESULTS.md from what the parts stored; every figure is one of theirs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.speed.aims import AIMS, AT_MOST, Aim, having
from core.config import ANSWER, BASE_MODEL, ROOT, Paths

Json = dict[str, Any]
FOLDER = ROOT / "benchmarks"
BYTES = {"assay": 1, "transformers fp32": 4}
"""A weight takes, where the share of the memory's rate is told."""
PAGES = {
    "cold_start_s": "Cold start to the first page (s)",
    "recorded_to_chart_s": "Recorded result, click to chart (s)",
    "switch_idle_ms": "Page switch, idle (ms)",
    "switch_training_ms": "Page switch while training (ms)",
    "streamlit_mb": "Streamlit process (MB)",
    "engine_mb": "Engine process (MB)",
}


def write() -> None:
    """Write the page."""
    (FOLDER / "RESULTS.md").write_text(page())


def page() -> str:
    """Return the page."""
    parts = [
        asked(),
        limits(),
        answering(),
        agreeing("agreeing"),
        agreeing("taught"),
        evaluating(),
        training(),
        ingesting(),
        pages(),
        exported(),
    ]
    head = (
        "# Measured speed\n\nWritten by `python -m benchmarks.speed`; what else it needs is in "
        "benchmarks/speed/requirements.txt. Each table names its command; the figures lie in the "
        "JSON beside it. In brackets the quartiles of a median, of three rounds the lowest and the "
        "highest; competitors take turns. What was tried on the way: NOTES.md.\n"
    )
    return head + "".join(part for part in parts if part)


def asked() -> str:
    """Return every figure that something was asked of."""
    found = {name: stored(name) for name in AIMS}
    aims = [aim for name, of in AIMS.items() if found[name] for aim in of(found[name])]
    page = stored("pages").get("targets", {})
    aims += [
        Aim(PAGES.get(key, key), one["found"], AT_MOST, one["at_most"]) for key, one in page.items()
    ]
    lines = [aim.cells() for aim in aims]
    held = f"{sum(aim.held for aim in aims)} of {len(aims)} hold."
    return section("What was asked", None, held, ["What", "Found", "Asked", "Holds"], lines)


def limits() -> str:
    """Return the machine and what it can do at most."""
    found = stored("speed/limits")
    if not found:
        return ""
    names = {
        "copy_gb_s": "Copying memory, GB/s read and written",
        "fp32_gflop_s": "Matrix product, fp32, GFLOP/s",
        "bf16_gflop_s": "Matrix product, bf16, GFLOP/s",
    }
    lines = [[label, cell(found[key])] for key, label in names.items()]
    machine = found["machine"]
    about = f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gb']} GB."
    return section("The machine", found, about, ["Limit", "Median"], lines)


def answering() -> str:
    """Return one answer's times by runtime, and ours as shares of the machine's limits."""
    found = stored("speed/answering")
    if not found:
        return ""
    runtimes = having(found, "first_token_s")
    ours = runtimes["assay"]
    names = {
        "first_token_s": "First token, 1,000 in (s)",
        "answer_s": "1,000 in, 32 out (s)",
        "decode_per_s": "Tokens/s after 50 in",
        "decode_long_per_s": "Tokens/s after 1,000 in",
    }
    lines = []
    for name, one in runtimes.items():
        cells = []
        for key in names:
            ratio = one[key]["median"] / ours[key]["median"]
            faster = ratio if key.endswith("_s") and not key.endswith("per_s") else 1 / ratio
            cells.append(cell(one[key]) + ("" if one is ours else f" · ours {faster:.2f}x"))
        lines.append([name, *cells])
    about = "SmolLM2-135M-Instruct, greedy, fresh prompts, 2 threads." + shares(runtimes)
    return section("One answer", found, about, ["Runtime", *names.values()], lines)


def shares(runtimes: Json) -> str:
    """Return in words how near the machine's limits runtimes come."""
    most = stored("speed/limits")
    if not most:
        return ""
    config = json.loads((Paths().models / BASE_MODEL / "config.json").read_text())
    wide, narrow = config["hidden_size"], config["intermediate_size"]
    heads = config["num_key_value_heads"] / config["num_attention_heads"]
    block = wide * wide * (2 + 2 * heads) + 3 * wide * narrow
    inner = config["num_hidden_layers"] * block
    weights = inner + config["vocab_size"] * wide
    told = []
    for name, size in BYTES.items():
        one = runtimes[name]
        read = one["decode_per_s"]["median"] * weights * size / 1e9
        rate = 2 * 1000 * inner / one["first_token_s"]["median"] / 1e9
        told.append(
            f" {name}: decoding reads {read:.1f} GB/s of weights, "
            f"{read / most['copy_gb_s']['median']:.0%} of the copying rate; a prompt is read at "
            f"{rate:.0f} GFLOP/s, {rate / most['fp32_gflop_s']['median']:.0%} of the fp32 and "
            f"{rate / most['bf16_gflop_s']['median']:.0%} of the bf16 rate."
        )
    return "".join(told)


def agreeing(part: str) -> str:
    """Return whether 8 bits answer as fp32 does."""
    found = stored(f"speed/{part}")
    if not found:
        return ""
    lines = [
        [
            name,
            f"{one['f1']:.3f}",
            f"{one['f1_reference']:.3f}",
            f"{one['f1'] - one['f1_reference']:+.3f}",
            f"{one['same']:.0%}",
        ]
        for name, one in found["arms"].items()
    ]
    what = {
        "agreeing": "test questions of xquad_en",
        "taught": "questions of xquad_en that the adapter was trained on",
    }[part]
    about = f"{found['questions']} {what}, the same prompts."
    head = ["Arm", "F1, 8-bit OpenVINO", "F1, transformers fp32", "Difference", "Same answers"]
    title = {"agreeing": "8 bits beside fp32", "taught": "8 bits beside fp32, on what was taught"}
    return section(title[part], found, about, head, lines)


def evaluating() -> str:
    """Return what an evaluation takes, one by one and together."""
    found = stored("speed/evaluating")
    if not found:
        return ""
    spent, tokens = found["seconds"], found["tokens"]
    slow = spent["transformers one by one"]
    lines = [[name, f"{value:.0f} s", f"{slow / value:.2f}x"] for name, value in spent.items()]
    about = (
        f"{found['arms']} arms, {found['questions']} questions, at most {ANSWER.answer_tokens} "
        f"tokens an answer: {tokens['in']:,} tokens in, {tokens['out']:,} out one by one, "
        f"{tokens['out together']:,} together."
    )
    return section("An evaluation", found, about, ["Way", "Takes", "Faster"], lines)


def training() -> str:
    """Return tokens a second and dev loss of both trainers."""
    found = stored("speed/training")
    if not found:
        return ""
    lines, recipes = [], having(found, "assay")
    for recipe, one in recipes.items():
        rates = [one[name]["tokens_per_s"]["median"] for name in ("assay", "trainer")]
        ratio = rates[0] / rates[1]
        lines += [
            [recipe, name, cell(one[name]["tokens_per_s"]), cell(one[name]["dev_loss"]), faster]
            for name, faster in (("assay", f"{ratio:.2f}x"), ("trainer", ""))
        ]
    about = (
        "LoRA on the same examples, batch and epoch, a seed a round; tokens without padding. "
        + ", ".join(f"{one['examples']} examples of {name}" for name, one in recipes.items())
        + "."
    )
    head = ["Recipe", "Trainer", "Tokens/s", "Dev loss", "Ours faster"]
    return section("Training", found, about, head, lines)


def ingesting() -> str:
    """Return how ingestion and retrieval grow."""
    found = stored("speed/ingesting")
    if not found:
        return ""
    lines = [
        [
            f"{one['passages']:,} in {one['files']:,} files",
            f"{one['seconds']:,.0f} s",
            f"{one['share_of_raw']:.0%}",
            f"{one['again_s']:.2f} s ({one['again_share']:.2%})",
            f"{one['changed_s']:.2f} + {one['then_search_s']:.2f} s",
            f"{one['retrieve_p50_ms']:.0f} / {one['retrieve_p95_ms']:.0f} ms",
        ]
        for one in found["sizes"]
    ]
    others = ", ".join(
        f"{name} {one['per_s']['median']:.1f}" for name, one in found.get("peers", {}).items()
    )
    about = f"Text files of 20 generated passages. Peak memory {found['peak_mb']:,} MB." + (
        f" Passages a second on some of them: {others}." if others else ""
    )
    head = [
        "Corpus",
        "First time",
        "Of the raw embedder's rate",
        "All again, unchanged",
        "One file changed + the next search",
        "Retrieval p50 / p95",
    ]
    return section("Documents", found, about, head, lines)


def pages() -> str:
    """Return what a browser saw."""
    found = stored("pages")
    if not found:
        return ""
    lines = [[PAGES.get(key, key), f"{one['found']:.4g}"] for key, one in found["targets"].items()]
    return section("Pages", found, "Headless Chromium.", ["What", "Median"], lines)


def exported() -> str:
    """Return how the exported GGUF file answers in llama.cpp."""
    found = stored("exported_gguf")
    if not found:
        return ""
    lines = [
        [name, f"{one['f1_ours']:.3f}", f"{one['f1_llama_cpp']:.3f}", f"{one['identical']:.0%}"]
        for name, one in found["arms"].items()
    ]
    head = ["Arm", "F1, 8-bit OpenVINO", "F1, F16 GGUF in llama.cpp", "Same answers"]
    return section("The exported file", found, f"{found['n']} questions.", head, lines)


def stored(name: str) -> Json:
    """Return what a part stored, empty before it was measured."""
    path = FOLDER / f"{name}.json"
    found: Json = json.loads(path.read_text()) if path.exists() else {}
    return found


def cell(figure: Json) -> str:
    """Return a median with its quartiles."""
    return "{median:.4g} ({low:.4g} to {high:.4g})".format(**figure)


def section(
    title: str, found: Json | None, about: str, head: Sequence[str], lines: Iterable[Sequence[str]]
) -> str:
    """Return a heading, a sentence, a table and the command if it is one's."""
    rows = [head, ["---"] * len(head), *lines]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    command = f"\n\n`{found['command']}`" if found else ""
    return f"\n## {title}\n\n{about}\n\n{table}{command}\n"
