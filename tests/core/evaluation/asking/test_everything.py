"""All documents as one text: nothing is missing and nothing stands twice."""

from core.evaluation.asking.everything import _joined


def test_what_two_passages_share_stands_once() -> None:
    assert _joined(["One two three.", "three. Four five.", "Six."]) == (
        "One two three. Four five.\nSix."
    )
    assert _joined([]) == ""
    assert _joined(["the end", "the end"]) == "the end"
