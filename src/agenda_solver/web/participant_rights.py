"""A participant of a board: who they are, and which changes they may make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from agenda_solver.board.conference_cells import AGENDA, Cell, is_of_conference
from agenda_solver.board.refused_changes import NotAllowed
from agenda_solver.board.state import BoardState, Patch
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Pin
from agenda_solver.rules.base.sentences import listed
from agenda_solver.safe_text import one_line

__all__ = ["ROLES", "Role", "Seat", "refuse_all_but_chairs", "refuse_viewers"]

Role: TypeAlias = Literal["viewer", "editor", "chair"]
ROLES: tuple[Role, ...] = ("viewer", "editor", "chair")

# What only the chair may do, if "change ROOMS" or the like would not describe it.
CHAIRS_OWN: dict[Cell, str] = {
    ("sessions",): "change sessions; you can move, lock and comment on them",
    ("order", "sessions"): "cancel sessions or make new ones",
    ("conference",): "change the conference itself",
    ("conference", "published"): "publish the agenda",
    ("accepted",): "accept violations",
    ("versions",): "name versions",
}


@dataclass(frozen=True)
class Seat:
    """A user of a board.

    Attributes
    ----------
    id
        The id of the invitation.
    name
        The name under which changes are entered.
    role
        ``viewer`` may look, ``editor`` may move and lock sessions and comment on them, ``chair`` may do everything.
    tracks, rooms, days
        The ids of what an editor may change: sessions of these tracks, in these rooms, on these days. All conditions
        apply together; an empty one does not restrict.
    """

    id: str
    name: str
    role: Role
    tracks: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    days: tuple[str, ...] = ()

    @property
    def has_scope(self) -> bool:
        """Whether only a part of the agenda may be changed."""
        return self.role == "editor" and bool(self.tracks or self.rooms or self.days)

    def scope(self, conference: Conference) -> str:
        """Return in words what may be changed: ``the track Water, in Hall A and Studio, on Monday``."""
        if self.role == "viewer":
            return "nothing"
        if not self.has_scope:
            return "everything" if self.role == "chair" else "the whole agenda"
        parts = []
        if self.tracks:
            parts.append(f"the track{'s' * (len(self.tracks) > 1)} {_listed(conference, 'tracks', self.tracks)}")
        for kind, ids, preposition in (("rooms", self.rooms, "in"), ("days", self.days, "on")):
            if ids:
                parts.append((f"{preposition} " if parts else "") + _listed(conference, kind, ids))
        return ", ".join(parts)

    def refuses(self, before: BoardState, after: BoardState, patch: Patch) -> str:
        """Return why this user may not make a change; empty if they may.

        Parameters
        ----------
        before, after
            The states before and after the change.
        patch
            The change.
        """
        if self.role == "chair":
            return ""
        if self.role != "editor":
            return "You can look at this board, but not change it; only editors and the chair can."
        for cell in patch:
            if not _is_for_editors(cell):
                return f"Only the chair can {_what(cell)}."
        if not self.has_scope:
            return ""
        return next(filter(None, (self._outside(before, after, cell) for cell in patch)), "")

    def _outside(self, before: BoardState, after: BoardState, cell: Cell) -> str:
        """Return why a cell is outside the scope; empty if it is inside."""
        id, conference = cell[1], before.conference
        session = conference.session_by_id.get(id)
        only = f"you edit {self.scope(conference)}."
        if session is None:
            return f"This session is not yours to change; {only}"
        if self.tracks and session.track not in self.tracks:
            return f'"{one_line(session.title)}" is not yours to change; {only}'
        for state in (before, after):
            for room, day in _spots(state, id, with_pin=cell[0] != AGENDA):
                if self.rooms and room is not None and room not in self.rooms:
                    return f"{_name(state.conference, 'rooms', room)} is not yours to plan; {only}"
                if self.days and day is not None and day not in self.days:
                    return f"{_name(state.conference, 'days', day)} is not yours to plan; {only}"
        return ""


def _is_for_editors(cell: Cell) -> bool:
    match cell:
        case ("agenda", _) | ("sessions", _, "pin"):
            return True
        case ("comments", _, *_):
            return True
    return False


def _what(cell: Cell) -> str:
    """Return in words what a change of a cell does."""
    kind = cell[1] if cell[0] == "order" else cell[0]
    other = f"change {kind}" if is_of_conference(cell) else "change that"
    return CHAIRS_OWN.get(cell[:2]) or CHAIRS_OWN.get((kind,)) or other


def _spots(state: BoardState, id: str, *, with_pin: bool) -> Iterator[tuple[str | None, str | None]]:
    """Return the rooms and days where a session is, and those to which it is pinned; None for any."""
    place = state.agenda.get(id)
    if place is not None:
        yield place.room, state.conference.block_by_id[place.block].day
    session = state.conference.session_by_id.get(id)
    if with_pin and session is not None and session.pin is not None:
        yield session.pin.room, _day_of(state.conference, session.pin)


def _day_of(conference: Conference, pin: Pin) -> str | None:
    if pin.day is not None:
        return pin.day
    if pin.block is not None:
        return conference.block_by_id[pin.block].day
    if pin.start is not None:
        return next((block.day for block in conference.blocks if block.start <= pin.start < block.end), None)
    return None


def _listed(conference: Conference, kind: str, ids: tuple[str, ...]) -> str:
    return listed(_name(conference, kind, id) for id in ids)


def _name(conference: Conference, kind: str, id: str) -> str:
    """Return the name of a part; its id if the part no longer exists."""
    part: Any = next((part for part in getattr(conference, kind) if part.id == id), None)
    return one_line(id if part is None else part.label if kind == "days" else part.name)


def refuse_viewers(seat: Seat) -> None:
    """Refuse what only editors and chairs may do."""
    if seat.role == "viewer":
        raise NotAllowed.single("You can look at this board, but not change anything.")


def refuse_all_but_chairs(seat: Seat) -> None:
    """Refuse what only the chair may do."""
    if seat.role != "chair":
        raise NotAllowed.single("Only the chair can do that.")
