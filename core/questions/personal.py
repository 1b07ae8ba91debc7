"""Likely personal data in a text: found by its form and, where it has one, its check digits.

Presidio finds names and places too, but brings spaCy and a model of its own; these patterns with
phonenumbers and python-stdnum cost no memory and no download. What has no form (a name, a street,
a diagnosis) is not found.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers
from stdnum import iban, luhn
from stdnum.us import ssn

KINDS = ("email", "phone", "iban", "card", "ssn", "ip")
"""What is looked for."""
_REGION = "US"
"""Where a phone number without a country code is taken to be; others need their + and code."""
_EMAIL = re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
_CARD = re.compile(r"(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d.,-]*\d)")
_SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}(?![\w:])")
_MANY_DIGITS = re.compile(r"\d(?:[ ().\-/\u2010-\u2015]{0,3}\d){6}")
"""Part of any phone number; searching a text without it would cost seconds."""
_SHOWN = 2
Span = tuple[int, int]
"""Where it begins and ends."""


@dataclass(frozen=True)
class Found:
    """One likely piece of personal data: text[start:end]."""

    kind: str
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Return what looks like personal data, in the order of the text, none overlapping."""
    taken: list[Found] = []
    for kind, look in _LOOKS.items():
        for start, end in look(text):
            if all(end <= other.start or start >= other.end for other in taken):
                taken.append(Found(kind, start, end))
    return sorted(taken, key=lambda span: span.start)


def redact(text: str) -> str:
    """Return the text with [email], [phone] ... in place of what looks like personal data."""
    for piece in reversed(find(text)):
        text = f"{text[: piece.start]}[{piece.kind}]{text[piece.end :]}"
    return text


def masked(value: str) -> str:
    """Return a piece of personal data to show: its first characters, the others as dots."""
    hidden = re.sub(r"[^\W_]", "\N{BULLET}", value[_SHOWN:])
    return value[:_SHOWN] + hidden


def _spans(pattern: re.Pattern[str], text: str, real: Callable[[str], bool]) -> Iterator[Span]:
    for match in pattern.finditer(text):
        if real(match.group()):
            yield match.span()


def _emails(text: str) -> Iterator[Span]:
    return _spans(_EMAIL, text, lambda _: True) if "@" in text else iter(())


def _ibans(text: str) -> Iterator[Span]:
    """Yield IBANs; words in capitals behind one would spoil its check digits, so they are cut."""
    for match in _IBAN.finditer(text):
        whole = match.group()
        ends = [at for at in range(len(whole), 14, -1) if at == len(whole) or whole[at] == " "]
        good = next((at for at in ends if iban.is_valid(whole[:at])), None)
        if good:
            yield match.start(), match.start() + good


def _is_card(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    # First digits in use: Amex 3, Visa 4, Mastercard 2 and 5, Discover and UnionPay 6.
    return digits[0] in "23456" and len(set(digits)) > 1 and bool(luhn.is_valid(digits))


def _ips(text: str) -> Iterator[Span]:
    for pattern in (_IPV4, _IPV6):
        yield from _spans(pattern, text, _is_ip)


def _is_ip(value: str) -> bool:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def _phones(text: str) -> Iterator[Span]:
    if _MANY_DIGITS.search(text):
        for match in phonenumbers.PhoneNumberMatcher(text, _REGION):
            yield match.start, match.end


_LOOKS: dict[str, Callable[[str], Iterator[Span]]] = {
    "email": _emails,
    "iban": _ibans,
    "card": lambda text: _spans(_CARD, text, _is_card),
    "ssn": lambda text: _spans(_SSN, text, lambda value: bool(ssn.is_valid(value))),
    "ip": _ips,
    "phone": _phones,
}
"""The first of two that overlap counts; phone numbers come last, as nearly any digits are one
somewhere."""
