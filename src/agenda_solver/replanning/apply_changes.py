"""Applies changes to a conference; each change is checked when it is applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import MAX_OCCURRENCES, Part
from agenda_solver.model.parts import Person, PublishedPlacement, Room, RuleSetting, Session, Window
from agenda_solver.model.reference_fields import with_resolved_references
from agenda_solver.model.time_intervals import without
from agenda_solver.replanning import changes as kinds
from agenda_solver.replanning.change_parsing import read_short, well_formed
from agenda_solver.replanning.changes import Change
from agenda_solver.replanning.locks import lock, unlock
from agenda_solver.replanning.rule_references import settings_without_strangers
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.base.setting_names import settings_with_ids

__all__ = ["apply_changes"]

LOST = "lost"

ROLES = ("speakers", "moderators", "chairs", "required_people")


@typed
def apply_changes(conference: Conference, changes: Sequence[Change | Mapping[str, Any] | str]) -> Conference:
    """Return a conference after some changes, applied one after the other.

    The published places are kept. If a session can no longer be at its published place, that place is marked as
    ``gone``.

    Parameters
    ----------
    conference
        The conference; locks refer to its published agenda.
    changes
        The changes as objects, as in a file, ``{"change": "cancel", "session": "keynote"}``, or in short form:
        ``"cancel:keynote"``. They refer to parts by id or by name. Times without an offset are in the conference's
        zone.

    Raises
    ------
    InvalidInput
        If a change refers to a part that does not exist at that moment, or leads to an invalid conference. The place of
        the mistake names the change: ``changes[3].person``.
    """
    rules_of(conference)
    conference = _with_rule_ids(conference)
    for number, written in enumerate(well_formed(changes, conference)):
        place = f"changes[{number}]"
        change = read_short(written, conference, place) if isinstance(written, str) else written
        change = with_resolved_references(type(change), change, conference.meaning)
        try:
            conference = _with_rule_ids(APPLY[type(change)](conference, change))
            rules_of(conference)
        except InvalidInput as error:
            raise type(error)([_said_of(mistake, change, place, conference) for mistake in error.mistakes]) from error
    return conference


def _with_rule_ids(conference: Conference) -> Conference:
    """Return a conference whose rules refer to parts by ids, because a name may mean another part after a change."""
    settings = settings_with_ids(conference)
    return conference if settings == conference.rules else conference.replace(rules=settings)


def _said_of(mistake: Mistake, change: Change, place: str, conference: Conference) -> Mistake:
    """Return a mistake in the changed conference as a mistake in the change that caused it."""
    of_part = {
        f"sessions[{len(conference.sessions)}]": "session",
        f"rooms[{len(conference.rooms)}]": "room",
    }
    for head, field in of_part.items():
        if isinstance(change, kinds.AddSession | kinds.AddRoom) and mistake.place.startswith(head):
            return Mistake(f"{place}.{field}{mistake.place.removeprefix(head)}", mistake.message)
    if isinstance(change, kinds.Length) and ".duration" in mistake.place:
        return Mistake(f"{place}.{'minutes' if change.minutes is not None else 'slots'}", mistake.message)
    if isinstance(change, kinds.SetRule) and mistake.place.startswith("rules["):
        return Mistake(f"{place}.setting{mistake.place.partition(']')[2]}", mistake.message)
    fields = type(change).model_fields
    if "." not in mistake.place and mistake.place.partition("[")[0] in fields:
        return Mistake(f"{place}.{mistake.place}", mistake.message)
    where = f"{mistake.place} would be wrong: " if mistake.place else ""
    return Mistake(place, f"{where}{mistake.message}")


# --- one function for each kind of change ---------------------------------------------------------------------------


def _with(part: Any, **fields: Any) -> Any:
    """Return a part with some fields changed, validated like a new one."""
    return type(part).model_validate({name: getattr(part, name) for name in type(part).model_fields} | fields)


def _replaced(parts: tuple[Any, ...], id: str, **fields: Any) -> tuple[Any, ...]:
    return tuple(_with(part, **fields) if part.id == id else part for part in parts)


def _cancel(conference: Conference, change: kinds.Cancel) -> Conference:
    id = change.session
    conference.find("sessions", id, "session")
    every = conference.occurrences.get(conference.session_by_id[id].occurrence_of or id, (id,))
    gone = {id} if change.this_time_only or id != every[0] else set(every)
    sessions = tuple(session for session in conference.sessions if session.id not in gone)
    left = [other for other in every if other not in gone]
    for other in left:  # the first remaining one has the number of occurrences
        own = {"occurrences": len(left), "occurrence_of": None} if other == left[0] else {"occurrence_of": left[0]}
        sessions = _replaced(sessions, other, **own)
    published = conference.published
    fewer = conference.with_fields(
        sessions=sessions,
        votes=tuple(
            _with(v, **{name: tuple(s for s in getattr(v, name) if s not in gone) for name in ("sessions", "strong")})
            for v in conference.votes
        ),
        published=None if published is None else tuple(p for p in published if p.session not in gone),
    )
    return fewer.replace(rules=settings_without_strangers(fewer))


def _add_session(conference: Conference, change: kinds.AddSession) -> Conference:
    sessions, first = conference.sessions, change.session.occurrence_of
    if first in conference.session_by_id:
        many = len(conference.occurrences.get(first, (first,)))
        # All other mistakes, including too many occurrences, are found in the changed conference.
        if conference.session_by_id[first].occurrence_of is None and many < MAX_OCCURRENCES:
            sessions = _replaced(sessions, first, occurrences=many + 1)
    return conference.replace(sessions=(*sessions, change.session))


def _length(conference: Conference, change: kinds.Length) -> Conference:
    id = change.session
    conference.find("sessions", id, "session")
    lengths = {"duration_minutes": change.minutes, "duration_slots": change.slots}
    sessions = _replaced(conference.sessions, id, **lengths)
    longer = conference.replace(sessions=sessions, published=None)
    published = conference.published and tuple(_still_there(longer, place) for place in conference.published)
    return longer.replace(published=published)


def _still_there(conference: Conference, placed: PublishedPlacement) -> PublishedPlacement:
    """Return a published place, marked as gone if the session can no longer be there."""
    if placed.gone:
        return placed
    try:
        conference.placement_at(placed.session, placed.room, placed.start, placed.block)
    except InvalidInput:
        gone: PublishedPlacement = _with(placed, gone=True)
        return gone
    return placed


def _lose_room(conference: Conference, change: kinds.LoseRoom) -> Conference:
    conference.find("rooms", change.room, "room")
    if change.day is not None:
        conference.find("days", change.day, "day")
    if change.start is None or change.end is None:
        blocks = [b.id for b in conference.blocks if change.day in (None, b.day)]
        return _close(conference, {change.room: blocks})
    start, end = change.start, change.end
    room = conference.room_by_id[change.room]
    windows = room.available or (_always(conference),)
    open_windows = [
        Window(start=opens, end=closes)
        for window in windows
        for opens, closes in without((window.start, window.end), [(start, end)])
    ]
    if not open_windows:
        return _close(conference, {change.room: [block.id for block in conference.blocks]})
    rooms = _replaced(conference.rooms, room.id, available=tuple(open_windows))
    return _with_hard_time_rule(conference.replace(rooms=rooms), "room_availability", "rooms", [room.id])


def _always(conference: Conference) -> Window:
    """Return the window from the start of the first block to the end of the last one."""
    return Window(start=min(b.start for b in conference.blocks), end=max(b.end for b in conference.blocks))


def _close(conference: Conference, closed: Mapping[str, Iterable[str]]) -> Conference:
    """Close rooms in some blocks; ``closed`` maps room ids to block ids."""
    rooms: tuple[Room, ...] = tuple(
        _with(room, closed_blocks=tuple(dict.fromkeys((*room.closed_blocks, *closed.get(room.id, ())))))
        for room in conference.rooms
    )
    return _with_hard_time_rule(conference.replace(rooms=rooms), "room_availability", "rooms", closed)


def _with_hard_time_rule(conference: Conference, id: str, field: str, whom: Iterable[str]) -> Conference:
    """Add or extend a hard rule about the times of a person or of some rooms, unless a hard rule already covers them.

    Rules about the times of others are unchanged.
    """
    before = [rule for rule in conference.rules if _is_added(rule, id)]
    hard = [rule for rule in rules_of(conference) if rule.id == id and rule.is_hard]
    wanted = [each for each in whom if not any(_covers(rule, field, each) for rule in hard)]
    if not wanted:
        return conference
    known = [each for rule in before for each in rule.parameters().get(field) or ()]
    setting = {"rule": id, "label": LOST, "severity": "hard", field: list(dict.fromkeys((*known, *wanted)))}
    others = (rule for rule in conference.rules if not _is_added(rule, id))
    return conference.replace(rules=(*others, RuleSetting.model_validate(setting)))


def _is_added(rule: RuleSetting, id: str) -> bool:
    """Whether an earlier change has added this setting."""
    return rule.rule == id and rule.parameters().get("label") == LOST


def _covers(rule: Rule, field: str, id: str) -> bool:
    """Whether a hard rule covers a person in every role, or a room."""
    about = getattr(rule, field)
    every_role = set(getattr(rule, "roles", ROLES)) >= set(ROLES)
    return every_role and (about is None or id in about)


def _add_room(conference: Conference, change: kinds.AddRoom) -> Conference:
    return conference.replace(rooms=(*conference.rooms, change.room))


def _person_available(conference: Conference, change: kinds.PersonAvailable) -> Conference:
    conference.find("people", change.person, "person")
    person: Person = conference.person_by_id[change.person]
    windows = person.available if change.windows is None else change.windows
    pieces = [
        (
            window.start if change.not_before is None else max(window.start, change.not_before),
            window.end if change.not_after is None else min(window.end, change.not_after),
        )
        for window in windows or (_always(conference),)
    ]
    available = tuple(Window(start=start, end=end) for start, end in pieces if start < end)
    if not available:
        raise InvalidInput.single(f'no time is left at which {person.name} is available; use "person gone" instead')
    people = _replaced(conference.people, person.id, available=available)
    return _with_hard_time_rule(conference.replace(people=people), "person_availability", "people", [person.id])


def _person_gone(conference: Conference, change: kinds.PersonGone) -> Conference:
    conference.find("people", change.person, "person")
    sessions: tuple[Session, ...] = tuple(
        _with(session, **{role: tuple(p for p in getattr(session, role) if p != change.person) for role in ROLES})
        if change.person in session.people()
        else session
        for session in conference.sessions
    )
    return conference.replace(sessions=sessions)


def _lose_day(conference: Conference, change: kinds.LoseDay) -> Conference:
    conference.find("days", change.day, "day")
    blocks = [block.id for block in conference.blocks_by_day[change.day]]
    return _close(conference, {room.id: blocks for room in conference.rooms})


def _lose_block(conference: Conference, change: kinds.LoseBlock) -> Conference:
    conference.find("blocks", change.block, "block")
    return _close(conference, {room.id: [change.block] for room in conference.rooms})


def _set_rule(conference: Conference, change: kinds.SetRule) -> Conference:
    setting = change.setting
    label = setting.parameters().get("label")
    others = (r for r in conference.rules if (r.rule, r.parameters().get("label")) != (setting.rule, label))
    return conference.replace(rules=(*others, setting))


APPLY: dict[type[Part], Callable[[Conference, Any], Conference]] = {
    kinds.Cancel: _cancel,
    kinds.AddSession: _add_session,
    kinds.Length: _length,
    kinds.LoseRoom: _lose_room,
    kinds.AddRoom: _add_room,
    kinds.PersonAvailable: _person_available,
    kinds.PersonGone: _person_gone,
    kinds.LoseDay: _lose_day,
    kinds.LoseBlock: _lose_block,
    kinds.SetRule: _set_rule,
    kinds.Lock: lock,
    kinds.Unlock: unlock,
}
