"""Settings of every rule that suit any conference, for the contract test.

A rule that is missing here fails the test of the registry: whoever adds a rule adds its settings.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from agenda_solver.model.conference import Conference

Settings = list[dict[str, Any]]


def _halves(ids: list[str]) -> tuple[list[str], list[str]]:
    return ids[: (len(ids) + 1) // 2], ids[len(ids) // 2 :]


def _sessions(conference: Conference) -> list[str]:
    return [session.id for session in conference.sessions]


def _precedence(conference: Conference) -> Settings:
    ids = _sessions(conference)
    pairs = [{"before": a, "after": b, "min_gap_minutes": 15 * i} for i, (a, b) in enumerate(pairwise(ids))]
    return [{"pairs": pairs}, {"pairs": [{**pair, "other_day": True} for pair in pairs]}]


def _series(conference: Conference) -> Settings:
    ids = _sessions(conference)
    if len(ids) < 2:
        return []
    flags = ("in_order", "same_room", "back_to_back")
    one_each = [{"sessions": ids, **{flag: flag == kept for flag in flags}} for kept in flags]
    return [{"groups": [{"sessions": ids}]}, *({"groups": [group]} for group in one_each)]


def _tracks(conference: Conference) -> Settings:
    if len(conference.tracks) < 2:
        return []
    pair = [conference.tracks[0].id, conference.tracks[1].id]
    return [{"pairs": [{"tracks": pair, "amount": n}], "scope": s} for n, s in ((1, "time"), (3, "time"), (1, "block"))]


def _time_tables(conference: Conference) -> Settings:
    first, last = conference.sessions[0].id, conference.sessions[-1].id
    block, day = conference.blocks[0].id, conference.days[-1].id
    tables = [{"session": first, "block": block, "amount": 2}, {"session": last, "day": day, "amount": 1}]
    tables += [{"track": track.id, "block": block, "amount": 4} for track in conference.tracks]
    tables += [{"track": track.id, "day": day, "amount": 5} for track in conference.tracks]
    each = {"per_slot": True, "tags": ["required", "undesired"]}
    return [
        {},
        *({"tables": tables, **more} for more in ({}, each, {"tracks_by": "cell"}, {**each, "tracks_by": "cell"})),
    ]


def _room_tables(conference: Conference) -> Settings:
    room = conference.rooms[0].id
    tables = [{"session": conference.sessions[-1].id, "room": room, "amount": 2}]
    tables += [{"track": track.id, "room": room, "amount": 3} for track in conference.tracks]
    more: Settings = [{}, {"per_slot": True}, {"tracks_by": "cell"}, {"per_slot": True, "tracks_by": "cell"}]
    return [{}, *({"tables": tables, "home_building_amount": 2, **each} for each in more)]


def _closed_cell(conference: Conference) -> Settings:
    rooms = (conference.rooms[0].id, conference.rooms[-1].id)
    table = [{"room": room, "block": conference.blocks[0].id, "amount": n} for n, room in enumerate(rooms, 2)]
    return [{}, {"table": table}, {"table": table, "table_by": "cell"}, {"rooms": list(rooms[:1]), "table": table}]


def _sets(name: str) -> Callable[[Conference], Settings]:
    def settings(conference: Conference) -> Settings:
        first, second = _halves(_sessions(conference))
        return [{name: [{"sessions": first}, {"sessions": second}]}]

    return settings


def _windows(conference: Conference) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a row's times that begin and end inside of sessions, and its first day, which overlap them."""
    first, last = conference.blocks[0], conference.blocks[-1]
    ends = [
        (first.start + timedelta(minutes=10), first.start + timedelta(minutes=25)),
        (first.start + timedelta(minutes=20), first.end + timedelta(minutes=20)),
        (last.start - timedelta(minutes=5), last.start + timedelta(minutes=30)),
    ]
    windows = [{"start": start.isoformat(), "end": end.isoformat()} for start, end in ends]
    return {"windows": windows}, {"windows": windows[2:], "days": [conference.days[0].id]}


def _session_windows(conference: Conference) -> Settings:
    windows, days = _windows(conference)
    first, *_, last = (*_sessions(conference), conference.sessions[-1].id)
    rooms = [conference.rooms[-1].id]
    table = [{"session": first, **windows}, {"session": last, **days, "rooms": rooms}]
    tracks = [{"track": track.id, **days, "rooms": rooms} for track in conference.tracks]
    return [{"table": table}, {"table": [{"session": first, **windows, "rooms": rooms}, *tracks]}]


