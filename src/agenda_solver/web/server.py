"""The server itself, which ends event streams before it waits for open connections at shutdown."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

__all__ = ["Server"]


class Server(uvicorn.Server):
    """A server that is told how to end what would never end by itself.

    Parameters
    ----------
    config
        What it serves, and how.
    let_go
        Ends all streams.
    """

    def __init__(self, config: uvicorn.Config, let_go: Callable[[], None]) -> None:
        super().__init__(config)
        self._let_go = let_go

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then the server."""
        self._let_go()
        await super().shutdown(sockets)
