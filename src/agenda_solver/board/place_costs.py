"""The cost change of every place for a session that is being dragged, and why a place is not allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agenda_solver.board.board import Board
from agenda_solver.board.state import BoardState
from agenda_solver.evaluation.ledger import HeatMap
from agenda_solver.evaluation.scorecard import STRUCTURE
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["Shade", "shades"]


@dataclass(frozen=True)
class Shade:
    """The effect of putting a session at a place while everything else stays where it is.

    Attributes
    ----------
    placement
        The place.
    delta
        The change of the cost on each priority level, highest level first.
    by_rule
        The change of the amount of each rule whose amount changes, by its key.
    is_legal
        Whether the whole agenda would violate no hard rule.
    reason
        Why the session is not allowed there, in words: a session or a person in the way, or the hard rules that it
        would violate; empty if it violates none.
    """

    placement: Placement
    delta: Mapping[int, int]
    by_rule: Mapping[str, int]
    is_legal: bool
    reason: str


def shades(board: Board, session: str) -> list[Shade]:
    """Return the effect of each place that is open to a session, in the order of the programme.

    Parameters
    ----------
    board
        The board; it is not changed.
    session
        The id of the session, placed or not.

    Raises
    ------
    KeyError
        If there is no such session.
    """
    with board.held() as (state, ledger):
        heat = ledger.heat_map(session)
        without = ledger.take_out(session).amounts
        ledger.undo()
        hard = [key for key, severity in ledger.severities.items() if severity.is_hard]
    words = _Words(state, session, heat, {key: without.get(key, 0) for key in hard})
    return [
        Shade(place, delta, change.amounts, is_legal, words.of(place, change.amounts))
        for place, change, delta, is_legal in heat.weighed()
    ]


class _Words:
    """Explains why a place is not allowed."""

    def __init__(self, state: BoardState, session: str, heat: HeatMap, without: Mapping[str, int]) -> None:
        self._conference, self._heat = state.conference, heat
        self._labels = {rule.key: _label(rule) for rule in rules_of(state.conference)}
        self._busy = list(_busy(state.conference, state.agenda, session))
        # An unplaced mandatory session is a violation of the structure; any place removes it.
        mended = 0 if state.conference.session_by_id[session].optional else 1
        # The session violates a rule if the amount exceeds the lower of two: the amount now, and without the session.
        self._limits = {key: min(0, n - (mended if key == STRUCTURE else 0)) for key, n in without.items()}

    def of(self, place: Placement, amounts: Mapping[str, int]) -> str:
        """Return the reason, or an empty text if the session violates no hard rule there."""
        worse = [key for key, limit in self._limits.items() if amounts.get(key, 0) > limit]
        if not worse:
            return ""
        if STRUCTURE in worse and (others := self._heat.in_the_way(place)):
            return self._taken(place, others[0])
        busy = next((one for one in self._busy if one[1] < place.end and place.start < one[2]), None)
        if busy is not None:
            name, _, end, room = busy
            return f"{name} is in {room} until {self._conference.clock(end)}"
        return "; ".join(self._labels.get(key, "this room or block is not open to it") for key in worse)

    def _taken(self, place: Placement, other: str) -> str:
        conference = self._conference
        room = conference.room_by_id[place.room].name
        return f'"{conference.session_by_id[other].title}" is in {room} then'


def _label(rule: Rule) -> str:
    name = rule.id.replace("_", " ")
    return f"it would break: {name}" + (f" ({rule.label})" if rule.label else "")


def _busy(conference: Conference, agenda: Agenda, session: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield where and when people of the session are busy with other sessions: name, start, end, room."""
    people = set(conference.session_by_id[session].people())
    for id, place in agenda.items():
        if id != session:
            for person in conference.session_by_id[id].people():
                if person in people:
                    room = conference.room_by_id[place.room].name
                    yield conference.person_by_id[person].name, place.start, place.end, room
