import pytest

from core.corpus.search.bm25 import WordIndex

TEXTS = ["The cats sat on a mat.", "Dogs run in the park.", "Nothing here at all."]


def test_texts_that_share_no_word_are_left_out() -> None:
    found = WordIndex(zip("abc", TEXTS, strict=True)).search("Who was running with the dog?", 50)
    assert [key for key, _ in found] == ["b"]
    assert found[0][1] > 0


def test_unknown_words_and_stop_words_find_nothing() -> None:
    index = WordIndex(zip("abc", TEXTS, strict=True))
    assert index.search("zebra", 5) == []
    assert index.search("is it the", 5) == []
    assert index.search("", 5) == []


def test_an_empty_corpus_finds_nothing() -> None:
    assert WordIndex([]).search("cats", 5) == []
    assert WordIndex([("a", "the")]).search("cats", 5) == []


def test_a_single_digit_is_a_word() -> None:
    found = WordIndex([("a", "Gate 7 is open."), ("b", "Gate 9 is open.")]).search("gate 9", 5)
    assert found[0][0] == "b"


def test_a_changed_index_finds_what_a_new_one_finds() -> None:
    changed = WordIndex([("a", TEXTS[0]), ("old", "Cats and zebras and parks."), ("b", TEXTS[1])])
    assert [key for key, _ in changed.search("zebra", 5)] == ["old"]
    changed.change(["old", "never there"], [("c", TEXTS[2]), ("d", "A park for zebras.")])
    assert changed.ids == set("abcd")
    new = WordIndex([*zip("abc", TEXTS, strict=True), ("d", "A park for zebras.")])
    for question in ("zebra", "running in parks", "cats on mats", "nothing", "lions"):
        found, expected = changed.search(question, 5), new.search(question, 5)
        assert [key for key, _ in found] == [key for key, _ in expected]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected])


def test_equal_scores_keep_the_order_that_is_told() -> None:
    index = WordIndex([(key, "The gate is open.") for key in "cab"])
    assert [key for key, _ in index.search("gate", 5)] == list("cab")
    index.change("a", [("d", "The gate is open.")])
    index.make_ready("abcd")
    assert [key for key, _ in index.search("gate", 5)] == list("bcd")
