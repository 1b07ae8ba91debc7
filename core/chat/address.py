"""A server's address and key, checked when they are typed, before anything is sent."""

from urllib.parse import urlsplit

from core.errors import InvalidInputError, OutageError


def checked_url(url: str) -> str:
    """Return the address without blanks and slashes around it.

    Raises:
        InvalidInputError: it is no address, or holds what only a request or a key should.
    """
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise InvalidInputError(
            f"'{url.strip().rpartition('@')[2]}' is not the address of a server. Give one up to "
            "and with /v1, such as http://localhost:11434/v1"
        )
    if parts.username is not None or parts.password is not None:
        raise InvalidInputError(
            f"The address of {parts.hostname} holds a user name or a password, and it would be "
            "shown and stored. Leave them out; a key is read from the environment."
        )
    if parts.query or parts.fragment:
        raise InvalidInputError(
            f"The address of {parts.hostname} has something behind a ? or #. Give it up to and "
            "with /v1; a key is read from the environment."
        )
    return url.strip().rstrip("/")


def checked_key(key: str, name: str) -> str:
    """Return a key without blanks around it.

    Args:
        name: The variable that it is read from, for the message.

    Raises:
        OutageError: it holds what no request can carry.
    """
    key = key.strip()
    if all(" " <= character <= "~" for character in key):
        return key
    raise OutageError(
        f"{name} holds a character that no request can carry, such as a curly quote or a long "
        "dash. Copy the key again, and nothing around it."
    )
