"""Checks that every session has a block and a room that can take it, including pins and published places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeGuard

from agenda_solver.model.known_parts import KnownParts
from agenda_solver.model.name_lookup import folded
from agenda_solver.model.partial_conference import WellFormedFields
from agenda_solver.model.parts import Block, Pin, Room, Session
from agenda_solver.model.pydantic_messages import closest

__all__ = ["pins_are_possible", "published_is_possible", "sessions_fit_a_block", "sessions_have_a_room"]


def sessions_fit_a_block(known: KnownParts) -> None:
    """Report each session to which no block is open, or that is longer than every block open to it."""
    blocks: list[Block] = known.all_sound("blocks")
    for sketch in known.well_formed["sessions"] if blocks else ():
        session: Session | None = sketch.sound
        open_blocks = [block for block in blocks if _is_open(block, sketch)]
        if not open_blocks:
            known.say(f"{sketch.place}.type", f'no block is open to sessions of type "{sketch.get("type")}"')
        elif session is None or any(_fits(session, block) for block in open_blocks):
            continue
        elif session.duration_slots is not None:
            words = f"it needs {session.duration_slots} slots, but no block open to it has more than"
            most = max(block.slots for block in open_blocks)
            known.say(f"{sketch.place}.duration_slots", f"{words} {most}{_of_other_type(session, blocks)}")
        else:
            words = f"{session.duration_minutes} minutes are longer than every block open to it; the longest has"
            most = max(block.minutes for block in open_blocks)
            known.say(f"{sketch.place}.duration_minutes", f"{words} {most}{_of_other_type(session, blocks)}")


def _of_other_type(session: Session, blocks: list[Block]) -> str:
    """Return a hint if a session would fit into a block that is open to a type similar to its own."""
    fitting = {type for block in blocks if _fits(session, block) for type in block.session_types}
    by_folded = {folded(type): type for type in sorted(fitting)}
    close = closest(folded(session.type), by_folded)
    if close is None:
        return ""
    return f'; of the type "{by_folded[close]}" it would fit, but its type is "{session.type}"'


def sessions_have_a_room(known: KnownParts) -> None:
    """Report each session of a type to which no room is open."""
    rooms: list[Room] = known.all_sound("rooms")
    for session in known.well_formed["sessions"] if rooms else ():
        if not any(_is_open(room, session) for room in rooms):
            known.say(f"{session.place}.type", f'no room is open to sessions of type "{session.get("type")}"')


def pins_are_possible(known: KnownParts) -> None:
    """Report each pin with an unknown reference, with a contradiction, or without a possible place for its session."""
    rooms = {room.get("id"): room for room in known.well_formed["rooms"]}
    days = {block.get("id"): block.get("day") for block in known.well_formed["blocks"]}
    for session in known.well_formed["sessions"]:
        pin = session.inner("pin", Pin)
        if pin is None:
            continue
        for name, kind in (("room", "rooms"), ("day", "days"), ("block", "blocks")):
            known.refer(f"{pin.place}.{name}", kind, pin.get(name))
        room, day, block_day = rooms.get(pin.get("room")), pin.get("day"), days.get(pin.get("block"))
        if room is not None and room.sound is not None and not _is_open(room.sound, session):
            known.say(f"{pin.place}.room", f'this room is not open to sessions of type "{session.get("type")}"')
        if day is not None and block_day is not None and day != block_day:
            known.say(f"{pin.place}.block", f'this block is on day "{block_day}", but the pin says day "{day}"')
        elif all(pin.knows(name) for name in ("day", "block", "start")):
            _pin_leaves_a_time(known, session, pin)


def _pin_leaves_a_time(known: KnownParts, session: WellFormedFields[Session], pin: WellFormedFields[Pin]) -> None:
    day, block, start = pin.get("day"), pin.get("block"), pin.get("start")
    blocks = [b for b in known.all_sound("blocks") if block in (None, b.id) and day in (None, b.day)]
    if not blocks or (day is None and block is None and start is None):
        return  # no block is known, or the pin says nothing about the time
    place = f"{pin.place}.{'start' if start else 'block' if block else 'day'}"
    open_blocks = [b for b in blocks if _is_open(b, session)]
    starting = [b for b in open_blocks if start is None or _slot_at(b, start) is not None]
    if not open_blocks:
        known.say(place, f'no block there is open to sessions of type "{session.get("type")}"')
    elif not starting:
        known.say(place, "no slot of a block that is open to it begins at that time")
    elif _fits_somewhere(session.sound, known) and not any(_fits(session.sound, b, start) for b in starting):
        known.say(place, "there is not enough time for it")


def published_is_possible(known: KnownParts) -> None:
    """Report each published placement at which no slot begins, or from which on its session does not fit."""
    blocks: list[Block] = known.all_sound("blocks")
    sessions = {session.get("id"): session.sound for session in known.well_formed["sessions"]}
    for placed in known.well_formed["published"]:
        start, named = placed.get("start"), placed.get("block")
        meant = [block for block in blocks if named in (None, block.id)]
        if start is None or not meant or not placed.knows("block") or placed.get("gone") is not False:
            continue
        starting = [block for block in meant if _slot_at(block, start) is not None]
        session = sessions.get(placed.get("session"))
        if not starting:
            known.say(f"{placed.place}.start", f"no slot of {'this' if named else 'a'} block begins at that time")
        elif _fits_somewhere(session, known) and not any(_fits(session, block, start) for block in starting):
            known.say(f"{placed.place}.start", "from then on there is not enough time for this session")


def _is_open(place: Block | Room, session: WellFormedFields[Session]) -> bool:
    """Whether a block or a room is open to sessions of this type; true if the type is malformed."""
    return not place.session_types or not session.knows("type") or session.get("type") in place.session_types


def _fits_somewhere(session: Session | None, known: KnownParts) -> TypeGuard[Session]:
    """Whether a session is known and fits into some block; if it fits nowhere, that is reported elsewhere."""
    return session is not None and any(_fits(session, block) for block in known.all_sound("blocks"))


def _fits(session: Session, block: Block, start: datetime | None = None) -> bool:
    """Whether a session fits into a block, from the slot that begins at ``start`` on if it is given."""
    slot = 0 if start is None else _slot_at(block, start)
    if slot is None:
        return False
    if session.duration_slots is not None:
        return slot + session.duration_slots <= block.slots
    return not block.is_in_order and _offset(block, slot) + (session.duration_minutes or 0) <= block.minutes


def _slot_at(block: Block, start: datetime) -> int | None:
    """Return the number of the slot that begins at an instant."""
    passed = start.astimezone(UTC) - block.start.astimezone(UTC)
    if block.is_in_order:
        return None if passed else 0  # all places begin with the block; a number distinguishes them
    minutes, rest = divmod(passed, timedelta(minutes=1))
    # The first slot that does not begin earlier: the smallest one whose offset is at least this many minutes.
    number = -((block.slots // 2 - minutes * block.slots) // block.minutes)
    if rest or not 0 <= number < block.slots or _offset(block, number) != minutes:
        return None
    return number


def _offset(block: Block, slot: int) -> int:
    return (block.minutes * slot + block.slots // 2) // block.slots
