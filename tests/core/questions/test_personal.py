import pytest

from core.questions.personal import find, masked, redact


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Write to ann.lee@example.com.", "Write to [email]."),
        ("Call +44 20 7946 0018 or (212) 555-0123!", "Call [phone] or [phone]!"),
        ("DE89 3704 0044 0532 0130 00 IS THE ACCOUNT", "[iban] IS THE ACCOUNT"),
        ("The card 4111 1111 1111 1111 expired.", "The card [card] expired."),
        ("SSN 536-22-8726", "SSN [ssn]"),
        ("Host 10.0.0.1, or 2001:db8:85a3:0:0:8a2e:370:7334", "Host [ip], or [ip]"),
    ],
)
def test_what_has_a_form_is_found_and_redacted(text: str, without: str) -> None:
    assert redact(text) == without


@pytest.mark.parametrize(
    "text",
    [
        "On 12.05.2024 and 2024-05-01, from 9:30 to 17:00:00",
        "version 2.3.1, 127.0.0.1 and 1.2.3.4.5",
        "1,234,567.89 euros of 12345678",
        "DE89 3704 0044 0532 0130 01",
        "card 4111 1111 1111 1112",
        "SSN 000-12-3456",
        "the dock code K17 @ Aldmoor",
    ],
)
def test_what_only_resembles_it_is_left(text: str) -> None:
    assert find(text) == []
    assert redact(text) == text


def test_an_example_does_not_show_what_it_is_of() -> None:
    assert masked("ann.lee@example.com") == "an•.•••@•••••••.•••"
    assert masked("+44 20 7946 0018") == "+4• •• •••• ••••"


def test_nothing_overlaps() -> None:
    found = find("call 4111 1111 1111 1111 or mail 2125550123@example.com")
    assert [one.kind for one in found] == ["card", "email"]
