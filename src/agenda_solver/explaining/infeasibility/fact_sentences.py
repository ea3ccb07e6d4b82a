"""Facts in the words of a committee: names, titles, local times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from agenda_solver.diagnosis.finding import listed, titles
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session, Window
from agenda_solver.rules.base.rule import Rule

__all__ = [
    "ROLES",
    "entry_in_words",
    "field_in_words",
    "is_id",
    "length_in_words",
    "person_in_words",
    "pin_in_words",
    "rooms_in_words",
    "value_in_words",
    "windows_in_words",
]

ROLES = {
    "speakers": "is a speaker of",
    "moderators": "is a moderator of",
    "chairs": "is a chair of",
    "required_people": "has to be able to follow",
}
Words = Callable[[Conference, Any], str]


def length_in_words(session: Session) -> str:
    """Return the length of a session."""
    if session.duration_slots is not None:
        return f"{session.duration_slots} slots" if session.duration_slots > 1 else "1 slot"
    return f"{session.duration_minutes} minutes"


def person_in_words(conference: Conference, session: Session, person: str) -> str:
    """Return the roles of a person in a session."""
    roles = [words for role, words in ROLES.items() if person in getattr(session, role)]
    return f'{conference.person_by_id[person].name} {" and ".join(roles)} "{session.title}".'


def windows_in_words(conference: Conference, windows: Iterable[Window]) -> str:
    """Return windows as a list of local times."""
    return listed(_window(conference, window) for window in windows)


def _window(conference: Conference, window: Window) -> str:
    span = conference.span(window)
    return conference.clocks(span.start, span.end)


def rooms_in_words(conference: Conference) -> str:
    """Return the sentence that there are no other rooms."""
    names = listed(room.name for room in conference.rooms)
    return f"The only rooms are {names}." if len(conference.rooms) > 1 else f"The only room is {names}."


def pin_in_words(conference: Conference, session: Session) -> dict[str, str]:
    """Return a sentence for each aspect that the pin of a session fixes."""
    pin, title = session.pin, f'"{session.title}"'
    sentences: dict[str, str] = {}
    if pin is not None and pin.room is not None:
        sentences["room"] = f"{title} is fixed to {conference.room_by_id[pin.room].name}."
    if pin is not None and pin.day is not None:
        sentences["day"] = f"{title} is fixed to {conference.day_by_id[pin.day].label}."
    if pin is not None and pin.block is not None:
        sentences["block"] = f"{title} is fixed to the block of {_block(conference, pin.block)}."
    if pin is not None and pin.start is not None:
        sentences["start"] = f"{title} is fixed to begin at {conference.clock(conference.minute_of(pin.start))}."
    return sentences


def _block(conference: Conference, id: str) -> str:
    return conference.clock(conference.block_span[id].start)


def field_in_words(conference: Conference, kind: str, part: Any, name: str) -> str:
    """Return what a field of a part says; a field without its own sentence is described by its name."""
    sentence = SENTENCES.get((kind, name), f"{{who}}: {name.replace('_', ' ')} {{what}}.")
    return sentence.format(
        who=_name(conference, kind, part), what=value_in_words(conference, name, getattr(part, name))
    )


def value_in_words(conference: Conference, name: str, value: Any) -> Any:
    """Return the value of a field as text; a number stays a number."""
    if words := VALUES.get(name):
        return words(conference, value)
    return listed(str(item) for item in value) if isinstance(value, tuple) else value


def _name(conference: Conference, kind: str, part: Any) -> str:
    if kind == "sessions":
        return f'"{part.title}"'
    return f"The block of {_block(conference, part.id)}" if kind == "blocks" else str(part.name)


VALUES: Mapping[str, Words] = {
    "available": windows_in_words,
    "closed_blocks": lambda c, ids: listed(_block(c, id) for id in ids),
    "session_types": lambda _, types: " or ".join(types),
    "building": lambda c, id: next(building.name for building in c.buildings if building.id == id),
    "chairs": lambda c, ids: listed(c.person_by_id[id].name for id in ids),
    "track": lambda c, id: c.track_by_id[id].name,
}

SENTENCES: Mapping[tuple[str, str], str] = {
    ("people", "available"): "{who} is only available {what}.",
    ("people", "required_features"): "{who} needs {what} in every room.",
    ("people", "prohibited_features"): "{who} cannot be in a room with {what}.",
    ("people", "time_zone"): "{who} lives in the time zone {what}.",
    ("rooms", "available"): "{who} is open only {what}.",
    ("rooms", "closed_blocks"): "{who} is closed in the block of {what}.",
    ("rooms", "session_types"): "{who} takes only sessions of the type {what}.",
    ("rooms", "capacity"): "{who} seats {what:,}.",
    ("rooms", "building"): "{who} is in {what}.",
    ("rooms", "changeover_minutes"): "{who} has to be empty for {what} minutes between two sessions.",
    ("blocks", "session_types"): "{who} is only for sessions of the type {what}.",
    ("tracks", "chairs"): "{what} chairs the track {who}.",
    ("tracks", "themes"): "The track {who} is about {what}.",
    ("sessions", "plenary"): "{who} is a plenary: nothing else runs at the same time.",
    ("sessions", "track"): "{who} belongs to the track {what}.",
    ("sessions", "position"): "{who} comes as number {what} of its track.",
    ("sessions", "required_features"): "{who} needs {what} in its room.",
    ("sessions", "prohibited_features"): "{who} cannot be in a room with {what}.",
    ("sessions", "required_times"): "{who} has to be at a time tagged {what}.",
    ("sessions", "prohibited_times"): "{who} cannot be at a time tagged {what}.",
    ("sessions", "expected_audience"): "{who} expects {what:,} people.",
    ("sessions", "setup_minutes"): "The room of {who} has to be empty for {what} minutes before it.",
    ("sessions", "teardown_minutes"): "The room of {who} stays closed for {what} minutes after it.",
    ("sessions", "tags"): "{who} carries the tag {what}.",
    ("sessions", "language"): "{who} is in the language {what}.",
    ("sessions", "level"): "{who} is of the level {what}.",
    ("sessions", "audience_types"): "{who} is meant for {what}.",
    ("sessions", "time_zone"): "Those who join {who} remotely live in the time zone {what}.",
}
"""Sentences about a part, by its kind and the name of the field."""


# --- entries of rules -----------------------------------------------------------------------------------------------

# The index of the parts whose ids are the values of a parameter.
HOMES = {
    "sessions": "session_by_id",
    "session": "session_by_id",
    "before": "session_by_id",
    "after": "session_by_id",
    "people": "person_by_id",
    "person": "person_by_id",
    "rooms": "room_by_id",
    "room": "room_by_id",
    "tracks": "track_by_id",
    "track": "track_by_id",
    "blocks": "block_by_id",
    "block": "block_by_id",
    "days": "day_by_id",
    "day": "day_by_id",
}


def is_id(conference: Conference, name: str, entry: Any) -> bool:
    """Whether an entry of a parameter with this name is the id of a part."""
    return isinstance(entry, str) and name in HOMES and entry in getattr(conference, HOMES[name])


def entry_in_words(conference: Conference, rule: Rule, name: str, entry: Any) -> str:
    """Return what one entry of a rule's list says; the most common rules have sentences of their own."""
    if not isinstance(entry, BaseModel):
        return f"{rule.key} holds for {_named(conference, name, entry)}."
    if words := ENTRIES.get((rule.id, name)):
        return words(conference, entry)
    fields = []
    for field, info in type(entry).model_fields.items():
        value = getattr(entry, field)
        if value != info.default:
            fields.append(f"{field.replace('_', ' ')} {_named(conference, field, value)}")
    return f"{rule.key}: {', '.join(fields)}."


