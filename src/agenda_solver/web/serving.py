"""Serving the board on this computer: its address, the guard, and shutdown."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack
from urllib.parse import urlsplit

from agenda_solver.board.board import Board
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.optional_libraries import library_of_extra

if TYPE_CHECKING:
    import uvicorn

    from agenda_solver.web.access import Access
    from agenda_solver.web.board_requests import BoardRequests

__all__ = ["LOOPBACK", "ServedBoard", "ServerAddress", "serve", "served"]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

HOST = "127.0.0.1"
# The default port; if it is taken, the next free one.
PORT, PORTS_TRIED = 8765, 20

# Seconds for requests that are still being answered when the server ends; usually there are none.
PATIENCE = 5

LARGEST_FILE = 32 * 1024 * 1024

# Each browser keeps one open for events.
MOST_CONNECTIONS = 500


class ServerAddress(TypedDict, total=False):
    """Where a board is served: the optional keyword arguments of :func:`serve` and :func:`served`.

    Attributes
    ----------
    host
        The address to listen at, by default ``127.0.0.1``. An address that other computers can reach needs a
        certificate.
    port
        The port; by default a free one.
    certificate, key
        Files of a certificate and its key, for encrypted connections.
    outside
        The address at which others reach it, ``https://board.example.org``, if it is behind another server.
    """

    host: str
    port: int | None
    certificate: Path | None
    key: Path | None
    outside: str | None


def serve(
    path: Path, opened: Callable[[str], None], *, name: str | None = None, **where: Unpack[ServerAddress]
) -> None:
    """Serve a board until the process is asked to end.

    Parameters
    ----------
    path
        The file of the board.
    opened
        Called with an address for the user who started it, as soon as the server listens. The address lets them in
        as the chair.
    name
        The name of this user in the log; by default that of the account.
    where
        As in :class:`ServerAddress`.

    Raises
    ------
    InvalidInput
        If it cannot be served there, or the file is not a board.
    """
    host = where.get("host", HOST)
    if host not in LOOPBACK and (where.get("certificate") is None or where.get("key") is None):
        what = "give --certificate and --key as well, or put it behind a web server with TLS"
        risk = f'"{host}" can be reached from other computers, and others could read the traffic'
        raise InvalidInput.single(f"{risk}; {what}", "--host")
    with served(path, **where) as board:
        opened(board.link(_own_key(board.access, name)))
        board.run()


@dataclass(frozen=True)
class ServedBoard:
    """A board with everything around it, and a server that does not run yet.

    Attributes
    ----------
    board, access, board_requests
        The board, its invitations, and the answers to browsers.
    address
        Its address: ``http://127.0.0.1:8765``.
    server
        The server.
    listening
        The socket at which the server will listen.
    """

    board: Board
    access: Access
    board_requests: BoardRequests
    address: str
    server: uvicorn.Server
    listening: socket.socket

    def link(self, token: str) -> str:
        """Return the address that lets somebody in with the token of an invitation."""
        return f"{self.address}/join?key={token}"

    def run(self) -> None:
        """Serve until the process, or :attr:`server`, is asked to end; Ctrl-C is the usual way."""
        with suppress(KeyboardInterrupt):  # the server raises it again after shutdown
            self.server.run(sockets=[self.listening])


@contextmanager
def served(path: Path, **where: Unpack[ServerAddress]) -> Iterator[ServedBoard]:
    """Set up everything that a board needs to be served, and close it at the end."""
    library_of_extra("uvicorn", "board", "the board needs two more packages")
    library_of_extra("starlette", "board", "the board needs two more packages")
    from agenda_solver.web.access import Access
    from agenda_solver.web.board_requests import BoardRequests
    from agenda_solver.web.server_lock import alone

    host, certificate, outside = where.get("host", HOST), where.get("certificate"), where.get("outside")
    listening = _listening(host, where.get("port"))
    number = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    address = f"{'http' if certificate is None else 'https'}://{shown}:{number}"
    hosts = {f"{each}:{number}" for each in (shown, "127.0.0.1", "localhost", "[::1]")}
    if outside is not None:
        address, name = _outside(outside)
        hosts.add(name)
    with ExitStack() as stack:
        stack.callback(listening.close)
        stack.enter_context(alone(path))
        board = Board(path)
        stack.callback(board.close)
        access = Access(path)
        stack.callback(access.close)
        board_requests = BoardRequests(board, access, address)
        stack.callback(board_requests.close)
        server = _server(board_requests, access, hosts, f"agenda-board-{number}", certificate, where.get("key"))
        yield ServedBoard(board, access, board_requests, address, server, listening)


def _outside(address: str) -> tuple[str, str]:
    """Return an address up to its host, and the host with its port, as browsers send it."""
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise InvalidInput.single(f'"{address}" is not an address such as https://board.example.org', "--address")
    return f"{parts.scheme}://{parts.netloc}", parts.netloc


def _server(
    board_requests: BoardRequests,
    access: Access,
    hosts: Collection[str],
    cookie: str,
    certificate: Path | None,
    key: Path | None,
) -> uvicorn.Server:
    """Return the server of a board, behind its guard."""
    import uvicorn

    from agenda_solver.web.app import make_app
    from agenda_solver.web.graceful_server import GracefulServer
    from agenda_solver.web.guard import Guard
    from agenda_solver.web.request_timeouts import Connection

    guarded = Guard(
        make_app(board_requests),
        hosts,
        access,
        secure=certificate is not None,
        cookie=cookie,
        body_limits={"/bring": LARGEST_FILE},
    )
    config = uvicorn.Config(
        guarded,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,  # a client that can claim another address could evade the limits
        ws="none",
        http=Connection,
        limit_concurrency=MOST_CONNECTIONS,
        ssl_certfile=None if certificate is None else str(certificate),
        ssl_keyfile=None if key is None else str(key),
        timeout_graceful_shutdown=PATIENCE,
        h11_max_incomplete_event_size=32 * 1024,
    )
    try:
        config.load()
    except OSError as error:  # includes the errors of certificates
        why = f"cannot be read, or does not belong to the key: {error.strerror or error}"
        raise InvalidInput.single(why, "--certificate") from error
    return GracefulServer(config, board_requests.hub.close)


def _own_key(access: Access, name: str | None) -> str:
    """Return a new key for the user who started the server; their old one is revoked."""
    for seat in access.seats():
        if seat.role == "chair" and seat.name == (name or _account()):
            access.revoke(seat.id)
    _, token = access.invite("chair", name or _account())
    return token


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without accounts
        return "Chair"


def _listening(host: str, port: int | None) -> socket.socket:
    """Return a listening socket."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [port] if port is not None else [*range(PORT, PORT + PORTS_TRIED), 0]
    for number in tried:
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind((host, number))
            made.listen()
        except OSError as error:
            made.close()
            if number == tried[-1]:
                where = "--port" if port is not None else "--host"
                raise InvalidInput.single(f"cannot listen on {host}, port {number}: {error.strerror}", where) from error
        else:
            return made
    raise InvalidInput.single("no port is free", "--port")
