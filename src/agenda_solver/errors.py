"""The exceptions of the library: one small tree, each says what to do.

::

    AgendaSolverError
    |-- InvalidInput      something in a file or an argument is wrong; lists every mistake with its place
    |   `-- NoPlace         a session has no place that is long enough, seen before anything is solved
    `-- ScoreMismatch     the solver and the independent score disagree; a defect, please report it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["AgendaSolverError", "InvalidInput", "Mistake", "NoPlace", "ScoreMismatch"]


class AgendaSolverError(Exception):
    """Base of every exception that this library raises on purpose."""


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in the input.

    Attributes
    ----------
    place
        Where it stands, as a path into the file: ``sessions[12].speakers[0]``. Empty for the file as a whole.
    message
        What is wrong, in a sentence for the person who wrote the file.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class InvalidInput(AgendaSolverError):
    """The input cannot be used; every mistake that was found is listed.

    Parameters
    ----------
    mistakes
        At least one mistake, in the order of the file.
    source
        Name of the file or argument that holds them, if there is one.
    """

    def __init__(self, mistakes: Iterable[Mistake], source: str | None = None) -> None:
        self.mistakes = tuple(mistakes)
        self.source = source
        if not self.mistakes:
            raise ValueError("InvalidInput needs at least one mistake")
        super().__init__(self._text())

    @classmethod
    def single(cls, message: str, place: str = "", source: str | None = None) -> InvalidInput:
        """Make the exception for one mistake only."""
        return cls([Mistake(place, message)], source)

    def in_source(self, source: str) -> InvalidInput:
        """Return the same mistakes, said of a named file."""
        return type(self)(self.mistakes, source)

    def _text(self) -> str:
        lines = [str(mistake) for mistake in self.mistakes]
        if self.source is None:
            return "\n".join(lines)
        if len(lines) == 1:
            return f"{self.source}: {lines[0]}"
        return "\n".join([f"{self.source}: {len(lines)} mistakes", *(f"  {line}" for line in lines)])


class NoPlace(InvalidInput):
    """Everything is well said, but some session is longer than every stretch of time: no agenda can be."""


class ScoreMismatch(AgendaSolverError):
    """The solver's own sum and the independent score of its agenda differ.

    No agenda is returned, for its score could not be trusted. Where ``rules`` is empty, nothing in the input can be the
    cause: please report it with the conference file.

    Parameters
    ----------
    message
        What differs.
    rules
        The ids of the rules whose two faces differ, as far as they are somebody's own and not of this library.
    """

    def __init__(self, message: str, rules: Iterable[str] = ()) -> None:
        self.rules = tuple(rules)
        super().__init__(message)
