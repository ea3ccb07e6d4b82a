"""Reads a draft as a conference: the draft is the published agenda, and what moves is counted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field

import benchmarks.families.chi.rules  # noqa: F401 - registers the rules of this family
from agenda_solver import Agenda, Mistake, Result, Rule, score
from agenda_solver.formats.native import conference_from_data
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.families.placed import PlacedProblem, block_times, conference_data
from benchmarks.families.strict import Clock, Names, StrictPart, read_with, strictly, unknown
from benchmarks.harness.family import Family, Figure, Item
from benchmarks.harness.problem import Judged, Limits
from benchmarks.harness.record import Number

MOVED_IN_TIME, MOVED_IN_ROOM = "moved_in_time", "moved_in_room_only"
# Figures of the judge that are the amount of one rule, by its id.
AMOUNTS = {
    "series_time": "adjacent",
    "series_room": "series",
    MOVED_IN_TIME: "published_time",
    MOVED_IN_ROOM: "chi_moved_in_room",
}
# Share of the time for the moves in time.
TIMES_SHARE = 0.6
ILLEGAL, CLASHES, PAIRS = "illegal", "author_clashes", "clashing_pairs"


class Slot(StrictPart):
    """A time that a session can have."""

    id: str
    start: Clock
    minutes: int = Field(ge=1, le=1_440)


class Room(StrictPart):
    """A room, the types of sessions that it may hold, and the slots in which it is open."""

    id: str
    name: str
    types: Names
    slots: Names


class Session(StrictPart):
    """A session with the papers of the draft."""

    id: str
    title: str
    type: str
    topics: Names
    papers: Names


class Paper(StrictPart):
    """A paper with its authors."""

    id: str
    authors: tuple[int, ...]


class Place(StrictPart):
    """Where a session is in the draft."""

    slot: str
    room: str


class Document(StrictPart):
    """A whole draft. ``series`` are the sessions of each course, in order."""

    format: Literal["chi2013/1"]
    name: str
    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]
    papers: tuple[Paper, ...]
    series: tuple[list[str], ...]
    draft: dict[str, Place]


class Problem(PlacedProblem):
    """A draft as a conference."""

    levels: ClassVar[Mapping[str, int]] = {MOVED_IN_TIME: 1, MOVED_IN_ROOM: 0}

    def solve(self, limits: Limits, _rules: Sequence[Rule] | None = None) -> Result:
        """Look for the fewest moves in time first, for which no room has to be named, and then for those in room."""
        began, above = time.perf_counter(), self.levels[MOVED_IN_TIME]
        rules = rules_of(self.conference)
        important = [rule for rule in rules if rule.is_hard or rule.severity.priority >= above]
        first = limits.solve(self.conference, important, TIMES_SHARE * limits.seconds)
        if first.agenda is None:
            return first
        known = {above: first.bounds.get(above) or 0}
        left = max(1.0, limits.seconds - (time.perf_counter() - began))
        both = limits.solve(self.conference, rules, left, hint=first.agenda, known_bounds=known)
        # The model of the first solve is the one whose compilation delays the first agenda.
        seconds = {**both.seconds, **{name: s for name, s in first.seconds.items() if name == "compile"}}
        return replace(both, first_legal=first.first_legal, seconds=seconds)

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return clashes of authors and pairs with one, breaks of series, and the numbers of moves."""
        card = score(self.conference, agenda)
        amounts = {rule.id: rule.amount for rule in card.rules}
        clashes = next((rule.violations for rule in card.rules if rule.id == "speaker_clash"), ())
        found: dict[str, Number] = {name: amounts.get(rule, 0) for name, rule in AMOUNTS.items()}
        people = sum(len(violation.people) for violation in clashes)
        return {ILLEGAL: amounts["structure"], CLASHES: people, PAIRS: len(clashes), **found}

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        illegal = sum(int(fault["amount"]) for fault in answer["illegal"])
        return Judged({ILLEGAL: illegal} | {name: int(answer[name]) for name in (CLASHES, PAIRS, *AMOUNTS)})


