"""Small random conferences for the tests that look for a case nobody thought of."""

from __future__ import annotations

from typing import Any

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    how = 'agenda_solver.testing.strategies needs hypothesis: python -m pip install "agenda-solver[testing]"'
    raise ModuleNotFoundError(how, name=error.name) from error

from agenda_solver.model.conference import Conference

__all__ = ["conferences", "conferences_in_tracks"]

# Berlin's clocks are put forward on 29 March 2026 and back on 25 October, so the second day can be an hour off.
PLACES = (
    ("Asia/Almaty", ("2026-06-01", "2026-06-02")),
    ("Europe/Berlin", ("2026-03-28", "2026-03-29")),
    ("Europe/Berlin", ("2026-10-24", "2026-10-25")),
    ("UTC", ("2026-06-01", "2026-06-05")),
)
TYPES = ("session", "workshop")
FEATURES = ("beamer", "stage")
TIMES = ("morning", "prime")
TAGS = ("a", "b")
ATTRIBUTES: tuple[dict[str, str], ...] = ({}, {}, {"frab.guid": "2f1c", "=x": ""})
ROLES = ("speakers", "moderators", "chairs", "required_people")


@st.composite
def conferences(
    draw: st.DrawFn,
    *,
    most_days: int = 2,
    most_blocks: int = 4,
    most_rooms: int = 3,
    most_people: int = 3,
    most_tracks: int = 2,
    most_sessions: int = 5,
    least_tracks: int = 0,
    least_sessions: int = 1,
    countable: bool = False,
    pins: bool = True,
) -> Conference:
    """Return a strategy for small valid conferences without rule settings of their own.

    They have blocks of different slots (also uneven ones, and blocks that overlap), rooms in buildings, people with
    windows, tracks, votes, and sessions of every kind: plenary, optional, pinned, repeated, with tags and wishes. Every
    session fits into a block and has a room, but a legal agenda need not exist.

    Parameters
    ----------
    most_days, most_blocks, most_rooms, most_people, most_tracks, most_sessions
        The greatest number of each, further occurrences of sessions among them; the smallest is 1 for days, blocks,
        rooms and sessions, else 0.
    least_tracks, least_sessions
        The smallest number of each.
    countable
        Whether all blocks are even and none overlap, so that slots alone say what fits a room.
    pins
        Whether sessions may be pinned.
    """
    zone, dates = draw(st.sampled_from(PLACES))
    days = [{"id": f"d{n}", "date": date} for n, date in enumerate(dates[: draw(st.integers(1, most_days))])]
    blocks = draw(_blocks(days, most_blocks, countable))
    buildings = [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}] if draw(st.booleans()) else []
    people = [draw(_person(n, dates, buildings)) for n in range(draw(st.integers(0, most_people)))]
    tracks = [draw(_track(n, people)) for n in range(draw(st.integers(least_tracks, most_tracks)))]
    numbers = range(draw(st.integers(least_sessions, most_sessions)))
    sessions = [draw(_session(n, blocks, people, tracks)) for n in numbers]
    if (spare := most_sessions - len(sessions)) and draw(st.integers(0, 2)) == 0:
        sessions[0]["occurrences"] = 1 + draw(st.integers(1, min(2, spare)))
    walks: list[dict[str, Any]] = []
    if draw(st.booleans()) and buildings:
        walks = [{"between": ["north", "south"], "minutes": 20}]
    raw: dict[str, Any] = {
        "id": "small",
        "name": "A small conference",
        "time_zone": zone,
        "attributes": draw(st.sampled_from(ATTRIBUTES)),
        "days": days,
        "blocks": [block for block, _, _ in blocks],
        "buildings": buildings,
        "walks": walks,
        "rooms": [draw(_room(n, dates, buildings, blocks)) for n in range(draw(st.integers(1, most_rooms)))],
        "people": people,
        "tracks": tracks,
        "sessions": sessions,
        "votes": [draw(_votes(n, sessions)) for n in range(draw(st.integers(0, 3)))],
    }
    conference = Conference.model_validate(raw)
    conference = draw(_with_pins(conference)) if pins and draw(st.booleans()) else conference
    return draw(_with_published(conference)) if draw(st.booleans()) else conference


