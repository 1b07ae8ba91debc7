"""What can be measured beside an evaluation, and in which size."""

from typing import Literal

Size = Literal["quick", "standard"]
"""Quick: 30 questions, to see it work; standard: 200, or as many as there are."""
ExperimentKind = Literal[
    "rivals",
    "all-documents",
    "throughput",
    "deployment",
    "withdrawn",
    "growth",
    "prompts",
    "general",
]
"""What can be measured beside an evaluation:

* rivals: few-shot, retrieved examples and constrained decoding on the evaluation's own questions;
* all-documents: every document in the prompt, likewise;
* throughput: the four arms, 16 questions together, in several batches;
* deployment: RAG, Fine-tuned and Hybrid on dev questions, beside the stored times of preparing;
* withdrawn: the same questions with their documents and without them, in an index of its own;
* growth: the same questions among 1, 4, 16 and 64 times as many passages;
* prompts: eight fixed prompts on dev questions;
* general: a fixed general set, before and after tuning."""
