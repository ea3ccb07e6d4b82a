"""Good and bad times for a session."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise, product
from typing import TYPE_CHECKING, ClassVar, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import BlockId, Count, DayId, SessionId, TrackId
from agenda_solver.model.parts import Block, Session
from agenda_solver.rules.base.quick_terms import charge_used_cells, slots_touched
from agenda_solver.rules.base.reach import EVERYTHING, NOBODY, Reach
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Row, unknown_ends
from agenda_solver.rules.base.sentences import counted
from agenda_solver.rules.base.severity import Severity, soft

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["TimePreference", "TimeWish"]

Amounts: TypeAlias = dict[tuple[str, str], dict[str, int]]
"""What blocks cost, by session or track."""

TagKind: TypeAlias = Literal["required", "prohibited", "preferred", "undesired"]


class TimeWish(Row):
    """One row of the table: what a session, or each session of a track, costs in a block or on a day."""

    session: SessionId | None = Field(default=None, description="Id or title of the session that the row is about.")
    track: TrackId | None = Field(default=None, description="Id or name of the track whose sessions the row is about.")
    block: BlockId | None = Field(default=None, description="Id or name of the block that costs something.")
    day: DayId | None = Field(default=None, description="Id, name or date of the day that costs something.")
    amount: Count = Field(description="Points for each such session in that time.")

    @model_validator(mode="after")
    def _says_who_and_when(self) -> Self:
        if (self.session is None) == (self.track is None):
            raise ValueError("give exactly one of session and track")
        if (self.block is None) == (self.day is None):
            raise ValueError("give exactly one of block and day")
        return self


Rows: TypeAlias = dict[tuple[str, str | None, str | None], list[tuple[int, TimeWish]]]
"""Rows of the table with their numbers, by session or track, block and day."""


class TimePreference(Rule):
    r"""Sessions are at times that suit them.

    The amount is the sum over the placed sessions of what their block costs them:

    .. math:: \sum_s \Bigl(\sum_{r \in T(s, b_s)} \mathrm{amount}_r + |R_s \setminus G_{b_s}| + |F_s \cap G_{b_s}|
              + |P_s \setminus G_{b_s}| + |U_s \cap G_{b_s}|\Bigr) \cdot k_s + C

    :math:`T(s, b)` are the rows of ``tables`` for the session, or its track, and the block, or its day; all that fit
    add up. :math:`G_b` are the tags of the block and :math:`R_s, F_s, P_s, U_s` the distinct required, prohibited,
    preferred and undesired times of the session, as far as ``tags`` names them. :math:`k_s` is 1, or
    with ``per_slot=True`` the number of slots of the block that the session touches. :math:`C` is 0.

    With ``tracks_by="cell"`` the rows that name a track are not in :math:`T(s, b)`. They count once for each room that
    the track uses in the block, however many sessions it has there:

    .. math:: C = \sum_{\text{track}\ x} \sum_b \left|\{\mathrm{room}_s : s \in x,\ b_s = b\}\right|
              \cdot \sum_{r \in T(x, b)} \mathrm{amount}_r

    :math:`T(x, b)` are the rows for the track and the block, or its day. Slots do not multiply them.

    To make required and prohibited times hard and keep the others a wish, set the rule twice, with two labels and
    with ``tags`` of ``("required", "prohibited")`` and ``("preferred", "undesired")``.

    Source: CoSPLib's penalties of tracks and of submissions for sessions; OptaPlanner's timeslot tags.
    """

    id: ClassVar[str] = "time_preference"
    unit: ClassVar[str] = "points"
    default_severity: ClassVar[Severity] = soft(1)
    narrows: ClassVar[bool] = True
    bears_absence: ClassVar[bool] = True

    tables: tuple[TimeWish, ...] = Field(default=(), description="What sessions or tracks cost in blocks or on days.")
    tags: tuple[TagKind, ...] = Field(
        default=("required", "prohibited", "preferred", "undesired"),
        description="Which of the sessions' own tags of times count; none for the tables alone.",
    )
    per_slot: bool = Field(default=False, description="Whether a session costs its points for each slot that it takes.")
    tracks_by: Literal["session", "cell"] = Field(
        default="session",
        description="Whether a row for a track counts for each of its sessions, or once for each room that it uses in "
        "a block.",
    )

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each row with an unknown session, track, block or day."""
        for number, row in enumerate(self.tables):
            kinds = {"session": "sessions", "track": "tracks", "block": "blocks", "day": "days"}
            yield from unknown_ends(conference, row, kinds, f"tables[{number}]")

    def applies(self, conference: Conference) -> bool:
        """Whether there is a table, or a session with a wish."""
        return bool(self.tables) or any(self._has_wishes(session) for session in conference.sessions)

    def post(self, decisions: Decisions) -> Cost | None:
        """Charge each session for its block, multiplied by its slots if these count."""
        conference = decisions.conference
        cost = decisions.cost(self.is_hard)
        # A hard rule forbids the block to every session, so the way of counting does not matter.
        by_cell = self.tracks_by == "cell" and not self.is_hard
        if by_cell:
            self._charge_cells(decisions, cost)
        amounts = self._amounts(conference)
        for session in conference.sessions:
            mine = _amounts_of(amounts, session, None if by_cell else session.track)
            if not mine and not self._has_wishes(session):
                continue
            points = {b: self._points(session, conference.block_by_id[b], mine) for b in decisions.blocks(session.id)}
            if not self.per_slot:
                cost.blocks(session.id, points)
                continue
            # The number of slots that begin before its end, minus those that end before its start.
            begun = {p: bisect_left(conference.boundaries[p.block], p.end) for p in decisions.positions(session.id)}
            cost.positions(session.id, {p: points[p.block] * (number - p.slot) for p, number in begun.items()})
        return cost

    def _charge_cells(self, decisions: Decisions, cost: Cost) -> None:
        conference, amounts = decisions.conference, self._amounts(decisions.conference)
        for track, block in product(conference.tracks, conference.blocks):
            amount = amounts.get(("track", track.id), {}).get(block.id, 0)
            for room in conference.rooms if amount else ():
                used = decisions.track_in_cell(track.id, block.id, room.id)
                if used.index != decisions.never.index:
                    cost.add(used, amount)

    def _amounts(self, conference: Conference) -> Amounts:
        """Return the amount of each session or track in each block, in one pass over the table."""
        found: Amounts = {}
        for row in self.tables:
            subject = ("track", str(row.track)) if row.session is None else ("session", row.session)
            mine = found.setdefault(subject, {})
            blocks = [row.block] if row.block else [block.id for block in conference.blocks_by_day[str(row.day)]]
            for block in blocks:
                mine[block] = mine.get(block, 0) + row.amount
        return found

    def _points(self, session: Session, block: Block, amounts: Mapping[str, int]) -> int:
        points = amounts.get(block.id, 0)
        here = set(block.tags)
        for kind in set(self.tags):
            named = set(getattr(session, f"{kind}_times"))
            points += len(named - here if kind in ("required", "preferred") else named & here)
        return points

    def _has_wishes(self, session: Session) -> bool:
        return any(getattr(session, f"{kind}_times") for kind in self.tags)

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare each placed session with its wishes, and look up sessions and tracks in the table."""
        of_session, of_track = self._rows_naming_session, self._rows_naming_track
        cells: dict[tuple[str, str, str], list[str]] = {}
        for id, placement in agenda.items():
            session, block = conference.session_by_id[id], conference.block_by_id[placement.block]
            rows = _rows_at(of_session, id, block)
            if session.track is not None and self.tracks_by == "session":
                rows += _rows_at(of_track, session.track, block)
            elif session.track is not None:
                cells.setdefault((session.track, block.id, placement.room), []).append(id)
            amounts = [row.amount for row in rows if row.amount]
            reasons = [f"the table charges {counted(amount, 'point')} for that time" for amount in amounts]
            points = sum(amounts)
            for wish, tag in _missed_tags(session, block, self.tags):
                points += 1
                reasons.append(f'{wish} "{tag}"')
            if self.per_slot:
                marks = conference.boundaries[block.id]
                slots = pairwise(marks)
                points *= len([1 for begin, end in slots if begin < placement.end and placement.start < end])
            if points:
                when = conference.clock(placement.start)
                yield Violation(points, f'"{session.title}" at {when}: {", ".join(reasons)}.', (id,))
        for (track, block_id, room), here in cells.items():
            block = conference.block_by_id[block_id]
            points = sum(row.amount for row in _rows_at(of_track, track, block))
            if points:
                name, place = conference.track_by_id[track].name, conference.room_by_id[room].name
                when = conference.clock(conference.block_span[block_id].start)
                charge = f"the table charges {counted(points, 'point')} for that time"
                message = f'The track "{name}" is in {place} in the block of {when}: {charge}.'
                yield Violation(points, message, tuple(here), rooms=(room,), tracks=(track,))

    @cached_property
    def _rows_naming_session(self) -> Rows:
        return _rows_naming("session", self.tables)

    @cached_property
    def _rows_naming_track(self) -> Rows:
        return _rows_naming("track", self.tables)

    def quick(self, terms: Terms) -> bool:
        """Charge each session for each time, and each track for the cells that it uses."""
        grid, conference = terms.grid, terms.grid.conference
        slots, amounts = slots_touched(grid), self._amounts(conference)
        by_cell = self.tracks_by == "cell"
        for number, session in enumerate(conference.sessions):
            mine = _amounts_of(amounts, session, None if by_cell else session.track)
            if mine or self._has_wishes(session):
                points = [self._points(session, block, mine) for block in conference.blocks]
                times = ((time, points[grid.block[time]]) for time in grid.times_of[number])
                terms.charge_times(number, {t: n * (slots[t] if self.per_slot else 1) for t, n in times if n})
        for track in conference.tracks if by_cell else ():
            of_track = amounts.get(("track", track.id), {})
            if any(of_track.values()):
                costs = [of_track.get(block.id, 0) for block in conference.blocks for _ in conference.rooms]
                charge_used_cells(terms, track.id, costs)
        return True

    def reach(self, conference: Conference, session: str) -> Reach:  # noqa: ARG002 - of the base
        """Only the session's own time matters, unless cells are counted."""
        # Tabu search derives its tables from this reach.
        if self.tracks_by == "cell":
            return EVERYTHING
        return Reach(NOBODY, room=False, time="start" if self.per_slot else "block")


