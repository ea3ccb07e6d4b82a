"""The agenda: which session stands where and when. It may be partial or illegal; it never judges itself."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from agenda_solver.model.telling import dated, until

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
    """

    def __init__(self, conference: Conference, placements: Mapping[str, Placement]) -> None:
        self.conference = conference
        rank = conference.session_rank
        if unknown := sorted(id for id in placements if id not in rank):
            raise KeyError(f"no sessions of this conference: {', '.join(unknown)}")
        self._placements = {id: placements[id] for id in sorted(placements, key=rank.__getitem__)}

    def __getitem__(self, session: str) -> Placement:
        return self._placements[session]

    def __contains__(self, session: object) -> bool:  # the rules ask this so often that the inherited way is too slow
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
        """Return when a session begins, on the conference's clock; its block, where that has places in an order."""
        return self._whole(session)[0]

    def end(self, session: str) -> datetime:
        """Return when a session ends, on the conference's clock; its block, where that has places in an order."""
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
        """Return an agenda in which one session is moved, or taken out where the placement is None."""
        others = {id: place for id, place in self._placements.items() if id != session}
        return Agenda(self.conference, others if placement is None else {**others, session: placement})

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain dictionary for each placed session, in time order.

        ``pandas.DataFrame(agenda.rows())`` makes a table of them; pandas is not needed here.
        """
        return [self._row(id) for id in self.chronological()]

    def to_frame(self) -> Any:
        """Return the rows as a pandas DataFrame; pandas has to be installed for it."""
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