@st.composite
def conferences_in_tracks(draw: st.DrawFn, *, most_sessions: int = 5, most_tracks: int = 3) -> Conference:
    """Return a strategy for small conferences whose cells can belong to tracks.

    Every session has a track, at least two tracks have sessions, and slots alone say what fits a room.
    """
    conference = draw(
        conferences(
            countable=True, least_tracks=2, most_tracks=most_tracks, least_sessions=2, most_sessions=most_sessions
        )
    )
    ids = [track.id for track in conference.tracks]
    more = [draw(st.sampled_from(ids)) for _ in conference.sessions[2:]]
    pairs = zip(conference.sessions, (*ids[:2], *more), strict=True)
    return conference.replace(sessions=tuple({**session.model_dump(), "track": track} for session, track in pairs))


@st.composite
def _blocks(
    draw: st.DrawFn, days: list[dict[str, Any]], most: int, countable: bool
) -> list[tuple[dict[str, Any], int, int]]:
    """Return blocks in the order of time, each with its minutes and its number of slots."""
    numbers = sorted(draw(st.lists(st.integers(0, len(days) - 1), min_size=1, max_size=most)))
    blocks = []
    clock, last = 0, -1
    for number, day in enumerate(numbers):
        clock = clock if day == last else 9 * 60
        last = day
        cut, minutes, slots = draw(_cut(countable))
        block = {"id": f"b{number}", "day": days[day]["id"], "start": _clock(clock), "end": _clock(clock + minutes)}
        block |= {**cut, "tags": draw(_some(TIMES))}
        if number and draw(st.integers(0, 3)) == 0:  # the first block is open to all, so every type has one
            block["session_types"] = [draw(st.sampled_from(TYPES))]
        blocks.append((block, minutes, slots))
        overlapping = [] if countable else [minutes // 2]
        clock += draw(st.sampled_from([minutes, minutes + 30, *overlapping]))
    return blocks


@st.composite
def _cut(draw: st.DrawFn, even: bool) -> tuple[dict[str, Any], int, int]:
    """Return how a block is cut into slots, its minutes, and its number of slots."""
    slots = draw(st.integers(1, 3))
    kind = draw(st.sampled_from(["minutes", "count", "whole"]))
    if kind == "minutes":
        length = draw(st.sampled_from([15, 20, 30, 60]))
        return {"slot_minutes": length}, slots * length, slots
    minutes = draw(st.sampled_from([60, 90] if even else [40, 50, 60, 90]))  # 50 minutes in 3 slots are uneven
    return ({"slot_count": slots}, minutes, slots) if kind == "count" else ({}, minutes, 1)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def _room(
    draw: st.DrawFn,
    number: int,
    dates: tuple[str, ...],
    buildings: list[dict[str, Any]],
    blocks: list[tuple[dict[str, Any], int, int]],
) -> dict[str, Any]:
    room = {
        "id": f"r{number}",
        "name": f"Room {number}",
        "capacity": draw(st.sampled_from([None, 10, 50])),
        "features": draw(_some(FEATURES)),
        "changeover_minutes": draw(st.sampled_from([0, 0, 10])),
        "available": draw(_windows(dates)),
        "attributes": draw(st.sampled_from(ATTRIBUTES)),
    }
    if buildings:
        room["building"] = draw(st.sampled_from([None, "north", "south"]))
    if number:  # the first room is open to all, so every type has one
        room["session_types"] = [draw(st.sampled_from(TYPES))] if draw(st.integers(0, 3)) == 0 else []
        room["closed_blocks"] = draw(_some([block["id"] for block, _, _ in blocks], most=1))
    return room


@st.composite
def _person(draw: st.DrawFn, number: int, dates: tuple[str, ...], buildings: list[dict[str, Any]]) -> dict[str, Any]:
    person = {"id": f"p{number}", "name": f"Person {number}", "available": draw(_windows(dates))}
    if buildings:
        person["home_building"] = draw(st.sampled_from([None, "north", "south"]))
    person["attributes"] = draw(st.sampled_from(ATTRIBUTES))
    person["required_features"] = draw(_some(FEATURES, most=1))
    person["prohibited_features"] = [
        tag for tag in draw(_some(FEATURES, most=1)) if tag not in person["required_features"]
    ]
    return person


@st.composite
def _windows(draw: st.DrawFn, dates: tuple[str, ...]) -> list[dict[str, str]]:
    """Return mostly no windows, else one or two that may overlap; in the zone +02:00 whatever the conference's."""
    if draw(st.integers(0, 2)):
        return []
    windows = []
    for _ in range(draw(st.integers(1, 2))):
        date, hour = draw(st.sampled_from(dates)), draw(st.integers(5, 12))
        length = draw(st.integers(1, 8))
        windows.append({"start": f"{date}T{hour:02}:00+02:00", "end": f"{date}T{hour + length:02}:00+02:00"})
    return windows


@st.composite
def _track(draw: st.DrawFn, number: int, people: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": f"t{number}",
        "name": f"Track {number}",
        "themes": draw(_some(TAGS)),
        "chairs": draw(_some([person["id"] for person in people], most=1)),
        "attributes": draw(st.sampled_from(ATTRIBUTES)),
    }


@st.composite
def _session(
    draw: st.DrawFn,
    number: int,
    blocks: list[tuple[dict[str, Any], int, int]],
    people: list[dict[str, Any]],
    tracks: list[dict[str, Any]],
) -> dict[str, Any]:
    type = draw(st.sampled_from(TYPES))
    open_blocks = [b for b in blocks if type in b[0].get("session_types", (type,))]
    _, minutes, slots = draw(st.sampled_from(open_blocks))
    session: dict[str, Any] = {"id": f"s{number}", "title": f"Session {number}", "type": type}
    if draw(st.booleans()):
        session["duration_slots"] = draw(st.integers(1, slots))
    else:
        session["duration_minutes"] = draw(st.sampled_from([m for m in (15, 20, 25, 30, 45, 60) if m <= minutes]))
    for role in ROLES:
        session[role] = draw(_some([person["id"] for person in people], most=1))
    required, preferred = draw(_some(FEATURES, most=1)), draw(_some(FEATURES, most=1))
    session |= {
        "track": draw(st.sampled_from([None, *(track["id"] for track in tracks)])),
        "position": draw(st.sampled_from([None, None, 1, 2, 3])),
        "expected_audience": draw(st.sampled_from([0, 12, 60])),
        "required_features": required if draw(st.integers(0, 3)) == 0 else [],
        "preferred_features": preferred,
        "undesired_features": draw(_some(FEATURES, most=1)),
        "preferred_times": draw(_some(TIMES, most=1)),
        "prohibited_times": draw(_some(TIMES, most=1)) if draw(st.integers(0, 3)) == 0 else [],
        "tags": draw(_some(TAGS)),
        "audience_types": draw(_some(TAGS)),
        "level": draw(st.sampled_from([None, "beginner", "expert"])),
        "language": draw(st.sampled_from([None, "en", "kk"])),
        "plenary": draw(st.integers(0, 4)) == 0,
        "optional": draw(st.integers(0, 2)) == 0,
        "priority": draw(st.integers(1, 3)),
        "attributes": draw(st.sampled_from(ATTRIBUTES)),
        "setup_minutes": draw(st.sampled_from([0, 0, 15])),
    }
    return session


@st.composite
def _votes(draw: st.DrawFn, number: int, sessions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"voter": f"v{number}", "sessions": draw(_some([session["id"] for session in sessions], most=3))}


@st.composite
def _with_pins(draw: st.DrawFn, conference: Conference) -> Conference:
    """Pin the first session to some of what makes a place that it could have."""
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
    """Publish some sessions at places that they could have, some of which are no longer there."""
    published = []
    for id in draw(_some([session.id for session in conference.sessions], most=3)):
        position = draw(st.sampled_from(conference.positions[id]))
        named, gone = draw(st.booleans()), draw(st.integers(0, 3)) == 0
        place = {"session": id, "room": draw(st.sampled_from(conference.rooms)).id, "gone": gone}
        block = position.block if named else None
        published.append({**place, "start": conference.local(position.start), "block": block})
    return conference.replace(published=tuple(published))


def _some(items: list[str] | tuple[str, ...], most: int = 2) -> st.SearchStrategy[list[str]]:
    """Return a strategy for a few of the items, each at most once."""
    if not items:
        return st.just([])
    return st.lists(st.sampled_from(items), max_size=most, unique=True)
