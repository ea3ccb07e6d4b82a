"""A session on the page, as plain data: its card, its people, its faults and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.report.paper import Fit

__all__ = ["CostView", "FaultView", "Link", "PersonView", "RoleView", "SessionView", "UnplacedView"]


@dataclass(frozen=True)
class Link:
    """A session by its place on the page; a session without a place has no anchor."""

    anchor: str | None
    title: str


@dataclass(frozen=True)
class FaultView:
    """One violation: its sentence, its rule, what it costs, and the sessions it is about."""

    sentence: str
    rule: str
    hard: bool
    price: str
    sessions: tuple[Link, ...]


@dataclass(frozen=True)
class CostView:
    """What a session has a part in, by one rule: how much, and what it costs."""

    rule: str
    measure: str
    price: str
    hard: bool


@dataclass(frozen=True)
class PersonView:
    """A person in a session, with the address of their own programme."""

    name: str
    address: str | None


@dataclass(frozen=True)
class RoleView:
    """The people of a session in one role."""

    label: str
    people: tuple[PersonView, ...]


@dataclass(frozen=True)
class SessionView:
    """A card.

    ``area`` is its place in the grid, as CSS writes it. ``wide`` cards span all rooms; ``aside`` says that there is no
    space to the right of it, so that its details open to the left. ``new_time`` marks the first session of its time.
    There is space for so many of the names (``shown``); the list names everybody. ``printed`` is the same on paper.
    ``tokens`` are the values that it is filtered by. ``fixed`` says what of its place the committee has fixed.
    ``hint`` is what a pointer is told where the card may be too small for its title.
    ``costs`` of None means that nobody has scored the agenda.
    """

    anchor: str
    title: str
    kind: str | None
    plenary: bool
    colour: str
    track: str | None
    start: str
    end: str
    machine_start: str
    machine_end: str
    room: str
    place: str
    room_address: str | None
    tokens: str
    area: str
    wide: bool
    aside: bool
    new_time: bool
    clash: bool
    fixed: str | None
    lead: tuple[str, ...]
    shown: int
    printed: Fit
    hint: str | None
    moderators: tuple[str, ...]
    roles: tuple[RoleView, ...]
    facts: tuple[tuple[str, str], ...]
    description: str | None
    faults: tuple[FaultView, ...]
    costs: tuple[CostView, ...] | None

    @property
    def crowded(self) -> bool:
        """Whether paper has no space for all of its names."""
        return self.printed.names < len(self.lead)

    @property
    def hard(self) -> bool:
        """Whether something hard is wrong with it."""
        return self.clash or any(fault.hard for fault in self.faults)

    @property
    def is_break(self) -> bool:
        """A session is no break."""
        return False


@dataclass(frozen=True)
class UnplacedView:
    """A session that has no place."""

    id: str
    title: str
    colour: str
    tokens: str
    details: str
    names: tuple[str, ...]
