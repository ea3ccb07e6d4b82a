"""Server-sent events: news that every browser on a board receives at once, and who is connected."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

__all__ = ["Hub", "Presence"]

# A browser that is this many events behind is disconnected; it reconnects and requests everything.
MOST_WAITING = 256

HEARTBEAT_SECONDS = 15.0


@dataclass(frozen=True)
class Presence:
    """Somebody who is looking at the board.

    Attributes
    ----------
    name, role
        The user.
    session
        The session that they drag or look at; empty for none.
    """

    name: str
    role: str
    session: str = ""


class Hub:
    """Sends events to all browsers that listen; :meth:`publish` may be called in any thread."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Queue[str | None]] = {}
        self._present: dict[str, Presence] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_closed = False

    def publish(self, kind: str, data: Mapping[str, Any]) -> None:
        """Send an event to everybody."""
        text = f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, text)

    def _send(self, text: str | None) -> None:
        for client, queue in list(self._waiting.items()):
            try:
                queue.put_nowait(text)
            except asyncio.QueueFull:
                del self._waiting[client]
                queue.get_nowait()
                queue.put_nowait(None)

    def close(self) -> None:
        """End all streams; later ones end at once."""
        self._is_closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._send, None)

    def present(self) -> list[dict[str, str]]:
        """Return who is connected, each browser once."""
        return [asdict(presence) for presence in list(self._present.values())]

    def here(self, client: str, presence: Presence) -> None:
        """Record where a user is, if their browser listens, and inform the others."""
        if client in self._waiting and self._present.get(client) != presence:
            self._present[client] = presence
            self.publish("present", {"people": self.present()})

    async def stream(
        self, client: str, presence: Presence, first: Callable[[], Mapping[str, Any]]
    ) -> AsyncIterator[str]:
        """Yield the events for one browser, the first of them at once.

        The first event is made after the browser's queue is registered, so no later event is missed.
        """
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)
        self._waiting[client] = queue
        try:
            self.here(client, presence)
            yield f"retry: 1000\nevent: hello\ndata: {json.dumps(first())}\n\n"
            while not self._is_closed:
                try:
                    text = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    text = ": still here\n\n"
                if text is None:
                    return
                yield text
        finally:
            if self._waiting.get(client) is queue:
                del self._waiting[client]
                self._present.pop(client, None)
                self.publish("present", {"people": self.present()})