def _person_preference(conference: Conference) -> Settings:
    windows, days = _windows(conference)
    rows = [{"person": person.id, **windows} for person in conference.people]
    graded = [{"person": person.id, "wish": "unwanted", "amount": 3, **days} for person in conference.people[:1]]
    last = [{"person": person.id, "days": [conference.days[-1].id]} for person in conference.people]
    return [{"table": [*rows, *graded]}, {"table": graded, "roles": ["speakers", "required_people"]}, {"table": last}]


def _day_distance(conference: Conference) -> Settings:
    ids = _sessions(conference)
    ways = [("exactly", 0), ("exactly", 1), ("at least", 2), ("at most", 0), ("at most", 1), ("not", 1), ("not", 0)]
    return [{"pairs": [{"sessions": pair, "how": how, "days": n} for pair in pairwise(ids)]} for how, n in ways]


def _adjacent(conference: Conference) -> Settings:
    pairs = [{"before": a, "after": b} for a, b in pairwise(_sessions(conference))]
    flags = [(True, False), (False, False), (True, True), (False, True)]
    return [{"pairs": [{**pair, "same_room": a, "across_breaks": b} for pair in pairs]} for a, b in flags]


PAIRS_OR_SLOTS: Settings = [{"scope": "time"}, {"scope": "block"}, {"scope": "time", "count": "slots"}]


CLASHES: Settings = [*PAIRS_OR_SLOTS, *({"scope": scope, "count": "people"} for scope in ("time", "block"))]


MOVES: Settings = [{"count": "sessions"}, {"count": "people"}, {"count": "minutes"}, {"of": "place", "count": "people"}]
MOVES += [{"count": "minutes", "most_minutes": 20}, {"of": "place"}]


PAUSES: Settings = [{"pause_minutes": 31}, {"pause_minutes": 1}]


HOLES = ("track", "room", "programme")


def _spread(conference: Conference) -> Settings:
    sets = {"sets": [{"sessions": _sessions(conference)}, {"sessions": _halves(_sessions(conference))[0]}]}
    limits: Settings = [{"within": within, "at_most": n} for within in ("block", "day", "room") for n in (1, 2)]
    even: Settings = [{"within": within, "evenly": True} for within in ("block", "day")]
    return [{**sets, **one} for one in (*limits, *even, {"within": "day", "at_most": 2, "evenly": True})]


def _audience(conference: Conference) -> Settings:
    counts = [*PAIRS_OR_SLOTS[2:], *({"scope": s, "count": n} for s in ("time", "block") for n in ("voters", "pairs"))]
    people = {"roles": ["speakers", "moderators"], "track_chairs": True}
    chance: Settings = [{"chance_percent": 49}, {"chance_percent": 49, **people}]
    return [*counts, *({**count, **people} for count in counts), *chance]


def _attendance(conference: Conference) -> Settings:
    return [{}, {"strong": 5, "roles": ["speakers"]}, {"share": 60}, {"seats": False}]


def _hours(conference: Conference) -> Settings:
    early = {"comfortable_from": "06:30", "comfortable_to": "09:40", "tolerable_from": "05:00", "tolerable_to": "10:30"}
    return [{"clock": clock, **hours} for clock in ("session", "block") for hours in ({}, early)]


def _tags(conference: Conference) -> list[str]:
    return sorted({tag for session in conference.sessions for tag in session.tags})


def _level_flow(conference: Conference) -> Settings:
    levels = sorted({session.level for session in conference.sessions if session.level is not None}, reverse=True)
    return [{"topics": _tags(conference), "levels": levels, "count": count} for count in ("pairs", "minutes")]


def _unrecorded(conference: Conference) -> Settings:
    tags: Settings = [{"unrecorded": tags} for tags in (_tags(conference), _tags(conference)[:1])]
    features = sorted({feature for room in conference.rooms for feature in room.features})
    cameras: Settings = [{"unrecorded": [], "camera": camera} for camera in features]
    cameras += [{**tags[1], "camera": camera} for camera in features[:1]]
    return [{**one, "scope": scope} for one in (*tags, *cameras) for scope in ("time", "block")]


def _scopes(conference: Conference) -> Settings:
    return [{"scope": "time"}, {"scope": "block"}]


def _per(conference: Conference) -> Settings:
    return [{"per": "conference"}, {"per": "day"}]


def _fairly(settings: Settings) -> Settings:
    """Return the settings, and the same with only the largest amount counted."""
    return [*settings, *({**one, "counts": "largest"} for one in settings)]


