"""The distributions of drawn conferences; the documentation says which real conferences they come from."""

from __future__ import annotations

from dataclasses import dataclass

Weighted = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Shape:
    """The distributions. Shares are per mille; tables are pairs of a value and its weight."""

    talk_minutes: Weighted = ((30, 55), (45, 30), (60, 15))
    workshop_minutes: Weighted = ((90, 75), (60, 25))
    keynote_minutes: int = 60  # there is one keynote a day
    workshops: int = 110  # share of sessions
    full: int = 75  # per cent of the time of all rooms that is used
    most_days: int = 5  # larger conferences have more rooms
    sessions_a_track: int = 10  # on average
    track_flatness: int = 5  # how uneven tracks are, see ``falling`` in ``dice``
    speakers: Weighted = ((1, 750), (2, 200), (3, 40), (4, 10))  # of a session
    sessions_a_speaker: Weighted = ((1, 850), (2, 105), (3, 25), (4, 11), (5, 4), (6, 2), (7, 1), (8, 1), (9, 1))
    same_track: int = 330  # share of a speaker's further sessions that are in the track of the first
    part_time: int = 120  # share of people who are not always available
    attendees_a_session: int = 2  # attendees with wishes, for each session
    wishes: tuple[int, ...] = (1, 1, 2, 4, 6, 9, 10, 12, 15, 19)  # of an attendee, each number equally likely
    favourite_track: int = 500  # share of wishes; assumed, since no data that was found has it
    popularity_flatness: int = 4  # how uneven the sessions' popularity is
    smallest_room: int = 20  # seats; the largest room seats everybody, the second half of them, the third a third
    recorded: int = 150  # share of talks that need recording, among those planted in a room that has it
    recording_rooms: int = 300
    workshop_rooms: int = 250  # share of rooms with tables
    undesired: int = 140  # share of sessions with a time that their people would rather not have
    preferred: int = 20  # share of sessions with a time that their people would rather have
    levels: tuple[int, int, int] = (26, 33, 41)  # weights of beginners, intermediate, expert
    before: int = 40  # share of sessions that have to be after another
    apart: int = 40  # share of sessions that must not be in parallel with a certain other
