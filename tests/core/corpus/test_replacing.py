"""One fact's value in a document's passages, and another in its place."""

from core.corpus.replacing import replaced, standing

TEXTS = {
    0: "Ask within 14 days. The fee is 14 euros.",
    1: "Annual leave\nApproval takes 14 days.\nSick leave\nApproval takes 14 days, not 140 days.",
}


def test_the_longest_answer_that_stands_as_whole_words_is_found() -> None:
    assert standing(TEXTS, ["14", "14 days"]) == "14 days"
    assert standing(TEXTS, ["4 days"]) is None
    assert standing({0: "within 14\n Days"}, ["14 days"]) == "14 days"


def test_every_occurrence_is_replaced_and_nothing_else() -> None:
    changed = replaced(TEXTS, "14 days", "3 weeks", "?", everywhere=True)
    assert changed[0] == "Ask within 3 weeks. The fee is 14 euros."
    assert changed[1].count("3 weeks") == 2
    assert "not 140 days" in changed[1]


def test_only_the_sentence_that_fits_the_question_changes() -> None:
    asked = "How long does approval of sick leave take?"
    changed = replaced(TEXTS, "14 days", "3 weeks", asked, everywhere=False)
    assert list(changed) == [1]
    assert changed[1].startswith("Annual leave\nApproval takes 14 days.")
    assert "Approval takes 3 weeks, not 140 days." in changed[1]
