"""The small pretalx of the examples, with faults on demand, and clients that do not wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agenda_solver.pretalx.client import Patience, PretalxClient
from examples.from_pretalx_and_back.small_pretalx import EVENT, TOKEN, SmallPretalx, _Handler

__all__ = ["AFTER", "BEFORE", "EVENT", "REVOKED", "TOKEN", "Faulty", "client_of", "is_change"]

BEFORE, AFTER, REVOKED = "lost before", "lost after", "revoked"


def is_change(method: str, path: str) -> bool:
    """Whether a request changes something."""
    return method != "GET"


@dataclass
class Fault:
    """A fault that begins with a request and lasts for some requests."""

    first: int
    last: int
    kind: str | int
    where: Callable[[str, str], bool]
    seen: int = 0

    def strikes(self, method: str, path: str) -> bool:
        """Whether this request is struck."""
        if not self.where(method, path):
            return False
        self.seen += 1
        return self.first <= self.seen <= self.last


class Faulty(SmallPretalx):
    """A small pretalx with faults."""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        super().__init__(data)
        self.RequestHandlerClass = FaultyHandler
        self.fault: Fault | None = None

    def break_at(
        self, first: int, kind: str | int, lasting: int = 10**6, where: Callable[[str, str], bool] = is_change
    ) -> None:
        """Let the n-th request of some kind go wrong, and those after it."""
        self.fault = Fault(first, first + lasting - 1, kind, where)


class FaultyHandler(_Handler):
    server: Faulty

    def respond(self, path: str, page: int, body: dict[str, Any]) -> None:
        fault = self.server.fault
        if fault is None or not fault.strikes(self.command, path):
            super().respond(path, page, body)
        elif fault.kind == REVOKED:
            self.send(401, {"detail": "Invalid token."})
        elif isinstance(fault.kind, int):
            self.send(fault.kind, {"detail": "No."})
        else:
            if fault.kind == AFTER:
                self.server.answer(self.command, path, page, body)
            self.close_connection = True  # without an answer


def client_of(server: SmallPretalx, tries: int = 3) -> PretalxClient:
    """Return a client that does not wait between its tries."""
    patience = Patience(seconds=5.0, tries=tries)
    return PretalxClient(server.url, EVENT, TOKEN, patience=patience, sleep=lambda seconds: None)
