"""The meaning of texts in a grid: sessions and rooms, by what the workbook remembers and by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from agenda_solver.formats.planner.grid_positions import room_labels, session_labels
from agenda_solver.formats.planner.hidden_ids import Memory, Remembered, marks_of, memory_of
from agenda_solver.formats.workbook.workbook_reading import Workbook
from agenda_solver.model.conference import Conference
from agenda_solver.model.name_lookup import folded

__all__ = ["GridNames"]

SEATS = re.compile("[0-9][0-9,]* seats?")


class GridNames:
    """Finds sessions and rooms of a conference by what is in the grids of a workbook.

    ``memory`` is what the workbook remembers of the conference that it was written for. ``renamed`` has the former
    titles of sessions, by id.
    """

    def __init__(self, conference: Conference, workbook: Workbook, renamed: Mapping[str, str] | None = None) -> None:
        self.conference = conference
        self.memory: Memory = memory_of(workbook)
        self._labels = {
            "sessions": {label: id for id, label in session_labels(conference).items()},
            "rooms": {label: id for id, label in room_labels(conference).items()},
        }
        self._alike = {kind: _by_folded(labels) for kind, labels in self._labels.items()}
        self._new_names: dict[str, str] = {}
        self.renamed: Mapping[str, str] = dict(self._renamed()) if renamed is None else renamed
        self._new_names = {folded(old): id for id, old in self.renamed.items()}

    def session(self, text: str) -> str | None:
        """Return the id of the session that a cell names, in its first line or in all of it; None if there is none."""
        for name in dict.fromkeys((" ".join(text.split("\n", 1)[0].split()), " ".join(text.split()))):
            if not name:
                continue
            if found := self._find("sessions", name, self.conference.session_by_id):
                return found
        return None

    def lost_session(self, text: str) -> Remembered | None:
        """Return the session that a cell names, if the conference no longer has it; otherwise None."""
        for name in (text.split("\n", 1)[0], text):
            if (found := self.memory.find("sessions", name)) is not None:
                return found
        return None

    def room(self, text: str) -> str | None:
        """Return the id of the room that a heading names; None if there is none."""
        return self._find("rooms", " ".join(text.split()), self.conference.room_by_id)

    def heading(self, text: str) -> str:
        """Return the room that a heading names, on one line, without the seats below it."""
        first, _, below = text.partition("\n")
        if below and (SEATS.fullmatch(below.strip()) or (self.knows_room(first) and not self.knows_room(text))):
            return " ".join(first.split())
        return " ".join(text.split())

    def alike(self, text: str) -> list[str]:
        """Return the headings of all rooms that a text may mean."""
        return [label for label in self._labels["rooms"] if folded(label) == folded(text)]

    def _find(self, kind: str, name: str, there: Mapping[str, object]) -> str | None:
        """Return the id of the part with this name: its name then, its name now, and only then a similar one."""
        if not name:
            return None
        exact = self.memory.exact(kind, name)
        if self.memory.has_ids and exact is not None and exact.id in there:
            return exact.id
        if name in self._labels[kind]:
            return self._labels[kind][name]
        alike = self.memory.find(kind, name) if self.memory.has_ids else None
        if alike is not None and alike.id in there:
            return alike.id
        found = self._alike[kind].get(folded(name))
        if found is None and kind == "sessions":
            found = self._new_names.get(folded(name))
        ids = (found,) if found else self.conference.names[kind].ids_of(name)
        if len(ids) != 1 or (exact is not None and self._was_another(kind, ids[0], exact)):
            return None
        return ids[0]

    def _was_another(self, kind: str, id: str, exact: Remembered) -> bool:
        """Whether a part is remembered by a name of its own, so that it cannot be the one of a similar name."""
        own = next((label for label, other in self._labels[kind].items() if other == id), "")
        return self.memory.exact(kind, own) not in (None, exact)

    def knows_room(self, text: str) -> bool:
        """Whether a heading names a room, of now or of then."""
        return bool(text) and (self.room(text) is not None or self.memory.find("rooms", text) is not None)

    def lost_sessions(self) -> list[Remembered]:
        """Return the sessions that the conference has no more."""
        return [each for each in self.memory.all("sessions") if self.session(each.label) is None]

    def lost_rooms(self) -> list[Remembered]:
        """Return the rooms that the conference has no more."""
        return [each for each in self.memory.all("rooms") if self.room(each.label) is None]

    # --- what was renamed --------------------------------------------------------------------------------------------

    def _renamed(self) -> Iterator[tuple[str, str]]:
        """Return the sessions that were called otherwise, and what.

        One that is gone and one that is new are the same if they are the only ones with the same people, track and
        length; where nobody is named, they have to be at the same place among all sessions.
        """
        before = self.memory.all("sessions")
        gone = [(rank, each) for rank, each in enumerate(before) if self.session(each.label) is None]
        known = {self.session(each.label) for each in before}
        new = [(rank, session) for rank, session in enumerate(self.conference.sessions) if session.id not in known]
        if not gone or not new:
            return
        is_as_long = len(before) == len(self.conference.sessions)
        marks = {session.id: _marks(marks_of(self.conference, session)) for _, session in new}
        for rank, each in gone:
            wanted = _marks(each.fields)
            same = [(number, session) for number, session in new if wanted == marks[session.id]]
            rivals = [other for _, other in gone if _marks(other.fields) == wanted]
            if len(same) != 1 or len(rivals) != 1:
                continue
            number, session = same[0]
            if wanted["people"] or (self.memory.has_ids and is_as_long and number == rank):
                yield session.id, each.label


def _by_folded(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the ids by their folded labels, where only one part is called so."""
    count = Counter(map(folded, labels))
    return {folded(label): id for label, id in labels.items() if count[folded(label)] == 1}


def _marks(fields: object) -> dict[str, object]:
    found = fields if isinstance(fields, dict) else {}
    people = found.get("people")
    return {
        "people": frozenset(folded(str(name)) for name in people) if isinstance(people, list) else frozenset(),
        "track": folded(str(found.get("track") or "")),
        "length": (found.get("minutes"), found.get("slots")),
    }
