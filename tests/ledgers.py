"""A ledger beside the score, through any sequence of moves."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from agenda_solver.evaluation.delta_evaluation import WeightedTerms
from agenda_solver.evaluation.grid import Place, PlaceGrid
from agenda_solver.evaluation.ledger import Change, Ledger
from agenda_solver.evaluation.positions import Positions
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.scorecard import score
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.time_intervals import overlaps
from agenda_solver.rules.base.rule import Rule
from agenda_solver.testing.contract import places_of

__all__ = [
    "assert_account",
    "assert_exchanges",
    "assert_foresight",
    "assert_heat_map",
    "assert_ledger",
    "assert_shifts",
    "assert_swaps",
]

BETWEEN_FORESIGHTS = 5


def assert_ledger(
    conference: Conference, rules: Sequence[Rule], moves: int, seed: int, agenda: Agenda | None = None
) -> None:
    """Make random moves, legal or not, take some back, and compare the ledger with the score after each.

    After every few moves one session's heat map and exchanges are compared with making these moves. Where it begins
    with an agenda, this is done for every session first, as the agenda is and without the session.
    """
    draw, ledger = random.Random(seed), Ledger(conference, rules, agenda)
    if agenda is not None:
        _assert_same(ledger, rules)
        for session in agenda:
            assert_foresight(ledger, session)
            ledger.take_out(session)
            assert_foresight(ledger, session)
            ledger.undo()
    before: list[tuple[dict[str, int], Agenda]] = []
    for number in range(moves):
        was = dict(ledger.amounts), ledger.agenda
        if before and draw.random() < 0.2:
            steps = draw.randint(1, min(3, len(before)))
            change = ledger.undo(steps)
            before, then = before[:-steps], before[-steps]
            assert (ledger.amounts, ledger.agenda) == then
        else:
            change = _move(ledger, draw)
            before.append(was)
        assert ledger.steps == len(before)
        _assert_same(ledger, rules)
        assert change.amounts == {k: n - was[0][k] for k, n in ledger.amounts.items() if n != was[0][k]}
        if number % BETWEEN_FORESIGHTS == BETWEEN_FORESIGHTS - 1:
            assert_foresight(ledger, draw.choice(conference.sessions).id)


def _assert_same(ledger: Ledger, rules: Sequence[Rule]) -> None:
    """Compare a ledger with the score of its agenda."""
    card = score(ledger.grid.conference, ledger.agenda, rules)
    assert ledger.amounts == {rule.key: rule.amount for rule in card.rules}, ledger.agenda
    assert list(ledger.costs.items()) == list(card.costs.items())  # the highest level first
    assert ledger.is_legal == card.is_legal


def _move(ledger: Ledger, draw: random.Random) -> Change:
    """Make one random move, foreseeing what can be foreseen."""
    conference = ledger.grid.conference
    session = draw.choice(conference.sessions).id
    places = places_of(conference, session)
    kind = draw.random()
    if kind < 0.2 or not places:
        return ledger.take_out(session)
    if kind < 0.4:
        swaps = ledger.best_swaps(session, 3)
        if swaps:
            swap = draw.choice(swaps)
            change = ledger.swap(session, swap.other)
            assert change == swap.change
            return change
    place = draw.choice(places)
    foreseen = ledger.peek(session, place)
    change = ledger.place(session, place)
    assert foreseen == change
    return change


def assert_account(conference: Conference, rules: Sequence[Rule], moves: int, seed: int) -> None:
    """Make random moves in one account of all rules, as local search does, and compare it with the score after each.

    The rules have different weights. What moving one session anywhere would cost, or two at once, is compared with
    taking them out and putting them in; after every few moves, for every session and every place.
    """
    draw, grid = random.Random(seed), PlaceGrid(conference)
    state, weights = Positions(grid), {rule.key: number for number, rule in enumerate(rules, 2)}
    told = [(rule, Terms(grid)) for rule in rules if rule.applies(conference)]
    account = WeightedTerms(state, [(weights[rule.key], terms) for rule, terms in told if rule.quick(terms)])
    total, numbers = account.empty, range(len(conference.sessions))
    for number in range(moves):
        session = draw.choice(numbers)
        if not grid.times_of[session]:
            continue
        place = _anywhere(grid, session, draw)
        if state.time[session] >= 0:
            old = state.time[session], state.room[session]
            foreseen = account.shift(session, old, place)
            change = _shift(account, state, session, None)
            change += _shift(account, state, session, place)
            assert foreseen == change
        else:
            foreseen = account.peek(session, *place)
            change = _shift(account, state, session, place)
            assert foreseen == change
        total += change
        total += _exchange_anywhere(account, state, draw)
        card = score(conference, grid.agenda(state.time, state.room), [rule for rule, _ in told])
        assert total == sum(weights[rule.key] * rule.amount for rule in card.rules if rule.key in weights)
        if draw.random() < 0.2:
            total += _shift(account, state, session, None)
        if number % BETWEEN_FORESIGHTS == BETWEEN_FORESIGHTS - 1:
            for one in numbers:
                assert_shifts(account, state, one)
                assert_exchanges(account, state, one, draw)


def assert_shifts(account: WeightedTerms, state: Positions, session: int) -> None:
    """Compare moving a session to every place at once with taking it out and looking at each place by itself."""
    times, rooms = state.grid.times_of[session], range(len(state.grid.conference.rooms))
    places, old = [(time, room) for time in times for room in rooms], (state.time[session], state.room[session])
    is_placed, removed = old[0] >= 0, 0
    shifts = [account.shift(session, old, place) for place in places] if is_placed else []
    if is_placed:
        removed = _shift(account, state, session, None)
    peeks = [account.peek(session, *place) for place in places]
    heat = account.heat(session, times, rooms)
    assert [heat.at(time, room) for time in range(len(times)) for room in rooms] == peeks
    assert shifts == [removed + peek for peek in peeks] or not is_placed
    if is_placed:
        assert _shift(account, state, session, old) == -removed


def assert_exchanges(account: WeightedTerms, state: Positions, session: int, draw: random.Random) -> None:
    """Move a session and each other one at once, and back again, and compare with what was foreseen."""
    placed = [number for number, time in enumerate(state.time) if time >= 0]
    for other in placed if session in placed else ():
        if other != session:
            back = [(state.time[number], state.room[number]) for number in (session, other)]
            for new in _exchanges(state, session, other, draw):
                change = _exchange(account, state, (session, other), new)
                assert _exchange(account, state, (session, other), (back[0], back[1])) == -change


def _anywhere(grid: PlaceGrid, session: int, draw: random.Random) -> Place:
    return draw.choice(grid.times_of[session]), draw.randrange(len(grid.conference.rooms))


def _shift(account: WeightedTerms, state: Positions, session: int, place: Place | None) -> int:
    """Take a session out, or put it somewhere."""
    if place is None:
        old = state.time[session], state.room[session]
        state.clear(session)
        return account.change(session, *old, -1)
    change = account.change(session, *place, 1)
    state.put(session, *place)
    return change


def _exchange_anywhere(account: WeightedTerms, state: Positions, draw: random.Random) -> int:
    """Move two sessions at once, often each to where the other one was, and compare with what was foreseen."""
    placed = [number for number, time in enumerate(state.time) if time >= 0]
    if len(placed) < 2:
        return 0
    first, second = draw.sample(placed, 2)
    return _exchange(account, state, (first, second), draw.choice(list(_exchanges(state, first, second, draw))))


def _exchanges(state: Positions, first: int, second: int, draw: random.Random) -> Iterator[tuple[Place, Place]]:
    """Return new places of two sessions: of the other one, at its time, one anywhere, and both anywhere."""
    (time, room), (second_time, second_room) = ((state.time[number], state.room[number]) for number in (first, second))
    anywhere, second_anywhere = (_anywhere(state.grid, number, draw) for number in (first, second))
    yield anywhere, second_anywhere
    if second_time in state.grid.times_of[first]:
        yield (second_time, second_room), second_anywhere
        if time in state.grid.times_of[second]:
            yield (second_time, second_room), (time, room)
            yield (second_time, room), (time, second_room)


def _exchange(account: WeightedTerms, state: Positions, sessions: tuple[int, int], new: tuple[Place, Place]) -> int:
    """Move two sessions at once, and compare with what was foreseen."""
    (first, second), (place, second_place) = sessions, new
    old, second_old = ((state.time[number], state.room[number]) for number in sessions)
    foreseen = account.exchange(first, second, (old, place, second_old, second_place))
    change = _shift(account, state, first, None) + _shift(account, state, second, None)
    change += _shift(account, state, first, place) + _shift(account, state, second, second_place)
    assert foreseen == change
    return change


def assert_foresight(ledger: Ledger, session: str) -> None:
    """Compare what a ledger foresees for a session with what making the moves gives, and see that nothing moves."""
    was = dict(ledger.amounts), ledger.agenda, ledger.steps
    assert_heat_map(ledger, session)
    assert_swaps(ledger, session)
    assert was == (ledger.amounts, ledger.agenda, ledger.steps)


def assert_heat_map(ledger: Ledger, session: str) -> None:
    """Put the session at every open place in turn: changes, costs, legality and neighbours are those of the map."""
    conference, heat_map, agenda, costs = ledger.grid.conference, ledger.heat_map(session), ledger.agenda, ledger.costs
    rooms, positions = conference.rooms_open_to[session], conference.positions[session]
    listed = [(p.room, p.block, p.slot) for p in heat_map]
    assert listed == [(room, p.block, p.slot) for p in positions for room in rooms]
    ranks = {}
    for place in heat_map:
        assert heat_map[place] == ledger.peek(session, place), place
        assert heat_map[place] == ledger.place(session, place), place
        assert heat_map.is_legal(place) == ledger.is_legal
        assert heat_map.costs(place) == {level: cost - costs[level] for level, cost in ledger.costs.items()}
        here = {id for id, other in agenda.items() if other.room == place.room and overlaps(other, place)}
        assert set(heat_map.in_the_way(place)) == here - {session}
        ranks[place] = (not ledger.is_legal, *ledger.costs.values())
        ledger.undo()
    assert heat_map.best(4) == sorted(heat_map, key=lambda place: ranks[place])[:4]


def assert_swaps(ledger: Ledger, session: str) -> None:
    """Make every exchange of a session: changes, costs, legality and places are those that were foreseen."""
    costs, everybody = ledger.costs, len(ledger.grid.conference.sessions)
    swaps, ranks = ledger.best_swaps(session, everybody), []
    for swap in swaps:
        assert swap.change == ledger.swap(session, swap.other), swap
        assert (ledger.agenda[session], ledger.agenda[swap.other]) == (swap.placement, swap.other_placement)
        assert swap.is_legal == ledger.is_legal
        assert swap.costs == {level: cost - costs[level] for level, cost in ledger.costs.items()}
        ranks.append((not ledger.is_legal, *ledger.costs.values()))
        ledger.undo()
    assert {swap.other for swap in swaps} == set(_partners(ledger, session))
    assert ranks == sorted(ranks)
    assert ledger.best_swaps(session, 2) == swaps[:2]


def _partners(ledger: Ledger, session: str) -> Iterator[str]:
    """Return the sessions elsewhere, each where the session may be, that may be where the session is."""
    conference, agenda = ledger.grid.conference, ledger.agenda
    here = agenda.get(session)
    for other, there in agenda.items():
        if here is None or other == session or (there.room, there.start) == (here.room, here.start):
            continue
        if all(
            place.room in conference.rooms_open_to[id]
            and (place.block, place.slot) in {(p.block, p.slot) for p in conference.positions[id]}
            for id, place in ((session, there), (other, here))
        ):
            yield other
