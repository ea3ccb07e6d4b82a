"""One request and its response: limits on the body, and security headers on the response."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

__all__ = ["Exchange", "refusal"]

SECURITY = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src-elem 'self'",
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Seconds for a body to arrive, and the bytes received that extend this by one second.
PATIENCE, LEAST_RATE = 20.0, 16 * 1024
CACHE = "Cache-Control"
NO_STORE = "no-store"


def refusal(status: int, sentence: str, **headers: str) -> Response:
    """Return an answer that only says why the request is refused."""
    return PlainTextResponse(f"{sentence}\n", status, {name.replace("_", "-"): each for name, each in headers.items()})


class Exchange:
    """Receives a request and sends its answer, on behalf of an application.

    Parameters
    ----------
    scope, receive, send
        As the server passes them.
    most
        The maximum number of bytes in a body.
    may_be_cached
        Whether the application may set the caching of its answer.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, *, most: int, may_be_cached: bool) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._most, self._came, self._may_be_cached = most, 0, may_be_cached
        self._began: float | None = None
        self._is_whole = False
        self._is_begun = False
        self.is_over = False
        """Whether the guard has ended it; what the application then sends or raises is ignored."""
        self.still_open: Callable[[], bool] = lambda: True
        """Returns whether a stream may continue; called before each of its parts."""

    async def receive(self) -> Message:
        """Return the next part of the request; if the body is too long or too slow, refuse it."""
        if self.is_over:
            return {"type": "http.disconnect"}
        try:
            async with asyncio.timeout_at(self._deadline()):
                message = await self._receive()
        except TimeoutError:
            await self._refuse_body(408, "This request arrived too slowly.")
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            self._came += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
            if self._came > self._most:
                await self.refuse_long_body()
                return {"type": "http.disconnect"}
        return message

    def _deadline(self) -> float | None:
        """Return the deadline of the next part of the body; None after the whole body has arrived."""
        if self._is_whole:
            return None
        now = asyncio.get_running_loop().time()
        self._began = now if self._began is None else self._began
        return self._began + PATIENCE + self._came / LEAST_RATE

    async def send(self, message: Message) -> None:
        """Pass on a part of the answer, with the security headers."""
        if self.is_over:
            return
        if message["type"] == "http.response.start":
            self._is_begun = True
            message = {**message, "headers": self._safe(message.get("headers", ()))}
        elif message.get("more_body") and not self.still_open():
            # An event stream may outlast the access of its user: it ends when the access is revoked.
            self.is_over = True
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})
            raise Over
        await self._send(message)

    async def answer(self, response: Response) -> None:
        """Send an answer of the guard's own."""
        await response(self._scope, self._receive, self.send)

    async def refuse_long_body(self) -> None:
        """Answer that the body is too long."""
        await self._refuse_body(413, f"This request is too large: the limit here is {self._most:,} bytes.")

    async def _refuse_body(self, status: int, sentence: str) -> None:
        """Refuse the body; the rest of it is not read, so the connection is closed."""
        if not self._is_begun:
            await self.answer(refusal(status, sentence, Connection="close"))
        self.is_over = True

    def _safe(self, headers: object) -> list[tuple[bytes, bytes]]:
        safe = MutableHeaders(raw=list(headers))  # type: ignore[call-overload]
        for name, value in SECURITY.items():
            safe[name] = value
        if not (self._may_be_cached and CACHE in safe):
            safe[CACHE] = NO_STORE
        return safe.raw


class Over(OSError):
    """The guard has ended an answer; to the application this looks like a disconnected client."""
