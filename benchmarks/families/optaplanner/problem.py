"""A problem as a conference: talks are sessions of one slot, timeslots are blocks of one slot, constraints are rules.

The three levels of the family are priority levels: hard is 2, medium 1, soft 0. None of its constraints is a hard rule
here, for their weights matter even where there is no agenda without them. Rewards are counted as what is missing to
the greatest there could be; :meth:`Problem.score` adds that again.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from agenda_solver import Agenda, Conference, InvalidInput, Mistake, Result, Rule, Scorecard, score, solve
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.families.optaplanner.constraints import CONSTRAINTS, tags_of
from benchmarks.families.optaplanner.document import Document, Room, Talk, Timeslot, document_of, read_document
from benchmarks.families.optaplanner.rules import Diversity, RoomConflict
from benchmarks.families.placed import PlacedProblem
from benchmarks.harness.problem import Judged, Limits
from benchmarks.harness.record import Number, Point

__all__ = ["LEVELS", "Problem", "Score", "Share", "problem_of", "read_problem"]

LEVELS = ("hard", "medium", "soft")
# Seconds after which it is kept what was reached until then.
MARKS = (1, 2, 3, 5, 6, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600)
NO_TYPE = "(none)"  # of a timeslot or a room that no talk may have: an empty list would mean all
NO_WORDS = "(empty)"  # a language without a name, which is another one than none at all
# What the parts of a conference are called in a document; the numbers of both are the same.
NAMES = {"blocks": "timeslots", "people": "speakers", "sessions": "talks"}


class Score(NamedTuple):
    """What an agenda is worth, as the family counts: the greater the better, hard before medium before soft."""

    hard: int
    medium: int
    soft: int

    def __str__(self) -> str:
        return f"{self.hard}hard/{self.medium}medium/{self.soft}soft"


class Share(NamedTuple):
    """What a rule stands for: its constraint, the level (0 hard, 1 medium, 2 soft), and a reward's greatest value."""

    constraint: str
    level: int
    reward: int


@dataclass(frozen=True)
class Problem(PlacedProblem):
    """A problem, and the conference that is made of it."""

    document: Document
    reached: dict[int, tuple[float, Agenda]] = field(default_factory=dict, compare=False)
    slot: ClassVar[str] = "timeslot"

    @cached_property
    def shares(self) -> Mapping[str, Share]:
        """What each rule stands for, by its key."""
        found = {}
        for rule in rules_of(self.conference):
            name, _, level = (rule.label or "").partition(" / ")
            if not level:
                continue  # pins
            reward = rule.greatest(self.conference) * rule.severity.weight if isinstance(rule, Diversity) else 0
            found[rule.key] = Share(name, LEVELS.index(level), reward)
        return found

    def rules(self) -> Sequence[Rule]:
        """Return the rules, without the one about two talks in a room, which no agenda of a solve has.

        Its weight is so much greater than all others that a search would have to count with huge numbers.
        """
        return [rule for rule in rules_of(self.conference) if not isinstance(rule, RoomConflict)]

    def solve(self, limits: Limits, _rules: Sequence[Rule] | None = None) -> Result:
        """Solve the conference, and keep what was reached when."""
        began = time.perf_counter()
        self.reached.clear()

        def keep(agenda: Agenda, _: dict[int, int]) -> None:
            # To be scored later: what the solver says of its costs may be too much.
            elapsed = time.perf_counter() - began
            self.reached[bisect_left(MARKS, elapsed)] = (round(elapsed, 3), agenda)

        return solve(
            self.conference,
            rules=self.rules(),
            time_limit=limits.seconds,
            workers=limits.workers,
            seed=limits.seed,
            on_agenda=keep,
            explain=False,
        )

    # --- scores ----------------------------------------------------------------------------------------------------

    def by_constraint(self, card: Scorecard) -> dict[str, list[int]]:
        """Return what each constraint that has something to say is worth on the three levels."""
        found: dict[str, list[int]] = {}
        for rule in card.rules:
            if rule.key in self.shares:
                name, level, reward = self.shares[rule.key]
                found.setdefault(name, [0, 0, 0])[level] += reward - rule.cost
        return found

    def score(self, card: Scorecard) -> Score:
        """Return what the family's own count gives."""
        return Score(*(sum(row[level] for row in self.by_constraint(card).values()) for level in range(len(LEVELS))))

    def score_of(self, agenda: Agenda) -> Score:
        """Return what an agenda is worth, by the family's own count."""
        return self.score(score(self.conference, agenda))

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return the score, and what each constraint that has something to say is worth on each level."""
        card = score(self.conference, agenda)
        found: dict[str, Number] = dict(zip(LEVELS, self.score(card), strict=True))
        return found | _by_level(self.by_constraint(card))

    def bounds(self, result: Result) -> dict[str, Number]:
        """Return what no agenda can exceed on a level, those above it being what they are."""
        greatest = self.score_of_costs({level: bound or 0 for level, bound in result.bounds.items()})
        # A level without constraints has no bound to be proven.
        proven = (result.bounds.get(_priority(level), 0) is not None for level in range(len(LEVELS)))
        return {name: value if told else None for name, value, told in zip(LEVELS, greatest, proven, strict=True)}

    def curve(self, _result: Result) -> list[Point]:
        """Return the scores of the best agendas after some seconds; see ``MARKS``."""
        return [[elapsed, *self.score_of(agenda), None] for elapsed, agenda in self.reached.values()]

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        """Return the score and the constraints that a judge tells."""
        return Judged(dict(zip(LEVELS, answer["score"], strict=True)) | _by_level(answer["constraints"]))

    def score_of_costs(self, costs: Mapping[int, int]) -> Score:
        """Return what the family's own count gives for costs by priority level."""
        rewards = [sum(s.reward for s in self.shares.values() if s.level == level) for level in range(len(LEVELS))]
        return Score(*(reward - costs.get(_priority(level), 0) for level, reward in enumerate(rewards)))


