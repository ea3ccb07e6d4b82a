"""Everything that can be wrong in a conference, found at once, each mistake with its place in the file.

Two situations: the parts are all well formed, then :func:`mistakes_in_parts` checks what binds them together; or some
are not, then :func:`mistakes_in_raw` translates pydantic's findings and still checks the parts that are.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from agenda_solver.errors import Mistake
from agenda_solver.model import parts
from agenda_solver.model.time import is_real_local_time

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["mistakes_in_parts", "mistakes_in_raw", "place_of", "sentence_of", "with_wall_clocks"]

KINDS: dict[str, type[BaseModel]] = {
    "days": parts.Day,
    "blocks": parts.Block,
    "buildings": parts.Building,
    "walks": parts.Walk,
    "rooms": parts.Room,
    "people": parts.Person,
    "tracks": parts.Track,
    "sessions": parts.Session,
    "votes": parts.Votes,
    "published": parts.PublishedPlacement,
}
MAX_POSITIONS = 200_000


@dataclass
class Parts:
    """The well-formed parts of a conference with their numbers in the file, and every id that the file defines."""

    items: dict[str, list[tuple[int, Any]]]
    ids: dict[str, set[str]]
    zone: ZoneInfo | None
    mistakes: list[Mistake] = field(default_factory=list)

    def say(self, place: str, message: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(place, message))

    def refer(self, place: str, kind: str, noun: str, id: str | None) -> None:
        """Note a mistake where an id is not defined."""
        if id is not None and id not in self.ids[kind]:
            self.say(place, f'{noun} has the id "{id}"{_guess(id, self.ids[kind])}')


def mistakes_in_parts(conference: Conference) -> list[Mistake]:
    """Return the mistakes of a conference whose parts are each well formed."""
    items = {kind: list(enumerate(getattr(conference, kind) or ())) for kind in KINDS}
    ids = {kind: {getattr(item, "id", "") for _, item in found} for kind, found in items.items()}
    return _cross_check(Parts(items, ids, ZoneInfo(conference.time_zone)))


def mistakes_in_raw(raw: Any, error: ValidationError) -> list[Mistake]:
    """Return pydantic's findings in our words, and the mistakes between those parts that are well formed."""
    found = [Mistake(place_of(e["loc"]), sentence_of(e, raw)) for e in error.errors(include_url=False)]
    if not isinstance(raw, Mapping):
        return found
    items = {kind: list(_well_formed(raw.get(kind), model)) for kind, model in KINDS.items()}
    ids = {kind: set(_raw_ids(raw.get(kind))) for kind in KINDS}
    broken = {mistake.place.split("]")[0] for mistake in found}
    missing = [kind for kind in ("days", "blocks", "rooms", "sessions") if not items[kind] and kind not in raw]
    more = _cross_check(Parts(items, ids, _zone(raw.get("time_zone"))))
    told = (m for m in more if m.place.split("]")[0] not in broken and m.place not in missing)
    return found + [m for m in told if m.place not in {f.place for f in found}]


def _well_formed(raw: Any, model: type[BaseModel]) -> Iterator[tuple[int, Any]]:
    for number, item in enumerate(raw if isinstance(raw, list | tuple) else ()):
        try:
            yield number, model.model_validate(item)
        except ValidationError:
            continue  # its own findings are already in the list


def _raw_ids(raw: Any) -> Iterator[str]:
    for item in raw if isinstance(raw, list | tuple) else ():
        id = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
        if isinstance(id, str):
            yield id


def _zone(name: Any) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (TypeError, ValueError, KeyError, OSError):
        return None


# --- words --------------------------------------------------------------------------------------------------------


def place_of(location: Iterable[str | int]) -> str:
    """Return a pydantic location as a path: ``sessions[12].speakers[0]``."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def sentence_of(error: Mapping[str, Any], raw: Any = None) -> str:
    """Return one pydantic finding in plain words."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return "there is no such field" + _guess(str(error["loc"][-1]), _fields_beside(error["loc"]))
    simple: dict[str, str] = {
        "missing": "is missing",
        "string_type": "must be text",
        "int_type": "must be a whole number",
        "int_from_float": "must be a whole number",
        "bool_type": "must be true or false",
        "tuple_type": "must be a list",
        "timezone_aware": 'needs its UTC offset, as in "2025-05-29T09:30+05:00"',
        "string_too_short": "must not be empty",
    }
    if kind in simple:
        return simple[kind]
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "must be an object with fields"
    if kind.startswith(("datetime", "date_")):
        return "is not a date or time in ISO 8601"
    return str(error["msg"][:1].lower() + error["msg"][1:])


