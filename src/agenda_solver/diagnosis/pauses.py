"""Pauses that hard rules require between two sessions in the same room or of the same person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import gcd

from agenda_solver.diagnosis.leftover import Leftover
from agenda_solver.rules.person_gap import PersonGap
from agenda_solver.rules.room_changeover import RoomChangeover
from agenda_solver.rules.speaker_clash import SpeakerClash

__all__ = ["pause_of_person", "pitches_in_rooms", "pitches_with"]


def pitches_in_rooms(leftover: Leftover, sessions: Sequence[str]) -> dict[str, int] | None:
    """Return the minutes from the beginning of a session to that of the next in its room; None without any pause.

    The pause is the least that there can be: in the room, of those open to the session, that needs least, and before
    the session that needs least to be set up.
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


def pitches_with(leftover: Leftover, sessions: Sequence[str], pause: int) -> dict[str, int] | None:
    """Return the minutes from the beginning of each session to that of the next after a pause; None without one."""
    return _pitches(leftover, dict.fromkeys(sessions, pause))


def _pitches(leftover: Leftover, pauses: dict[str, int]) -> dict[str, int] | None:
    if not any(pauses.values()):
        return None
    grid = _grid(leftover)
    found = {}
    for id, pause in pauses.items():
        length = min((position.end - position.start for position in leftover.positions(id)), default=0)
        found[id] = max(leftover.need(id), -(-(length + pause) // grid) * grid)
    return found


def _grid(leftover: Leftover) -> int:
    """Return minutes of which the distance of any two starts in a block is a multiple."""
    marks = leftover.conference.boundaries.values()
    return gcd(*(end - start for ends in marks for start, end in pairwise(ends)))


def pause_of_person(leftover: Leftover, person: str | None) -> int:
    """Return the minutes that a person has between two sessions in whatever role they are in them, walks aside."""
    # A pause counts for all roles in which sessions of the group may be; only then is it one between any two of them.
    roles = {role for rule in leftover.rules if isinstance(rule, SpeakerClash) for role in rule.roles}
    pauses = [
        rule.pause_minutes
        for rule in leftover.rules
        if isinstance(rule, PersonGap) and roles <= set(rule.roles) and (rule.people is None or person in rule.people)
    ]
    return max(pauses, default=0) if person is not None else 0