def _by_level(constraints: Mapping[str, Sequence[int]]) -> dict[str, Number]:
    """Return what constraints are worth, each level by itself."""
    return {
        f"{name} / {level}": value
        for name, row in constraints.items()
        for level, value in zip(LEVELS, row, strict=True)
        if value
    }


def problem_of(raw: Mapping[str, Any]) -> Problem:
    """Return the problem of JSON that was read.

    Raises
    ------
    InvalidInput
        When something in it is missing or wrong.
    """
    return _problem(document_of(raw))


def read_problem(path: Path) -> Problem:
    """Read a problem from its file.

    Raises
    ------
    InvalidInput
        When the file cannot be used.
    """
    try:
        return _problem(read_document(path))
    except InvalidInput as error:
        raise error if error.source else error.in_source(str(path)) from error


def _problem(document: Document) -> Problem:
    if mistakes := list(_mistakes(document)):
        raise InvalidInput(mistakes)
    try:
        return Problem(_conference(document), document)
    except InvalidInput as error:
        raise InvalidInput([Mistake(_place(mistake.place), mistake.message) for mistake in error.mistakes]) from error


def _place(place: str) -> str:
    """Return where the document has what stands at a place in the conference."""
    part, bracket, rest = place.partition("[")
    return NAMES.get(part, part) + bracket + rest


def _conference(document: Document) -> Conference:
    days = list(dict.fromkeys(slot.start.date().isoformat() for slot in document.timeslots))
    return Conference.model_validate(
        {
            "id": "problem",
            "name": document.name,
            "time_zone": "UTC",
            "days": [{"id": day, "date": day} for day in sorted(days)],
            "blocks": [_block(slot) for slot in document.timeslots],
            "rooms": [_room(room) for room in document.rooms],
            "people": [{"id": speaker.id, "name": speaker.id} for speaker in document.speakers],
            "sessions": [_session(talk) for talk in document.talks],
            "default_rules": False,
            "rules": [*_rules(document), {"rule": "pinned"}],
        }
    )


