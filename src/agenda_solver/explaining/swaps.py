"""What it would change if a session and another one exchanged their places, everything else staying where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from agenda_solver.arguments import typed
from agenda_solver.evaluation.standing import Standing
from agenda_solver.explaining.marginals import Marginals, structural_marginal
from agenda_solver.explaining.places import place_dict
from agenda_solver.explaining.weighing import Scales, Weighed
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.rules.registry import checked_rules, rules_of
from agenda_solver.rules.rule import Rule
from agenda_solver.scoring import STRUCTURE, Scorecard, score

__all__ = ["Swap", "best_swaps"]


@dataclass(frozen=True, kw_only=True)
class Swap(Weighed):
    """Two sessions that exchange room and start, and what that would change.

    Attributes
    ----------
    session, other
        The ids of the two.
    placement, other_placement
        Where each of them would be. Each keeps its own length.
    """

    session: str
    other: str
    placement: Placement
    other_placement: Placement

    def as_dict(self) -> dict[str, Any]:
        """Return the two, their places and the changes as plain data for JSON."""
        return {
            "session": self.session,
            "other": self.other,
            "placement": place_dict(self.placement),
            "other_placement": place_dict(self.other_placement),
            **super().as_dict(),
        }


@typed
def best_swaps(
    conference: Conference,
    agenda: Agenda,
    session: str,
    *,
    rules: Sequence[Rule] | None = None,
    scorecard: Scorecard | None = None,
) -> list[Swap]:
    """Say what it would change if a session exchanged room and start with each other one.

    Both have to fit where the other was: its room has to take their type, and the block has to be long enough. The
    changes are exact: they are what scoring the whole agenda anew would show.

    Parameters
    ----------
    conference
        The conference.
    agenda
        An agenda of it; it may be partial or illegal.
    session
        The id of the session.
    rules
        The rules to score by; those of the conference by default.
    scorecard
        The score of this agenda by these rules, if it is known.

    Returns
    -------
    The exchanges, best first: those that lead to a legal agenda before others, then by cost, the highest priority level
    first. Equally good ones come in the order of the programme. None, if the session has no place.

    Raises
    ------
    InvalidInput
        When there is no such session, or a rule setting is wrong.
    """
    agenda = agenda.bound_to(conference)
    session = conference.find("sessions", session, "session")
    pairs = list(_pairs(conference, agenda, session))
    if not pairs:
        return []
    chosen = rules_of(conference) if rules is None else checked_rules(conference, rules)
    card = score(conference, agenda, chosen) if scorecard is None else scorecard
    scored = {entry.key for entry in card.rules}
    exchange = _Exchange(conference, agenda, session, pairs)
    changes = {rule.key: exchange.changes(rule) for rule in chosen if rule.key in scored}
    changes[STRUCTURE] = exchange.structural_changes()
    scales = Scales.of(card, changes)
    found = []
    for number, pair in enumerate(pairs):
        weighed = scales.weigh({key: row[number] for key, row in changes.items() if row[number]})
        found.append(
            Swap(
                session=session,
                other=pair.other,
                placement=pair.here,
                other_placement=pair.there,
                **vars(weighed),
            )
        )
    return sorted(found, key=lambda swap: swap.rank)


@dataclass(frozen=True)
class _Pair:
    """Another session, where the first one would be in its stead, and where it would be itself."""

    other: str
    here: Placement
    there: Placement


def _pairs(conference: Conference, agenda: Agenda, session: str) -> Iterator[_Pair]:
    own = agenda.get(session)
    if own is None:
        return
    for other, place in agenda.items():
        if other == session or (place.room, place.start) == (own.room, own.start):
            continue
        here, there = _in_place_of(conference, session, place), _in_place_of(conference, other, own)
        if here is not None and there is not None:
            yield _Pair(other, here, there)


def _in_place_of(conference: Conference, session: str, place: Placement) -> Placement | None:
    """Return the place of a session that begins where and when another one did; None where it must not or cannot."""
    found, block = conference.session_by_id[session], conference.block_by_id[place.block]
    if place.room not in conference.rooms_open_to[session]:
        return None
    if block.session_types and found.type not in block.session_types:
        return None
    position = conference.position(found, block, place.slot)
    return None if position is None else Placement(place.room, place.block, place.slot, position.start, position.end)


class _Exchange:
    """The exchanges of one session, rule by rule.

    An exchange is made of moves of one session, each of which has an exact change: the other one is taken out, the
    first one moves, the other one is put in again. Where the two do not matter to each other in a rule, each moves as
    if the other stood still. Then the first one's moves are scored for all exchanges at once.
    """

    def __init__(self, conference: Conference, agenda: Agenda, session: str, pairs: Sequence[_Pair]) -> None:
        self.conference = conference
        self.agenda = agenda
        self.session = session
        self.pairs = pairs
        self.standing = Standing(conference, agenda)
        self.first = Marginals(conference, self.standing, session)
        self.others = [Marginals(conference, self.standing, pair.other) for pair in pairs]

    def changes(self, rule: Rule) -> list[int]:
        """Return by how much each exchange changes the amount of a rule."""
        others = rule.reach(self.conference, self.session).others
        before, *after = self.first.of(rule, [self.agenda[self.session], *(pair.here for pair in self.pairs)])
        found = []
        for number, pair in enumerate(self.pairs):
            if others is None or pair.other in others:
                found.append(self._together(rule, number))
            else:
                own = self.others[number].change(rule, self.agenda[pair.other], pair.there)
                found.append(after[number] - before + own)
        return found

    def _together(self, rule: Rule, number: int) -> int:
        """Return the change where each of the two may matter to what the other adds."""
        pair = self.pairs[number]
        (out,) = self.others[number].of(rule, [self.agenda[pair.other]])
        alone = Marginals(self.conference, self.standing.put(pair.other, None), self.session)
        before, after = alone.of(rule, [self.agenda[self.session], pair.here])
        moved = Marginals(self.conference, self.standing.put(self.session, pair.here), pair.other)
        (back,) = moved.of(rule, [pair.there])
        return back + after - before - out

    def structural_changes(self) -> list[int]:
        """Return by how much each exchange changes the faults that no agenda may have."""
        return [self._structural(number) for number in range(len(self.pairs))]

    def _structural(self, number: int) -> int:
        pair = self.pairs[number]
        (out,) = structural_marginal(self.others[number], [self.agenda[pair.other]])
        alone = Marginals(self.conference, self.standing.put(pair.other, None), self.session)
        before, after = structural_marginal(alone, [self.agenda[self.session], pair.here])
        moved = Marginals(self.conference, self.standing.put(self.session, pair.here), pair.other)
        (back,) = structural_marginal(moved, [pair.there])
        return back + after - before - out
