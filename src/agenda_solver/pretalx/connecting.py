"""A connection to a server for one task; its failures are reported as mistakes of the input."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agenda_solver.errors import InvalidInput
from agenda_solver.pretalx.client import Patience, PretalxClient, PretalxTrouble

__all__ = ["connected"]


@contextmanager
def connected(url: str, event: str, token: str, *, patience: Patience | None = None) -> Iterator[PretalxClient]:
    """Connect to an event on a server; failures of the server are raised as InvalidInput.

    Raises
    ------
    InvalidInput
        If the address or the event's name is not usable, or the server fails.
    """
    try:
        with PretalxClient(url, event, token, patience=patience) as client:
            yield client
    except PretalxTrouble as trouble:
        raise InvalidInput.single(str(trouble), source=url) from trouble
