"""The loaded builds of an engine: few at a time, used by one caller at a time."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.inference.builds import load
from core.inference.generator import Build, Generator
from core.inference.tokenizer import ChatTokenizer
from core.process import give_back

MAX_LOADED = 3
"""The base and two adapters; about 300 MB each for the default model."""
WARM_UP_TOKENS = 64


class Generators:
    """Loads builds when asked for, forgets the least recently used one."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._loaded: OrderedDict[str, Generator] = OrderedDict()
        self._tokenizers: dict[Path, ChatTokenizer] = {}

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the machine for one arm: no other generation runs, so timings are its own."""
        with self._lock:
            yield

    def tokenizer(self, base_folder: Path) -> ChatTokenizer:
        """Return a base model's tokenizer."""
        if base_folder not in self._tokenizers:
            self._tokenizers[base_folder] = ChatTokenizer(base_folder)
        return self._tokenizers[base_folder]

    def get(self, build: Build) -> Generator:
        """Return a loaded build; load it first where needed. Call it within `exclusive`."""
        with self._lock:
            if build.key not in self._loaded:
                while len(self._loaded) >= MAX_LOADED:
                    self._loaded.popitem(last=False)
                eos_id = self.tokenizer(build.base_folder).eos_id
                loaded = load(build, eos_id)
                # The first prompt of a build pays for its start-up; no timed answer should.
                loaded.generate([eos_id] * WARM_UP_TOKENS, 1, lambda _: True)
                self._loaded[build.key] = loaded
                give_back()  # Loading frees some of what it took.
            self._loaded.move_to_end(build.key)
            return self._loaded[build.key]

    def forget(self, adapter: str | None = None) -> None:
        """Drop the builds of an adapter, or all."""
        with self._lock:
            for key, generator in list(self._loaded.items()):
                if adapter is None or generator.build.adapter == adapter:
                    del self._loaded[key]

    def names(self) -> list[str]:
        """Return what is loaded."""
        return list(self._loaded)
