"""The door of the app: only its own pages may speak to it.

A page elsewhere can send requests to this machine, and a name of its own that is made to mean
127.0.0.1 (DNS rebinding) makes it look like one of ours to the browser, but not here.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit import config

LOOPBACK = ("localhost", "127.0.0.1", "::1")
REFUSED = (
    "Assay does not answer under this address. Open it as http://localhost at its port, or name "
    "the address in server.allowedHosts of .streamlit/config.toml.\n"
)


class OwnPages:
    """ASGI middleware that answers 403 before Streamlit sees the request of a foreign page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what comes from a page of this app, or from no page."""
        if scope["type"] == "lifespan" or _welcome(Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)  # Not accepted yet, so it becomes a 403.
        else:
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)


def _welcome(headers: Headers) -> bool:
    names = {*LOOPBACK, *config.get_option("server.allowedHosts")}
    return allowed(headers.get("host", ""), headers.get("origin"), names)


def allowed(host: str, origin: str | None, names: Collection[str]) -> bool:
    """Tell whether a request is for one of `names`, from a page of the same address or from none.

    A page that a proxy serves under one of `names`, and whose requests it hands on under another
    one, is of the app as well; but not one of another server on this machine.
    """
    try:
        own, page = urlsplit(f"//{host}"), urlsplit(origin or "")
        known = own.hostname in names and own.port != 0  # A port that is no number raises.
    except ValueError:  # No address at all.
        return False
    if not known:
        return False
    served_as = page.hostname in set(names) - set(LOOPBACK)
    return origin is None or page.netloc == host or served_as
