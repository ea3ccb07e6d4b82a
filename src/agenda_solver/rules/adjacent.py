"""One session right after another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference, Position
from agenda_solver.model.field_types import SessionId
from agenda_solver.rules.base.rule import Problem, Rule, Violation
from agenda_solver.rules.base.selection import Row, unknown_ends
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost, Literal
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Relation, Terms

__all__ = ["Adjacent", "Neighbours"]


class Neighbours(Row):
    """Two sessions, of which one comes right after the other."""

    before: SessionId = Field(description="The session, by id or title, that comes first.")
    after: SessionId = Field(description="The session, by id or title, that comes right after it.")
    same_room: bool = Field(default=True, description="Whether both have to be in one room.")
    across_breaks: bool = Field(
        default=False, description="Whether the one may be the last of a block, and the other the first of the next."
    )


class Adjacent(Rule):
    r"""A session comes right after another one, in the same room.

    The amount is the number of ``pairs`` both of whose sessions have a place, and of which the second does not come
    right after the first, or with ``same_room`` not in the room of the first:

    .. math:: \left|\{(a, b) : \lnot\,\mathrm{next}(a, b)\ \lor\ (\mathrm{same\_room} \land
              \mathrm{room}_a \ne \mathrm{room}_b)\}\right|

    :math:`\mathrm{next}(a, b)` holds if both are in one block, and :math:`b` begins with the first slot of it that
    begins when :math:`a` ends, or later. So a talk of 25 minutes and one that begins in the next slot of half an hour
    are neighbours. With ``across_breaks`` it also holds if no slot of :math:`a`'s block begins when :math:`a` ends
    or later, and :math:`b` begins at the start of a block that comes next on that day: one that begins when the block
    of :math:`a` ends or later, while no other block of the day begins in between. Blocks count whatever types of
    sessions they take; and if several begin at the same time, each of them comes next.

    For more than two in a row, give a pair for every two neighbours, or use ``series``, which requires that one part
    begins at the very minute at which the other ends, and counts order, room and pause separately.

    Source: groups of the IETF that want to meet one after the other; CHI's courses of several parts, with a break in
    between.
    """

    id: ClassVar[str] = "adjacent"
    unit: ClassVar[str] = "pairs"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    pairs: tuple[Neighbours, ...] = Field(default=(), description="Which session comes right after which.")

    def problems(self, conference: Conference) -> Iterator[Problem]:
        """Return a problem for each unknown session id, and for each pair of a session with itself."""
        for number, pair in enumerate(self.pairs):
            yield from unknown_ends(conference, pair, {"before": "sessions", "after": "sessions"}, f"pairs[{number}]")
            if pair.before == pair.after:
                yield Problem(f"pairs[{number}].after", "is the same session as the one before it")

    def applies(self, conference: Conference) -> bool:
        """Whether any pair of sessions should follow each other."""
        return len(conference.sessions) > 1 and bool(self.pairs)

    def post(self, decisions: Decisions) -> Cost | None:
        """Let each start of the first session imply a next start of the second, and each room the same room."""
        cost = decisions.cost(self.is_hard)
        for pair in self.pairs:
            broken = decisions.model.new_bool_var("")
            unless = [~decisions.present(pair.after), broken]
            starts: dict[tuple[str, int], Literal] = {
                (p.block, p.slot): decisions.starts_at(pair.after, p) for p in decisions.positions(pair.after)
            }
            for position in decisions.positions(pair.before):
                following = _next_starts(decisions.conference, position, pair.across_breaks)
                then = [starts[start] for start in following if start in starts]
                decisions.model.add_bool_or(~decisions.starts_at(pair.before, position), *then, *unless)
            for room in decisions.rooms(pair.before) if pair.same_room else ():
                here, there = (decisions.in_room(session, room) for session in (pair.before, pair.after))
                decisions.model.add_bool_or(~here, there, *unless)
            cost.add(broken)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Look for a slot or a block between the two sessions of each placed pair."""
        for pair in self.pairs:
            if pair.before not in agenda or pair.after not in agenda:
                continue
            a, b = agenda[pair.before], agenda[pair.after]
            first, second = (f'"{conference.session_by_id[id].title}"' for id in (pair.before, pair.after))
            rooms = [conference.room_by_id[place.room] for place in (a, b)]
            if not _is_next(conference, a, b, pair.across_breaks):
                times = f"it begins at {conference.clock(b.start)}, and the other one ends at {conference.clock(a.end)}"
                message = f"{second} does not come right after {first}: {times}."
            elif pair.same_room and a.room != b.room:
                message = f"{second} comes right after {first}, but in {rooms[1].name}, not in {rooms[0].name}."
            else:
                continue
            yield Violation(1, message, (pair.before, pair.after), rooms=tuple(dict.fromkeys(r.id for r in rooms)))

    def quick(self, terms: Terms) -> bool:
        """Charge each pair in which the start of the second session does not follow the first."""
        grid = terms.grid
        starts = [(time.block, time.slot) for time in grid.times]

        def apart(pair: Neighbours) -> Relation:
            mine = grid.times_of[grid.number_of_session[pair.before]]
            following = {t: _next_starts(grid.conference, grid.times[t], pair.across_breaks) for t in mine}
            same_room = pair.same_room
            return lambda t, r, u, q: int(starts[u] not in following[t] or (same_room and r != q))

        for pair in self.pairs:
            before, after = grid.number_of_session[pair.before], grid.number_of_session[pair.after]
            terms.charge_pair(before, after, apart(pair), sees_room=pair.same_room)
        return True


def _next_starts(conference: Conference, position: Position, across_breaks: bool) -> frozenset[tuple[str, int]]:
    """Return the blocks and slots at which a session can begin right after another one."""
    marks = conference.boundaries[position.block]
    slot = bisect_left(marks, position.end)
    if slot < len(marks) - 1:
        return frozenset({(position.block, slot)})
    if not across_breaks:
        return frozenset()
    spans, end = conference.block_span, conference.block_span[position.block].end
    day = conference.blocks_by_day[conference.block_by_id[position.block].day]
    later = [block.id for block in day if spans[block.id].start >= end]
    first = min((spans[id].start for id in later), default=None)
    return frozenset((id, 0) for id in later if spans[id].start == first)


def _is_next(conference: Conference, a: Placement, b: Placement, across_breaks: bool) -> bool:
    """Whether no slot or block begins between the end of a session and the start of another."""
    slots = conference.boundaries[a.block][:-1]
    if a.block == b.block:
        return a.end <= b.start and not any(a.end <= slot < b.start for slot in slots)
    days = [conference.block_by_id[place.block].day for place in (a, b)]
    if not across_breaks or days[0] != days[1] or b.slot > 0 or any(slot >= a.end for slot in slots):
        return False
    end, start = conference.block_span[a.block].end, conference.block_span[b.block].start
    begins = [conference.block_span[block.id].start for block in conference.blocks_by_day[days[0]]]
    return end <= start and not any(end <= begin < start for begin in begins)
