"""A session on the page, as plain data: its card, its people, its violations and its costs."""

from __future__ import annotations

from dataclasses import dataclass

from agenda_solver.report.print_sizes import Fit

__all__ = ["CostView", "FaultView", "Link", "PersonView", "RoleView", "SessionView", "UnplacedView"]


@dataclass(frozen=True)
class Link:
    """A link to a session on the page; a session without a place has no anchor."""

    anchor: str | None
    title: str


@dataclass(frozen=True)
class FaultView:
    """One violation: its sentence, its rule, its cost, and its sessions."""

    sentence: str
    rule: str
    hard: bool
    price: str
    sessions: tuple[Link, ...]


@dataclass(frozen=True)
class CostView:
    """The violations of one rule that name a session: their amount and their cost."""

    rule: str
    measure: str
    price: str
    hard: bool


@dataclass(frozen=True)
class PersonView:
    """A person in a session, with the address of their programme."""

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

    ``area`` is its grid area in CSS. ``wide`` cards span all rooms; ``aside`` says that there is no space to the right
    of the card, so its details open to the left. ``new_time`` marks the first session of its time. ``shown`` is the
    number of names that fit; the list has all of them. ``printed`` is the layout on paper. ``tokens`` are the values
    that it is filtered by. ``fixed`` says which parts of its place the committee has fixed. ``hint`` is the tooltip of
    a card that may be too small for its title. ``costs`` is None if the agenda was not scored.
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
        """Whether not all of its names fit on paper."""
        return self.printed.names < len(self.lead)

    @property
    def hard(self) -> bool:
        """Whether it breaks a hard rule."""
        return self.clash or any(fault.hard for fault in self.faults)

    @property
    def is_break(self) -> bool:
        """Always false; distinguishes sessions from breaks."""
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