def _amounts_of(amounts: Amounts, session: Session, track: str | None) -> Mapping[str, int]:
    """Return the amount of each block for a session: its own, plus that of the track if one is given."""
    own, shared = amounts.get(("session", session.id), {}), amounts.get(("track", str(track)), {}) if track else {}
    if not own or not shared:
        return own or shared
    return {block: own.get(block, 0) + shared.get(block, 0) for block in {*own, *shared}}


def _rows_naming(noun: str, rows: tuple[TimeWish, ...]) -> Rows:
    """Return the numbered rows about a session or a track, by id, block and day."""
    found: Rows = {}
    for number, row in enumerate(rows):
        if getattr(row, noun) is not None:
            found.setdefault((getattr(row, noun), row.block, row.day), []).append((number, row))
    return found


def _rows_at(rows: Rows, id: str, block: Block) -> list[TimeWish]:
    """Return the rows about a session or a track in a block or on its day, in the order of the table."""
    found = [*rows.get((id, block.id, None), ()), *rows.get((id, None, block.day), ())]
    return [row for _, row in sorted(found, key=lambda one: one[0])]


def _missed_tags(session: Session, block: Block, kinds: tuple[TagKind, ...]) -> Iterator[tuple[str, str]]:
    """Yield the tags that are missing in the block or unwanted there, each with the wish in words."""
    for tag in dict.fromkeys(session.required_times if "required" in kinds else ()):
        if tag not in block.tags:
            yield "it needs a time that is", tag
    for tag in dict.fromkeys(session.prohibited_times if "prohibited" in kinds else ()):
        if tag in block.tags:
            yield "it must not be at a time that is", tag
    for tag in dict.fromkeys(session.preferred_times if "preferred" in kinds else ()):
        if tag not in block.tags:
            yield "it would rather have a time that is", tag
    for tag in dict.fromkeys(session.undesired_times if "undesired" in kinds else ()):
        if tag in block.tags:
            yield "it would rather not have a time that is", tag
