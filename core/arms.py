"""The arms of a comparison: two switches, whether it retrieves and whether it adapts."""

from dataclasses import dataclass

from core.errors import InvalidInputError


@dataclass(frozen=True)
class Arm:
    """One way to answer; all arms share base model, prompt style, precision and decoding."""

    key: str
    label: str
    retrieves: bool
    adapts: bool
    phrase: str
    """What it is, for somebody who reads it for the first time."""


ARMS = {
    arm.key: arm
    for arm in (
        Arm("base", "Base", False, False, "the model as it comes, without your documents"),
        Arm("rag", "RAG", True, False, "the model reads passages found in your documents"),
        Arm("tuned", "Fine-tuned", False, True, "the model trained on your questions, no passages"),
        Arm("hybrid", "Hybrid", True, True, "the trained model reads passages as well"),
    )
}


def parse_arms(text: str | list[str] | None) -> list[Arm]:
    """Return the arms named in `text` ("base,rag"), all four when it is empty.

    Raises:
        InvalidInputError: a name is not an arm.
    """
    names = text.split(",") if isinstance(text, str) else list(text or ARMS)
    names = [name.strip() for name in names if name.strip()]
    unknown = [name for name in names if name not in ARMS]
    if unknown or not names:
        given = ", ".join(unknown) or "nothing"
        raise InvalidInputError(f"No arm is called {given}. Choose from {', '.join(ARMS)}.")
    return [ARMS[name] for name in dict.fromkeys(names)]