def _fields_beside(location: tuple[str | int, ...]) -> Iterable[str]:
    model = KINDS.get(str(location[0]))
    return model.model_fields if model else [*KINDS, "id", "name", "time_zone", "rules", "notes", "default_rules"]


def _guess(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)
    return f' (did you mean "{close[0]}"?)' if close else ""


# --- wall clocks ----------------------------------------------------------------------------------------------------


def with_wall_clocks(raw: Any) -> tuple[Any, list[Mistake]]:
    """Turn the blocks' wall-clock times ("09:30", on their day) into aware times.

    Returns
    -------
    The data with aware times, and a mistake for each time that no clock shows on that day.
    """
    if not isinstance(raw, Mapping) or not isinstance(raw.get("blocks"), list | tuple):
        return raw, []
    zone, dates = _zone(raw.get("time_zone")), _raw_dates(raw.get("days"))
    if zone is None:
        return raw, []
    blocks, mistakes = [], []
    for number, block in enumerate(raw["blocks"]):
        if isinstance(block, Mapping) and isinstance(block.get("day"), str) and block["day"] in dates:
            changed = dict(block)
            for name in ("start", "end"):
                try:
                    changed[name] = _on_day(block.get(name), dates[block["day"]], zone)
                except ValueError as error:
                    mistakes.append(Mistake(f"blocks[{number}].{name}", str(error)))
                    changed[name] = datetime.combine(dates[block["day"]], datetime.min.time(), tzinfo=zone) + (
                        timedelta(hours=1) if name == "start" else timedelta(hours=23)
                    )
            block = changed
        blocks.append(block)
    return {**raw, "blocks": blocks}, mistakes


def _raw_dates(raw: Any) -> dict[str, date]:
    dates = {}
    for item in raw if isinstance(raw, list | tuple) else ():
        try:
            day = parts.Day.model_validate(item)
        except ValidationError:
            continue  # told as a mistake of the day itself
        dates[day.id] = day.date
    return dates


