"""Time to breathe, and to walk, between two sessions of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Minutes, PersonId
from agenda_solver.rules.base.rule import Problem, Role, Violation
from agenda_solver.rules.base.selection import unknown
from agenda_solver.rules.base.sentences import counted, titles_of
from agenda_solver.rules.base.severity import HARD, Severity
from agenda_solver.rules.shared.fairness import FairRule, only_the_largest

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions
    from agenda_solver.evaluation.primitives.terms import Terms

__all__ = ["PersonGap"]


class PersonGap(FairRule):
    r"""A person has the pause they need, and time for the walk, between two sessions of one day.

    The amount is the number of minutes that are missing, for each person and each pair of their sessions on the same
    day of which one ends before the other begins, or as it begins:

    .. math:: \sum_{p} \sum_{\substack{a, b \ni p \\ \mathrm{day}_a = \mathrm{day}_b \\
              \mathrm{end}_a \le \mathrm{start}_b}}
              \max\bigl(0,\ \mathrm{pause} + \mathrm{walk}(\mathrm{room}_a, \mathrm{room}_b)
              - (\mathrm{start}_b - \mathrm{end}_a)\bigr)

    The pause is ``pause_minutes``. The time for the walk between the buildings of two rooms is given by the
    conference's ``walks``, or 0 if there is no entry; with ``walk=False`` it is ignored. All pairs count, not only
    neighbouring sessions, and a pair counts once for each person it shares. Overlapping sessions are covered by
    ``speaker_clash`` and cost nothing here. The day of a session is that of its block.

    Source: OptaPlanner's "Consecutive talks pause" (without walks).
    """

    id: ClassVar[str] = "person_gap"
    unit: ClassVar[str] = "minutes"
    default_severity: ClassVar[Severity] = HARD
    bears_absence: ClassVar[bool] = True

    roles: tuple[Role, ...] = Field(
        default=("speakers", "moderators", "chairs", "required_people"),
        min_length=1,
        description="Roles in which a person counts.",
    )
    pause_minutes: Minutes = Field(default=0, description="Minutes between two sessions of a person, without the walk.")
    walk: bool = Field(default=True, description="Whether the walk between the rooms' buildings is added, in minutes.")
    people: tuple[PersonId, ...] | None = Field(
        default=None, description="Ids of the people it is about; everybody if unset."
    )

    def problems(self, conference: Conference) -> Iterable[Problem]:
        """Return a problem for each unknown person."""
        return unknown(conference.names["people"], self.people or (), "people")

    def applies(self, conference: Conference) -> bool:
        """Whether any person with two sessions needs a pause or a walk between them."""
        walks = self.walk and any(walk.minutes for walk in conference.walks)
        return (self.pause_minutes > 0 or walks) and bool(self._pairs(conference))

    def _pairs(self, conference: Conference) -> dict[tuple[str, str], list[str]]:
        """Return the pairs of sessions that share people, each with these people."""
        shared: dict[tuple[str, str], list[str]] = {}
        for person, sessions in conference.sessions_by_person(self.roles).items():
            for pair in combinations(sessions, 2) if self.people is None or person in self.people else ():
                shared.setdefault(pair, []).append(person)
        return shared

    def post(self, decisions: Decisions) -> Cost | None:
        """Keep the pause that the rooms of each pair require, or charge the missing minutes."""
        from agenda_solver.cpsat.variables.shares import Shares
        from agenda_solver.cpsat.variables.spacing import keep_pause, pause_shortage

        walks = decisions.conference.walk_minutes if self.walk else {}

        def need(here: str, there: str) -> int:
            return self.pause_minutes + walks.get((here, there), 0)

        shares = Shares(decisions, self)
        for (first, second), people in self._pairs(decisions.conference).items():
            if self.is_hard:
                keep_pause(decisions, first, second, need)
            elif (short := pause_shortage(decisions, first, second, need)) is not None:
                for one, theirs in self.grouped(people).items():
                    shares.of(one).add(short, len(theirs))
        return None if self.is_hard else shares.cost()

    @only_the_largest
    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Measure the pause between every two sessions of every person, in both orders."""
        everybody = (person.id for person in conference.people)
        sessions = conference.sessions_by_person(self.roles)
        for person in everybody if self.people is None else dict.fromkeys(self.people):
            somebody = conference.person_by_id[person]
            theirs = [id for id in sessions.get(person, ()) if id in agenda]
            for first, second in permutations(theirs, 2):
                a, b = agenda[first], agenda[second]
                same_day = conference.block_by_id[a.block].day == conference.block_by_id[b.block].day
                need = self.pause_minutes + (conference.walk_minutes[a.room, b.room] if self.walk else 0)
                pause = b.start - a.end
                if same_day and 0 <= pause < need:
                    titles = " and ".join(titles_of(agenda, (first, second)))
                    rooms = " and ".join(dict.fromkeys(conference.room_by_id[p.room].name for p in (a, b)))
                    message = (
                        f"{somebody.name} has {counted(pause, 'minute')} between {titles} ({conference.clock(a.end)}, "
                        f"{rooms}) and needs {need}."
                    )
                    yield Violation(need - pause, message, (first, second), (somebody.id,), (a.room, b.room))

    def quick(self, terms: Terms) -> bool:
        """Charge each pair for the missing minutes, once for each shared person."""
        grid, conference = terms.grid, terms.grid.conference
        rooms = [room.id for room in conference.rooms]
        walks = [[conference.walk_minutes[a, b] if self.walk else 0 for b in rooms] for a in rooms]
        start, end, day = grid.start, grid.end, grid.day

        def missing(t: int, r: int, u: int, q: int) -> int:
            if day[t] != day[u]:
                return 0
            there, back = start[u] - end[t], start[t] - end[u]
            found = max(0, self.pause_minutes + walks[r][q] - there) if there >= 0 else 0
            return found + (max(0, self.pause_minutes + walks[q][r] - back) if back >= 0 else 0)

        number = grid.number_of_session
        for (first, second), people in self._pairs(conference).items():
            for one, theirs in self.grouped(people).items():
                share = self.share(terms, one)
                share.charge_pair(number[first], number[second], missing, len(theirs), sees_room=self.walk)
        return True