def _named(conference: Conference, field: str, value: Any) -> str:
    if isinstance(value, tuple):
        return listed(_named(conference, field, item) for item in value)
    if not is_id(conference, field, value):
        return str(value)
    part = getattr(conference, HOMES[field])[value]
    if HOMES[field] == "block_by_id":
        return f"of {_block(conference, value)}"
    title = getattr(part, "title", None)
    return f'"{title}"' if title is not None else str(getattr(part, "label", None) or part.name)


def _order(conference: Conference, pair: Any) -> str:
    before, after = (f'"{conference.session_by_id[id].title}"' for id in (pair.before, pair.after))
    gap = f", at least {pair.min_gap_minutes} minutes after its end" if pair.min_gap_minutes else ""
    return f"{after} comes after {before}{gap}{', on a later day' if pair.other_day else ''}."


def _parts(conference: Conference, group: Any) -> str:
    how = [("in this order", group.in_order), ("in one room", group.same_room)]
    wishes = [words for words, wanted in [*how, ("without a break", group.back_to_back)] if wanted]
    names = listed((f'"{conference.session_by_id[id].title}"' for id in group.sessions), most=len(group.sessions))
    return f"{names} belong together, {listed(wishes)}." if wishes else f"{names} belong together."


def _apart(conference: Conference, chosen: Any) -> str:
    return f"No two of {titles(conference, chosen.members(conference))} may run at once."


