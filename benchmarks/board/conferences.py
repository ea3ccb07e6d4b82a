"""The measured boards: the forum of this repository, drawn conferences, and real ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agenda_solver import Agenda, Conference, read_conference
from agenda_solver.demo import demo_path
from agenda_solver.evaluation.ledger import Ledger
from agenda_solver.formats.cosplib import read_cosplib
from benchmarks.families.cosplib.read import FAMILY as COSPLIB
from benchmarks.families.fosdem.problem import read_problem
from benchmarks.families.growth.generator import generate
from benchmarks.harness.files import find_files

FORUM = 64
"""Sessions of the forum, which serves as the conference of that size."""


class Case(NamedTuple):
    """A conference, and the agenda that its board begins with."""

    name: str
    conference: Conference
    agenda: Agenda


@cache
def forum() -> Case:
    """Return the forum; sessions with few starts are placed first, each at its cheapest place."""
    conference = read_conference(demo_path())
    ledger = Ledger(conference)
    hard = [key for key, severity in ledger.severities.items() if severity.is_hard]
    for session in sorted(conference.sessions, key=lambda s: len(conference.positions[s.id])):
        weighed = ledger.heat_map(session.id).weighed()
        broken = (
            (sum(change.amounts.get(key, 0) for key in hard), tuple(delta.values()), n, place)
            for n, (place, change, delta, _) in enumerate(weighed)
        )
        ledger.place(session.id, min(broken)[3])
    return Case("forum", conference, ledger.agenda)


def board_of(size: int, seed: int) -> Case:
    """Return the forum, or a drawn conference of any other size with the agenda that it was drawn around."""
    if size == FORUM:
        return forum()
    drawn = generate(size, seed)
    return Case(f"drawn, {size} sessions", drawn.conference, drawn.agenda)


def real(data: Path | None) -> Iterator[Case]:
    """Return the instances of CoSPLib and the weekends of FOSDEM in a folder, without an agenda."""
    if data is None:
        return
    workbooks = find_files(data, COSPLIB.name, ".xlsx", COSPLIB.what, is_one=COSPLIB.is_one)
    conferences = {path.stem: read_cosplib(path) for path in workbooks}
    for path in find_files(data, "fosdem", ".xml", "schedule"):
        conferences[f"FOSDEM {path.stem}"] = read_problem(path, time_zone="Europe/Brussels").conference
    for name, conference in conferences.items():
        yield Case(name, conference, conference.agenda({}))
