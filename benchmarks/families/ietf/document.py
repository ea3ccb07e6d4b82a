"""The file of a meeting: slots, rooms, sessions of groups, and the wishes of the groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations
from typing import Literal

from pydantic import Field

from benchmarks.families.strict import Clock, Names, StrictPart

Kind = Literal["chair", "technology", "key-participant"]
Points = Field(ge=0, le=10**9)


class Slot(StrictPart):
    """A time that a session can have, in the rooms that are open; wishes refer to its ``time_range``."""

    id: str
    start: Clock
    minutes: int = Field(ge=1, le=1_440)
    name: str = ""
    time_range: str
    rooms: Names


class Room(StrictPart):
    """A room."""

    id: str
    name: str
    capacity: int = Field(ge=0)


class Session(StrictPart):
    """A session of a group, which others may join; ``part`` 1 should be before ``part`` 2."""

    id: str
    group: str
    part: int
    joint_with: Names
    minutes: int = Field(ge=1)
    attendees: int | None = Field(ge=0)


class Conflict(StrictPart):
    """A group with which another one does not want to meet in parallel."""

    group: str
    kind: Kind
    weight: int = Points


class Group(StrictPart):
    """The wishes of a group."""

    id: str
    key_people: tuple[int, ...]
    conflicts: tuple[Conflict, ...]
    unavailable: Names
    day_relation: Literal["next-day", "not-next-day"] | None
    adjacent_to: str | None


class Weights(StrictPart):
    """The penalties of violations, for wishes without their own weight."""

    key_person: int = Points
    time_range: int = Points
    day_relation: int = Points
    adjacency: int = Points
    order: int = Points
    room_too_small: int = Points
    slot_too_short: int = Points


class Document(StrictPart):
    """A whole meeting. A session speaks for its group, and for every group that joins it."""

    format: Literal["ietf106/1"]
    name: str
    weights: Weights
    adjacent_within_minutes: int = Field(ge=0)
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]
    groups: tuple[Group, ...]
    sessions: tuple[Session, ...]

    @cached_property
    def _groups_of(self) -> dict[str, list[Group]]:
        """The groups for which each session speaks."""
        groups = {group.id: group for group in self.groups}
        return {s.id: [groups[id] for id in (s.group, *s.joint_with) if id in groups] for s in self.sessions}

    @cached_property
    def by_group(self) -> dict[str, list[Session]]:
        """The sessions of each group, in the order of their parts, without those that it joins."""
        found: dict[str, list[Session]] = {}
        for session in sorted(self.sessions, key=lambda session: session.part):
            found.setdefault(session.group, []).append(session)
        return found

    @property
    def twice(self) -> Iterator[tuple[str, str]]:
        """The first and the second session of each group that has two."""
        yield from ((both[0].id, both[1].id) for both in self.by_group.values() if len(both) == 2)

    def conflicts(self) -> Iterator[tuple[str, int, tuple[str, str]]]:
        """Return the kind, the weight and the two sessions of each wish of one not to be in parallel with the other."""
        for session in self.sessions:
            for group in self._groups_of[session.id]:
                for wish in group.conflicts:
                    others = (other.id for other in self.by_group.get(wish.group, ()) if other.id != session.id)
                    yield from ((wish.kind, wish.weight, (session.id, other)) for other in others)

    def key_people(self, session: str | None = None) -> list[str]:
        """Return the key people of a session, or of all groups, in the order of their numbers."""
        groups = self.groups if session is None else self._groups_of[session]
        return [str(number) for number in sorted({n for group in groups for n in group.key_people})]

    def closed_ranges(self, session: str) -> list[str]:
        """Return the time ranges at which a session cannot be."""
        return list(dict.fromkeys(name for group in self._groups_of[session] for name in group.unavailable))

    def day_relations(self) -> Counter[tuple[str, str, str]]:
        """Return for each two sessions of a group, and each wish about their days, how many of the two have it."""
        return Counter(
            (first, second, relation)
            for first, second in self.twice
            for session in (first, second)
            if (relation := _last([group.day_relation for group in self._groups_of[session]]))
        )

    def neighbours(self) -> dict[str, list[str]]:
        """Return for each session that should be next to one of a group the sessions of that group."""
        found = {}
        for session in self.sessions:
            wanted = _last([group.adjacent_to for group in self._groups_of[session.id]])
            if wanted:
                found[session.id] = [other.id for other in self.by_group.get(wanted, ()) if other.id != session.id]
        return found

    def pairs_of_a_group(self) -> Iterator[tuple[str, str]]:
        """Return every two sessions of a group."""
        for members in self.by_group.values():
            yield from combinations([session.id for session in members], 2)


def _last(wishes: Sequence[str | None]) -> str | None:
    """Return the last wish: if groups that meet together want different things, one of them counts."""
    return next((wish for wish in reversed(wishes) if wish), None)
