"""Questions to the solver that are answered by several agendas or by sentences: alternatives, reasons, bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field, TypeAdapter, ValidationError

from agenda_solver.board.command_parsing import mistakes_of
from agenda_solver.board.lock_bounds import bound_with
from agenda_solver.board.place_costs import shades
from agenda_solver.board.proposal import Proposal, propose
from agenda_solver.board.proposals import make_room, pinned_at
from agenda_solver.board.questions import PROPOSING, Answer, AtPlace, Question, Work
from agenda_solver.board.state import BoardState
from agenda_solver.deadline import Deadline
from agenda_solver.errors import InvalidInput
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.rules.pinned import Pinned

if TYPE_CHECKING:
    from agenda_solver.explaining.infeasibility.way_out_result import WayOut

__all__ = ["read_question"]

MOST_AGENDAS, MOST_POINTS = 10, 20
LEAST_TO_EXPLAIN = 1.0  # seconds for the explanation, even if the time limit is reached
PLACING_SHARE = 0.5  # share of the time for making room; the rest is for the explanation


class Alternatives(Question):
    """Other agendas that are nearly as good, and as different as possible.

    Attributes
    ----------
    number
        The number of agendas, including the best one.
    within
        How much more they may cost than the best one, as a share.
    """

    ask: Literal["alternatives"] = "alternatives"
    number: int = Field(default=3, ge=2, le=MOST_AGENDAS)
    within: float = Field(default=0.05, ge=0, lt=1)

    def words(self, state: BoardState) -> str:  # noqa: ARG002 - it is always the same
        """Say how many agendas, and how close to the best one."""
        return f"{self.number} agendas as different as possible, within {self.within:.0%} of the best"

    def answer(self, work: Work) -> Answer:
        """Find the alternatives."""
        from agenda_solver.scenarios.alternatives import alternatives

        state, version = work.board.snapshot()
        limits = work.limits(self.seconds)
        found = alternatives(state.conference, number=self.number, within=self.within, hint=state.agenda, **limits)
        proposals = []
        for number, one in enumerate(found.agendas, 1):
            what = f"agenda {number} of {len(found.agendas)}"
            is_best = number == 1 and str(found.best.status) == "optimal"
            as_it_is = (f"The {what} is the one on the board.",)
            proposals.append(propose(state, version, what, one.agenda, is_best, found.best.bound, as_it_is))
        return Answer.of(*proposals, more=filter(None, [found.reason]))


class TradeOff(Question):
    """What it costs by one group of rules to improve on another.

    Attributes
    ----------
    first, second
        The rules of the two groups, by their keys or ids.
    points
        The maximum number of agendas.
    """

    ask: Literal["trade_off"] = "trade_off"
    first: tuple[str, ...] = Field(min_length=1)
    second: tuple[str, ...] = Field(min_length=1)
    points: int = Field(default=5, ge=2, le=MOST_POINTS)

    def words(self, state: BoardState) -> str:  # noqa: ARG002 - it is always the same
        """Name the two groups of rules."""
        return f"the trade-off between {_listed(self.first)} and {_listed(self.second)}"

    def answer(self, work: Work) -> Answer:
        """Compute the Pareto front."""
        from agenda_solver.scenarios.pareto_front import tradeoff

        state, version = work.board.snapshot()
        limits = work.limits(self.seconds)
        front = tradeoff(state.conference, self.first, self.second, points=self.points, **limits)
        proposals = []
        for point in front.points:
            name = f"{_listed(front.first)}: {point.first:,}, {_listed(front.second)}: {point.second:,}"
            as_it_is = (f"The agenda on the board has {name}.",)
            proposals.append(propose(state, version, name, point.agenda, point.is_proven, None, as_it_is))
        complete = ("Proven: there are no other points.",) if front.is_complete else ()
        return Answer.of(*proposals, more=(*complete, *front.reason))


class Why(AtPlace):
    """Why a session cannot be at a place, and what it would take."""

    ask: Literal["why"] = "why"

    def words(self, state: BoardState) -> str:
        """Name the session and the place."""
        return f"why not {self.named(state)}"

    def answer(self, work: Work) -> Answer:
        """Explain the place as everything stands; then find the fewest moves that make it possible, or the reasons."""
        deadline = Deadline(self.seconds, work.stop)
        with work.board.held() as (state, _):
            id, place = self.found(state)
            shade = next((shade for shade in shades(work.board, id) if shade.placement == place), None)
        reason = "the room or the block is not open to such a session" if shade is None else shade.reason
        now = f"With everything else unchanged{f': {reason}' if reason else ', no hard rule prevents it'}."
        proposal = make_room(work.board, id, place, **work.options(PLACING_SHARE * self.seconds))
        if proposal.places:
            return Answer((proposal,), (now, _what_it_takes(proposal, id)))
        seconds = max(LEAST_TO_EXPLAIN, deadline.left())
        return Answer((), (now, *(_reasons(state, id, place, seconds, work) or proposal.reason)))


def _what_it_takes(proposal: Proposal, id: str) -> str:
    others = len(proposal.places.keys() - {id})
    if not others:
        moves = "No other session has to move"
    else:
        proven = ", and fewer are not enough" if proposal.is_proven else ""
        moves = f"{others} other session{'s' if others > 1 else ''} would have to move{proven}"
    costs = [f"from {proposal.before.get(level, 0):,} to {cost:,}" for level, cost in proposal.after.items()]
    return f"{moves}; the cost would go {_listed(costs)}."


def _reasons(state: BoardState, id: str, place: Placement, seconds: float, work: Work) -> tuple[str, ...]:
    """Return why no agenda has the session there, with the ways out; empty if a lock of the session explains it."""
    from agenda_solver.explaining.infeasibility.explain import explain_infeasible

    if any(Pinned().check(state.conference, Agenda(state.conference, {id: place}))):
        return ()
    try:
        held = pinned_at(state.conference, {id: place})
    except InvalidInput:
        return ()
    why = explain_infeasible(held, **work.limits(seconds))
    if not why.is_infeasible:
        return ()
    return replace(why, ways_out=tuple(way for way in why.ways_out if _has_it_there(way, held, id))).sentences


def _has_it_there(way: WayOut, held: Conference, id: str) -> bool:
    """Whether the session still has to be at the place after a way out, so that the way out answers the question."""
    after, session = way.apply(held), held.session_by_id[id]
    then = after.session_by_id.get(id)
    is_pinned = any(rule.id == Pinned.id and rule.is_hard for rule in rules_of(after))
    return is_pinned and then is not None and (then.pin, then.optional) == (session.pin, session.optional)


class Infeasible(Question):
    """What makes the conference with its locks impossible, and the ways out."""

    ask: Literal["infeasible"] = "infeasible"

    def words(self, state: BoardState) -> str:  # noqa: ARG002 - it is always the same
        """Return the question; it has no parameters."""
        return "the contradictions and the ways out"

    def answer(self, work: Work) -> Answer:
        """Explain the infeasibility."""
        from agenda_solver.explaining.infeasibility.explain import explain_infeasible

        why = explain_infeasible(work.board.state.conference, **work.limits(self.seconds))
        return Answer((), why.sentences)


class Least(Question):
    """The least cost of agendas with a session at a place, or locked where it is.

    Attributes
    ----------
    session
        The session.
    room, start, block, slot
        The place, as in :class:`agenda_solver.board.move_commands.Place`; without a room, its present place.
    """

    ask: Literal["bound"] = "bound"
    session: str
    room: str | None = None
    start: str | None = None
    block: str | None = None
    slot: int | None = None

    def words(self, state: BoardState) -> str:
        """Name the session and the place."""
        if (there := self._there) is not None:
            return f"the least cost with {there.named(state)}"
        id = state.conference.find("sessions", self.session, "session")
        return f'the least cost with "{state.conference.session_by_id[id].title}" where it is'

    @property
    def _there(self) -> AtPlace | None:
        if self.room is None:
            return None
        return Why(session=self.session, room=self.room, start=self.start, block=self.block, slot=self.slot)

    def answer(self, work: Work) -> Answer:
        """Compute a bound."""
        state, there = work.board.state, self._there
        if there is None:
            id, place = state.conference.find("sessions", self.session, "session"), None
        else:
            id, place = there.found(state)
        return Answer((), bound_with(work.board, id, place, **work.options(self.seconds)).sentences)


def _listed(words: Any) -> str:
    return ", ".join(words)


EVERY: Any = Union[(*PROPOSING, Alternatives, TradeOff, Why, Infeasible, Least)]
ADAPTER: TypeAdapter[Question] = TypeAdapter(Annotated[EVERY, Field(discriminator="ask")])


def read_question(kind: str, arguments: dict[str, Any]) -> Question:
    """Return the question of a kind, with its arguments as a browser sends them.

    InvalidInput is raised if they describe no question; every mistake is listed with its field.
    """
    try:
        found: Question = ADAPTER.validate_python({**arguments, "ask": kind})
    except ValidationError as error:
        raise InvalidInput(mistakes_of(error, "question")) from error
    return found
