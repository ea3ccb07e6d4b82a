"""The guard of a board's server: requests from strangers or from other sites' pages are rejected.

A board on one's own machine is no safer than one in a network: every page that is open in the browser may send requests
to ``127.0.0.1``. The guard cannot hide the cookie from servers on other ports of the same host, since browsers send
cookies to all ports.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Collection, Mapping
from ipaddress import IPv6Address
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from agenda_solver.errors import NotWritten
from agenda_solver.web.access import Access, Seat
from agenda_solver.web.rate_limit import TokenBuckets
from agenda_solver.web.request_limits import Exchange, refusal

__all__ = ["Guard"]

SAFE = frozenset({"GET", "HEAD"})
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# Neither can be sent by a form of another site's page, or by its scripts without a CORS preflight request.
CONTENT_TYPES = frozenset({"application/json", "application/octet-stream"})
# If one of these occurs twice, two programs in a chain may read different ones, and one of them can be deceived.
SINGLE = ("host", "origin", "content-type", "content-length", "transfer-encoding", "sec-fetch-site")
JOIN, STATIC = "/join", "/static/"
MIB = 1 << 20

# The cookie is sent with requests from our own pages only (SameSite=Strict). A link in a mail or a chat comes from
# elsewhere, and for the browser so does its redirection: after a 303 the cookie that has just been set would not be
# sent. This page is our own, so the request for the next one has the cookie. The immediate refresh replaces this page
# in the history, and removes the token from the address bar.
WELCOME = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><link rel="icon" href="data:,">
<title>The board</title>
<p><a href="/">Go on to the board</a></p></html>
"""
# A user who follows a link from elsewhere is not recognised at first, see above; the link on this page is our own.
STRANGER = """<!doctype html>
<html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>The board</title>
<p>{sentence}</p>
<p>If you have opened it in this browser before: <a href="/">go on to the board</a>.</p></html>
"""
OPEN_THE_LINK = "To see this board, open the link of your invitation."
NO_INVITATION = "This invitation is not valid, or no longer valid. Ask the chair for a new one."