def _alternatives(conference: Conference, chosen: Any) -> str:
    return f"{titles(conference, chosen.members(conference))} are alternatives."


def _one_day(conference: Conference, chosen: Any) -> str:
    return f"{titles(conference, chosen.members(conference))} have to be on one day."


PLACES = {"room": "in ", "block": "in the block ", "day": "on "}


def _wish(conference: Conference, row: Any) -> str:
    """Return what a session or a track costs at a place or a time, as a row of a table says."""
    if row.session is not None:
        who = _named(conference, "session", row.session)
    else:
        who = f"The track {_named(conference, 'track', row.track)}"
    where = next(name for name in PLACES if getattr(row, name, None) is not None)
    place = PLACES[where] + _named(conference, where, getattr(row, where))
    return f"{who} {place} is charged {row.amount} points."


def _charged_room(conference: Conference, row: Any) -> str:
    room, block = conference.room_by_id[row.room].name, _block(conference, row.block)
    return f"{room} in the block of {block} is charged {row.amount} minutes."


def _times(conference: Conference, row: Any) -> str:
    days = [f"on {_named(conference, 'day', day)}" for day in row.days or ()]
    return listed([_window(conference, window) for window in row.windows] + days)


def _session_times(conference: Conference, row: Any) -> str:
    who = _named(conference, "session", row.session) if row.session is not None else ""
    who = who or f"The track {_named(conference, 'track', row.track)}"
    where = "" if row.rooms is None else f" in {_named(conference, 'rooms', row.rooms)}"
    return f"{who} may be{where} only {_times(conference, row)}."


def _wished_times(conference: Conference, row: Any) -> str:
    wish = "would rather have sessions" if row.wish == "preferred" else "would rather not have sessions"
    return f"{_named(conference, 'person', row.person)} {wish} {_times(conference, row)}."


def _days_apart(conference: Conference, pair: Any) -> str:
    must, many = "must not be" if pair.how == "not" else f"have to be {pair.how}", "day" if pair.days == 1 else "days"
    return f"{_named(conference, 'sessions', pair.sessions)} {must} {pair.days} {many} apart."


def _right_after(conference: Conference, pair: Any) -> str:
    before, after = (f'"{conference.session_by_id[id].title}"' for id in (pair.before, pair.after))
    room = ", in the same room" if pair.same_room else ""
    return f"{after} comes right after {before}{room}{', or after the break' if pair.across_breaks else ''}."


ENTRIES: Mapping[tuple[str, str], Words] = {
    ("room_preference", "tables"): _wish,
    ("time_preference", "tables"): _wish,
    ("room_availability", "table"): _charged_room,
    ("precedence", "pairs"): _order,
    ("series", "groups"): _parts,
    ("not_in_parallel", "sets"): _apart,
    ("one_of", "sets"): _alternatives,
    ("same_day", "groups"): _one_day,
    ("session_windows", "table"): _session_times,
    ("person_preference", "table"): _wished_times,
    ("day_distance", "pairs"): _days_apart,
    ("adjacent", "pairs"): _right_after,
}
