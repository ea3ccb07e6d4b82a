"""The exceptions of the library: one small tree; each message says what to do.

::

    AgendaSolverError
    |-- InvalidInput      something in a file or an argument is wrong; lists the mistakes with their places
    |   |-- NoPlace         a session has no place that is long enough, seen before anything is solved
    |   `-- NotWritten      a file cannot be written; what was there before is still there
    `-- ScoreMismatch     the solver and the independent score disagree; a defect, please report it
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from agenda_solver.safe_text import one_line

__all__ = [
    "MOST_LISTED",
    "AgendaSolverError",
    "InvalidInput",
    "Mistake",
    "NoPlace",
    "NotWritten",
    "ScoreMismatch",
    "in_file",
]

LONGEST_PLACE = 200  # characters; names of fields come from files and may be very long
MOST_LISTED = 50
"""The number of mistakes that are listed; the others are only counted."""
MOST_KEPT = 10_000


class AgendaSolverError(Exception):
    """Base of every exception that this library raises on purpose."""


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in the input.

    Attributes
    ----------
    place
        Its location as a path into the file: ``sessions[12].speakers[0]``. Empty for the file as a whole.
    message
        What is wrong, in a sentence for the person who wrote the file.
    """

    place: str
    message: str

    def __str__(self) -> str:
        place = self.place if len(self.place) <= LONGEST_PLACE else f"{self.place[:LONGEST_PLACE]}..."
        return one_line(f"{place}: {self.message}" if place else self.message)


class InvalidInput(AgendaSolverError):
    """The input cannot be used; every mistake that was found is listed.

    Parameters
    ----------
    mistakes
        At least one mistake, in the order of the file. The first ten thousand are kept.
    source
        Name of the file or argument with the mistakes, if there is one.
    count
        The number of mistakes, if there are more than those given.
    """

    def __init__(self, mistakes: Iterable[Mistake], source: str | None = None, count: int = 0) -> None:
        every = iter(mistakes)
        self.mistakes = tuple(islice(every, MOST_KEPT))
        self.count = max(count, len(self.mistakes) + sum(1 for _ in every))
        self.source = source
        if not self.mistakes:
            raise ValueError("InvalidInput needs at least one mistake")
        super().__init__(self._text())

    @classmethod
    def single(cls, message: str, place: str = "", source: str | None = None) -> InvalidInput:
        """Make the exception for one mistake only."""
        return cls([Mistake(place, message)], source)

    def in_source(self, source: str) -> InvalidInput:
        """Return the same mistakes with the name of a file."""
        return type(self)(self.mistakes, source, self.count)

    def _text(self) -> str:
        lines = [str(mistake) for mistake in self.mistakes[:MOST_LISTED]]
        if self.count > len(lines):
            lines.append(f"and {self.count - len(lines):,} more")
        if self.source is None:
            return "\n".join(lines)
        source = one_line(self.source)
        if len(lines) == 1:
            return f"{source}: {lines[0]}"
        return "\n".join([f"{source}: {self.count:,} mistakes", *(f"  {line}" for line in lines)])


@contextmanager
def in_file(path: str | os.PathLike[str]) -> Iterator[None]:
    """Add the name of a file to the mistakes found in the block; see :meth:`InvalidInput.in_source`."""
    try:
        yield
    except InvalidInput as error:
        raise error.in_source(os.fspath(path)) from error


class NoPlace(InvalidInput):
    """The input is well formed, but a session is longer than every stretch of time, so no agenda is possible."""


class NotWritten(InvalidInput):
    """An output cannot be written: the disk is full, there is no folder or no permission. No partial file is left."""


class ScoreMismatch(AgendaSolverError):
    """The solver's own sum and the independent score of its agenda differ.

    No agenda is returned, because its score could not be trusted. If ``rules`` is empty, the cause is not in the input:
    please report it with the conference file.

    Parameters
    ----------
    message
        What differs.
    rules
        The ids of the rules whose two faces differ and that are not from this library.
    """

    def __init__(self, message: str, rules: Iterable[str] = ()) -> None:
        self.rules = tuple(rules)
        super().__init__(message)
