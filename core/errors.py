"""Errors whose text is shown to the user as it stands: what failed, the value, the next step."""


class AppError(Exception):
    """Root of every error that a user can mend; pages and the command line print its text."""


class InvalidInputError(AppError):
    """What the user gave cannot be used: a value, a file, a setting."""


class NotFoundError(AppError):
    """A project, document, adapter, job or model of that name does not exist."""


class BusyError(AppError):
    """Something else holds what is needed: the workspace, a port, a running job."""


class ResourceError(AppError):
    """The machine cannot do it: disk full, memory too small, a limit reached."""


class EngineError(AppError):
    """The engine did not answer, or one of its jobs ended without a result."""


class OutageError(AppError):
    """What stands in the way of a server's answer, and would in the way of every one behind it."""

    billed = False
    """Whether the server had the request by then, and may bill it."""


class CancelledError(AppError):
    """The user stopped it."""


class ReadOnlyError(AppError):
    """A recorded result was to be changed, or asked for what was not recorded."""


_ALL: list[type[AppError]] = [AppError, *AppError.__subclasses__()]
KINDS = {kind.__name__: kind for kind in _ALL}
"""By name: an error keeps its kind on the way from the engine to a client."""
