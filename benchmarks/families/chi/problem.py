"""A draft as a conference with rules: the draft is the published agenda, and what moves is counted."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import benchmarks.families.chi.rules  # noqa: F401 - registers the rules of this family
from agenda_solver import Agenda, InvalidInput, Mistake, Result, Rule, score, solve
from agenda_solver.formats.native import conference_from_data
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.families.chi.document import Document, Room, Session
from benchmarks.families.placed import PlacedProblem, block_times
from benchmarks.families.strict import read_with, strictly
from benchmarks.harness.problem import Judged, Limits
from benchmarks.harness.record import Number

__all__ = ["MOVED_IN_ROOM", "MOVED_IN_TIME", "Problem", "problem_of", "read_problem"]

MOVED_IN_TIME, MOVED_IN_ROOM = "moved_in_time", "moved_in_room_only"
# Figures of the judge that are the amount of one rule, by its id.
AMOUNTS = {
    "series_time": "chi_next_slot",
    "series_room": "series",
    MOVED_IN_TIME: "published_time",
    MOVED_IN_ROOM: "chi_moved_in_room",
}
# Share of the time for the moves in time.
TIMES_SHARE = 0.6
ILLEGAL, CLASHES, PAIRS = "illegal", "author_clashes", "clashing_pairs"


class Problem(PlacedProblem):
    """A draft, and the conference that is made of it."""

    levels: ClassVar[Mapping[str, int]] = {MOVED_IN_TIME: 1, MOVED_IN_ROOM: 0}

    def solve(self, limits: Limits, _rules: Sequence[Rule] | None = None) -> Result:
        """Look for the fewest moves in time first, for which no room has to be named, and then for those in room."""
        began, above = time.perf_counter(), self.levels[MOVED_IN_TIME]
        rules = rules_of(self.conference)
        important = [rule for rule in rules if rule.is_hard or rule.severity.priority >= above]
        options: dict[str, Any] = {"workers": limits.workers, "seed": limits.seed, "explain": False}
        first = solve(self.conference, rules=important, time_limit=TIMES_SHARE * limits.seconds, **options)
        if first.agenda is None:
            return first
        known = {above: first.bounds.get(above) or 0}
        left = max(1.0, limits.seconds - (time.perf_counter() - began))
        both = solve(self.conference, rules=rules, hint=first.agenda, known_bounds=known, time_limit=left, **options)
        return replace(both, first_legal=first.first_legal, seconds={**both.seconds, **_compile_of(first)})

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return what is counted: clashes of authors and pairs with one, breaks of series, and what has moved."""
        card = score(self.conference, agenda)
        amounts = {rule.id: rule.amount for rule in card.rules}
        clashes = next((rule.violations for rule in card.rules if rule.id == "speaker_clash"), ())
        found: dict[str, Number] = {name: amounts.get(rule, 0) for name, rule in AMOUNTS.items()}
        people = sum(len(violation.people) for violation in clashes)
        return {ILLEGAL: amounts["structure"], CLASHES: people, PAIRS: len(clashes), **found}

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        """Return the same of the judge's answer."""
        illegal = sum(int(fault["amount"]) for fault in answer["illegal"])
        return Judged({ILLEGAL: illegal} | {name: int(answer[name]) for name in (CLASHES, PAIRS, *AMOUNTS)})


def _compile_of(result: Result) -> dict[str, float]:
    """Return how long the model of the first solve took to be made: that is what it has to wait for."""
    return {name: seconds for name, seconds in result.seconds.items() if name == "compile"}


def read_problem(path: Path) -> Problem:
    """Read a draft from its file.

    Raises
    ------
    InvalidInput
        When the file cannot be used.
    """
    return read_with(path, problem_of)


def problem_of(raw: Any) -> Problem:
    """Return the problem of JSON that was read; see :func:`read_problem`."""
    document = strictly(Document, raw)
    if mistakes := list(_mistakes(document)):
        raise InvalidInput(mistakes)
    return Problem(conference_from_data(_conference(document)))


def _mistakes(document: Document) -> Iterator[Mistake]:
    """Return what the conference could not tell with its place in the document."""
    slots, rooms = {slot.id for slot in document.slots}, {room.id for room in document.rooms}
    papers, sessions = {paper.id for paper in document.papers}, {session.id for session in document.sessions}

    def lost(place: str, id: str, known: Collection[str]) -> Iterator[Mistake]:
        if id not in known:
            yield Mistake(place, f'there is no "{id}"')

    for number, room in enumerate(document.rooms):
        for place, slot in enumerate(room.slots):
            yield from lost(f"rooms[{number}].slots[{place}]", slot, slots)
    for number, session in enumerate(document.sessions):
        for place, paper in enumerate(session.papers):
            yield from lost(f"sessions[{number}].papers[{place}]", paper, papers)
    for id, at in document.draft.items():
        yield from lost("draft", id, sessions)
        yield from lost(f"draft.{id}.slot", at.slot, slots)
        yield from lost(f"draft.{id}.room", at.room, rooms)


# --- the conference --------------------------------------------------------------------------------------------------


def _conference(document: Document) -> dict[str, Any]:
    authors = {paper.id: paper.authors for paper in document.papers}
    starts = {slot.id: slot.start.isoformat() for slot in document.slots}
    people = sorted({author for paper in document.papers for author in paper.authors})
    days = sorted({slot.start.date().isoformat() for slot in document.slots})
    return {
        "id": "draft",
        "name": document.name,
        "time_zone": "UTC",
        "days": [{"id": day, "date": day} for day in days],
        "blocks": [{"id": slot.id, **block_times(slot.start, slot.minutes)} for slot in document.slots],
        "rooms": [_room(room, [slot.id for slot in document.slots]) for room in document.rooms],
        "people": [{"id": str(number), "name": f"Author {number}"} for number in people],
        "sessions": [_session(session, authors) for session in document.sessions],
        "default_rules": False,
        "rules": list(_rules(document)),
        "published": [
            {"session": id, "room": at.room, "block": at.slot, "start": starts[at.slot]}
            for id, at in document.draft.items()
        ],
    }


def _room(room: Room, slots: list[str]) -> dict[str, Any]:
    closed = [slot for slot in slots if slot not in room.slots]
    return {"id": room.id, "name": room.name, "session_types": list(room.types), "closed_blocks": closed}


def _session(session: Session, authors: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    people = dict.fromkeys(str(author) for paper in session.papers for author in authors[paper])
    return {
        "id": session.id,
        "title": session.title,
        "type": session.type,
        "speakers": list(people),
        "tags": list(dict.fromkeys(session.topics)),
        "duration_slots": 1,
    }


def _rules(document: Document) -> Iterator[dict[str, Any]]:
    yield {"rule": "room_availability", "severity": "hard"}
    yield {"rule": "speaker_clash", "severity": "hard", "roles": ["speakers"]}
    yield {"rule": "chi_next_slot", "severity": "hard", "series": document.series}
    together = [{"sessions": parts, "in_order": False, "back_to_back": False} for parts in document.series]
    yield {"rule": "series", "severity": "hard", "groups": together}
    yield {"rule": "published_time", "severity": {"priority": Problem.levels[MOVED_IN_TIME]}}
    yield {"rule": "chi_moved_in_room", "severity": {"priority": Problem.levels[MOVED_IN_ROOM]}}