class Guard:
    """An ASGI application around another one; the inner one receives only allowed requests.

    The inner one finds the :class:`~agenda_solver.web.participant_rights.Seat` of the user in
    ``scope["state"]["seat"]``. It can be None only below ``/static/``, where no seat is needed.

    Parameters
    ----------
    app
        The application.
    hosts
        The allowed hosts with the port: ``127.0.0.1:8000``, ``localhost:8000``.
    access
        The invitations.
    cookie
        The name of the cookie. All ports of a host share their cookies, so it has to contain the port.
    secure
        Whether the board is served by https.
    body_limit
        The maximum number of bytes in a body.
    body_limits
        The same for single paths.
    clock
        Returns the time in seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Collection[str],
        access: Access,
        secure: bool = False,
        *,
        cookie: str,
        body_limit: int = MIB,
        body_limits: Mapping[str, int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._access, self._secure, self._cookie = app, access, secure, cookie
        self._hosts = frozenset(host.lower() for host in hosts)
        schemes = ("https",) if secure else ("http", "https")
        self._origins = frozenset(f"{scheme}://{host}" for scheme in schemes for host in self._hosts)
        self._limit, self._limits = body_limit, dict(body_limits or {})
        self._changes, self._strangers = TokenBuckets(60, 240, clock), TokenBuckets(60, 240, clock)
        self._looks = TokenBuckets(120, 600, clock)  # a page asks for many files at once
        self._failed_joins = TokenBuckets(1 / 3, 20, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it to the application."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            path = scope["path"]
            limit = self._limits.get(path, self._limit)
            exchange = Exchange(scope, receive, send, most=limit, may_be_cached=path.startswith(STATIC))
            await self._guarded(scope, exchange, limit)

    async def _guarded(self, scope: Scope, exchange: Exchange, limit: int) -> None:
        headers = Headers(scope=scope)
        secret = self._secret(headers)
        try:
            seat = None if secret is None else self._access.seat_of(secret)
            refused = self._refusal(scope, headers) or self._flood(scope, secret if seat else None)
            if refused is None:
                refused = await self._greeting(scope, seat)
        except NotWritten:
            refused = refusal(503, "The file of the board cannot be read at the moment.")
        if refused is not None:
            if _has_body(headers):  # it is not read, however long it goes on
                refused.headers["Connection"] = "close"
            await exchange.answer(refused)
        elif int(headers.get("content-length", "0")) > limit:
            await exchange.refuse_long_body()
        else:
            await self._let_in(scope, exchange, seat, secret)

    async def _let_in(self, scope: Scope, exchange: Exchange, seat: Seat | None, secret: str | None) -> None:
        if seat is not None and secret is not None:
            exchange.still_open = lambda: self._access.seat_of(secret) is not None
        inner = {**scope, "state": {**scope.get("state", {}), "seat": seat}}
        try:
            await self._app(inner, exchange.receive, exchange.send)
        except Exception:
            if not exchange.is_over:
                raise

    # --- what is refused ---------------------------------------------------------------------------------------------

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the refusal of a request unless it could come from our own pages; None for such a request."""
        # Another site may let its own name resolve to this machine (DNS rebinding). The browser then takes this server
        # for that site, but the request still has the name.
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return refusal(421, f"This board is not at this address. It is at {' or '.join(sorted(self._hosts))}.")
        if scope["method"] not in METHODS:
            return refusal(405, "The board does not know this kind of request.", Allow=", ".join(METHODS))
        if not _is_plain(scope):
            return refusal(400, "This address is not part of a board.")
        if not _is_clear(headers):
            # It is not clear either where the next request begins, so the connection is closed after this one.
            sentence = "This request repeats a header, or does not state its length."
            return refusal(400, sentence, Connection="close")
        if scope["method"] in SAFE:
            return _refused_sight(headers)
        return self._refused_change(headers)

    def _refused_change(self, headers: Headers) -> Response | None:
        if headers.get("origin", "").lower() not in self._origins:
            return refusal(403, "A board can only be changed from its own pages.")
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return refusal(403, "A board can only be changed from its own pages.")
        if _has_body(headers) or "content-type" in headers:
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in CONTENT_TYPES:
                return refusal(415, f"The content type of a request must be {' or '.join(sorted(CONTENT_TYPES))}.")
        return None

    def _flood(self, scope: Scope, secret: str | None) -> Response | None:
        """Return the refusal of a client that sends too many requests; None if it does not."""
        if secret is None or scope["path"] == JOIN:
            return _later(self._strangers.take(_address(scope)))
        return _later((self._looks if scope["method"] in SAFE else self._changes).take(secret))

    def _secret(self, headers: Headers) -> str | None:
        """Return the secret of the cookie; None if there is none, or several, since one of them may be planted."""
        pairs = [pair.partition("=") for line in headers.getlist("cookie") for pair in line.split(";")]
        found = [value.strip() for name, _, value in pairs if name.strip() == self._cookie]
        return found[0] if len(found) == 1 else None

    # --- invitations ------------------------------------------------------------------------------------------------

    async def _greeting(self, scope: Scope, seat: Seat | None) -> Response | None:
        """Return the answer to a use of an invitation, or to somebody without access; None for everybody else."""
        if scope["path"] == JOIN and scope["method"] == "GET":
            return await self._join(scope)
        if seat is None and not (scope["path"].startswith(STATIC) and scope["method"] in SAFE):
            return HTMLResponse(STRANGER.format(sentence=OPEN_THE_LINK), 401)
        return None

    async def _join(self, scope: Scope) -> Response:
        address = _address(scope)
        if refused := _later(self._failed_joins.take(address)):
            return refused
        keys = parse_qs(scope["query_string"].decode("latin-1")).get("key", [])
        secret = await asyncio.to_thread(self._access.join, keys[0]) if len(keys) == 1 else None
        if secret is None:
            return HTMLResponse(STRANGER.format(sentence=NO_INVITATION), 401)
        self._failed_joins.give_back(address)
        response = HTMLResponse(WELCOME)
        response.set_cookie(self._cookie, secret, path="/", secure=self._secure, httponly=True, samesite="strict")
        return response


def _is_plain(scope: Scope) -> bool:
    """Whether a path is unambiguous: no dot segments, no empty segments, no encoded slash."""
    path: str = scope["path"]
    raw: bytes = scope.get("raw_path") or b""
    parts = path.split("/")[1:]
    return (
        path.startswith("/")
        and path.isprintable()
        and "\\" not in path
        and b"%2f" not in raw.lower()
        and not any(part in (".", "..") for part in parts)
        and "" not in parts[:-1]
    )


def _is_clear(headers: Headers) -> bool:
    """Whether no critical header is repeated, and the end of the body is unambiguous."""
    if any(len(headers.getlist(name)) > 1 for name in SINGLE):
        return False
    length = headers.get("content-length")
    if length is None:
        return headers.get("transfer-encoding", "chunked").lower() == "chunked"
    return "transfer-encoding" not in headers and length.isascii() and length.isdigit() and len(length) < 20


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0").strip("0") != ""


def _refused_sight(headers: Headers) -> Response | None:
    """Return the refusal if another site's page embeds or reads something; links to a board are allowed."""
    is_ours = headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    is_link = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
    return None if is_ours or is_link else refusal(403, "A board can only be shown on its own pages.")


def _later(seconds: float) -> Response | None:
    if not seconds:
        return None
    return refusal(429, "Too many requests; try again a little later.", Retry_After=str(math.ceil(seconds)))


def _address(scope: Scope) -> str:
    """Return the client that a request counts for; in IPv6, a whole /64 network counts as one client."""
    host = str(scope["client"][0]) if scope.get("client") else ""
    try:
        address = IPv6Address(host)
    except ValueError:
        return host
    return str(address.ipv4_mapped or int(address) >> 64)
