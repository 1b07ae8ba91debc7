"""The arguments of an operation, checked against its signature before it is run."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.errors import InvalidInputError
from core.project.workspace import Project

LONGEST_VALUE = 100
"""How many characters of a wrong value are shown."""
Function = Callable[..., Any]


@cache
def _parameters(function: Function) -> Mapping[str, tuple[TypeAdapter[Any], bool]]:
    """Return an operation's arguments by name: the type, and whether it is required."""
    parameters = list(inspect.signature(function).parameters.values())[1:]  # Not the engine.
    return {
        parameter.name: (
            # Clients name a project; it is looked up after this check.
            TypeAdapter(str if parameter.annotation is Project else parameter.annotation),
            parameter.default is parameter.empty,
        )
        for parameter in parameters
    }


def checked(function: Function, arguments: Mapping[str, object]) -> dict[str, Any]:
    """Return the arguments as the operation takes them.

    Raises:
        InvalidInputError: one is missing, unknown or of a wrong type.
    """
    name, wanted = function.__name__, _parameters(function)
    unknown = sorted(set(arguments) - set(wanted))
    missing = [key for key, (_, needed) in wanted.items() if needed and key not in arguments]
    if unknown or missing:
        what = f"takes no argument '{unknown[0]}'" if unknown else f"needs '{missing[0]}'"
        known = f"Its arguments are {', '.join(wanted)}." if wanted else "It takes none."
        raise InvalidInputError(f"The operation '{name}' {what}. {known}")
    usable = {}
    for key, value in arguments.items():
        try:
            usable[key] = wanted[key][0].validate_python(value, strict=True)
        except ValidationError as error:
            raise InvalidInputError(
                f"The operation '{name}' can't use its argument {fault(error, key)}."
            ) from None
    return usable


def fault(error: ValidationError, *whole: str) -> str:
    """Return where a value is wrong and why: "'files.0.path': input should be a valid string"."""
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(map(str, (*whole, *first["loc"])))
    why = first["msg"][:1].lower() + first["msg"][1:]
    value = "" if first["type"] == "missing" else f", not '{first['input']}'"[:LONGEST_VALUE]
    return f"'{place}': {why}{value}" if place else why
