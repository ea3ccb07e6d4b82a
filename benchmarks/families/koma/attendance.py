"""Who attends what, when times and rooms are given: the best for all together, exactly.

Sessions that follow each other without a common moment do not touch each other, so each stretch of overlapping
sessions is a problem by itself. Where every person's own best choice finds seats, that is the best. Only where a room
is too small for those who want in do people depend on each other; then a small exact model decides who gets the seats.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ortools.sat.python import cp_model

from agenda_solver import Agenda, Conference, Placement

__all__ = ["Attendance", "Weights", "best_attendance", "can_be_there", "required_at_once", "seats_left"]

Weights = Mapping[str, Mapping[str, int]]
"""For each person what it is worth to attend each session that the person wishes, by their ids."""

Attendance = set[tuple[str, str]]
"""Pairs of a person and a session, by their ids."""


def best_attendance(conference: Conference, agenda: Agenda, weights: Weights) -> Attendance:
    """Return who attends what so that the weights add up to the most.

    Nobody attends two sessions at once, or one beside a session that needs the person, or one at a time or in a room
    that the person cannot come to; and those who attend a session find seats beside the people whom it requires.

    Parameters
    ----------
    conference, agenda
        The agenda; it may be partial or illegal. What has no place is attended by nobody.
    weights
        The wishes; each weight is positive.

    Returns
    -------
    The wishes that are fulfilled. Attendance that is required is not among them.
    """
    found: Attendance = set()
    for stretch in _stretches(agenda):
        options = {person: _options(conference, agenda, stretch, person, wished) for person, wished in weights.items()}
        options = {person: sessions for person, sessions in options.items() if sessions}
        chosen = {person: _best_alone(agenda, sessions, weights[person]) for person, sessions in options.items()}
        wanted = Counter(session for sessions in chosen.values() for session in sessions)
        if any((seats := seats_left(conference, agenda, id)) is not None and n > seats for id, n in wanted.items()):
            found |= _best_together(conference, agenda, options, weights)
        else:
            found.update((person, session) for person, sessions in chosen.items() for session in sessions)
    return found


def seats_left(conference: Conference, agenda: Agenda, session: str) -> int | None:
    """Return the seats beside those for required people, or None where nobody counts the seats of its room."""
    capacity = conference.room_by_id[agenda[session].room].capacity
    required = len(set(conference.session_by_id[session].required_people))
    return None if capacity is None else max(0, capacity - required)


def can_be_there(conference: Conference, person: str, place: Placement) -> bool:
    """Whether a person is there the whole time, and the room has what the person needs."""
    who, features = conference.person_by_id[person], set(conference.room_by_id[place.room].features)
    if not set(who.required_features) <= features or set(who.prohibited_features) & features:
        return False
    windows = [conference.span(window) for window in who.available]
    minutes = range(place.start, place.end) if windows else ()
    return all(any(window.start <= minute < window.end for window in windows) for minute in minutes)


def required_at_once(conference: Conference, agenda: Agenda, person: str, session: str) -> str | None:
    """Return a session that needs the person while another one runs, if there is one."""
    for other, place in agenda.items():
        needs = other != session and person in conference.session_by_id[other].required_people
        if needs and place.start < agenda[session].end and agenda[session].start < place.end:
            return other
    return None


def _stretches(agenda: Agenda) -> Iterator[list[str]]:
    """Return the sessions that are connected by overlapping times, each group in the order of their starts."""
    group: list[str] = []
    over = 0
    for id in agenda.chronological():
        if group and agenda[id].start >= over:
            yield group
            group = []
        group.append(id)
        over = max(over, agenda[id].end) if len(group) > 1 else agenda[id].end
    if group:
        yield group


def _options(
    conference: Conference, agenda: Agenda, stretch: Sequence[str], person: str, wished: Mapping[str, int]
) -> list[str]:
    """Return the sessions of a stretch that a person wishes and could attend, were they the only ones."""
    return [
        id
        for id in stretch
        if id in wished
        and can_be_there(conference, person, agenda[id])
        and required_at_once(conference, agenda, person, id) is None
    ]


def _best_alone(agenda: Agenda, sessions: Sequence[str], weights: Mapping[str, int]) -> list[str]:
    """Return the heaviest sessions that do not overlap, by their ends one after the other."""
    ordered = sorted(sessions, key=lambda id: agenda[id].end)
    ends = [agenda[id].end for id in ordered]
    best: list[tuple[int, list[str]]] = [(0, [])]
    for number, id in enumerate(ordered):
        before = best[bisect_right(ends, agenda[id].start, hi=number)]
        best.append(max(best[-1], (before[0] + weights[id], [*before[1], id]), key=lambda plan: plan[0]))
    return best[-1][1]


def _best_together(
    conference: Conference, agenda: Agenda, options: Mapping[str, Sequence[str]], weights: Weights
) -> Attendance:
    """Return the best attendance of a stretch in which seats are short, proven by a model of its own."""
    model = cp_model.CpModel()
    attends = {(p, s): model.new_bool_var("") for p, sessions in options.items() for s in sessions}
    for person, sessions in options.items():
        # Half-open stretches of time overlap exactly where one of them begins within the other.
        for moment in {agenda[id].start for id in sessions}:
            running = [id for id in sessions if agenda[id].start <= moment < agenda[id].end]
            model.add_at_most_one(attends[person, id] for id in running)
    for session in {session for _, session in attends}:
        seats = seats_left(conference, agenda, session)
        if seats is not None:
            model.add(sum(literal for (_, id), literal in attends.items() if id == session) <= seats)
    model.maximize(sum(weights[person][session] * literal for (person, session), literal in attends.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # The linear relaxation is nearly always whole; without all of it in the model the proof can take for ever.
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status != cp_model.OPTIMAL:
        raise RuntimeError(f"the best attendance was not found: {solver.status_name(status)}")
    return {pair for pair, literal in attends.items() if solver.boolean_value(literal)}
