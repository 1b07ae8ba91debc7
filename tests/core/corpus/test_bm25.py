from core.corpus.bm25 import WordIndex

TEXTS = ["The cats sat on a mat.", "Dogs run in the park.", "Nothing here at all."]


def test_texts_that_share_no_word_are_left_out() -> None:
    found = WordIndex(["a", "b", "c"], TEXTS).search("Who was running with the dog?", 50)
    assert [key for key, _ in found] == ["b"]
    assert found[0][1] > 0


def test_unknown_words_and_stop_words_find_nothing() -> None:
    index = WordIndex(["a", "b", "c"], TEXTS)
    assert index.search("zebra", 5) == []
    assert index.search("is it the", 5) == []
    assert index.search("", 5) == []


def test_an_empty_corpus_finds_nothing() -> None:
    assert WordIndex([], []).search("cats", 5) == []
    assert WordIndex(["a"], ["the"]).search("cats", 5) == []


def test_a_single_digit_is_a_word() -> None:
    found = WordIndex(["a", "b"], ["Gate 7 is open.", "Gate 9 is open."]).search("gate 9", 5)
    assert found[0][0] == "b"
