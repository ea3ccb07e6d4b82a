"""The address of a pretalx server: the token is sent to it only."""

from __future__ import annotations

from urllib.parse import urlsplit

from agenda_solver.errors import InvalidInput

__all__ = ["checked_origin", "origin_of"]

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Return the scheme, host and port of an address; None if it is invalid, or contains a user."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError:
        return None
    if parts.username is not None or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port


def checked_origin(url: str) -> tuple[str, str, int]:
    """Return the scheme, host and port of a server to which a token may be sent.

    Raises
    ------
    InvalidInput
        If it is not the address of a server, or the token could be read on the way.
    """
    origin = origin_of(url)
    if origin is None or origin[0] not in ("http", "https") or urlsplit(url).query or urlsplit(url).fragment:
        raise InvalidInput.single("the address must look like https://pretalx.example.org")
    if origin[0] == "http" and origin[1] not in LOOPBACK:
        raise InvalidInput.single("the address must begin with https: over http everybody on the way reads the token")
    return origin
