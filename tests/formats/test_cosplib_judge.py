"""The scorecard equals an independent judge, term by term: published solutions, and legal schedules made at random.

The judge was written from CoSPLib's own evaluation and knows nothing of this library. The conferences here have the
penalties of the workbooks, but a weight of 1 for every term, so that also terms are compared that an instance ignores.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agenda_solver.evaluation.scorecard import Scorecard, score
from agenda_solver.formats.cosplib.conference import conference_of
from agenda_solver.formats.cosplib.content import TERMS, Content, Parameters, SessionRow, SubmissionRow, TrackRow
from agenda_solver.formats.cosplib.read import read_cosplib
from agenda_solver.formats.cosplib.sheets import content_of
from agenda_solver.formats.cosplib.solution import read_solution
from agenda_solver.formats.cosplib.solution_sheets import write_solution
from agenda_solver.formats.cosplib.write import write_cosplib
from agenda_solver.formats.workbook.workbook_reading import open_workbook
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.formats.cosplib_schedules import Plan, Slots, random_schedules
from tests.formats.cosplib_small import (
    INSTANCES,
    SOLUTIONS,
    instance_of,
    judged_once,
    load_judge,
    needs_judge,
    read_once,
)
from tests.profiles import rounds

pytestmark = [needs_judge, pytest.mark.data]
PARTS, OF_EACH = rounds(4, 1), rounds(50, 5)
RANDOM_INSTANCES, OF_EACH_RANDOM = rounds(60, 20), rounds(10, 5)
judge = load_judge


@cache
def every_term_counts(path: Path) -> Conference:
    content = content_of(open_workbook(path))
    weights = content.parameters._replace(weights=(1,) * len(TERMS))
    return conference_of(replace(content, parameters=weights), path.stem)


def agenda_of(conference: Conference, instance: Any, slots: Slots) -> Agenda:
    places: dict[str, tuple[str, str, int]] = {}
    for s, rooms in enumerate(slots):
        for r, row in enumerate(rooms):
            for k, i in enumerate(row):
                if i != -1:
                    places.setdefault(instance.subs[i], (instance.rooms[r], instance.sessions[s], k))
    return conference.agenda(places)


def amounts_of(scorecard: Scorecard) -> dict[str, int]:
    """Return the amounts by CoSPLib's names; a rule that has nothing to say has no score."""
    by_key = {rule.key: rule.amount for rule in scorecard.rules}
    return {term: by_key.get(key, 0) for term, key in TERMS.items()}


def assert_same(conference: Conference, instance: Any, plan: Plan, slots: Slots) -> None:
    assert judge().failures(instance, plan, slots) == []
    scorecard = score(conference, agenda_of(conference, instance, slots))
    assert scorecard.is_legal
    assert amounts_of(scorecard) == judge().evaluate(instance, plan, slots)[1]


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_published_solutions_score_as_judged(path: Path) -> None:
    conference, instance = read_once(instance_of(path)), judged_once(instance_of(path))
    scorecard = score(conference, read_solution(path, conference))
    objective, _ = judge().evaluate(instance, *judge().read_solution(instance, path))
    assert (scorecard.objective, scorecard.is_legal) == (objective, True)
    assert_same(every_term_counts(instance_of(path)), instance, *judge().read_solution(instance, path))


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_random_schedules_score_as_judged(path: Path, part: int) -> None:
    conference, instance = every_term_counts(path), judged_once(path)
    for plan, slots in random_schedules(instance, OF_EACH, seed=part):
        assert_same(conference, instance, plan, slots)


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_a_written_solution_is_judged_legal_with_the_objective_of_the_score(path: Path, tmp_path: Path) -> None:
    conference, instance = read_once(path), judged_once(path)
    for _, slots in random_schedules(instance, 1, seed=99):
        agenda = agenda_of(conference, instance, slots)
        scorecard = score(conference, agenda)
        write_solution(agenda, tmp_path / "solution.xlsx", scorecard)
        solution = judge().read_solution(instance, tmp_path / "solution.xlsx")
        assert judge().failures(instance, *solution) == []
        assert judge().evaluate(instance, *solution)[0] == scorecard.objective
        assert read_solution(tmp_path / "solution.xlsx", conference) == agenda


