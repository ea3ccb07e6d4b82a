"""The agenda: the room and time of each session. It may be partial or illegal; it does not check the rules."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.conference_parts import ConferenceParts
from agenda_solver.model.time_texts import dated, until

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference
    from agenda_solver.model.parts import Session
from agenda_solver.safe_text import joined, one_line

__all__ = ["Agenda", "Placement"]


@dataclass(frozen=True, order=True)
class Placement:
    """A room and a time: the block, the number of its first slot, and the minutes ``[start, end)`` from the origin."""

    room: str
    block: str
    slot: int
    start: int
    end: int


class Agenda(Mapping[str, Placement]):
    """A mapping from session ids to placements, of one conference.

    Iteration follows the programme's order of sessions. Two agendas are equal when they place the same sessions in the
    same rooms, blocks and slots.

    Parameters
    ----------
    conference
        The conference to which the agenda belongs.
    placements
        The placement of each session by its id; all other sessions are unplaced. :meth:`Conference.placement
        <agenda_solver.Conference.placement>` and :meth:`Conference.placement_at
        <agenda_solver.Conference.placement_at>` return placements; :meth:`Conference.agenda
        <agenda_solver.Conference.agenda>` makes an agenda without them.
    are_possible
        Skip all checks, for placements that are known to be possible in this conference.

    Raises
    ------
    InvalidInput
        If the conference has no such session, room or block, or a session would have other minutes in that slot.
    TypeError
        If an argument has another type.
    """

    def __init__(
        self, conference: Conference, placements: Mapping[str, Placement], *, are_possible: bool = False
    ) -> None:
        if not are_possible:
            _refuse_other_types(conference, placements)
            if mistakes := _impossible(conference, placements):
                raise InvalidInput(mistakes)
        self.conference = conference
        self._placements = {id: placements[id] for id in sorted(placements, key=conference.session_rank.__getitem__)}

    def bound_to(self, conference: Conference) -> Agenda:
        """Return the agenda in another version of its conference, with every session in the same room at the same time.

        Parameters
        ----------
        conference
            The other version, in which blocks, rooms and sessions may differ.

        Returns
        -------
        An agenda of the given conference; this agenda itself if it already belongs to that object.

        Raises
        ------
        InvalidInput
            If the conference has another id, or if sessions have no such place in it; all of them are listed.
        """
        if conference is self.conference:
            return self
        self.refuse_other(conference)
        places, mistakes = self._places_in(conference)
        if mistakes:
            raise InvalidInput(mistakes)
        return Agenda(conference, places, are_possible=True)

    def kept_in(self, conference: Conference) -> Agenda:
        """Return the agenda in another version of its conference, without sessions whose place no longer exists."""
        return (
            self
            if conference is self.conference
            else Agenda(conference, self._places_in(conference)[0], are_possible=True)
        )

    def refuse_other(self, conference: Conference) -> None:
        """Check that a conference is a version of the agenda's own.

        Raises
        ------
        InvalidInput
            If it has another id.
        """
        if conference.id != self.conference.id:
            raise InvalidInput.single(f'the agenda is of "{self.conference.id}", not of "{conference.id}"')

    def _places_in(self, conference: Conference) -> tuple[dict[str, Placement], list[Mistake]]:
        places, mistakes = {}, []
        for id, place in self._placements.items():
            try:
                places[id] = self._place_in(conference, id, place)
            except InvalidInput as error:
                mistakes.append(Mistake(id, str(error)))
        return places, mistakes

    def _place_in(self, conference: Conference, id: str, place: Placement) -> Placement:
        # A removed session's id may now be the name of another session.
        if id not in conference.session_by_id and id in conference.names["sessions"]:
            raise InvalidInput.single(f'no session has the id "{id}"')
        number, start = self.conference.place_of(place), self.start(id)
        # The block may have been split or renamed, so another one is tried, except for a place in an order.
        is_known = place.block in conference.block_by_id
        try:
            return conference.placement_at(id, place.room, start, place.block if is_known else None, number)
        except InvalidInput:
            if number is not None:
                raise
            return conference.placement_at(id, place.room, start)

    def __getitem__(self, session: str) -> Placement:
        return self._placements[session]

    def __contains__(self, session: object) -> bool:  # rules call this often, and the inherited method is slow
        return session in self._placements

    def __iter__(self) -> Iterator[str]:
        return iter(self._placements)

    def __len__(self) -> int:
        return len(self._placements)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Agenda) and self._placements == other._placements

    def __hash__(self) -> int:
        return hash(frozenset(self._placements.items()))

    @property
    def unplaced(self) -> tuple[Session, ...]:
        """Sessions that have no place."""
        return tuple(s for s in self.conference.sessions if s.id not in self._placements)

    def start(self, session: str) -> datetime:
        """Return when a session begins, on the conference's clock; for a place in an order, when its block begins."""
        return self._whole(session)[0]

    def end(self, session: str) -> datetime:
        """Return when a session ends, on the conference's clock; for a place in an order, when its block ends."""
        return self._whole(session)[1]

    def _whole(self, session: str) -> tuple[datetime, datetime]:
        placed = self[session]
        is_in_order = self.conference.block_by_id[placed.block].is_in_order
        when = self.conference.block_span[placed.block] if is_in_order else placed
        return self.conference.local(when.start), self.conference.local(when.end)

    def chronological(self) -> list[str]:
        """Return the ids of the placed sessions by start, then by the order of rooms."""
        rank = {room.id: number for number, room in enumerate(self.conference.rooms)}
        return sorted(self, key=lambda id: (self[id].start, rank[self[id].room], self[id].block))

    def with_placement(self, session: str, placement: Placement | None) -> Agenda:
        """Return an agenda in which one session is moved, or removed if the placement is None.

        Raises
        ------
        InvalidInput
            If there is a placement, and the conference has no such session or place.
        """
        moved = {id: place for id, place in self._placements.items() if id != session}
        if placement is not None:
            moved |= Agenda(self.conference, {session: placement})
        return Agenda(self.conference, moved, are_possible=True)

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain dictionary for each placed session, in time order.

        ``pandas.DataFrame(agenda.rows())`` makes a table of them. This method itself does not need pandas.
        """
        return [self._row(id) for id in self.chronological()]

    def to_frame(self) -> Any:
        """Return the rows as a pandas DataFrame; this needs pandas."""
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            how = 'a table needs pandas: python -m pip install "agenda-solver[frame]"'
            raise ModuleNotFoundError(how, name=error.name) from error

        return pd.DataFrame(self.rows())

    def _row(self, id: str) -> dict[str, Any]:
        conference, placement = self.conference, self[id]
        session, room = conference.session_by_id[id], conference.room_by_id[placement.room]
        block = conference.block_by_id[placement.block]
        return {
            "session": id,
            "title": session.title,
            "track": conference.track_by_id[session.track].name if session.track else None,
            "day": conference.day_by_id[block.day].label,
            "block": placement.block,
            "room": placement.room,
            "room_name": room.name,
            "start": self.start(id),
            "end": self.end(id),
            "people": [conference.person_by_id[person].name for person in session.people()],
        }

    def __repr__(self) -> str:
        return f"<Agenda of {self.conference.name}: {len(self)} of {len(self.conference.sessions)} sessions placed>"

    def __str__(self) -> str:
        lines = (f"{_when(row)}  {row['room_name']:<24.24}  {row['title']}" for row in self.rows())
        return joined([repr(self)[1:-1], *lines])

    def _repr_html_(self) -> str:
        """Show the agenda as a table in a notebook."""
        head = "".join(f"<th>{name}</th>" for name in ("When", "Where", "Track", "Session"))
        body = "".join(
            f"<tr><td>{html.escape(_when(row))}</td>"
            f"<td>{html.escape(one_line(row['room_name']))}</td><td>{html.escape(one_line(row['track'] or ''))}</td>"
            f"<td>{html.escape(one_line(row['title']))}</td></tr>"
            for row in self.rows()
        )
        name = html.escape(one_line(repr(self)[1:-1]))
        return f"<p>{name}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _when(row: Mapping[str, Any]) -> str:
    return f"{dated(row['start'])}-{until(row['start'], row['end'])}"


def _refuse_other_types(conference: object, placements: object) -> None:
    if not isinstance(conference, ConferenceParts):
        raise TypeError(f"conference must be a Conference, not {conference!r:.200}")
    if not isinstance(placements, Mapping):
        raise TypeError(f"placements must be a mapping from session ids to placements, not {placements!r:.200}")
    for id, place in placements.items():
        if not isinstance(id, str):
            raise TypeError(f"placements has a key that is no id: {id!r:.200}")
        if not (isinstance(place, Placement) and _is_well_typed(place)):
            raise TypeError(f"placements[{id!r}] must be a Placement, not {place!r:.200}")


def _is_well_typed(place: Placement) -> bool:
    return (
        isinstance(place.room, str)
        and isinstance(place.block, str)
        and isinstance(place.slot, int)
        and isinstance(place.start, int)
        and isinstance(place.end, int)
    )


def _impossible(conference: Conference, placements: Mapping[str, Placement]) -> list[Mistake]:
    if unknown := sorted(id for id in placements if id not in conference.session_rank):
        return [Mistake("", f"no sessions of this conference: {', '.join(unknown)}")]
    messages = {id: _why_not(conference, id, place) for id, place in placements.items()}
    return [Mistake(id, message) for id, message in messages.items() if message]


def _why_not(conference: Conference, id: str, place: Placement) -> str:
    """Return why a conference has no such place for a session; an empty text if it has."""
    if place.room not in conference.room_by_id:
        return f'there is no room with the id "{place.room}"'
    if place.block not in conference.block_by_id:
        return f'there is no block with the id "{place.block}"'
    position = conference.position(conference.session_by_id[id], conference.block_by_id[place.block], place.slot)
    if position is None:
        return f'does not fit into block "{place.block}" from slot {place.slot} on'
    if (place.start, place.end) == (position.start, position.end):
        return ""
    takes = f"minutes {position.start} to {position.end}, not {place.start} to {place.end}"
    return f'from slot {place.slot} of block "{place.block}" on it takes {takes}'
