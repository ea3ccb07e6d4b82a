"""The interfaces of terms that are updated as sessions move, and a base class for terms with a state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeAlias

from agenda_solver.evaluation.grid import Place
from agenda_solver.evaluation.heat_map import Heat

__all__ = ["MovingCost", "MovingTerm", "Places", "StatefulTerm"]

Places: TypeAlias = tuple[Place, Place, Place, Place]
"""Where one session is and will be, and where another one is and will be."""


class _Moving(Protocol):
    """A cost that is updated with every move."""

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Place (+1) or remove (-1) a session, and return the change of the cost."""

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what placing a session would change, without changing anything."""

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session to another time and room would change, without changing anything."""

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions together would change, without changing anything."""


class MovingCost(_Moving, Protocol):
    """The cost of one or several rules, or of one of the sums of which only the largest counts."""

    empty: int

    def heat(self, session: int, times: Sequence[int], rooms: Sequence[int]) -> Heat:
        """Return what placing a session at each of some times and rooms would change, without changing anything."""


class MovingTerm(_Moving, Protocol):
    """A term that keeps a state.

    If both sessions of an exchange have the term, the exchange is evaluated only once, from the first session; see
    :meth:`is_covered_by`.
    """

    def is_covered_by(self, first: int) -> bool:
        """Whether ``exchange``, evaluated from session ``first``, already covers this term."""

    def heat(self, session: int, heat: Heat) -> None:
        """Add to ``heat`` what placing a session would change at each of its places, without changing the term."""


class StatefulTerm:
    """A term with a state, which is changed and restored to evaluate moves.

    ``members`` are the sessions that have the term; None for all. ``distinguishes_members`` is false if the cost does
    not depend on rooms, and does not change when two members exchange their times.
    """

    def __init__(self, members: Iterable[int] | None, *, distinguishes_members: bool) -> None:
        self._members = None if members is None else frozenset(members)
        self._distinguishes_members = distinguishes_members

    def shift(self: MovingTerm, session: int, old: Place, new: Place) -> int:
        """Remove the session, evaluate, and put it back."""
        total = self.change(session, *old, -1) + self.peek(session, *new)
        self.change(session, *old, 1)
        return total

    def exchange(self: _StatefulTermProtocol, first: int, second: int, places: Places) -> int:
        """Remove both sessions, evaluate, and put them back; an exchange of times alone may cost nothing."""
        if not self.is_covered_by(second):
            return self.shift(first, places[0], places[1])
        old, new, second_old, second_new = places
        if not self._distinguishes_members and old[0] == second_new[0] and new[0] == second_old[0]:
            return 0
        total = self.change(first, *old, -1) + self.change(second, *second_old, -1)
        total += self.change(first, *new, 1) + self.peek(second, *second_new)
        self.change(first, *new, -1)
        self.change(second, *second_old, 1)
        self.change(first, *old, 1)
        return total

    def is_covered_by(self, first: int) -> bool:
        """Whether the other session has the term too."""
        return self._members is None or first in self._members

    def heat(self: MovingTerm, session: int, heat: Heat) -> None:
        """Evaluate every place."""
        heat.add_rows([[self.peek(session, time, room) for room in heat.rooms] for time in heat.times])


class _StatefulTermProtocol(MovingTerm, Protocol):
    _distinguishes_members: bool
