"""Small random conferences for property-based tests."""

from __future__ import annotations

from typing import Any

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    how = 'agenda_solver.testing.strategies needs hypothesis: python -m pip install "agenda-solver[testing]"'
    raise ModuleNotFoundError(how, name=error.name) from error

from agenda_solver.model.conference import Conference
from agenda_solver.testing._draws import Hours, hours_of, number, one_of, seldom, some, windows

__all__ = ["conferences", "conferences_in_tracks"]

# Clocks in Berlin change on 29 March and 25 October 2026, so the second day has 23 or 25 hours.
PLACES = (
    ("Asia/Almaty", ("2026-06-01", "2026-06-02", "2026-06-03")),
    ("Europe/Berlin", ("2026-03-28", "2026-03-29", "2026-03-30")),
    ("Europe/Berlin", ("2026-10-24", "2026-10-25", "2026-10-26")),
    ("UTC", ("2026-06-01", "2026-06-05", "2026-06-06")),
)
TYPES = ("session", "workshop")
FEATURES = ("beamer", "stage")
TIMES = ("morning", "prime")
TAGS = ("a", "b")
# Strategies are created once, because this takes longer than drawing from them.
COIN = st.booleans()
ATTRIBUTE = st.sampled_from(({}, {}, {"frab.guid": "2f1c", "=x": ""}))
# Time zones of remote participants, different from those of all conferences.
ZONE = st.sampled_from((None, None, "Europe/London", "Asia/Kathmandu"))
ROLES = ("speakers", "moderators", "chairs", "required_people")


@st.composite
def conferences(
    draw: st.DrawFn,
    *,
    most_days: int = 3,
    most_blocks: int = 4,
    most_rooms: int = 3,
    most_people: int = 3,
    most_tracks: int = 2,
    most_sessions: int = 5,
    least_blocks: int = 1,
    least_rooms: int = 1,
    least_people: int = 0,
    least_tracks: int = 0,
    least_sessions: int = 1,
    countable: bool = False,
    pins: bool = True,
) -> Conference:
    """Return a strategy for small valid conferences without rule settings of their own.

    They have blocks of different slots (some are uneven, and some blocks overlap) on up to three days, rooms in
    buildings, people with windows and time zones, tracks with chairs, votes, published placements, and sessions of
    every kind: plenary, optional, pinned, repeated, with tags and wishes. Every session fits into an open block and has
    an open room, but a legal agenda need not exist.

    Parameters
    ----------
    most_days, most_blocks, most_rooms, most_people, most_tracks, most_sessions
        The greatest number of each. Further occurrences of a session count as sessions.
    least_blocks, least_rooms, least_people, least_tracks, least_sessions
        The smallest number of each. There is always at least one day.
    countable
        Whether all slots of a block are equal and no blocks overlap, so that counting slots decides what fits a room.
    pins
        Whether sessions may be pinned.
    """
    zone, dates = draw(st.sampled_from(PLACES))
    days = [{"id": f"d{n}", "date": date} for n, date in enumerate(dates[: draw(number(1, most_days))])]
    blocks = draw(_blocks(days, least_blocks, most_blocks, countable))
    buildings = [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}] if draw(COIN) else []
    hours = hours_of(zone, days, [block for block, _, _ in blocks])
    people = [draw(_person(n, hours, buildings)) for n in range(draw(number(least_people, most_people)))]
    tracks = [draw(_track(n, people)) for n in range(draw(number(least_tracks, most_tracks)))]
    numbers = range(draw(number(least_sessions, most_sessions)))
    sessions = [draw(_session(n, blocks, people, tracks)) for n in numbers]
    if (spare := most_sessions - len(sessions)) and draw(number(0, 2)) == 0:
        sessions[0]["occurrences"] = 1 + draw(number(1, min(2, spare)))
    walks: list[dict[str, Any]] = []
    if draw(COIN) and buildings:
        walks = [{"between": ["north", "south"], "minutes": 20}]
    raw: dict[str, Any] = {
        "id": "small",
        "name": "A small conference",
        "time_zone": zone,
        "attributes": draw(ATTRIBUTE),
        "days": days,
        "blocks": [block for block, _, _ in blocks],
        "buildings": buildings,
        "walks": walks,
        "rooms": [draw(_room(n, hours, buildings, blocks)) for n in range(draw(number(least_rooms, most_rooms)))],
        "people": people,
        "tracks": tracks,
        "sessions": sessions,
        "votes": [draw(_votes(n, sessions)) for n in range(draw(number(0, 3)))],
    }
    conference = Conference.model_validate(raw)
    conference = draw(_with_pins(conference)) if pins and draw(COIN) else conference
    return draw(_with_published(conference)) if draw(COIN) else conference


