import pytest

from core.corpus.reading.parsed import Page
from core.corpus.search.embedder import Embedder
from core.corpus.split import Splitter

SENTENCE = "The tower by the river was built of grey stone in the year {number}. "


@pytest.fixture(scope="module")
def splitter(embedder: Embedder) -> Splitter:
    return Splitter(embedder.tokens)


@pytest.mark.parametrize(
    "text",
    [
        "".join(SENTENCE.format(number=n) for n in range(300)),
        "nodots " * 3000,
        "x" * 20_000,
        "日本語の文章です" * 500,
        "a;b,c." * 2000,
        "\u0301" * 50 + " accents " * 400,
    ],
)
def test_no_passage_is_longer_than_the_embedder_reads(
    splitter: Splitter, embedder: Embedder, text: str
) -> None:
    passages = splitter.split("d", [Page(1, text)])
    counts = [len(embedder.tokens(passage.text)) for passage in passages]
    assert len(passages) > 1
    assert max(counts) <= 254
    assert [passage.tokens for passage in passages] == counts
    assert max(len(passage.text) for passage in passages) < 5000


def test_a_passage_never_crosses_a_page(splitter: Splitter) -> None:
    pages = [Page(number, f"Short page {number}.") for number in (1, 2, 7)]
    passages = splitter.split("d", pages)
    assert [(piece.page, piece.text) for piece in passages] == [
        (page.number, page.text) for page in pages
    ]
    assert [piece.position for piece in passages] == [0, 1, 2]


def test_ids_are_stable_and_change_with_text_place_and_document(splitter: Splitter) -> None:
    pages = [Page(1, "Same words."), Page(2, "Same words.")]
    first, again = splitter.split("d", pages), splitter.split("d", pages)
    assert first == again
    others = splitter.split("e", pages) + splitter.split("d", [Page(1, "Other words.")])
    assert len({piece.id for piece in first + others}) == 5


def test_rows_of_a_table_stay_whole(splitter: Splitter) -> None:
    rows = [f"Name: Person {n}; City: Town {n}; Note: likes walks, talks, rest." for n in range(60)]
    passages = splitter.split("d", [Page(1, "\n\n".join(rows))])
    found = [line for piece in passages for line in piece.text.split("\n\n")]
    assert set(found) == set(rows)
