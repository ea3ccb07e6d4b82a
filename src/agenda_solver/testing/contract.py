"""The contract between a rule's faces, checked agenda by agenda.

For each agenda, legal or not, the solver's decisions are fixed to it. CP-SAT must find it feasible exactly if the
independent score finds no hard rule violated. The minimum cost must equal the score, rule by rule. The ledger and the
tables of a rule, if it has any, must count the same amount.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

from agenda_solver.argument_types import typed
from agenda_solver.cpsat.compiler import Compiled, compile_conference
from agenda_solver.evaluation import grid as ledger_grid
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.scorecard import Scorecard, score, structural_faults
from agenda_solver.model.agenda import Agenda, Placement
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.amount_tables import Grid, Tables
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from agenda_solver.testing.many_agendas_model import AgendaEvaluator

__all__ = ["agendas_of", "assert_agenda", "assert_contract", "double_booked", "places_of"]


@typed
def assert_contract(
    conference: Conference, *rules: Rule, most: int = 300, seed: int = 0, planted: Sequence[Agenda] = ()
) -> int:
    """Compare the faces of rules on every agenda of a tiny conference, or on ``most`` random ones if there are more.

    ``post`` is compared with ``check`` twice: in a model that decides times only as far as the rules need them, and in
    one that decides all times. The terms of ``quick``, if a rule has any, are compared while sessions move from one
    agenda to the next. Its tables, if it has any, are compared on agendas in which every session is in a block that is
    open to its type. A rule that does not apply must find nothing in an agenda without structural faults.

    Parameters
    ----------
    conference
        A tiny conference.
    rules
        The rules to compare; those of the conference by default.
    most
        The largest number of agendas to compare, without the planted ones.
    seed
        The seed of the random choice.
    planted
        Agendas to compare in any case.

    Returns
    -------
    The number of legal agendas among those compared, so that a test can verify that there were some.

    Raises
    ------
    AssertionError
        If two faces disagree on an agenda.
    ValueError
        If a rule is off, so that there is nothing to compare.
    """
    active = rules or rules_of(conference)
    if off := [rule.key for rule in active if rule.severity.is_off]:
        raise ValueError(f"{', '.join(off)}: off, nothing can be compared; give it a severity")
    agendas = [*planted, *agendas_of(conference, most, seed)]
    lean, exact = (AgendaEvaluator(compile_conference(conference, active, exact=exact)) for exact in (False, True))
    grid = Grid(conference)
    offered = [(rule, tables) for rule in active if rule.applies(conference) and (tables := rule.as_tables(grid))]
    silent = [rule for rule in active if not rule.applies(conference)]
    ledger = Ledger(conference, _with_terms(conference, active))
    legal = 0
    for agenda in agendas:
        _assert_silent(conference, agenda, silent)
        for rule, tables in offered:
            _assert_tables(grid, agenda, rule, tables)
        card = score(conference, agenda, active)
        _assert_counted(ledger, agenda, card)
        if exact.compiled.decisions.exact:
            legal += _assert_same(exact, agenda, card)
        if lean.compiled.decisions.exact or not double_booked(agenda):
            _assert_same(lean, agenda, card)
    return legal


def _assert_silent(conference: Conference, agenda: Agenda, rules: Sequence[Rule]) -> None:
    if any(structural_faults(conference, agenda)):
        return  # it is illegal anyway, and a rule about rooms need not apply if there is only one room
    for rule in rules:
        if (found := next(iter(rule.check(conference, agenda)), None)) is not None:
            raise AssertionError(f"{rule.key} says that it does not apply, but finds: {found.message}\n{agenda}")


def _with_terms(conference: Conference, rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules that apply and have a quick face."""
    grid = ledger_grid.PlaceGrid(conference)
    return [rule for rule in rules if rule.applies(conference) and rule.quick(Terms(grid))]


def _assert_counted(ledger: Ledger, agenda: Agenda, scorecard: Scorecard) -> None:
    """Move every session to its place in an agenda, and compare the amounts of the ledger with the score."""
    for session in agenda.conference.sessions:
        if (place := agenda.get(session.id)) is None:
            ledger.take_out(session.id)
        else:
            ledger.place(session.id, place)
    for rule in scorecard.rules:
        if (counted := ledger.amounts.get(rule.key, rule.amount)) != rule.amount:
            raise AssertionError(f"quick of {rule.key} counts {counted}, its check counts {rule.amount}\n{agenda}")


def _assert_tables(grid: Grid, agenda: Agenda, rule: Rule, tables: Tables) -> None:
    if len(agenda) == len(grid.conference.sessions) and not _misplaced(grid, agenda):
        counted = rule.amount_in(agenda)
        if (said := tables.total(grid, agenda)) != counted:
            raise AssertionError(f"the tables of {rule.key} say {said}, its check counts {counted}\n{agenda}")


def _misplaced(grid: Grid, agenda: Agenda) -> bool:
    """Whether some session is in a block that is closed to its type; tables do not contain such times."""
    known = {id: {(p.block, p.slot) for p in positions} for id, positions in grid.conference.positions.items()}
    return any((place.block, place.slot) not in known[id] for id, place in agenda.items())


