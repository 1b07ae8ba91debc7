"""Which language a text is in: naive Bayes over byte n-grams (Lui and Baldwin 2012, langid.py)."""

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
UNKNOWN = "und"
"""ISO 639 for a text too short to tell."""
SURE = 0.8
"""Least probability at which a text counts as another language than English."""
_MIN_LETTERS = 20
_NAMES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian",
    "nb": "Norwegian",
    "fi": "Finnish",
    "pl": "Polish",
    "cs": "Czech",
    "ru": "Russian",
    "uk": "Ukrainian",
    "tr": "Turkish",
    "ar": "Arabic",
    "hi": "Hindi",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "el": "Greek",
    "hu": "Hungarian",
    "ro": "Romanian",
    "he": "Hebrew",
    "vi": "Vietnamese",
    "id": "Indonesian",
    "th": "Thai",
}
_loading = threading.Lock()


def language(text: str) -> tuple[str, float]:
    """Return the ISO 639 code of a text's language and its probability in [0, 1].

    A text of fewer than 20 letters gives ("und", 0.0): a name or a number has no language. Takes
    about 40 microseconds for a sentence; the first call loads the model in 0.6 s.
    """
    if sum(map(str.isalpha, text)) < _MIN_LETTERS:
        return UNKNOWN, 0.0
    code, probability = _identifier().classify(text)
    return str(code), float(probability)


def is_foreign(text: str) -> bool:
    """Tell whether a text is surely in another language than English."""
    code, probability = language(text)
    return code not in (ENGLISH, UNKNOWN) and probability >= SURE


def language_name(code: str) -> str:
    """Return a language's English name, its code where it has none here."""
    return _NAMES.get(code, code)


def _identifier() -> "LanguageIdentifier":
    with _loading:
        return _load()


@cache
def _load() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
