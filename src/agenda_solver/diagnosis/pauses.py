"""Pauses that hard rules require between two sessions in the same room or of the same person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import gcd

from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.rules.person_gap import PersonGap
from agenda_solver.rules.room_changeover import RoomChangeover
from agenda_solver.rules.speaker_clash import SpeakerClash

__all__ = ["pause_of_person", "pitches_in_rooms", "pitches_with"]


def pitches_in_rooms(leftover: RemainingPlaces, sessions: Sequence[str]) -> dict[str, int] | None:
    """Return a lower bound on the minutes from the start of each session to the next start in its room.

    None if there are no pauses. The bound assumes the shortest changeover among the rooms open to the session, and the
    shortest setup of all sessions for the next one.
    """
    if not sessions or not any(isinstance(rule, RoomChangeover) for rule in leftover.rules):
        return None
    conference = leftover.conference
    setup = min(session.setup_minutes for session in conference.sessions)
    pauses = {}
    for id in sessions:
        changeover = min(conference.room_by_id[room].changeover_minutes for room in leftover.rooms(id))
        pauses[id] = max(changeover, conference.session_by_id[id].teardown_minutes + setup)
    return _pitches(leftover, pauses)


def pitches_with(leftover: RemainingPlaces, sessions: Sequence[str], pause: int) -> dict[str, int] | None:
    """Return the minutes from the start of each session to the next start after a pause; None if the pause is 0."""
    return _pitches(leftover, dict.fromkeys(sessions, pause))


def _pitches(leftover: RemainingPlaces, pauses: dict[str, int]) -> dict[str, int] | None:
    if not any(pauses.values()):
        return None
    grid = _grid(leftover)
    return {
        id: max(leftover.need(id), -(-(leftover.shortest(id) + pause) // grid) * grid) for id, pause in pauses.items()
    }


def _grid(leftover: RemainingPlaces) -> int:
    """Return a number of minutes that divides the distance between any two starts in a block."""
    marks = leftover.conference.boundaries.values()
    return gcd(*(end - start for ends in marks for start, end in pairwise(ends)))


def pause_of_person(leftover: RemainingPlaces, person: str | None) -> int:
    """Return the pause that a person needs between two sessions, whatever their roles in them; without walks."""
    # A rule that covers all roles of the clash rules applies to any two sessions of a group; other rules may not.
    roles = {role for rule in leftover.rules if isinstance(rule, SpeakerClash) for role in rule.roles}
    pauses = [
        rule.pause_minutes
        for rule in leftover.rules
        if isinstance(rule, PersonGap) and roles <= set(rule.roles) and (rule.people is None or person in rule.people)
    ]
    return max(pauses, default=0) if person is not None else 0