def _on_day(value: Any, day: date, zone: ZoneInfo) -> Any:
    if not isinstance(value, str) or not (match := re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", value)):
        return value
    hours, minutes = int(match[1]), int(match[2])
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        raise ValueError(f'"{value}" is not a time of day')
    naive = datetime.combine(day, datetime.min.time()) + timedelta(hours=hours, minutes=minutes)
    if not is_real_local_time(naive, zone):
        raise ValueError(f"no clock in {zone.key} shows {value} on {day}: summer time begins then")
    return naive.replace(tzinfo=zone)


# --- what binds the parts together ----------------------------------------------------------------------------------


def _cross_check(found: Parts) -> list[Mistake]:
    for check in CHECKS:
        check(found)
    return found.mistakes


def _nothing_is_empty(found: Parts) -> None:
    for kind, noun in (("days", "day"), ("blocks", "block"), ("rooms", "room"), ("sessions", "session")):
        if not found.items[kind] and not found.ids[kind]:
            found.say(kind, f"a conference needs at least one {noun}")


def _ids_are_unique(found: Parts) -> None:
    for kind, items in found.items.items():
        seen: dict[str, int] = {}
        name = {"votes": "voter", "published": "session"}.get(kind, "id")
        for number, item in items:
            id = getattr(item, name, None)
            if id is not None and id in seen:
                found.say(f"{kind}[{number}].{name}", f'"{id}" already stands at {kind}[{seen[id]}]')
            elif id is not None:
                seen[id] = number


def _days_differ(found: Parts) -> None:
    seen: dict[date, int] = {}
    for number, day in found.items["days"]:
        if day.date in seen:
            found.say(f"days[{number}].date", f"{day.date} is already the date of days[{seen[day.date]}]")
        seen.setdefault(day.date, number)


def _blocks_lie_on_their_days(found: Parts) -> None:
    dates = {day.id: day.date for _, day in found.items["days"]}
    slots = 0
    for number, block in found.items["blocks"]:
        place = f"blocks[{number}]"
        slots += block.slots
        found.refer(f"{place}.day", "days", "no day", block.day)
        if found.zone and block.day in dates and (local := block.start.astimezone(found.zone).date()) != dates[block.day]:
            found.say(f"{place}.start", f"is on {local}, but its day is {dates[block.day]}")
    if slots > MAX_POSITIONS:
        found.say("blocks", f"they have {slots} slots in all; more than {MAX_POSITIONS} cannot be handled")


def _buildings_are_known(found: Parts) -> None:
    for number, walk in found.items["walks"]:
        for end, building in enumerate(walk.between):
            found.refer(f"walks[{number}].between[{end}]", "buildings", "no building", building)
    for number, room in found.items["rooms"]:
        found.refer(f"rooms[{number}].building", "buildings", "no building", room.building)
        for index, block in enumerate(room.closed_blocks):
            found.refer(f"rooms[{number}].closed_blocks[{index}]", "blocks", "no block", block)
    for number, person in found.items["people"]:
        found.refer(f"people[{number}].home_building", "buildings", "no building", person.home_building)


def _people_are_known(found: Parts) -> None:
    for number, track in found.items["tracks"]:
        for index, person in enumerate(track.chairs):
            found.refer(f"tracks[{number}].chairs[{index}]", "people", "nobody", person)
    for number, session in found.items["sessions"]:
        for role in ("speakers", "moderators", "chairs", "required_people"):
            for index, person in enumerate(getattr(session, role)):
                found.refer(f"sessions[{number}].{role}[{index}]", "people", "nobody", person)


def _sessions_are_consistent(found: Parts) -> None:
    for number, session in found.items["sessions"]:
        place = f"sessions[{number}]"
        found.refer(f"{place}.track", "tracks", "no track", session.track)
        if session.pin is not None:
            found.refer(f"{place}.pin.room", "rooms", "no room", session.pin.room)
            found.refer(f"{place}.pin.day", "days", "no day", session.pin.day)
            found.refer(f"{place}.pin.block", "blocks", "no block", session.pin.block)
        for wanted, unwanted in (("required_features", "prohibited_features"), ("required_times", "prohibited_times")):
            for tag in sorted(set(getattr(session, wanted)) & set(getattr(session, unwanted))):
                found.say(f"{place}.{unwanted}", f'"{tag}" is also among its {wanted}')


def _sessions_fit_a_block(found: Parts) -> None:
    blocks = [block for _, block in found.items["blocks"]]
    if len(blocks) < len(found.ids["blocks"]) or not blocks:
        return  # a broken block may be the one that fits
    for number, session in found.items["sessions"]:
        open_blocks = [b for b in blocks if not b.session_types or session.type in b.session_types]
        if not open_blocks:
            found.say(f"sessions[{number}].type", f'no block is open to sessions of type "{session.type}"')
        elif session.duration_slots is not None and session.duration_slots > (most := max(b.slots for b in open_blocks)):
            found.say(f"sessions[{number}].duration_slots", f"it needs {session.duration_slots} slots, but no block open to it has more than {most}")
        elif session.duration_minutes is not None and session.duration_minutes > (most := max(b.minutes for b in open_blocks)):
            found.say(f"sessions[{number}].duration_minutes", f"{session.duration_minutes} minutes are longer than every block open to it (the longest has {most})")


def _sessions_have_a_room(found: Parts) -> None:
    rooms = [room for _, room in found.items["rooms"]]
    if len(rooms) < len(found.ids["rooms"]) or not rooms:
        return
    for number, session in found.items["sessions"]:
        if not any(not room.session_types or session.type in room.session_types for room in rooms):
            found.say(f"sessions[{number}].type", f'no room is open to sessions of type "{session.type}"')


def _votes_are_known(found: Parts) -> None:
    for number, votes in found.items["votes"]:
        seen: set[str] = set()
        for index, session in enumerate(votes.sessions):
            found.refer(f"votes[{number}].sessions[{index}]", "sessions", "no session", session)
            if session in seen:
                found.say(f"votes[{number}].sessions[{index}]", f'"{session}" stands there twice')
            seen.add(session)


def _published_is_known(found: Parts) -> None:
    starts = {block.id: _slot_starts(block) for _, block in found.items["blocks"]}
    for number, placed in found.items["published"]:
        place = f"published[{number}]"
        found.refer(f"{place}.session", "sessions", "no session", placed.session)
        found.refer(f"{place}.room", "rooms", "no room", placed.room)
        found.refer(f"{place}.block", "blocks", "no block", placed.block)
        blocks = [placed.block] if placed.block else list(starts)
        if not any(placed.start in starts.get(block, ()) for block in blocks):
            found.say(f"{place}.start", "no slot begins at that time")


def _slot_starts(block: parts.Block) -> set[datetime]:
    count = block.slots
    return {block.start + timedelta(minutes=(block.minutes * n + count // 2) // count) for n in range(count)}


CHECKS: tuple[Callable[[Parts], None], ...] = (
    _nothing_is_empty,
    _ids_are_unique,
    _days_differ,
    _blocks_lie_on_their_days,
    _buildings_are_known,
    _people_are_known,
    _sessions_are_consistent,
    _sessions_fit_a_block,
    _sessions_have_a_room,
    _votes_are_known,
    _published_is_known,
)
