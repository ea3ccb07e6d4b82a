"""A server's answer before it is used: unpacked under a size limit, within a time limit, and without the token."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from agenda_solver.errors import AgendaSolverError

__all__ = ["PACKING", "PretalxTrouble", "ResponseRefused", "Scrubber", "unpacked", "within"]

PACKING = "gzip"
"""The only compression that is requested; answers are unpacked here, piece by piece."""
GZIP_ONLY = 16 + zlib.MAX_WBITS
SHORTEST_SECRET = 8
Found = TypeVar("Found")


class PretalxTrouble(AgendaSolverError):
    """The server could not be reached, or refused the request.

    Parameters
    ----------
    message
        A sentence about the problem; it never contains the token.
    may_be_written
        Whether the request may have changed something although it failed; read it back.
    refused
        Whether the server understood this request and refused it; other requests may succeed.
    """

    def __init__(self, message: str, *, may_be_written: bool = False, refused: bool = False) -> None:
        self.may_be_written, self.refused = may_be_written, refused
        super().__init__(message)


class ResponseRefused(Exception):
    """An answer that is rejected; the message is the reason, as the end of a sentence."""


class Scrubber:
    """Removes a secret from the texts of a server, which may repeat it; the secret itself is never shown."""

    def __init__(self, secret: str) -> None:
        # Shorter texts are not tokens of pretalx, and would occur in ordinary words.
        is_long = len(secret) >= SHORTEST_SECRET
        self._replace: Callable[[str], str] = lambda text: text.replace(secret, "(the token)") if is_long else text

    def text(self, text: str) -> str:
        """Return a text without the secret, and with question marks for lone surrogates."""
        return self._replace(text.encode("utf-8", "replace").decode("utf-8"))

    def data(self, value: Any) -> Any:
        """Return parsed JSON without the secret."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.data(item) for item in value]
        if isinstance(value, Mapping):
            return {self.text(str(name)): self.data(item) for name, item in value.items()}
        return value


def unpacked(parts: Iterable[bytes], packing: str, limit: int, until: float) -> bytes:
    """Return the unpacked content of an answer; unpacking stops at the limit.

    Raises
    ------
    ResponseRefused
        If it is longer than the limit, packed in a way that was not requested, or damaged.
    TimeoutError
        If it is not complete by ``until`` on the monotonic clock.
    """
    if packing.strip().lower() not in ("", "identity", PACKING):
        raise ResponseRefused(f"is compressed in a way that was not requested ({packing[:40]!r})")
    unpack = zlib.decompressobj(GZIP_ONLY) if packing.strip().lower() == PACKING else None
    found: list[bytes] = []
    size = 0
    for part in parts:
        try:
            piece = part if unpack is None else unpack.decompress(part, limit + 1 - size)
        except zlib.error as error:
            raise ResponseRefused("is damaged: it cannot be unpacked") from error
        size += len(piece)
        if size > limit:
            raise ResponseRefused(f"is longer than {limit // 1_000_000} MB")
        found.append(piece)
        if time.monotonic() > until:
            raise TimeoutError
    if unpack is not None and not unpack.eof:
        raise ResponseRefused("is damaged: its end is missing")
    return b"".join(found)


def within(seconds: float, work: Callable[[], Found]) -> Found:
    """Return the result of some work if it ends in time; otherwise the work continues unattended in its thread.

    Elsewhere the wait for each part of an answer is limited, but slowly arriving bytes never reach that limit.

    Raises
    ------
    TimeoutError
        If it takes longer.
    """
    found: list[Found] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again below, in the thread that waits
            failed.append(error)

    thread = threading.Thread(target=run, name="pretalx", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]
