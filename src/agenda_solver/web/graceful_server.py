"""The server itself, which ends event streams before it waits for open connections at shutdown."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

__all__ = ["GracefulServer"]


class GracefulServer(uvicorn.Server):
    """A server that ends all event streams when it shuts down.

    Parameters
    ----------
    config
        The configuration.
    end_streams
        Ends all streams.
    """

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the server."""
        self._end_streams()
        await super().shutdown(sockets)
