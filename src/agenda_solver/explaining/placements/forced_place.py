"""The changes that allow a session to be at a certain place, if all other sessions may move."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar

from agenda_solver.argument_types import typed
from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.explaining.infeasibility.reason_of_run import with_reason
from agenda_solver.explaining.placements.change_worth import active_rules
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Id
from agenda_solver.progress import Progress
from agenda_solver.result import Result
from agenda_solver.rules.base.rule import Rule, Violation
from agenda_solver.rules.base.rule_settings import checked_rules, rules_of
from agenda_solver.rules.base.severity import HARD, Severity

if TYPE_CHECKING:
    from agenda_solver.cpsat.variables.rule_cost import Cost
    from agenda_solver.cpsat.variables.variables_for_rules import Decisions

__all__ = ["CostOfPlacing", "HeldPlace", "cost_of_placing"]


class HeldPlace(Rule):
    """The session is at the place that somebody asks about. It states the question and is no wish of the committee."""

    id: ClassVar[str] = "this place"
    unit: ClassVar[str] = "sessions"
    default_severity: ClassVar[Severity] = HARD
    narrows: ClassVar[bool] = True

    session: Id
    room: Id
    block: Id
    slot: int

    def applies(self, conference: Conference) -> bool:
        """Whether there is such a session."""
        return self.session in conference.session_by_id

    def post(self, decisions: Decisions) -> Cost | None:
        """Forbid every other room and start, and leaving the session out."""
        cost = decisions.cost(self.is_hard)
        cost.rooms(self.session, {room: 1 for room in decisions.rooms(self.session) if room != self.room})
        wrong = [p for p in decisions.positions(self.session) if (p.block, p.slot) != (self.block, self.slot)]
        cost.positions(self.session, dict.fromkeys(wrong, 1))
        if decisions.conference.session_by_id[self.session].optional:
            decisions.model.add(decisions.present(self.session) == 1)
        return cost

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the place of the session."""
        place = agenda.get(self.session)
        if place is None or (place.room, place.block, place.slot) != (self.room, self.block, self.slot):
            title = conference.session_by_id[self.session].title
            yield Violation(1, f'"{title}" is not at the place that is being tried.', (self.session,))


@dataclass(frozen=True)
class CostOfPlacing:
    """The best agenda that has a session at a certain place, compared with the agenda before.

    Attributes
    ----------
    result
        The result of the solve: its status says whether such an agenda exists, and whether it is proven to be the best.
    before
        The score of the agenda before.
    moved
        The sessions that moved, each with its old and new place; None for no place. Empty if no agenda was found.
    """

    result: Result
    before: Scorecard
    moved: dict[str, tuple[Placement | None, Placement | None]]

    @property
    def delta(self) -> dict[int, int] | None:
        """The change of the cost on each priority level, highest level first; None if no agenda was found.

        It can be negative, because the agenda before may not be the best one.
        """
        if self.result.scorecard is None:
            return None
        return {level: cost - self.before.costs.get(level, 0) for level, cost in self.result.scorecard.costs.items()}

    @property
    def by_rule(self) -> dict[str, int] | None:
        """The change of the cost of each rule whose cost changes; None if no agenda was found."""
        if self.result.scorecard is None:
            return None
        before = {rule.key: rule.cost for rule in self.before.rules}
        changes = {rule.key: rule.cost - before.get(rule.key, 0) for rule in self.result.scorecard.rules}
        return {key: change for key, change in changes.items() if change}

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data for JSON, without the agenda itself."""
        delta = self.delta
        return {
            **self.result.as_dict(),
            "delta": None if delta is None else {str(level): change for level, change in delta.items()},
            "by_rule": self.by_rule,
            "moved": sorted(self.moved),
        }


@typed
def cost_of_placing(
    conference: Conference,
    agenda: Agenda,
    session: str,
    placement: Placement,
    *,
    rules: Sequence[Rule] | None = None,
    time_limit: float | None = 60.0,
    workers: int | None = None,
    seed: int = 0,
    deterministic_limit: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> CostOfPlacing:
    """Find the best agenda that has a session at a place, if all other sessions may move.

    The search starts from the given agenda with the session moved. All other parameters are those of
    :func:`agenda_solver.solve`.

    Parameters
    ----------
    conference, agenda
        The conference and the agenda to compare with.
    session, placement
        The id of the session and the place in question, as :meth:`Conference.placement` makes it.

    Raises
    ------
    InvalidInput
        If there is no such session or place, the agenda is of another conference, or an argument is wrong.
    ScoreMismatch
        If solver and score disagree, which would be a defect of this library.
    """
    agenda = agenda.bound_to(conference)
    from agenda_solver.engine import Options, run_search

    place = Agenda(conference, {session: placement})[session]
    chosen = list(rules_of(conference) if rules is None else checked_rules(conference, rules))
    held = HeldPlace(session=session, room=place.room, block=place.block, slot=place.slot)
    options = Options(
        rules=[*chosen, held],
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        deterministic_limit=deterministic_limit,
        hint=agenda.with_placement(session, place),
        on_progress=on_progress,
        stop=stop or Event(),
    )
    result = with_reason(conference, run_search(conference, options))
    before = score(conference, agenda, active_rules(conference, chosen))
    return CostOfPlacing(result, before, _moved(agenda, result.agenda))


def _moved(before: Agenda, after: Agenda | None) -> dict[str, tuple[Placement | None, Placement | None]]:
    if after is None:
        return {}
    ids = [session.id for session in before.conference.sessions]
    places = {id: (before.get(id), after.get(id)) for id in ids}
    return {id: pair for id, pair in places.items() if pair[0] != pair[1]}