def _mistakes(document: Document) -> Iterator[Mistake]:
    """Return what the conference could not tell with its place in the document."""
    slots, rooms = {slot.id for slot in document.timeslots}, {room.id for room in document.rooms}
    for name in sorted(set(document.weights) - set(CONSTRAINTS)):
        if any(document.weights[name]):
            yield Mistake(f"weights.{name}", "is no constraint that is known, so nothing could count for it")
    unavailable = {f"rooms[{number}]": room.unavailable for number, room in enumerate(document.rooms)}
    unavailable |= {f"speakers[{number}]": speaker.unavailable for number, speaker in enumerate(document.speakers)}
    for where, ids in unavailable.items():
        for place, id in enumerate(ids):
            if id not in slots:
                yield Mistake(f"{where}.unavailable[{place}]", f'there is no "{id}"')
    codes = {talk.code for talk in document.talks}
    for number, talk in enumerate(document.talks):
        yield from _of_talk(talk, f"talks[{number}]", slots, rooms, codes)


def _of_talk(talk: Talk, where: str, slots: Set[str], rooms: Set[str], codes: Set[str]) -> Iterator[Mistake]:
    for name, known, id in (
        ("timeslot", slots, talk.timeslot),
        ("publishedTimeslot", slots, talk.published_timeslot),
        ("room", rooms, talk.room),
        ("publishedRoom", rooms, talk.published_room),
    ):
        if id and id not in known:
            yield Mistake(f"{where}.{name}", f'there is no "{id}"')
    for place, speaker in enumerate(talk.speakers):
        if speaker in talk.speakers[:place]:
            yield Mistake(f"{where}.speakers[{place}]", f'"{speaker}" stands there twice')
    for place, code in enumerate(talk.prerequisites):
        if code not in codes or code == talk.code:
            words = "a talk cannot come before itself" if code == talk.code else f'there is no talk "{code}"'
            yield Mistake(f"{where}.prerequisiteTalks[{place}]", words)


def _block(slot: Timeslot) -> dict[str, Any]:
    types = list(dict.fromkeys(slot.talk_types)) or [NO_TYPE]
    day = slot.start.date().isoformat()
    tags = list(dict.fromkeys(slot.tags))
    return {"id": slot.id, "day": day, "start": slot.start, "end": slot.end, "session_types": types, "tags": tags}


def _room(room: Room) -> dict[str, Any]:
    return {
        "id": room.id,
        "name": room.id,
        "capacity": room.capacity,
        "session_types": list(dict.fromkeys(room.talk_types)) or [NO_TYPE],
        "features": list(dict.fromkeys(room.tags)),
        "closed_blocks": list(dict.fromkeys(room.unavailable)),
    }


def _session(talk: Talk) -> dict[str, Any]:
    pin = {"room": talk.room or None, "block": talk.timeslot or None}
    return {
        "id": talk.code,
        "title": talk.title or talk.code,
        "type": talk.talk_type,
        "speakers": list(talk.speakers),
        "duration_slots": 1,
        "expected_audience": talk.favourites,
        "tags": tags_of(talk),
        "audience_types": list(dict.fromkeys(talk.audience_types)),
        "level": str(talk.level),
        "language": NO_WORDS if talk.language == "" else talk.language,
        "pin": pin if talk.pinned and any(pin.values()) else None,
    }


def _rules(document: Document) -> Iterator[dict[str, Any]]:
    """Return the settings of the rules: for each constraint one on each level on which it has a weight."""
    for name, say in CONSTRAINTS.items():
        for level, weight in enumerate(document.weights.get(name, ())):
            saying = say(document) if weight else None
            if saying is not None:
                severity = {"priority": _priority(level), "weight": weight}
                label = f"{name} / {LEVELS[level]}"
                yield {"rule": saying.rule, "label": label, "severity": severity, **saying.parameters}


def _priority(level: int) -> int:
    """Return the priority of a level: soft 0, medium 1, hard 2."""
    return len(LEVELS) - 1 - level
