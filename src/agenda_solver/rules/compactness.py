"""No holes in a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from pydantic import Field

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import PositiveMinutes
from agenda_solver.model.parts import Room
from agenda_solver.model.time_intervals import TimeSlot, overlaps
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import OFF, Severity
from agenda_solver.rules.base.units import blocks_of, common_unit, open_minutes
from agenda_solver.rules.shared.fairness import FairRule, only_the_largest

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Variable
    from agenda_solver.cpsat.variables.rule_cost import Literal as Truth
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.grid import Spot
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["Compactness"]


class Compactness(FairRule):
    r"""Each track, each room, or the whole programme has no gaps between its first and its last session of a day.

    The time of a day's blocks is cut into pieces wherever a slot begins or ends. A piece is idle for a group of
    sessions (those of a track, those in a room, or all) when a session of the group has run on that day before it, and
    one will run after it, but none runs in any part of it. The amount is the idle time in units of :math:`u` minutes,
    rounded up for each group and day:

    .. math:: \sum_{\text{group}} \sum_{\text{day}} \left\lceil \frac{1}{u}
              \sum_{\text{piece idle}} \mathrm{minutes}(\text{piece}) \right\rceil

    Breaks between blocks are not pieces, so they do not count. Neither do blocks that no session of the group could be
    in because of its type or length (for example, a lunch that is a separate block). A room is not idle in blocks that
    are closed to it, nor outside its windows, if it has any. The rest of a slot in which a session ends is not idle.
    If blocks of a day overlap, their common time counts once. A group with one session on a day, or none, has no idle
    time on it.

    Source: chairs who find gaps everywhere; compactness in the timetabling literature.
    """

    id: ClassVar[str] = "compactness"
    unit: ClassVar[str] = "units of slot length"
    default_severity: ClassVar[Severity] = OFF

    of: Literal["track", "room", "programme"] = Field(
        default="track", description="What should have no holes: each track, each room, or the whole programme."
    )
    unit_minutes: PositiveMinutes | None = Field(
        default=None,
        description="Minutes of one unit; by default the greatest common divisor of the lengths of all slots.",
    )

    def applies(self, conference: Conference) -> bool:
        """Whether a group can have two sessions, and a day has at least three pieces."""
        several = any(len(group.sessions) > 1 for group in self._groups(conference))
        return several and any(len(_time_pieces(conference, day.id)) > 2 for day in conference.days)

    def _groups(self, conference: Conference) -> list[_Group]:
        everybody = tuple(session.id for session in conference.sessions)
        if self.of == "room":
            return [_Group(r.name, everybody, blocks_of(conference, everybody, r), room=r) for r in conference.rooms]
        if self.of == "programme":
            return [_Group("The programme", everybody, blocks_of(conference, everybody))]
        members = {track: tuple(s.id for s in conference.sessions_by_track[track.id]) for track in conference.tracks}
        return [
            _Group(f'The track "{track.name}"', ids, blocks_of(conference, ids), track=track.id)
            for track, ids in members.items()
        ]

    # --- in CP-SAT -------------------------------------------------------------------------------------------------

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each piece in which nothing runs, if the group has sessions before and after it."""
        from agenda_solver.cpsat.variables.shares import Shares

        conference, shares = decisions.conference, Shares(decisions, self)
        unit = self.unit_minutes or common_unit(conference)
        for group in self._groups(conference):
            for day in conference.days:
                pieces = _time_pieces(conference, day.id)
                blocks = [block.id for block in conference.blocks_by_day[day.id]]
                runs = [_running(decisions, group, blocks, piece.start) for piece in pieces]
                idle = _idle(decisions, runs, group.minutes_open(conference, day.id))
                _charge(decisions, shares.of(group.id), idle, unit)
        return shares.cost()

    # --- in Python -------------------------------------------------------------------------------------------------

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Add up the idle pieces between the first and the last session of each group and day."""
        unit = self.unit_minutes or common_unit(conference)
        for group in self._groups(conference):
            for day in conference.days:
                here = [id for id in group.sessions if id in agenda and group.has(conference, agenda[id], day.id)]
                if not here:
                    continue
                begin, end = min(agenda[id].start for id in here), max(agenda[id].end for id in here)
                minutes = sum(
                    length
                    for piece, length in zip(
                        _time_pieces(conference, day.id), group.minutes_open(conference, day.id), strict=True
                    )
                    if begin <= piece.start < end and not any(overlaps(piece, agenda[id]) for id in here)
                )
                if minutes:
                    times = f"between {conference.clock(begin)} and {conference.clock(end)}"
                    message = f"{group.name} is idle for {counted(minutes, 'minute')} {times}."
                    rooms = () if group.room is None else (group.room.id,)
                    tracks = () if group.track is None else (group.track,)
                    yield Violation(-(-minutes // unit), message, tuple(here), rooms=rooms, tracks=tracks)

    def quick(self, terms: Terms) -> bool:
        """Mark the pieces in which each group has sessions, and charge the unmarked ones between them."""
        grid, conference = terms.grid, terms.grid.conference
        pieces = [_time_pieces(conference, day.id) for day in conference.days]
        unit = self.unit_minutes or common_unit(conference)
        marks = [
            sum(1 << number for number, piece in enumerate(pieces[day]) if overlaps(piece, position))
            for day, position in zip(grid.day, grid.times, strict=True)
        ]
        groups = self._groups(conference)
        counting = [
            _idle_unit_counter([group.minutes_open(conference, day.id) for day in conference.days], unit)
            for group in groups
        ]

        def of_room(spots: Sequence[Spot]) -> int:
            return counting[spots[0].room](grid.day[spots[0].time], _bit_mask(marks, spots)) if spots else 0

        def of_one_room(spots: Sequence[Spot], room: int) -> int:
            return of_room(spots) if spots and spots[0].room == room else 0

        every = range(len(conference.sessions))
        if self.of == "room" and self.counts_largest:
            for number, room in enumerate(conference.rooms):
                self.share(terms, room.id).charge_group(every, "day and room", partial(of_one_room, room=number))
            return True
        if self.of == "room":
            terms.charge_group(every, "day and room", of_room)
            return True
        for group, count in zip(groups, counting, strict=True):
            members = [grid.number_of_session[id] for id in group.sessions]
            self.share(terms, group.id).charge_group(
                members,
                "day",
                lambda spots, count=count: count(grid.day[spots[0].time], _bit_mask(marks, spots)) if spots else 0,  # type: ignore[misc]
                sees_room=False,
            )
        return True


class _Group(NamedTuple):
    """Sessions that should follow each other: name for messages, sessions, possible blocks, and their room or track."""

    name: str
    sessions: tuple[str, ...]
    blocks: frozenset[str]
    room: Room | None = None
    track: str | None = None

    @property
    def id(self) -> str:
        """The id of the room or the track; empty for the programme."""
        return self.room.id if self.room is not None else self.track or ""

    def has(self, conference: Conference, placed: Placement, day: str) -> bool:
        """Whether a place counts for the group on a day."""
        return conference.block_by_id[placed.block].day == day and (self.room is None or placed.room == self.room.id)

    def minutes_open(self, conference: Conference, day: str) -> list[int]:
        """Return the usable minutes of each piece of a day for the group."""
        spans = [conference.block_span[block.id] for block in conference.blocks_by_day[day] if block.id in self.blocks]
        return [self._minutes_in(conference, spans, piece) for piece in _time_pieces(conference, day)]

    def _minutes_in(self, conference: Conference, spans: Sequence[TimeSlot], piece: TimeSlot) -> int:
        if not any(overlaps(span, piece) for span in spans):
            return 0
        return piece.minutes if self.room is None else open_minutes(conference, self.room, piece)


def _time_pieces(conference: Conference, day: str) -> list[TimeSlot]:
    """Return the time of a day's blocks, cut wherever a slot begins or ends."""
    blocks = conference.blocks_by_day[day]
    marks = sorted({mark for block in blocks for mark in conference.boundaries[block.id]})
    found = (TimeSlot(start, end) for start, end in pairwise(marks))
    return [piece for piece in found if any(overlaps(conference.block_span[block.id], piece) for block in blocks)]


