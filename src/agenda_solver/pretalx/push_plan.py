"""The plan of a push: the places to change in pretalx, and what somebody else changed there since the pull."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_texts import dated
from agenda_solver.pretalx.event import Slot, Submission
from agenda_solver.pretalx.journal import Journal
from agenda_solver.pretalx.marks import BREAKS, EVENT, LEFT_OUT, ROOM, SERVER, START, breaks_of, state_text

__all__ = ["Plan", "Target", "agenda_of_slots", "plan_push", "refuse_other_event"]


@dataclass(frozen=True)
class Target:
    """The wanted place of one session.

    Attributes
    ----------
    session, title
        The session.
    code
        The code of its submission.
    slot
        Its slot in the unreleased schedule, as it is now.
    room, start
        The number of the room and the time in UTC; None if it has no place in the agenda.
    minutes
        Its length.
    where
        Time and room in words: ``3 May 10:00, Hall``.
    """

    session: str
    title: str
    code: str
    slot: Slot
    room: int | None
    start: datetime | None
    minutes: int
    where: str

    @property
    def is_reached(self) -> bool:
        """Whether the slot is already at the place, with the right length."""
        return self.is_at(self.slot)

    def is_at(self, slot: Slot) -> bool:
        """Whether a slot is at the place, with the right length."""
        return self.is_placed_like(slot) and self.is_long_like(slot)

    def is_placed_like(self, slot: Slot) -> bool:
        """Whether a slot has the right room and start."""
        return (slot.room, slot.start) == (self.room, self.start)

    def is_long_like(self, slot: Slot) -> bool:
        """Whether a slot is as long as the session; always true without a place."""
        return self.start is None or slot.end == self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Plan:
    """The changes that a push would make.

    Attributes
    ----------
    targets
        The wanted place of each session, in the order in which they are sent.
    conflicts
        Changes by others since the pull, in sentences.
    without_slot
        Titles of sessions that have a place in the agenda but no slot in pretalx: they cannot be written.
    """

    targets: tuple[Target, ...]
    conflicts: tuple[str, ...]
    without_slot: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[Target, ...]:
        """The sessions that are elsewhere in pretalx, or have a wrong length there."""
        return tuple(target for target in self.targets if not target.is_reached)


def refuse_other_event(conference: Conference, event: str) -> None:
    """Make sure that a conference was pulled from an event.

    Raises
    ------
    InvalidInput
        If it was not: its ids would mean nothing there, or something else.
    """
    pulled = conference.attributes.get(EVENT)
    if pulled is None:
        raise InvalidInput.single("the conference does not come from pretalx; begin with `agenda-solver pretalx pull`")
    if pulled != event:
        raise InvalidInput.single(f'the conference was pulled from the event "{pulled}", not from "{event}"')


def plan_push(
    agenda: Agenda,
    slots: Sequence[Slot],
    submissions: Mapping[str, Submission],
    journal: Journal,
) -> Plan:
    """Return the changes to make in pretalx, and those that others made there.

    Parameters
    ----------
    agenda
        The agenda of a conference that was pulled.
    slots
        The unreleased schedule, as it is now.
    submissions
        All submissions as they are now, by code.
    journal
        The record of earlier pushes of this agenda, whose changes are not changes by others.

    Raises
    ------
    InvalidInput
        If the agenda uses a room that was added by hand and does not exist in pretalx.
    """
    _refuse_rooms_by_hand(agenda)
    planner = _Planner(agenda, slots, submissions, journal)
    targets, conflicts = list(planner.targets()), list(planner.conflicts())
    rank = {id: number for number, id in enumerate(agenda.chronological())}
    # Sessions that lose their place come first, then the others in chronological order.
    targets.sort(key=lambda target: rank.get(target.session, -1))
    found = {target.session for target in targets}
    without = (agenda.conference.session_by_id[id].title for id in agenda if id not in found)
    return Plan(tuple(targets), tuple(conflicts), tuple(without))


def _refuse_rooms_by_hand(agenda: Agenda) -> None:
    for room in agenda.conference.rooms:
        is_number = room.id.isascii() and room.id.isdigit() and len(room.id) < 10
        if not is_number and any(place.room == room.id for place in agenda.values()):
            raise InvalidInput.single(f'pretalx has no room "{room.name}"; create it there and pull again')


class _Planner:
    def __init__(
        self, agenda: Agenda, slots: Sequence[Slot], submissions: Mapping[str, Submission], journal: Journal
    ) -> None:
        self.agenda, self.conference, self.journal = agenda, agenda.conference, journal
        self.all_slots, self.submissions = slots, submissions
        self.slots: dict[str, list[Slot]] = {}
        for slot in slots:
            if slot.submission is not None:
                self.slots.setdefault(slot.submission, []).append(slot)
        self.sessions: dict[str, list[str]] = {}
        for session in self.conference.sessions:
            self.sessions.setdefault(session.id.partition("-")[0], []).append(session.id)
        self.matches = {code: self._match(ids, self.slots.get(code, [])) for code, ids in self.sessions.items()}

    def targets(self) -> Iterator[Target]:
        for code, matches in self.matches.items():
            for id, slot in matches.items():
                session, (room, start) = self.conference.session_by_id[id], self._wanted(id)
                yield Target(
                    session=id,
                    title=session.title,
                    code=code,
                    slot=slot,
                    room=int(room) if room else None,
                    start=self._instant(id),
                    minutes=session.duration_minutes or 0,
                    where=self.words(room, start, self._instant(id)),
                )

    def conflicts(self) -> Iterator[str]:
        pulled = self.conference.attributes
        if pulled.get(SERVER) != self.journal.server:
            yield f"the conference was pulled from {pulled.get(SERVER)}, not from {self.journal.server}"
        if pulled.get(BREAKS, "") != breaks_of(self.all_slots):
            yield "the breaks in the schedule are no longer those of the pull"
        for code, ids in self.sessions.items():
            yield from self._conflicts_of(code, ids)
        known = {*self.sessions, *pulled.get(LEFT_OUT, "").split()}
        for code, submission in self.submissions.items():
            if submission.is_in and code not in known and self.slots.get(code):
                yield f'"{submission.title}" ({code}) is in the programme now, but not in the conference'

    def _conflicts_of(self, code: str, ids: list[str]) -> Iterator[str]:
        session, slots = self.conference.session_by_id[ids[0]], self.slots.get(code, [])
        name, submission = f'"{session.title}" ({code})', self.submissions.get(code)
        if START not in session.attributes:
            yield f'"{session.title}" was added by hand and cannot be written; create a submission for it in pretalx'
            return
        if submission is None or not submission.is_in:
            yield f"{name} is no longer in the programme"
        elif len(slots) != len(ids):
            yield f"{name} has {len(slots)} slots in the schedule now, but {len(ids)} in the conference"
        elif submission.minutes not in (session.duration_minutes, self._passing_length(code)):
            yield f"{name} is {submission.minutes} minutes long now, but {session.duration_minutes} in the conference"
        allowed = {self._pulled(id) for id in ids} | {self._wanted(id) for id in ids}
        allowed |= {(entry.room, entry.start) for id in ids if (entry := self.journal.entries.get(id)) is not None}
        for slot in slots:
            if _place_of(slot) not in allowed:
                room, start = _place_of(slot)
                yield f"{name} was moved by somebody else: it is at {self.words(room, start, slot.start)}"

    def _passing_length(self, code: str) -> int | None:
        right = self.journal.lengths.get(code)
        return None if right is None else right + 1

    def _match(self, ids: list[str], slots: list[Slot]) -> dict[str, Slot]:
        """Return the slot of each session; a slot that is already at the place of a session is matched to it."""
        left, found = list(slots), {}
        for id in ids:
            same = next((slot for slot in left if _place_of(slot) == self._wanted(id)), None)
            if same is not None:
                found[id] = same
                left.remove(same)
        others = [id for id in ids if id not in found]
        return {**found, **dict(zip(others, left, strict=False))}

    def _instant(self, id: str) -> datetime | None:
        return self.agenda.start(id).astimezone(UTC) if id in self.agenda else None

    def _wanted(self, id: str) -> tuple[str, str]:
        return (self.agenda[id].room if id in self.agenda else "", state_text(self._instant(id)))

    def _pulled(self, id: str) -> tuple[str, str]:
        attributes = self.conference.session_by_id[id].attributes
        return attributes.get(ROOM, ""), attributes.get(START, "")

    def words(self, room: str, start: str, instant: datetime | None) -> str:
        if instant is None or not start:
            return "no time"
        known = self.conference.room_by_id.get(room)
        local = instant.astimezone(self.conference.zone)
        return f"{dated(local)}, {known.name if known else f'room {room}' if room else 'no room'}"


def _place_of(slot: Slot) -> tuple[str, str]:
    return "" if slot.room is None else str(slot.room), state_text(slot.start)


def agenda_of_slots(conference: Conference, slots: Sequence[Slot]) -> tuple[Agenda, list[str]]:
    """Return the unreleased schedule as an agenda, and sentences about slots that are off the grid."""
    planner = _Planner(Agenda(conference, {}), slots, {}, Journal(None, "", ""))
    placements, odd = {}, []
    for matches in planner.matches.values():
        for id, slot in matches.items():
            if slot.start is None:
                continue
            try:
                placements[id] = conference.placement_at(id, str(slot.room), slot.start)
            except InvalidInput:
                words = planner.words(*_place_of(slot), slot.start)
                odd.append(f'"{conference.session_by_id[id].title}" is where the conference has no slot: {words}')
    return Agenda(conference, placements), odd
