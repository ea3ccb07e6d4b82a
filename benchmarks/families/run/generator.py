"""Conferences of any size from a seed, shaped like real ones, so that growth can be measured.

The distributions, all drawn from one ``random.Random(seed)``:

* Days of five blocks of 90 minutes in 15-minute slots; as many days as keep the rooms about 75 % full, rooms growing
  with the square root of the number of sessions.
* Lengths: 70 % of the sessions 45 minutes, 20 % 90, 10 % 30.
* Tracks of about 14 sessions. A session has one to four speakers; 85 % of the speakers have one session, the others
  two or three. One person in ten is there on some of the days only.
* Expected audience: Pareto-distributed (shape 1.6) above 20; room capacities halve from the largest to the smallest.
* Votes: each of ``2 * sessions`` attendees wants three to seven sessions, two thirds of them of one favourite track.
"""

from __future__ import annotations

import math
import random
from datetime import date, timedelta

from agenda_solver import Conference

BLOCKS = (("09:00", "10:30"), ("11:00", "12:30"), ("13:30", "15:00"), ("15:30", "17:00"), ("17:15", "18:45"))
BLOCK_MINUTES = 90
FULL = 0.75


def generate(sessions: int, seed: int = 0) -> Conference:
    """Return a conference with this many sessions."""
    draw = random.Random(seed * 1_000_003 + sessions)
    lengths = draw.choices((45, 90, 30), (70, 20, 10), k=sessions)
    rooms = max(2, round(math.sqrt(sessions) / 1.2))
    days = max(1, math.ceil(sum(lengths) / FULL / (rooms * len(BLOCKS) * BLOCK_MINUTES)))
    builder = Conference.build(f"generated-{sessions}-{seed}", f"Generated, {sessions} sessions", "Europe/Berlin")
    for day in range(days):
        builder.day(str(date(2026, 9, 7) + timedelta(days=day)), id=f"day-{day + 1}")
        for number, (start, end) in enumerate(BLOCKS):
            builder.block(start, end, id=f"day-{day + 1}-block-{number + 1}", slot_minutes=15)
    for room in range(rooms):
        capacity = round(1_200 * 0.5 ** (4 * room / rooms))
        builder.room(f"Room {room + 1}", id=f"room-{room + 1}", capacity=capacity)
    tracks = max(1, round(sessions / 14))
    for track in range(tracks):
        builder.track(f"Track {track + 1}", id=f"track-{track + 1}")
    return _with_programme(builder, draw, lengths, days, tracks)


def _with_programme(builder, draw: random.Random, lengths: list[int], days: int, tracks: int) -> Conference:  # type: ignore[no-untyped-def]
    track_of = [draw.randrange(tracks) for _ in lengths]
    speakers = _speakers(builder, draw, len(lengths), days)
    for number, minutes in enumerate(lengths):
        builder.session(
            f"Session {number + 1}",
            id=f"session-{number + 1}",
            minutes=minutes,
            track=f"track-{track_of[number] + 1}",
            speakers=speakers[number],
            expected_audience=min(1_500, round(20 * draw.paretovariate(1.6))),
        )
    for voter in range(2 * len(lengths)):
        favourite = draw.randrange(tracks)
        inside = [n for n, track in enumerate(track_of) if track == favourite]
        wanted = {
            draw.choice(inside) if inside and draw.random() < 2 / 3 else draw.randrange(len(lengths))
            for _ in range(draw.randint(3, 7))
        }
        builder.votes(f"voter-{voter + 1}", *(f"session-{n + 1}" for n in sorted(wanted)))
    builder.rule("audience_clash", 1, at_least=3)
    return builder.done()  # type: ignore[no-any-return]


def _speakers(builder, draw: random.Random, sessions: int, days: int) -> list[list[str]]:  # type: ignore[no-untyped-def]
    """Add the people and return who speaks in which session."""
    seats = [draw.choices((1, 2, 3, 4), (50, 25, 15, 10))[0] for _ in range(sessions)]
    names: list[str] = []
    while len(names) < 3 * sum(seats):
        person = f"Speaker {len(names) + 1}"
        names += [person] * draw.choices((1, 2, 3), (85, 11, 4))[0]
    people = sorted(set(names), key=names.index)
    ids = {name: f"person-{number + 1}" for number, name in enumerate(people)}
    for name in people:
        builder.person(name, id=ids[name], available=_window(draw, days))
    draw.shuffle(names)
    speakers: list[list[str]] = []
    for count in seats:
        mine: list[str] = []
        while len(mine) < count:
            name = names.pop()
            mine += [ids[name]] if ids[name] not in mine else []
        speakers.append(mine)
    return speakers


def _window(draw: random.Random, days: int) -> list[tuple[str, str]]:
    if days == 1 or draw.random() >= 0.1:
        return []
    first = draw.randrange(days)
    last = draw.randrange(first, days)
    start, end = date(2026, 9, 7) + timedelta(days=first), date(2026, 9, 7) + timedelta(days=last)
    return [(f"{start}T00:00+02:00", f"{end}T23:59+02:00")]
