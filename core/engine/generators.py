"""The loaded builds of an engine: few at a time, used by one caller at a time."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.inference.builds import load
from core.inference.generator import Build, Generator, Prompt
from core.inference.tokenizer import ChatTokenizer
from core.process.memory import give_back

MAX_LOADED = 3
"""The base and two adapters; about 300 MB each for the default model."""
WARM_UP_TOKENS = 64
_SHARED = "|shared prefix"


class Generators:
    """Loads builds when asked for, forgets the least recently used one."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._loaded: OrderedDict[str, Generator] = OrderedDict()
        self._tokenizers: dict[tuple[Path, bool], ChatTokenizer] = {}

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the machine for one arm: no other generation runs, so timings are its own."""
        with self._lock:
            yield

    def tokenizer(self, base_folder: Path, borrowed: bool = False) -> ChatTokenizer:
        """Return a base model's tokenizer, `borrowed` for a model that is served elsewhere."""
        key = (base_folder, borrowed)
        if key not in self._tokenizers:
            self._tokenizers[key] = ChatTokenizer(base_folder, borrowed)
        return self._tokenizers[key]

    def tokenizer_of(self, build: Build) -> ChatTokenizer:
        """Return the tokenizer that counts for a build."""
        return self.tokenizer(build.base_folder, build.server is not None)

    def get(self, build: Build, shared_prefix: bool = False) -> Generator:
        """Return a loaded build; load it first where needed. Call it within `exclusive`.

        Args:
            shared_prefix: One of its own, which reads once what prompts begin with alike.
        """
        key = build.key + _SHARED * shared_prefix
        with self._lock:
            if key not in self._loaded:
                while len(self._loaded) >= MAX_LOADED:
                    self._loaded.popitem(last=False)
                tokenizer = self.tokenizer_of(build)
                loaded = load(build, tokenizer, shared_prefix)
                if build.server is None:
                    # The first prompt of a build pays for its start-up; no timed answer should.
                    start = Prompt([tokenizer.eos_id] * WARM_UP_TOKENS)
                    loaded.generate(start, 1, lambda _: True)
                self._loaded[key] = loaded
                give_back()  # Loading frees some of what it took.
            self._loaded.move_to_end(key)
            return self._loaded[key]

    def forget(self, adapter: str | None = None) -> None:
        """Drop the builds of an adapter, or all."""
        with self._lock:
            for key, generator in list(self._loaded.items()):
                if adapter is None or generator.build.adapter == adapter:
                    del self._loaded[key]

    def names(self) -> list[str]:
        """Return what is loaded."""
        return list(self._loaded)
