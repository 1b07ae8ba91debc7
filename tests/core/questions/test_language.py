import pytest

from core.questions.language import is_foreign, language, language_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Employees must file expense reports within 30 days of purchase.", "en"),
        ("What is the dock code of Aldmoor?", "en"),
        ("Die Mitarbeiter erhalten 30 Tage Urlaub im Jahr.", "de"),
        ("Quelle est la durée de la garantie de cet appareil ?", "fr"),
    ],
)
def test_a_sentence_shows_its_language(text: str, code: str) -> None:
    found, probability = language(text)
    assert found == code
    assert 0.5 < probability <= 1


def test_a_name_or_a_number_has_no_language() -> None:
    assert language("K17") == ("und", 0.0)
    assert language("") == ("und", 0.0)
    assert not is_foreign("Reykjavík")


def test_only_a_sure_other_language_is_foreign() -> None:
    assert is_foreign("Die Reisekosten werden innerhalb von 30 Tagen erstattet.")
    assert not is_foreign("Expense reports must be filed within 30 days.")


def test_a_language_without_a_name_here_keeps_its_code() -> None:
    assert (language_name("de"), language_name("xh")) == ("German", "xh")
