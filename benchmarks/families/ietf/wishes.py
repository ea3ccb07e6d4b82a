"""What each session wants: a session speaks for its group, and for every group that is joint with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

from benchmarks.families.ietf.document import Document, Group, Session

__all__ = ["Wishes"]


class Wishes:
    """The wishes of the sessions of a meeting, with ids of sessions in place of groups.

    Parameters
    ----------
    document
        The meeting.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        groups = {group.id: group for group in document.groups}
        self._voices: dict[str, list[Group]] = {
            session.id: [groups[id] for id in (session.group, *session.joint_with) if id in groups]
            for session in document.sessions
        }

    @cached_property
    def by_group(self) -> dict[str, list[Session]]:
        """The sessions of each group, in the order of their parts. What is joint with a group is not its session."""
        found: dict[str, list[Session]] = {}
        for session in sorted(self._document.sessions, key=lambda session: session.part):
            found.setdefault(session.group, []).append(session)
        return found

    @property
    def twice(self) -> Iterator[tuple[str, str]]:
        """The first and the second session of each group that has two."""
        yield from ((both[0].id, both[1].id) for both in self.by_group.values() if len(both) == 2)

    def conflicts(self) -> Iterator[tuple[str, int, tuple[str, str]]]:
        """Return the kind, the weight and the two sessions of each wish of one not to be at the time of the other."""
        for session in self._document.sessions:
            for voice in self._voices[session.id]:
                for wish in voice.conflicts:
                    others = (other.id for other in self.by_group.get(wish.group, ()) if other.id != session.id)
                    yield from ((wish.kind, wish.weight, (session.id, other)) for other in others)

    def key_people(self, session: str) -> list[str]:
        """Return the people whom a session needs, in the order of their numbers."""
        return [str(number) for number in sorted({n for voice in self._voices[session] for n in voice.key_people})]

    def everybody(self) -> list[str]:
        """Return the key people of all groups, in the order of their numbers."""
        return [str(number) for number in sorted({n for group in self._document.groups for n in group.key_people})]

    def closed_ranges(self, session: str) -> list[str]:
        """Return the time ranges at which a session cannot be."""
        return list(dict.fromkeys(name for voice in self._voices[session] for name in voice.unavailable))

    def day_relations(self) -> Counter[tuple[str, str, str]]:
        """Return for each two sessions of a group, and each wish about their days, how many of the two have it."""
        return Counter(
            (first, second, relation)
            for first, second in self.twice
            for session in (first, second)
            if (relation := _last([voice.day_relation for voice in self._voices[session]]))
        )

    def neighbours(self) -> dict[str, list[str]]:
        """Return for each session that wants to be beside a group the sessions of that."""
        found = {}
        for session in self._document.sessions:
            wanted = _last([voice.adjacent_to for voice in self._voices[session.id]])
            if wanted:
                found[session.id] = [other.id for other in self.by_group.get(wanted, ()) if other.id != session.id]
        return found

    def pairs_of_a_group(self) -> Iterator[tuple[str, str]]:
        """Return every two sessions of a group."""
        for members in self.by_group.values():
            yield from combinations([session.id for session in members], 2)


def _last(wishes: Sequence[str | None]) -> str | None:
    """Return the last wish that is one: where groups that meet together want different things, one of them counts."""
    return next((wish for wish in reversed(wishes) if wish), None)