@typed
def assert_agenda(compiled: Compiled, agenda: Agenda, rules: Sequence[Rule]) -> bool:
    """Compare ``post`` and ``check`` on one agenda, and return whether it is legal.

    Raises
    ------
    AssertionError
        If the solver and the score disagree on whether it is legal, or on what a rule costs.
    """
    return _assert_same(AgendaEvaluator(compiled), agenda, score(compiled.conference, agenda, rules))


def _assert_same(asked: AgendaEvaluator, agenda: Agenda, scorecard: Scorecard) -> bool:
    solved = asked.costs(agenda)
    broken = [(r.key, v.message) for r in scorecard.rules if r.severity.is_hard for v in r.violations]
    if solved is None:
        if not broken:
            raise AssertionError(f"the solver forbids what the score calls legal:\n{agenda}")
        return False
    if broken:
        raise AssertionError(f"the solver allows what the score calls broken: {broken}\n{agenda}")
    scored = {rule.key: rule.cost for rule in scorecard.rules if not rule.severity.is_hard}
    if dict.fromkeys(scored, 0) | solved != scored:
        differences = ", ".join(
            f"{key}: {solved.get(key, 0)} solved, {scored.get(key, 0)} scored"
            for key in scored | solved
            if solved.get(key, 0) != scored.get(key, 0)
        )
        raise AssertionError(f"the costs differ: {differences}\n{agenda}\n{scorecard}")
    return True


@typed
def agendas_of(conference: Conference, most: int, seed: int = 0) -> Iterator[Agenda]:
    """Return every agenda of a conference, or ``most`` random ones if there are more.

    One random agenda in four has its sessions anywhere. The others avoid structural faults as far as possible, because
    an agenda that is illegal anyway says nothing about a rule. Of these, one in three also keeps the
    published placements.
    """
    choices = {session.id: _choices(conference, session.id) for session in conference.sessions}
    if prod(map(len, choices.values())) <= most:
        for placements in product(*choices.values()):
            yield _agenda(conference, dict(zip(choices, placements, strict=True)))
        return
    draw = random.Random(seed)  # noqa: S311 - nothing is kept secret here
    former = _former(conference, choices)
    for number in range(most):
        if number % 4 == 3:
            yield _agenda(conference, {id: draw.choice(options) for id, options in choices.items()})
        else:
            yield _agenda(conference, _laid_out(conference, choices, former if number % 4 == 1 else {}, draw))


def _former(conference: Conference, choices: Mapping[str, Sequence[Placement | None]]) -> dict[str, Placement]:
    """Return the published places that still exist."""
    found = {}
    for published in conference.published or ():
        for place in choices[published.session]:
            if place and place.room == published.room and conference.local(place.start) == published.start:
                found[published.session] = place
    return found


def _agenda(conference: Conference, places: Mapping[str, Placement | None]) -> Agenda:
    return Agenda(conference, {s.id: place for s in conference.sessions if (place := places[s.id]) is not None})


def _laid_out(
    conference: Conference,
    choices: Mapping[str, Sequence[Placement | None]],
    former: Mapping[str, Placement],
    draw: random.Random,
) -> dict[str, Placement | None]:
    """Give each session a free place that is open to its type, or any place if none is left; some optional get none."""
    places: dict[str, Placement | None] = {
        id: place if None not in choices[id] or draw.randrange(4) else None for id, place in former.items()
    }
    for id in draw.sample([id for id in choices if id not in former], len(choices) - len(former)):
        taken = [place for place in places.values() if place is not None]
        free = [place for place in choices[id] if place is not None and _is_free(conference, id, place, taken)]
        if None in choices[id] and (not free or draw.randrange(4) == 0):
            places[id] = None
        else:
            places[id] = draw.choice(free or choices[id])
    return places


def _is_free(conference: Conference, id: str, place: Placement, taken: Sequence[Placement]) -> bool:
    type, room, block = conference.session_by_id[id].type, conference.room_by_id[place.room], place.block
    open_to = (room.session_types, conference.block_by_id[block].session_types)
    if any(types and type not in types for types in open_to):
        return False
    return not any(other.room == place.room and overlaps(other, place) for other in taken)


def _choices(conference: Conference, id: str) -> list[Placement | None]:
    """Return every place of a session, and None if it is optional."""
    places = places_of(conference, id)
    return [*places, None] if conference.session_by_id[id].optional else list(places)


def places_of(conference: Conference, id: str) -> list[Placement]:
    """Return every place of a session that its length allows, including rooms and blocks of the wrong type."""
    session = conference.session_by_id[id]
    positions = [conference.position(session, b, slot) for b in conference.blocks for slot in range(b.slots)]
    return [Placement(r.id, p.block, p.slot, p.start, p.end) for p in positions if p for r in conference.rooms]


@typed
def double_booked(agenda: Agenda) -> bool:
    """Whether two sessions are in one room at once, which a model that only counts slots cannot express."""
    return any(a.room == b.room and overlaps(a, b) for a, b in combinations(agenda.values(), 2))
