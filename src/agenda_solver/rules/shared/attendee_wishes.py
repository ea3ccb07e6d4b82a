"""Attendees' wishes from the votes of a conference: the value of each wish, and when and where attendees can come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Person
from agenda_solver.model.time_intervals import Stretch, TimeSlot, merged

__all__ = ["Worth", "busy_sessions", "can_use", "is_there", "weights_of", "windows_of"]


@dataclass(frozen=True)
class Worth:
    """The values of a weak and a strong wish.

    With ``share``, the value is multiplied by it and divided by the number of sessions that the attendee wants or has.
    """

    weak: int
    strong: int
    share: int | None


def weights_of(conference: Conference, worth: Worth, roles: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Return the value of each wish by voter and session; voters without wishes are left out.

    A session in which the voter has a role is no wish, because the voter attends it anyway. It still counts among the
    sessions that share the points of the voter.
    """
    busy = busy_sessions(conference, roles)
    found = {}
    for ballot in conference.votes:
        mine = busy.get(ballot.voter, ())
        wishes = [id for id in ballot.sessions if id not in mine]
        number = len({*ballot.sessions, *mine})
        weights = {id: _weight(worth, number, is_strong=id in ballot.strong) for id in wishes}
        if weights:
            found[ballot.voter] = weights
    return found


def _weight(worth: Worth, number: int, *, is_strong: bool) -> int:
    points = worth.strong if is_strong else worth.weak
    if worth.share is None:
        return points
    return max(1, (2 * worth.share * points + number) // (2 * number))  # rounded, but at least 1


def busy_sessions(conference: Conference, roles: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the sessions in which each voter who is a person has a role."""
    voters = {ballot.voter for ballot in conference.votes}
    return {who: ids for who, ids in conference.sessions_by_person(tuple(roles)).items() if who in voters}


def windows_of(conference: Conference, person: Person | None) -> list[TimeSlot] | None:
    """Return when a person is available, as disjoint stretches; None for always."""
    return merged(map(conference.span, person.available)) if person is not None and person.available else None


def is_there(windows: Sequence[TimeSlot] | None, time: Stretch) -> bool:
    """Whether somebody with these windows is available for the whole time."""
    return windows is None or any(window.start <= time.start and time.end <= window.end for window in windows)


def can_use(person: Person | None, features: frozenset[str]) -> bool:
    """Whether a room with these features is suitable for a person."""
    if person is None:
        return True
    return features.issuperset(person.required_features) and features.isdisjoint(person.prohibited_features)
