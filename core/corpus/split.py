"""Split pages into passages short enough for the embedder to read whole."""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from llama_index.core import Settings, set_global_tokenizer
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter

from core.corpus.reading.parsed import Page
from core.records.passage import Passage

PASSAGE_TOKENS = 254
"""The embedder's window of 256 without [CLS] and [SEP]."""
OVERLAP_TOKENS = 24

# The tokenizer turns a word of more than 100 letters into one [UNK]: it would hide its length.
_ENDLESS_WORD = re.compile(r"((?:(?![\u3400-\u9fff\uf900-\ufaff])[^\W_]){100})(?=[^\W_])")


class Splitter:
    """LlamaIndex's sentence splitter over the embedder's own tokens."""

    def __init__(self, tokens: Callable[[str], list[int]]) -> None:
        # A text measured for cutting is often measured again unchanged: count it once.
        self._tokens = lru_cache(maxsize=1024)(tokens)
        # LlamaIndex reaches for OpenAI's tokenizer and model where nobody named others.
        set_global_tokenizer(tokens)
        Settings.llm = MockLLM()
        self._splitter = SentenceSplitter(
            chunk_size=PASSAGE_TOKENS,
            chunk_overlap=OVERLAP_TOKENS,
            tokenizer=self._measured,
            paragraph_separator="\n\n",
        )

    def split(self, document_id: str, pages: Iterable[Page]) -> list[Passage]:
        """Return the passages of a document; none crosses a page."""
        passages: list[Passage] = []
        for page in pages:
            text = _ENDLESS_WORD.sub(r"\1 ", page.text)
            for piece in self._splitter.split_text(text):
                position = len(passages)
                key = passage_id(document_id, position, piece)
                count = len(self._tokens(piece))
                # A piece of characters unknown to the tokenizer could never be found.
                if count:
                    passages.append(Passage(key, position, page.number, piece, count))
        return passages

    def _measured(self, text: str) -> list[int]:
        """Return the tokens of a text; for one that is surely too long, just enough to say so."""
        words = len(text.split())
        # A word is a token or more, and to take all tokens of a whole page takes half of the time.
        return [0] * words if words > PASSAGE_TOKENS else self._tokens(text)


def passage_id(document_id: str, position: int, text: str) -> str:
    """Return the stable id of a passage: another text or place is another passage."""
    return hashlib.sha256(f"{document_id}\n{position}\n{text}".encode()).hexdigest()[:24]
