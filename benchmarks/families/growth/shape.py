"""What drawn conferences look like: every number with where it is from.

What was counted: the programmes of FOSDEM 2018 and 2025 (689 and 943 sessions), nine instances of CoSPLib (35 to 556
submissions), OptaPlanner's conferences of 72 and 216 talks, the meetings KoMa 90 and 92 (41 and 115 sessions, with
everybody's wishes), W3C's TPAC 2023 (17 rooms), and the forum of this repository (64 sessions). The documentation has
the counts.
"""

from __future__ import annotations

from dataclasses import dataclass

Weighted = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Shape:
    """The distributions. Shares are per mille; tables are pairs of a value and its weight.

    Attributes
    ----------
    talk_minutes, workshop_minutes, keynote_minutes
        Lengths. FOSDEM's talks are mostly of 20 to 30 minutes, those of the Chaos Communication Camp 2019 of 45, the
        forum's of 30 to 75; workshops are longer (OptaPlanner: 120).
    workshops
        Share of sessions that are workshops: 111 of OptaPlanner's. A conference has one keynote a day besides.
    full
        Per cent of the time of all rooms that is used: 74 and 81 of eight and a half hours at FOSDEM 2018 and 2025.
    most_days
        Days at most; what is larger has more rooms. OR60F2's 556 submissions take 3 days in 23 rooms.
    sessions_a_track
        Sessions of a track, on average: 14 at FOSDEM 2025, 24 at OptaPlanner's, 4 to 8 in CoSPLib.
    track_flatness
        How uneven tracks are, see ``falling`` in ``dice``: FOSDEM's largest has 2.3 times the mean, the
        largest of GECCO 2019 four times.
    speakers
        Speakers of a session: one in 813 of thousand at FOSDEM 2025, in 630 at OptaPlanner's.
    sessions_a_speaker
        Sessions of a speaker, with a long tail: one for 872 of thousand at FOSDEM 2025, 910 in OR60F, 635 in GECCO
        2019; the most were nine.
    same_track
        Share of a speaker's further sessions that are in the track of the first: 354 of FOSDEM 2025's speakers with
        several have them all in one track.
    part_time
        Share of people who are not always there: 45 and 175 at the two KoMas, 111 at OptaPlanner's, 300 at the forum.
    attendees_a_session
        Attendees who tell what they want to see, for each session: 2.1 and 2.4 at the two KoMas.
    wishes
        How many sessions such an attendee wants, each number as likely as the others: about the deciles of KoMa 92
        among those who want any.
    favourite_track
        Share of the wishes that are of the attendee's favourite track. Assumed: no data that was found tells it.
    popularity_flatness
        How uneven the sessions' popularity is: the most wanted has 3.3 times the wishes of the median at KoMa 92, which
        is what 4 gives.
    smallest_room
        Seats of the smallest rooms: 15 to 20 at TPAC and KoMa. The largest seats everybody, the second half of them,
        the third a third: 130, 75, 39, 39 at TPAC; 527, 194, 60, 57 at KoMa 92.
    recorded
        Share of talks that need a room with recording, among those that are planted in one: some 45 of all talks then.
        42 of OptaPlanner's talks need a special room, and 217 of KoMa 92's sessions do.
    recording_rooms, workshop_rooms
        Share of rooms with recording, and of those with tables, which workshops need: 200 at OptaPlanner's, which has
        no talks in them, as is allowed here.
    undesired, preferred
        Share of sessions whose people would rather not, or rather, have one of the times that blocks are tagged with:
        139 and 21 of OptaPlanner's speakers.
    levels
        Weights of beginners, intermediate, expert: as OptaPlanner's.
    before
        Share of sessions that have to be after another: 43 at KoMa 92, of 5 among 115.
    apart
        Share of sessions that must not be at once with a certain other: 14 and 69 at OptaPlanner's.
    """

    talk_minutes: Weighted = ((30, 55), (45, 30), (60, 15))
    workshop_minutes: Weighted = ((90, 75), (60, 25))
    keynote_minutes: int = 60
    workshops: int = 110
    full: int = 75
    most_days: int = 5
    sessions_a_track: int = 10
    track_flatness: int = 5
    speakers: Weighted = ((1, 750), (2, 200), (3, 40), (4, 10))
    sessions_a_speaker: Weighted = ((1, 850), (2, 105), (3, 25), (4, 11), (5, 4), (6, 2), (7, 1), (8, 1), (9, 1))
    same_track: int = 330
    part_time: int = 120
    attendees_a_session: int = 2
    wishes: tuple[int, ...] = (1, 1, 2, 4, 6, 9, 10, 12, 15, 19)
    favourite_track: int = 500
    popularity_flatness: int = 4
    smallest_room: int = 20
    recorded: int = 150
    recording_rooms: int = 300
    workshop_rooms: int = 250
    undesired: int = 140
    preferred: int = 20
    levels: tuple[int, int, int] = (26, 33, 41)
    before: int = 40
    apart: int = 40
