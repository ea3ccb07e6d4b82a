"""Ctrl-C and the request to terminate: the first ends the search with the best agenda so far, the second everything."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

__all__ = ["stopping_on_signals"]

SHOW_CURSOR = b"\x1b[?25h\n"


@contextmanager
def stopping_on_signals() -> Iterator[Event]:
    """Return an event that SIGINT and SIGTERM set while the block runs.

    A second signal ends the process on the spot, with 128 plus its number as the exit code.
    """
    stop = Event()

    def handle(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            if os.isatty(2):
                os.write(2, SHOW_CURSOR)
            os._exit(128 + number)
        stop.set()

    # Who started us with a signal ignored (a shell does that for jobs in the background) wants it to stay so.
    numbers = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