@st.composite
def conferences_in_tracks(draw: st.DrawFn, *, most_sessions: int = 5, most_tracks: int = 3) -> Conference:
    """Return a strategy for small conferences whose cells can belong to tracks.

    Every session has a track, at least two tracks have sessions, and counting slots decides what fits a room.
    """
    conference = draw(
        conferences(
            countable=True, least_tracks=2, most_tracks=most_tracks, least_sessions=2, most_sessions=most_sessions
        )
    )
    ids = [track.id for track in conference.tracks]
    more = [draw(one_of(*ids)) for _ in conference.sessions[2:]]
    pairs = zip(conference.sessions, (*ids[:2], *more), strict=True)
    return conference.replace(sessions=tuple({**session.model_dump(), "track": track} for session, track in pairs))


@st.composite
def _blocks(
    draw: st.DrawFn, days: list[dict[str, Any]], least: int, most: int, countable: bool
) -> list[tuple[dict[str, Any], int, int]]:
    """Return blocks in the order of time, each with its minutes and its number of slots."""
    numbers = sorted(draw(st.lists(number(0, len(days) - 1), min_size=least, max_size=most)))
    blocks = []
    clock, last = 0, -1
    for order, day in enumerate(numbers):
        clock = clock if day == last else 9 * 60
        last = day
        cut, minutes, slots = draw(_cut(countable))
        block = {"id": f"b{order}", "day": days[day]["id"], "start": _clock(clock), "end": _clock(clock + minutes)}
        block |= {**cut, "tags": draw(some(TIMES))}
        if order and draw(number(0, 3)) == 0:  # the first block is open to all, so every type has one
            block["session_types"] = [draw(one_of(*TYPES))]
        blocks.append((block, minutes, slots))
        overlapping = [] if countable else [minutes // 2]
        clock += draw(one_of(minutes, minutes + 30, *overlapping))
    return blocks


@st.composite
def _cut(draw: st.DrawFn, even: bool) -> tuple[dict[str, Any], int, int]:
    """Return how a block is cut into slots, its minutes, and its number of slots."""
    slots = draw(number(1, 3))
    kind = draw(one_of("minutes", "count", "whole"))
    if kind == "minutes":
        length = draw(one_of(15, 20, 30, 60))
        return {"slot_minutes": length}, slots * length, slots
    minutes = draw(one_of(*((60, 90) if even else (40, 50, 60, 90))))  # 50 minutes in 3 slots are uneven
    return ({"slot_count": slots}, minutes, slots) if kind == "count" else ({}, minutes, 1)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def _room(
    draw: st.DrawFn,
    order: int,
    hours: Hours,
    buildings: list[dict[str, Any]],
    blocks: list[tuple[dict[str, Any], int, int]],
) -> dict[str, Any]:
    room = {
        "id": f"r{order}",
        "name": f"Room {order}",
        "capacity": draw(one_of(None, 10, 50)),
        "features": draw(some(FEATURES)),
        "changeover_minutes": draw(one_of(0, 1, 31)),
        "available": draw(windows(hours)),
        "attributes": draw(ATTRIBUTE),
    }
    if buildings:
        room["building"] = draw(one_of(None, "north", "south"))
    if order:  # the first room is open to all, so every type has one
        room["session_types"] = [draw(one_of(*TYPES))] if draw(number(0, 3)) == 0 else []
        room["closed_blocks"] = draw(some(tuple(block["id"] for block, _, _ in blocks), most=1))
    return room


@st.composite
def _person(draw: st.DrawFn, order: int, hours: Hours, buildings: list[dict[str, Any]]) -> dict[str, Any]:
    person: dict[str, Any] = {"id": f"p{order}", "name": f"Person {order}", "available": draw(windows(hours))}
    person["time_zone"] = draw(ZONE)
    if buildings:
        person["home_building"] = draw(one_of(None, "north", "south"))
    person["attributes"] = draw(ATTRIBUTE)
    person["required_features"] = draw(some(FEATURES, most=1))
    person["prohibited_features"] = [
        tag for tag in draw(some(FEATURES, most=1)) if tag not in person["required_features"]
    ]
    return person


@st.composite
def _track(draw: st.DrawFn, order: int, people: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"t{order}",
        "name": f"Track {order}",
        "themes": draw(some(TAGS)),
        "chairs": draw(some(tuple(person["id"] for person in people))),
        "attributes": draw(ATTRIBUTE),
    }


@st.composite
def _session(
    draw: st.DrawFn,
    order: int,
    blocks: list[tuple[dict[str, Any], int, int]],
    people: list[dict[str, Any]],
    tracks: list[dict[str, Any]],
) -> dict[str, Any]:
    type = draw(one_of(*TYPES))
    open_blocks = [b for b in blocks if type in b[0].get("session_types", (type,))]
    _, minutes, slots = draw(st.sampled_from(open_blocks))
    session: dict[str, Any] = {"id": f"s{order}", "title": f"Session {order}", "type": type}
    if draw(COIN):
        session["duration_slots"] = draw(number(1, slots))
    else:
        session["duration_minutes"] = draw(one_of(*(m for m in (15, 20, 25, 30, 45, 60) if m <= minutes)))
    for role in ROLES:
        session[role] = draw(some(tuple(person["id"] for person in people), most=1))
    required_times = draw(seldom(some(TIMES, most=1)))
    prohibited_times = [tag for tag in draw(seldom(some(TIMES, most=1))) if tag not in required_times]
    session |= {
        "track": draw(one_of(None, *(track["id"] for track in tracks))),
        "position": draw(one_of(None, None, 1, 2, 3)),
        "expected_audience": draw(one_of(0, 11, 60)),
        "required_features": draw(seldom(some(FEATURES, most=1))),
        "preferred_features": draw(some(FEATURES, most=1)),
        "undesired_features": draw(some(FEATURES, most=1)),
        "required_times": required_times,
        "prohibited_times": prohibited_times,
        "preferred_times": draw(some(TIMES, most=1)),
        "undesired_times": draw(some(TIMES, most=1)),
        "time_zone": draw(ZONE),
        "tags": draw(some(TAGS)),
        "audience_types": draw(some(TAGS)),
        "level": draw(one_of(None, "beginner", "expert")),
        "language": draw(one_of(None, "en", "kk")),
        "plenary": draw(number(0, 4)) == 0,
        "optional": draw(number(0, 2)) == 0,
        "priority": draw(number(1, 3)),
        "attributes": draw(ATTRIBUTE),
        "setup_minutes": draw(one_of(0, 0, 6)),
    }
    # Derived from earlier draws: an additional draw would change the conferences of every test.
    session["teardown_minutes"] = 11 if session["priority"] == 2 and session["level"] != "expert" else 0
    session["likelihood"] = {1: 100, 2: 85, 3: 40}[session["priority"]]
    return session


@st.composite
def _votes(draw: st.DrawFn, order: int, sessions: list[dict[str, Any]]) -> dict[str, Any]:
    wanted = draw(some(tuple(session["id"] for session in sessions), most=3))
    return {"voter": f"v{order}", "sessions": wanted, "strong": wanted[: order % 2]}


@st.composite
def _with_pins(draw: st.DrawFn, conference: Conference) -> Conference:
    """Pin the first session to some aspects of a possible place: room, day, block or start."""
    session = conference.sessions[0]
    position = draw(st.sampled_from(conference.positions[session.id]))
    place = {
        "room": draw(st.sampled_from(conference.rooms_open_to[session.id])),
        "day": conference.block_by_id[position.block].day,
        "block": position.block,
        "start": conference.local(position.start),
    }
    pinned = draw(st.lists(st.sampled_from(sorted(place)), min_size=1, unique=True))
    changed = {**session.model_dump(), "pin": {name: place[name] for name in pinned}}
    return conference.replace(sessions=(changed, *conference.sessions[1:]))


@st.composite
def _with_published(draw: st.DrawFn, conference: Conference) -> Conference:
    """Publish some sessions at possible times in any room; some of these placements are gone."""
    published = []
    for id in draw(some(tuple(session.id for session in conference.sessions), most=4)):
        position = draw(st.sampled_from(conference.positions[id]))
        named, gone = draw(COIN), draw(number(0, 3)) == 0
        place = {"session": id, "room": draw(st.sampled_from(conference.rooms)).id, "gone": gone}
        block = position.block if named else None
        published.append({**place, "start": conference.local(position.start), "block": block})
    return conference.replace(published=tuple(published))
