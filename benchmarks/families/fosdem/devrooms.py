"""Devrooms: the stretches of a day during which a track has a room to itself.

A big conference decides them first, and then gives each to the people who fill it with talks. They are the part of a
published schedule that is kept here; the place of a talk within its devroom is forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from agenda_solver import Agenda, Conference
from agenda_solver.model.parts import Session


@dataclass(frozen=True)
class Devroom:
    """A track's uninterrupted stretch in a room."""

    id: str
    day: str
    room: str
    track: str | None
    start: int
    end: int
    sessions: tuple[Session, ...]
    before: int | None = None

    @property
    def minutes(self) -> int:
        """How long the devroom is open."""
        return self.end - self.start

    @property
    def minutes_of_talks(self) -> int:
        """The total length of its talks."""
        return sum(session.duration_minutes or 0 for session in self.sessions)

    def has_time_for(self, changeover: int) -> bool:
        """Whether its talks fit with a pause of so many minutes before each of them.

        Nobody has to wait before the first talk of a room's day.
        """
        pauses = len(self.sessions) - (self.before is None or self.before >= changeover)
        return self.minutes_of_talks + changeover * pauses <= self.minutes


def devrooms_of(conference: Conference, published: Agenda) -> list[Devroom]:
    """Return the devrooms of a published agenda, by day, room and time."""
    rank = {room.id: number for number, room in enumerate(conference.rooms)}
    day_of = {block.id: block.day for block in conference.blocks}
    rank_of_day = {day.id: number for number, day in enumerate(conference.days)}

    def place(session: Session) -> tuple[int, int]:
        return rank_of_day[day_of[published[session.id].block]], rank[published[session.id].room]

    placed = sorted(
        (session for session in conference.sessions if session.id in published),
        key=lambda session: (*place(session), published[session.id].start, published[session.id].end),
    )
    found: list[Devroom] = []
    for _, talks in groupby(placed, place):
        found.extend(_in_one_room(conference, published, list(talks)))
    return found


def _in_one_room(conference: Conference, published: Agenda, talks: Sequence[Session]) -> Iterator[Devroom]:
    """Return the devrooms of one room on one day, from its talks in the order of time."""
    ended: int | None = None
    for number, run in enumerate(_runs(talks), 1):
        first = published[run[0].id]
        block = conference.block_by_id[first.block]
        end = max(published[talk.id].end for talk in run)
        yield Devroom(
            id=f"{block.day} {first.room} {number}",
            day=block.day,
            room=first.room,
            track=run[0].track,
            start=first.start,
            end=end,
            sessions=tuple(sorted(run, key=lambda talk: conference.session_rank[talk.id])),
            before=None if ended is None else first.start - ended,
        )
        ended = max(end, ended or 0)


def _runs(talks: Iterable[Session]) -> list[list[Session]]:
    return [list(run) for _, run in groupby(talks, lambda talk: talk.track)]


# --- wishes in the titles of talks -----------------------------------------------------------------------------------

# A welcome is short; a talk that only has such a word in its title need not be one.
LONGEST_OPENING = 15
OPENING = re.compile(
    r"\bwelcome\b|\b(?:devroom|dev room) opening\b|\bopening\b.*\b(?:devroom|dev room)\b", re.IGNORECASE
)

# A word that is written like no ordinary one: SBOM, RISC-V, eBPF, PostgreSQL, IPv6, C++.
WORD = re.compile(r"[^\W_](?:[\w.+#-]*[\w+#])?")
# A capital letter or a sign within a word; not where a hyphen makes one of two (Open-Source).
WITHIN = re.compile(r"(?<=[\w.])[A-Z]|[+#]")
# Other words say something when they are long, and rare.
LONG = 6
# Words in more talks than this are left out: such a topic has a devroom of its own.
MOST_TALKS = 6


def opening_of(devroom: Devroom) -> Session | None:
    """Return the talk that welcomes people to a devroom; None if there is none, or more than one."""
    found = [s for s in devroom.sessions if (s.duration_minutes or 0) <= LONGEST_OPENING and OPENING.search(s.title)]
    return found[0] if len(found) == 1 else None


def topics(devrooms: Sequence[Devroom]) -> dict[str, tuple[str, ...]]:
    """Return the words in titles that talks of several devrooms of one day have in common, with the ids of the talks.

    Whoever comes for one of these talks would like to hear the others. Words that more than a few talks have are left
    out, and so are welcomes, and words with the same set of talks as another word.
    """
    talks: dict[str, list[tuple[str, Devroom]]] = {}
    for devroom in devrooms:
        opening = opening_of(devroom)
        for session in devroom.sessions:
            for name in _names("" if session is opening else session.title):
                talks.setdefault(name, []).append((session.id, devroom))
    found: dict[str, tuple[str, ...]] = {}
    known: set[tuple[str, ...]] = set()
    for name, places in sorted(talks.items()):
        ids = tuple(id for id, _ in places)
        if 2 <= len(ids) <= MOST_TALKS and ids not in known and _can_meet(devroom for _, devroom in places):
            known.add(ids)
            found[name] = ids
    return found


def _names(title: str) -> Iterator[str]:
    """Return the names and the long words in a title, each once."""
    words = dict.fromkeys(WORD.findall(title))
    is_shouted = title.upper() == title
    seen: set[str] = set()
    for word in words:
        is_name = not is_shouted and bool(WITHIN.search(word))
        if (is_name or len(word) >= LONG) and word.casefold() not in seen:
            seen.add(word.casefold())
            yield word.casefold()


def _can_meet(devrooms: Iterable[Devroom]) -> bool:
    """Whether two of the devrooms are open at the same time."""
    chosen = {devroom.id: devroom for devroom in devrooms}.values()
    return any(a.start < b.end and b.start < a.end for a, b in combinations(chosen, 2))
