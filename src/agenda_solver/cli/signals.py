"""Ctrl-C and termination requests: the first ends the search with the best agenda so far, a second ends the process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

__all__ = ["ending_at_once", "ignoring_signals", "stopping_on_signals", "was_interrupted", "was_terminated"]

SHOW_CURSOR = b"\x1b[?25h\n"
# They apply to the whole process and are never cleared.
_interrupted, _terminated = Event(), Event()


def was_interrupted() -> bool:
    """Whether the user has interrupted the process, even if a library converted that into an ImportError."""
    return _interrupted.is_set()


def was_terminated() -> bool:
    """Whether the whole process was asked to end; then nothing new begins."""
    return _terminated.is_set()


@contextmanager
def ending_at_once() -> Iterator[None]:
    """End the process at the first SIGINT within the block, in which there is nothing to stop or save yet.

    After the block, SIGINT is recorded and raises ``KeyboardInterrupt`` as usual.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        os.write(2, b"Stopped.\n")
        os._exit(128 + number)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        _interrupted.set()
        raise KeyboardInterrupt

    is_wanted = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    if is_wanted:
        signal.signal(signal.SIGINT, end)
    yield
    if is_wanted:
        signal.signal(signal.SIGINT, interrupt)


def ignoring_signals() -> None:
    """Ignore SIGINT from now on: the work is done, and the interpreter is about to exit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def stopping_on_signals() -> Iterator[Event]:
    """Yield an event that SIGINT and SIGTERM set while the block runs.

    A second signal ends the process at once, with exit code 128 plus the number of the signal.
    """
    stop = Event()

    def handle(number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            if os.isatty(2):
                os.write(2, SHOW_CURSOR)
            os._exit(128 + number)
        stop.set()
        if number == signal.SIGTERM:
            _terminated.set()

    # A signal that is ignored when the process starts stays ignored: shells do this for background jobs.
    numbers = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