@pytest.mark.parametrize("seed", range(RANDOM_INSTANCES))
def test_random_instances_score_as_judged(seed: int, tmp_path: Path) -> None:
    """Instances in which every table, every role and every time zone is full, as no real one is."""
    rng = random.Random(seed)
    path = tmp_path / "made-up.xlsx"
    write_cosplib(conference_of(random_content(rng), "made-up"), path)
    conference, instance = read_cosplib(path), judge().Instance(path)
    for plan, slots in random_schedules(instance, OF_EACH_RANDOM, seed):
        assert_same(conference, instance, plan, slots)
        scorecard = score(conference, agenda_of(conference, instance, slots))
        assert scorecard.objective == judge().evaluate(instance, plan, slots)[0]


def random_content(rng: random.Random) -> Content:
    sessions = tuple(_random_session(rng, number) for number in range(rng.randint(2, 5)))
    rooms = tuple(f"R{number}" for number in range(rng.randint(2, 4)))
    tracks = tuple(TrackRow(f"T{number}", _people(rng, 1)) for number in range(rng.randint(2, 4)))
    longest = max(session.slots for session in sessions)
    space = sum(session.slots for session in sessions) * len(rooms)
    submissions: list[SubmissionRow] = []
    while sum(row.slots for row in submissions) < space // 3:
        row = SubmissionRow(
            f"S{len(submissions)}",
            rng.choice(tracks).name,
            min(longest, rng.choice((1, 1, 1, 2, 3))),
            rng.choice((0, 0, 1, 2, 3)),
            rng.randint(-12, 14),
            _people(rng, 2),
            _people(rng, 2),
        )
        submissions.append(row)
    session_names, track_names = [row.name for row in sessions], [row.name for row in tracks]
    names = [row.name for row in submissions]
    begin = rng.randint(0, 10)
    return Content(
        parameters=Parameters(
            rng.randint(-12, 14),
            (time(begin + 1, 30), time(begin + 10, rng.randrange(60))),
            (time(begin), time(begin + 12, rng.randrange(60))),
            rng.randint(0, 3),
            rng.randint(0, 20),
            tuple(rng.randint(1, 9) for _ in TERMS),
        ),
        sessions=sessions,
        rooms=rooms,
        tracks=tracks,
        submissions=tuple(submissions),
        tracks_sessions=_penalties(rng, track_names, session_names),
        tracks_rooms=_penalties(rng, track_names, rooms),
        sessions_rooms=_penalties(rng, session_names, rooms),
        similar={pair: n for pair, n in _penalties(rng, track_names, track_names).items() if pair[0] < pair[1]},
        submissions_sessions=_penalties(rng, names, session_names),
        submissions_rooms=_penalties(rng, names, rooms),
    )


def _random_session(rng: random.Random, number: int) -> SessionRow:
    """Any hours, also those of an earlier session: no two sessions are ever at once."""
    begin = rng.randrange(22)
    day = date(2026, 3, 9) + timedelta(days=rng.randrange(3))
    end = time(rng.randint(begin + 1, 23), rng.randrange(60))
    return SessionRow(f"B{number}", rng.randint(1, 4), day, time(begin, rng.randrange(60)), end)


def _people(rng: random.Random, most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"P{rng.randrange(8)}" for _ in range(rng.randint(0, most))))


def _penalties(rng: random.Random, rows: Any, columns: Any) -> dict[tuple[str, str], int]:
    drawn = {(row, column): rng.choice((0, 0, 1, 7, 100)) for row in rows for column in columns}
    return {pair: amount for pair, amount in drawn.items() if amount}
