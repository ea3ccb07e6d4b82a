"""Facets: what readers can filter a page by, and the addresses of its views.

Each facet (the rooms, the people, the levels, ...) has the values that occur in the agenda. A value has a short token,
which is in the cards of its sessions, and a label, which is in the menu and in the address of the page:
``#room=Main+hall``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlencode

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.parts import Session
from agenda_solver.report.page_view import FacetView, OptionView
from agenda_solver.report.words import name_of_tag

__all__ = ["NO_TRACK", "PUBLIC_ROLES", "ROLES", "Facets", "session_anchor"]

ROLES = (
    ("speakers", "Speakers"),
    ("moderators", "Moderators"),
    ("chairs", "Chairs"),
    ("required_people", "Also needed"),
)
PUBLIC_ROLES = ROLES[:3]
"""The other people who are needed (a crew, an assistant) are not public."""
NO_TRACK = "No track"

# The name in the address, the label of the menu, and its text if nothing is selected.
KINDS = (
    ("track", "Track", "All tracks"),
    ("room", "Room", "All rooms"),
    ("person", "Person", "Everybody"),
    ("type", "Type", "All types"),
    ("tag", "Tag", "All tags"),
    ("level", "Level", "All levels"),
    ("language", "Language", "All languages"),
)


def session_anchor(session: str) -> str:
    """Return the anchor of a session, which is the same in every agenda of its conference."""
    return f"session={quote(session, safe='')}"


@dataclass(frozen=True)
class Facets:
    """The facets of an agenda.

    Attributes
    ----------
    agenda
        The agenda.
    roles
        The roles whose people are shown, each with its label.
    tags
        The tags that are shown; None for all.
    every_room
        Whether unused rooms have a view as well.
    """

    agenda: Agenda
    roles: tuple[tuple[str, str], ...] = ROLES
    tags: Collection[str] | None = None
    every_room: bool = False

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """For each facet, the unique label of each value that occurs, in the order of its menu."""
        conference = self.agenda.conference
        named = {
            "track": {**{track.id: track.name for track in conference.tracks}, "": NO_TRACK},
            "room": {room.id: room.name for room in conference.rooms},
            "person": {person.id: person.name for person in conference.people},
        }
        return {kind: self._labels(kind, named.get(kind)) for kind, _, _ in KINDS}

    def _labels(self, kind: str, names: dict[str, str] | None) -> dict[str, str]:
        occurring = self._counts[kind]
        if names is None:
            names = {value: name_of_tag(value) for value in occurring}
        wanted = [value for value in names if value in occurring or (kind == "room" and self.every_room)]
        if kind not in ("track", "room"):  # these keep the order of the committee
            wanted.sort(key=lambda value: (names[value].casefold(), value))
        return _unique({value: names[value] for value in wanted})

    @cached_property
    def _counts(self) -> dict[str, Counter[str]]:
        sessions = self.agenda.conference.sessions
        return {
            kind: Counter(value for session in sessions for value in self._values(kind, session))
            for kind, _, _ in KINDS
        }

    @cached_property
    def _tokens(self) -> dict[tuple[str, str], str]:
        return {
            (kind, value): f"{kind}-{number}"
            for kind, labels in self.labels.items()
            for number, value in enumerate(labels, 1)
        }

    def views(self) -> tuple[FacetView, ...]:
        """Return the menus; tracks have the legend instead.

        A facet whose values all sessions share needs no menu. Rooms and people always have one, since each room and
        each person has a programme.
        """
        return tuple(self._view(*kind) for kind in KINDS if kind[0] != "track" and self._is_needed(kind[0]))

    def _is_needed(self, kind: str) -> bool:
        if kind in ("room", "person"):
            return bool(self._counts[kind])
        counts, sessions = self._counts[kind], len(self.agenda.conference.sessions)
        return any(count < sessions for count in counts.values())

    def _view(self, kind: str, label: str, everything: str) -> FacetView:
        labels = self.labels[kind]
        options = (OptionView(labels[v], self._tokens[kind, v], self._counts[kind][v]) for v in labels)
        return FacetView(kind, label, everything, tuple(options))

    def token(self, kind: str, value: str) -> str:
        """Return the token of a value of a facet."""
        return self._tokens[kind, value]

    def tokens(self, session: Session) -> str:
        """Return the tokens of a session, for its card."""
        return " ".join(self._tokens[kind, value] for kind, _, _ in KINDS for value in self._values(kind, session))

    def address(self, kind: str, value: str) -> str | None:
        """Return the address of the view of a person or a room; None if there is no such view."""
        label = self.labels[kind].get(value)
        return None if label is None else "#" + urlencode({kind: label})

    def tags_of(self, session: Session) -> tuple[str, ...]:
        """Return the tags of a session that are shown."""
        return tuple(tag for tag in dict.fromkeys(session.tags) if self.tags is None or tag in self.tags)

    def _values(self, kind: str, session: Session) -> Iterable[str]:
        return self._readers[kind](session)

    @cached_property
    def _readers(self) -> dict[str, Callable[[Session], Iterable[str]]]:
        agenda, roles = self.agenda, tuple(role for role, _ in self.roles)
        return {
            "track": lambda session: (session.track or "",),
            "room": lambda session: (agenda[session.id].room,) if session.id in agenda else (),
            "person": lambda session: session.people(roles),
            "type": lambda session: (session.type,),
            "tag": self.tags_of,
            "level": lambda session: (session.level,) if session.level else (),
            "language": lambda session: (session.language,) if session.language else (),
        }


def _unique(labels: dict[str, str]) -> dict[str, str]:
    """Return the labels, with a number added if several values share one (two people with one name)."""
    seen: Counter[str] = Counter()
    taken = set(labels.values())
    apart = {}
    for value, label in labels.items():
        seen[label] += 1
        number, own = seen[label], label
        while number > 1 and own in taken:
            own, number = f"{label} ({number})", number + 1
        taken.add(own)
        apart[value] = own
    return apart