def read_problem(path: Path) -> Problem:
    """Read a draft from its file."""
    return read_with(path, problem_of)


def problem_of(raw: Any) -> Problem:
    """Return the problem of JSON that was read."""
    document = strictly(Document, raw, _mistakes)
    return Problem(conference_from_data(_conference(document)))


def _mistakes(document: Document) -> Iterator[Mistake]:
    """Return the mistakes whose place the conference could not name."""
    slots, rooms = {slot.id for slot in document.slots}, {room.id for room in document.rooms}
    papers, sessions = {paper.id for paper in document.papers}, {session.id for session in document.sessions}
    for number, room in enumerate(document.rooms):
        yield from unknown(slots, room.slots, f"rooms[{number}].slots")
    for number, session in enumerate(document.sessions):
        yield from unknown(papers, session.papers, f"sessions[{number}].papers")
    for id, at in document.draft.items():
        for place, name, known in (
            ("draft", id, sessions),
            (f"draft.{id}.slot", at.slot, slots),
            (f"draft.{id}.room", at.room, rooms),
        ):
            if name not in known:
                yield Mistake(place, f'there is no "{name}"')


def _conference(document: Document) -> dict[str, Any]:
    authors = {paper.id: paper.authors for paper in document.papers}
    starts = {slot.id: slot.start.isoformat() for slot in document.slots}
    people = sorted({author for paper in document.papers for author in paper.authors})
    rooms = [
        {
            "id": room.id,
            "name": room.name,
            "session_types": list(room.types),
            "closed_blocks": [slot.id for slot in document.slots if slot.id not in room.slots],
        }
        for room in document.rooms
    ]
    sessions = [
        {
            "id": session.id,
            "title": session.title,
            "type": session.type,
            "speakers": list(dict.fromkeys(str(author) for paper in session.papers for author in authors[paper])),
            "tags": list(dict.fromkeys(session.topics)),
            "duration_slots": 1,
        }
        for session in document.sessions
    ]
    draft = document.draft.items()
    return conference_data(
        "draft",
        document.name,
        [{"id": slot.id, **block_times(slot.start, slot.minutes)} for slot in document.slots],
        rooms=rooms,
        people=[{"id": str(number), "name": f"Author {number}"} for number in people],
        sessions=sessions,
        rules=list(_rules(document)),
        published=[{"session": id, "room": at.room, "block": at.slot, "start": starts[at.slot]} for id, at in draft],
    )


def _rules(document: Document) -> Iterator[dict[str, Any]]:
    yield {"rule": "room_availability", "severity": "hard"}
    yield {"rule": "speaker_clash", "severity": "hard", "roles": ["speakers"]}
    neighbours = [
        {"before": first, "after": second, "same_room": False, "across_breaks": True}
        for parts in document.series
        for first, second in pairwise(parts)
    ]
    yield {"rule": "adjacent", "severity": "hard", "pairs": neighbours}
    together = [{"sessions": parts, "in_order": False, "back_to_back": False} for parts in document.series]
    yield {"rule": "series", "severity": "hard", "groups": together}
    yield {"rule": "published_time", "severity": {"priority": Problem.levels[MOVED_IN_TIME]}}
    yield {"rule": "chi_moved_in_room", "severity": {"priority": Problem.levels[MOVED_IN_ROOM]}}


class Chi(Family):
    """The draft of CHI 2013."""

    name = "chi"
    title = "The draft of CHI 2013"
    help = (
        "Repair the draft of CHI 2013 with few moves, let a judge check every agenda, and compare it with other plans."
    )
    judge = "chi_judge.py"
    figures = (
        Figure("author_clashes", "author clashes"),
        Figure("series_time", "series in time"),
        Figure("series_room", "series in room"),
        Figure(MOVED_IN_TIME, "moved in time"),
        Figure(MOVED_IN_ROOM, "moved in room only"),
    )

    def read(self, item: Item) -> Problem:
        return read_problem(Path(item.path or ""))


FAMILY = Chi()
