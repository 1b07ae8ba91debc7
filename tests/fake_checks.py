"""Plausible figures of grounding and consistency, shaped as the engine's."""

from typing import Any

Record = dict[str, Any]


def grounding() -> Record:
    """Return {stratum: {arm: figures}}: Hybrid copies, RAG makes some up."""
    part = {
        "n": 100,
        "silent": 0,
        "copied": 0.99,
        "found": 0.0,
        "unchecked": 0.0,
        "absent": 0.01,
        "grounded": 0.99,
        "grounded_interval": [0.95, 1.0],
        "copied_interval": [0.95, 1.0],
        "numbers": 60,
        "names": 40,
        "absent_numbers": 1,
        "absent_names": 0,
    }
    rag = part | {"copied": 0.7, "found": 0.1, "unchecked": 0.05, "absent": 0.15, "grounded": 0.85}
    return {
        "held_out": {"rag": rag, "hybrid": part},
        "unanswerable": {
            "hybrid": part | {"n": 6, "silent": 21, "copied": 0.5, "absent": 0.5, "grounded": 0.5}
        },
    }


def consistency() -> Record:
    """Return {stratum: {arm: figures}}: Base is the same and wrong, Hybrid the same and right."""
    part = {
        "n": 40,
        "wordings": 2.5,
        "same": 0.9,
        "all_right": 0.8,
        "any_right": 0.9,
        "some_right": 0.1,
        "same_wrong": 0.05,
        "differing": 0.05,
        "same_interval": [0.8, 0.95],
        "all_right_interval": [0.7, 0.9],
    }
    base = part | {
        "all_right": 0.0,
        "any_right": 0.0,
        "some_right": 0.0,
        "same_wrong": 0.9,
        "differing": 0.1,
    }
    return {"seen": {"base": base, "hybrid": part}}
