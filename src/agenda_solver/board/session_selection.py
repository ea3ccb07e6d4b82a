"""The sessions that a board command applies to: named ones, or all of a day, a block, a room or a track."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from agenda_solver.board.state import BoardState
from agenda_solver.errors import InvalidInput

__all__ = ["Selection"]

FIELDS = {"day": "days", "block": "blocks", "room": "rooms", "track": "tracks"}


class Selection(BaseModel):
    """A selection of sessions; all fields have to match.

    Attributes
    ----------
    sessions
        Their ids, names or titles; empty for all sessions that match the other fields.
    day, block, room, track
        Only sessions that are there, or belong to that track.
    after
        Only sessions that begin at this time or later; without an offset, it is in the zone of the conference.
    plenary
        Only plenaries.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sessions: tuple[str, ...] = ()
    day: str | None = None
    block: str | None = None
    room: str | None = None
    track: str | None = None
    after: str | None = None
    plenary: bool = False

    def of(self, state: BoardState) -> list[str]:
        """Return the ids of the sessions, in the order of the conference.

        Raises
        ------
        InvalidInput
            If it names something that does not exist, or selects no session.
        """
        conference, agenda = state.conference, state.agenda
        found = {
            name: conference.find(kind, text, name) for name, kind in FIELDS.items() if (text := getattr(self, name))
        }
        named = {conference.find("sessions", text, f"sessions[{n}]") for n, text in enumerate(self.sessions)}
        after = None if self.after is None else conference.minute_of(conference.moment(self.after))
        ids = []
        for session in conference.sessions:
            place = agenda.get(session.id)
            if named and session.id not in named:
                continue
            if ("track" in found and session.track != found["track"]) or (self.plenary and not session.plenary):
                continue
            if place is None:
                if named and not set(found) & {"day", "block", "room"} and after is None:
                    ids.append(session.id)
                continue
            block = conference.block_by_id[place.block]
            here = {"day": block.day, "block": block.id, "room": place.room}
            if all(here[name] == id for name, id in found.items() if name in here) and (after or 0) <= place.start:
                ids.append(session.id)
        if not ids:
            raise InvalidInput.single("no session matches; choose at least one")
        return ids