def _plain(conference: Conference) -> Settings:
    return [{}]


def _stand_in(conference: Conference) -> Settings:
    # With few that may wait, hardly any agenda keeps the rule.
    return [{}, {"waiting": {"sessions": _sessions(conference)[1:]}}]


def _one_of(conference: Conference) -> Settings:
    # As a hard rule it refuses a set of which more are certain than may take place.
    certain = [session.id for session in conference.sessions if not session.optional][:1]
    optional = [session.id for session in conference.sessions if session.optional]
    some = _halves(optional)[1] or certain or optional
    sets = {"sets": [{"sessions": [*certain, *optional]}, {"sessions": some}]}
    return [{**sets, "count": count, "exactly": exactly} for count in (1, 2) for exactly in (True, False)]


SETTINGS: dict[str, Callable[[Conference], Settings]] = {
    "adjacent": _adjacent,
    "audience_attendance": _attendance,
    "audience_clash": _audience,
    "chair_clash": _plain,
    "compactness": lambda c: _fairly([{"of": of, **unit} for of in HOLES for unit in ({}, {"unit_minutes": 25})]),
    "day_distance": _day_distance,
    "even_filling": lambda c: [{}, {"per": "day"}, {"tolerance": 2, "unit_minutes": 25}],
    "key_people": lambda c: [{"scope": s, "count": n} for s in ("time", "block") for n in ("pairs", "people")],
    "level_flow": _level_flow,
    "local_hours": _hours,
    "one_of": _one_of,
    "not_in_parallel": lambda c: [{**x, "scope": s} for x in _sets("sets")(c) for s in ("time", "block")],
    "offer_diversity": _plain,
    "occurrences_apart": lambda c: [{"apart": apart} for apart in ("time", "block", "day")],
    "occurrences_room": _plain,
    "parallel_limit": lambda c: [{"limit": limit, "scope": s} for limit in (0, 1, 2) for s in ("time", "block")],
    "person_availability": lambda c: _fairly([{}, *({"people": [person.id]} for person in c.people[:1])]),
    "person_day_load": lambda c: _fairly([{"limit": limit} for limit in (1, 2)]),
    "person_days": lambda c: _fairly([{}, *({"people": [person.id]} for person in c.people[:1])]),
    "person_gap": lambda c: _fairly([{}, *PAUSES, {"pause_minutes": 1, "walk": False}]),
    "person_preference": lambda c: _fairly(_person_preference(c)),
    "pinned": _plain,
    "plenary": _scopes,
    "precedence": _precedence,
    "published_room": lambda c: [{}, {"other_room": 0}, {"other_building": 3}],
    "published_time": lambda c: [{**how, "scope": s} for how in MOVES for s in ("time", "block")],
    "resource_limit": lambda c: [{"resource": "crew", "available": n, "sessions": _sessions(c)} for n in (0, 1, 2)],
    "room_availability": _closed_cell,
    "room_capacity": _plain,
    "room_changeover": _plain,
    "room_features": _plain,
    "room_fit": lambda c: [{"of": "seats"}, {"of": "seats", "times": 1}, {"of": "sessions"}, {"of": "pairs"}],
    "room_preference": _room_tables,
    "rooms_used": lambda c: [{"per": per, "free": free} for per in ("conference", "day") for free in (0, 1, 2)],
    "same_day": _sets("groups"),
    "series": _series,
    "session_windows": _session_windows,
    "similar_tracks": lambda c: [{}, *_tracks(c)],
    "speaker_clash": lambda c: [{**x, **y} for x in CLASHES for y in ({}, {"track_chairs": True})],
    "spread": _spread,
    "stand_in": _stand_in,
    "time_preference": _time_tables,
    "topic_clash": lambda c: [{"topics": _tags(c), "share_audience": share} for share in (False, True)],
    "track_balance": lambda c: _fairly([{}, {"unit_minutes": 20, "blocks": False}, {"days": False}]),
    "track_cell": _plain,
    "track_contiguity": lambda c: _fairly(_per(c)),
    "track_order": lambda c: _fairly([{}, *({"tracks": [track.id]} for track in c.tracks[:1])]),
    "track_parallel": lambda c: _fairly(_scopes(c)),
    "track_rooms": lambda c: _fairly(_per(c)),
    "unrecorded_clash": _unrecorded,
    "unscheduled": lambda c: [{}, {"by": "likelihood"}],
}
