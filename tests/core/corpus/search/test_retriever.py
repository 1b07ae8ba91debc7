import pytest

from core.corpus.corpus import Corpus
from core.corpus.search.retriever import fuse, matches
from core.errors import InvalidInputError

TEXTS = [
    ("cats", "Cats", "Cats sleep for most of the day and hunt mice at night."),
    ("dogs", "Dogs", "Dogs guard the farm and were trained to herd sheep."),
    ("sea", "Sea", "The harbour lies on the northern coast, where ships land."),
]


def test_both_searches_are_fused_and_explained(corpus: Corpus) -> None:
    corpus.add_texts(TEXTS)
    found = corpus.retriever().retrieve("Which animals are trained to herd sheep?", k=3)
    best = found.passages[0]
    assert (best.document, best.page, best.dense_rank, best.bm25_rank) == ("dogs", 1, 1, 1)
    assert best.score == pytest.approx(2 / 61)
    assert 0.3 < (best.similarity or 0) < 1
    assert best.matches == ("trained", "herd", "sheep")
    assert found.embed_ms > 0
    assert found.search_ms > 0
    assert {piece.bm25_rank for piece in found.passages[1:]} == {None}


def test_the_meaning_finds_what_shares_no_word(corpus: Corpus) -> None:
    corpus.add_texts(TEXTS)
    best = corpus.retriever().retrieve("vessels docking").passages[0]
    assert (best.document, best.bm25_rank, best.matches) == ("sea", None, ())


def test_an_empty_index_points_at_the_documents_page(corpus: Corpus) -> None:
    with pytest.raises(InvalidInputError, match="Documents page"):
        corpus.retriever().retrieve("Anything?")


def test_a_blank_question_is_refused(corpus: Corpus) -> None:
    with pytest.raises(InvalidInputError, match="Type a question first"):
        corpus.retriever().retrieve("  ")


def test_reciprocal_ranks_add_up() -> None:
    scores = fuse({"a": 1, "b": 2}, {"b": 1})
    assert scores == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 1 / 61})


def test_matches_are_shown_as_they_stand_once_each() -> None:
    assert matches({"run", "dog"}, "Dogs ran; the DOG was Running, running.") == (
        "Dogs",
        "DOG",
        "Running",
    )