def _running(decisions: Decisions, group: _Group, blocks: Sequence[str], minute: int) -> list[Truth]:
    """Return literals of which some are true exactly if a session of the group runs at a minute in these blocks."""
    if group.room is None:
        return [literal for id in group.sessions for literal in decisions.running(id, minute, blocks=blocks)]
    found: list[Truth] = []
    for id in group.sessions:
        if group.room.id not in decisions.rooms(id):
            continue
        for block in blocks:
            inside = [position for position in decisions.positions(id) if position.block == block]
            covering = [position for position in inside if position.start <= minute < position.end]
            if covering and len(covering) == len(inside):
                found.append(decisions.in_cell(id, block, group.room.id))
            else:
                found.extend(decisions.at(id, position, group.room.id) for position in covering)
    return found


def _idle(decisions: Decisions, runs: Sequence[Sequence[Truth]], minutes: Sequence[int]) -> list[tuple[int, Variable]]:
    """Return for each piece that can be idle its minutes and a literal that is forced to be true when it is idle."""
    found = []
    before, after = _prefix_literals(decisions, runs), _prefix_literals(decisions, runs[::-1])[::-1]
    for begun, running, to_come, length in zip(before, runs, after, minutes, strict=True):
        if length and begun is not None and to_come is not None:
            idle = decisions.model.new_bool_var("")
            decisions.model.add_bool_or([~begun, *running, ~to_come, idle])
            found.append((length, idle))
    return found


def _prefix_literals(decisions: Decisions, runs: Sequence[Sequence[Truth]]) -> list[Truth | None]:
    """Return for each piece a literal that is forced to be true when something runs before it; None if nothing can."""
    found: list[Truth | None] = []
    so_far: Truth | None = None
    for running in runs:
        found.append(so_far)
        earlier = [*running] if so_far is None else [*running, so_far]
        if running:
            so_far = decisions.model.new_bool_var("")
            for literal in earlier:
                decisions.model.add_implication(literal, so_far)
    return found


def _charge(decisions: Decisions, cost: Cost, idle: Sequence[tuple[int, Variable]], unit: int) -> None:
    """Charge the idle minutes of a group on a day in units, rounded up."""
    if all(minutes % unit == 0 for minutes, _ in idle):
        for minutes, literal in idle:
            cost.add(literal, minutes // unit)
        return
    units = decisions.model.new_int_var(0, -(-sum(minutes for minutes, _ in idle) // unit), "")
    decisions.model.add(unit * units >= sum(minutes * literal for minutes, literal in idle))
    cost.add(units)


def _bit_mask(marks: Sequence[int], spots: Sequence[Spot]) -> int:
    """Return a bit mask of the pieces in which any of the sessions runs."""
    touched = 0
    for spot in spots:
        touched |= marks[spot.time]
    return touched


def _idle_unit_counter(minutes: Sequence[Sequence[int]], unit: int) -> Callable[[int, int], int]:
    """Return a function that counts the idle units of a day, given the bit mask of the pieces in use."""

    @cache
    def units(day: int, idle: int) -> int:
        return -(-sum(length for number, length in enumerate(minutes[day]) if idle >> number & 1) // unit)

    def count(day: int, touched: int) -> int:
        first = touched & -touched
        return units(day, ((1 << touched.bit_length()) - first) & ~touched)

    return count
