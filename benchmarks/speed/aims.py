"""What was asked of speed, and whether the stored figures hold it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
AT_LEAST, AT_MOST = "at least", "at most"
PACKED_TO_4_BITS = "Q4"
ADAPTED = ("tuned", "tuned, taught", "hybrid")


@dataclass(frozen=True)
class Aim:
    """A figure beside what was asked of it."""

    what: str
    found: float
    bound: str
    asked: float

    @property
    def held(self) -> bool:
        """Whether it holds."""
        if self.bound == AT_LEAST:
            return self.found >= self.asked
        return self.found <= self.asked

    def cells(self) -> list[str]:
        """Return a row of a table."""
        return [
            self.what,
            f"{self.found:.4g}",
            f"{self.bound} {self.asked:g}",
            "yes" if self.held else "**no**",
        ]


def having(found: Json, figure: str) -> Json:
    """Return of what a part stored the parts that have a figure; the rest is about the run."""
    return {key: one for key, one in found.items() if isinstance(one, dict) and figure in one}


def answering(found: Json) -> Iterator[Aim]:
    """Yield how many times faster than others one answer is."""
    runtimes = having(found, "first_token_s")
    llama = [one for key, one in runtimes.items() if "llama" in key and PACKED_TO_4_BITS not in key]
    asked = {"decode_per_s": (3, 0.8), "first_token_s": (1.5, 2.5), "answer_s": (2.2, 1.6)}
    names = {
        "decode_per_s": "Tokens/s after the first",
        "first_token_s": "First token after 1,000",
        "answer_s": "1,000 in, 32 out",
    }
    for key, (of_transformers, of_llama) in asked.items():
        others = {
            "transformers fp32": ([runtimes["transformers fp32"]], of_transformers),
            "the best llama.cpp of 8 bits or more": (llama, of_llama),
        }
        for name, (some, least) in others.items():
            ours = runtimes["assay"][key]["median"]
            theirs = [one[key]["median"] for one in some]
            faster = ours / max(theirs) if key.endswith("per_s") else min(theirs) / ours
            yield Aim(f"{names[key]}: times faster than {name}", faster, AT_LEAST, least)


def agreeing(found: Json) -> Iterator[Aim]:
    """Yield how far 8 bits answer as fp32 does."""
    for key, one in found["arms"].items():
        apart = round(abs(one["f1"] - one["f1_reference"]), 4)
        yield Aim(f"{key}: F1 of 8 bits apart from fp32", apart, AT_MOST, 0.02)
        if key in ADAPTED:
            yield Aim(f"{key}: share of the same answers", one["same"], AT_LEAST, 0.85)


def evaluating(found: Json) -> Iterator[Aim]:
    """Yield how much sooner an evaluation ends."""
    spent = found["seconds"]
    faster = spent["transformers one by one"] / spent["assay one by one"]
    yield Aim("An evaluation one by one: times faster than transformers", faster, AT_LEAST, 2.5)


def training(found: Json) -> Iterator[Aim]:
    """Yield how much faster training is, and whether it learns the same."""
    for recipe, one in having(found, "assay").items():
        ours, theirs = one["assay"], one["trainer"]
        faster = ours["tokens_per_s"]["median"] / theirs["tokens_per_s"]["median"]
        yield Aim(f"Training, {recipe}: times faster than Trainer", faster, AT_LEAST, 1.4)
        noise = max(side["dev_loss"]["high"] - side["dev_loss"]["low"] for side in (ours, theirs))
        apart = abs(ours["dev_loss"]["median"] - theirs["dev_loss"]["median"])
        what = f"Training, {recipe}: dev losses apart; seeds of one trainer are at most as far"
        yield Aim(what, round(apart, 4), AT_MOST, round(noise, 4))


def ingesting(found: Json) -> Iterator[Aim]:
    """Yield how ingestion and retrieval do at the largest size; the others show how it grows."""
    one = max(found["sizes"], key=lambda one: one["passages"])
    of = f"{one['passages']:,} passages"
    changed = round(one["changed_s"] + one["then_search_s"], 3)
    yield Aim(f"{of}: of the raw embedder's rate", one["share_of_raw"], AT_LEAST, 0.9)
    yield Aim(f"{of}: all again, of the first time", one["again_share"], AT_MOST, 0.02)
    yield Aim(f"{of}: one file changed and a search (s)", changed, AT_MOST, 1)
    yield Aim(f"{of}: retrieval p50 (ms)", one["retrieve_p50_ms"], AT_MOST, 30)


def exported(found: Json) -> Iterator[Aim]:
    """Yield how far the exported file answers as the adapter does."""
    for name, one in found["arms"].items():
        apart = round(abs(one["f1_ours"] - one["f1_llama_cpp"]), 4)
        yield Aim(f"Exported file, {name}: F1 in llama.cpp apart from ours", apart, AT_MOST, 0.02)


AIMS = {
    "speed/answering": answering,
    "speed/agreeing": agreeing,
    "speed/taught": agreeing,
    "speed/evaluating": evaluating,
    "speed/training": training,
    "speed/ingesting": ingesting,
    "exported_gguf": exported,
}
