"""Time to prepare a room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Room
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.sentences import counted, titles_of
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["RoomChangeover"]


class RoomChangeover(Rule):
    r"""A room is empty between two sessions for as long as tear-down and preparation take.

    The amount is the number of minutes that are missing, summed over the pairs of sessions in one room of which one
    ends before the other begins, or as it begins:

    .. math:: \sum_{\substack{a, b : \mathrm{room}_a = \mathrm{room}_b \\ \mathrm{end}_a \le \mathrm{start}_b}}
              \max\bigl(0,\ \max(\mathrm{changeover}_{\mathrm{room}_b}, \mathrm{teardown}_a + \mathrm{setup}_b)
              - (\mathrm{start}_b - \mathrm{end}_a)\bigr)

    The changeover is the room's ``changeover_minutes``, the setup the later session's ``setup_minutes`` (a security
    sweep, a stage), the teardown the earlier one's ``teardown_minutes``: the equipment of a session is taken down
    before anybody sets up for the next, so the two add up, and the room's own changeover takes place in parallel. All
    pairs count, not only neighbouring sessions: if two short sessions end within the time that is needed before a
    third, both have a cost.

    Source: the changeover times of room booking, and EMF's times to take down; no other conference scheduler has it.
    """

    id: ClassVar[str] = "room_changeover"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    def applies(self, conference: Conference) -> bool:
        """Whether any room or session needs time before or after a session."""
        return any(room.changeover_minutes for room in conference.rooms) or any(
            session.setup_minutes or session.teardown_minutes for session in conference.sessions
        )

    def post(self, decisions: Decisions) -> Cost | None:
        """Reserve the room for the time before and after each session, or charge the missing minutes."""
        from agenda_solver.cpsat.variables.spacing import changeover_shortages

        cost = decisions.cost(self.is_hard)
        for room in decisions.conference.rooms:
            needs, teardowns = self._needs(decisions, room), self._teardowns(decisions, room)
            if self.is_hard and needs:
                decisions.one_in_room_by_time(room.id, needs)
            if self.is_hard and teardowns:
                # The changeover of the room is not added to setup and teardown, so it is left out here.
                setups = {session.id: session.setup_minutes for session in decisions.conference.sessions}
                decisions.one_in_room_by_time(room.id, setups, teardowns)
            elif not self.is_hard and (needs or teardowns):
                for literal, minutes in changeover_shortages(decisions, room.id):
                    cost.add(literal, minutes)
        return None if self.is_hard else cost

    def _needs(self, decisions: Decisions, room: Room) -> dict[str, int]:
        """Return the minutes needed before each session in a room, if some session could end too late for them."""
        sessions = [s for s in decisions.conference.sessions if room.id in decisions.rooms(s.id)]
        ends = sorted({p.end for session in sessions for p in decisions.positions(session.id)})
        needs: dict[str, int] = {}
        close: dict[tuple[int, int], bool] = {}
        for session in sessions:
            need = max(room.changeover_minutes, session.setup_minutes)
            starts = [p.start for p in decisions.positions(session.id)] if need else []
            for start in starts:
                if (start, need) not in close:
                    close[start, need] = bisect_right(ends, start - need) < bisect_right(ends, start)
            if any(close[start, need] for start in starts):
                needs[session.id] = need
        return needs

    def _teardowns(self, decisions: Decisions, room: Room) -> dict[str, int]:
        """Return the minutes needed after each session in a room, if some session could begin too early for them."""
        sessions = [s for s in decisions.conference.sessions if room.id in decisions.rooms(s.id)]
        longest = max((session.setup_minutes for session in sessions), default=0)
        taken = [s for s in sessions if s.teardown_minutes]
        starts = sorted({p.start for s in sessions for p in decisions.positions(s.id)}) if taken else []
        return {
            s.id: s.teardown_minutes
            for s in taken
            if any(
                bisect_left(starts, p.end) < bisect_left(starts, p.end + s.teardown_minutes + longest)
                for p in decisions.positions(s.id)
            )
        }

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare every two sessions of a room, in both orders."""
        in_room: dict[str, list[str]] = {}
        for id, placement in agenda.items():
            in_room.setdefault(placement.room, []).append(id)
        for first, second in ((one, other) for one in agenda for other in in_room[agenda[one].room]):
            a, b = agenda[first], agenda[second]
            if first == second or a.end > b.start:
                continue
            room, pause = conference.room_by_id[a.room], b.start - a.end
            one, other = conference.session_by_id[first], conference.session_by_id[second]
            need = max(room.changeover_minutes, one.teardown_minutes + other.setup_minutes)
            if pause < need:
                titles = " and ".join(titles_of(agenda, (first, second)))
                when = conference.clock(b.start)
                message = f"{room.name} has {counted(pause, 'minute')} between {titles} ({when}) and needs {need}."
                yield Violation(need - pause, message, (first, second), rooms=(room.id,))

    def quick(self, terms: Terms) -> bool:
        """Charge the pairs in one room for the missing minutes between them."""
        grid, conference = terms.grid, terms.grid.conference
        changeover = [room.changeover_minutes for room in conference.rooms]
        setup = [session.setup_minutes for session in conference.sessions]
        teardown = [session.teardown_minutes for session in conference.sessions]
        start, end = grid.start, grid.end

        def missing(a: int, t: int, b: int, u: int, room: int) -> int:
            found, there, back = 0, start[u] - end[t], start[t] - end[u]
            if there >= 0:
                found += max(0, max(changeover[room], teardown[a] + setup[b]) - there)
            if back >= 0:
                found += max(0, max(changeover[room], teardown[b] + setup[a]) - back)
            return found

        terms.charge_same_room(missing, max(*changeover, max(teardown) + max(setup)))
        return True
