"""A guarded application behind a real server."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import uvicorn

from agenda_solver.web.request_timeouts import Connection
from tests.web.asking import HOST, House


class Served:
    """A house that listens on a port of its own, until it is closed."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.house = House(folder, hosts=[HOST, f"127.0.0.1:{self.port}"])
        config = uvicorn.Config(self.house.guard, http=Connection, ws="none", log_config=None, lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._server.serve([self._socket])))
        self._thread.start()

    def ask(self, text: str | bytes, later: str | bytes = b"") -> bytes:
        """Send bytes, and some more half a second later; return everything that comes until the server hangs up."""
        raw, rest = (each if isinstance(each, bytes) else each.encode("latin-1") for each in (text, later))
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            found = b""
            # The server may hang up before it has heard everything.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(raw)
                if rest:
                    time.sleep(0.5)
                    connection.sendall(rest)
            with suppress(ConnectionResetError):
                while chunk := connection.recv(65_536):
                    found += chunk
        return found

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
