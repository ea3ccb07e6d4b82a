"""Reads a problem as a conference: talks are sessions, timeslots blocks of one slot, and constraints rules.

The three levels of the family are priority levels: hard is 2, medium 1, soft 0. None of its constraints is a hard rule
here, since their weights matter even if no agenda fulfils them. A reward is counted as the shortfall from its greatest
possible value, which :meth:`Problem.score` adds again.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from agenda_solver import Agenda, Conference, InvalidInput, Mistake, Result, Rule, Scorecard, score
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.families.optaplanner.document import CONSTRAINTS, Document, Talk
from benchmarks.families.optaplanner.rules.diversity import Diversity
from benchmarks.families.optaplanner.rules.room_conflict import RoomConflict
from benchmarks.families.placed import PlacedProblem, conference_data
from benchmarks.families.strict import read_with, strictly, unknown
from benchmarks.harness.family import Family, Figure, Item
from benchmarks.harness.problem import Judged, Limits
from benchmarks.harness.record import Number, Point

LEVELS = ("hard", "medium", "soft")
# Seconds after which the best agenda so far is kept.
MARKS = (1, 2, 3, 5, 6, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600)
NO_TYPE = "(none)"  # of a timeslot or a room that no talk may have: an empty list would mean all
NO_WORDS = "(empty)"  # a language without a name, which differs from no language
# What the parts of a conference are called in a document; their numbers are the same.
NAMES = {"blocks": "timeslots", "people": "speakers", "sessions": "talks"}


class Score(NamedTuple):
    """The score of an agenda: the greater the better, hard before medium before soft."""

    hard: int
    medium: int
    soft: int

    def __str__(self) -> str:
        return f"{self.hard}hard/{self.medium}medium/{self.soft}soft"


class Share(NamedTuple):
    """The meaning of a rule: its constraint, the level (0 hard, 1 medium, 2 soft), and a reward's greatest value."""

    constraint: str
    level: int
    reward: int


@dataclass(frozen=True)
class Problem(PlacedProblem):
    """A problem as a conference."""

    document: Document
    reached: dict[int, tuple[float, Agenda]] = field(default_factory=dict, compare=False)
    slot: ClassVar[str] = "timeslot"

    @cached_property
    def shares(self) -> Mapping[str, Share]:
        """The meaning of each rule, by its key."""
        found = {}
        for rule in rules_of(self.conference):
            name, _, level = (rule.label or "").partition(" / ")
            if level:  # a pin has none
                reward = rule.greatest(self.conference) * rule.severity.weight if isinstance(rule, Diversity) else 0
                found[rule.key] = Share(name, LEVELS.index(level), reward)
        return found

    def rules(self) -> Sequence[Rule]:
        """Return the rules, without the one about two talks in a room, which no agenda of a solve violates.

        Its weight is so much greater than all others that a search would have to count with huge numbers.
        """
        return [rule for rule in rules_of(self.conference) if not isinstance(rule, RoomConflict)]

    def solve(self, limits: Limits, _rules: Sequence[Rule] | None = None) -> Result:
        """Solve the conference, and keep the best agendas after some seconds."""
        began = time.perf_counter()
        self.reached.clear()

        def keep(agenda: Agenda, _: dict[int, int]) -> None:
            # To be scored later: the costs that the solver reports may be too high.
            elapsed = time.perf_counter() - began
            self.reached[bisect_left(MARKS, elapsed)] = (round(elapsed, 3), agenda)

        return limits.solve(self.conference, self.rules(), on_agenda=keep)

    # --- scores ----------------------------------------------------------------------------------------------------

    def by_constraint(self, card: Scorecard) -> dict[str, list[int]]:
        """Return the score of each constraint on the three levels."""
        found: dict[str, list[int]] = {}
        for rule in card.rules:
            if rule.key in self.shares:
                name, level, reward = self.shares[rule.key]
                found.setdefault(name, [0, 0, 0])[level] += reward - rule.cost
        return found

    def score(self, card: Scorecard) -> Score:
        """Return the score as the family counts it."""
        return Score(*(sum(row[level] for row in self.by_constraint(card).values()) for level in range(len(LEVELS))))

    def score_of(self, agenda: Agenda) -> Score:
        """Return the score of an agenda as the family counts it."""
        return self.score(score(self.conference, agenda))

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return the score, and that of each constraint on each level."""
        card = score(self.conference, agenda)
        found: dict[str, Number] = dict(zip(LEVELS, self.score(card), strict=True))
        return found | _by_level(self.by_constraint(card))

    def bounds(self, result: Result) -> dict[str, Number]:
        """Return the upper bound of each level, given the values of those above it."""
        found: dict[str, Number] = {}
        for level, name in enumerate(LEVELS):
            # A level without constraints has no bound to be proven.
            bound = result.bounds.get(_priority(level), 0)
            rewards = sum(share.reward for share in self.shares.values() if share.level == level)
            found[name] = None if bound is None else rewards - bound
        return found

    def curve(self, _result: Result) -> list[Point]:
        """Return the scores of the best agendas after some seconds; see ``MARKS``."""
        return [[elapsed, *self.score_of(agenda), None] for elapsed, agenda in self.reached.values()]

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        return Judged(dict(zip(LEVELS, answer["score"], strict=True)) | _by_level(answer["constraints"]))


def _by_level(constraints: Mapping[str, Sequence[int]]) -> dict[str, Number]:
    """Return the scores of constraints by level."""
    return {
        f"{name} / {level}": value
        for name, row in constraints.items()
        for level, value in zip(LEVELS, row, strict=True)
        if value
    }


def read_problem(path: Path) -> Problem:
    """Read a problem from its file."""
    return read_with(path, problem_of)


def problem_of(raw: Any) -> Problem:
    """Return the problem of JSON that was read."""
    document = strictly(Document, raw, _mistakes)
    try:
        return Problem(_conference(document), document)
    except InvalidInput as error:
        raise InvalidInput([Mistake(_place(mistake.place), mistake.message) for mistake in error.mistakes]) from error


def _place(place: str) -> str:
    """Return the place in the document that corresponds to one in the conference."""
    part, bracket, rest = place.partition("[")
    return NAMES.get(part, part) + bracket + rest


def _mistakes(document: Document) -> Iterator[Mistake]:
    """Return the mistakes whose place the conference could not name."""
    slots, rooms = {slot.id for slot in document.timeslots}, {room.id for room in document.rooms}
    for name in sorted(set(document.weights) - set(CONSTRAINTS)):
        if any(document.weights[name]):
            yield Mistake(f"weights.{name}", "is no constraint that is known, so nothing could count for it")
    for number, room in enumerate(document.rooms):
        yield from unknown(slots, room.unavailable, f"rooms[{number}].unavailable")
    for number, speaker in enumerate(document.speakers):
        yield from unknown(slots, speaker.unavailable, f"speakers[{number}].unavailable")
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


def _conference(document: Document) -> Conference:
    blocks = [
        {
            "id": slot.id,
            "day": slot.start.date().isoformat(),
            "start": slot.start,
            "end": slot.end,
            "session_types": _once(slot.talk_types) or [NO_TYPE],
            "tags": _once(slot.tags),
        }
        for slot in document.timeslots
    ]
    rooms = [
        {
            "id": room.id,
            "name": room.id,
            "capacity": room.capacity,
            "session_types": _once(room.talk_types) or [NO_TYPE],
            "features": _once(room.tags),
            "closed_blocks": _once(room.unavailable),
        }
        for room in document.rooms
    ]
    people = [{"id": speaker.id, "name": speaker.id} for speaker in document.speakers]
    sessions, rules = [_session(talk) for talk in document.talks], [*_rules(document), {"rule": "pinned"}]
    parts = {"rooms": rooms, "people": people, "sessions": sessions, "rules": rules}
    return Conference.model_validate(conference_data("problem", document.name, blocks, **parts))


def _once(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _session(talk: Talk) -> dict[str, Any]:
    pin = {"room": talk.room or None, "block": talk.timeslot or None}
    return {
        "id": talk.code,
        "title": talk.title or talk.code,
        "type": talk.talk_type,
        "speakers": list(talk.speakers),
        "duration_slots": 1,
        "expected_audience": talk.favourites,
        "tags": talk.tags,
        "audience_types": _once(talk.audience_types),
        "level": str(talk.level),
        "language": NO_WORDS if talk.language == "" else talk.language,
        "pin": pin if talk.pinned and any(pin.values()) else None,
    }


def _rules(document: Document) -> Iterator[dict[str, Any]]:
    """Return a setting for each constraint on each level on which it has a weight."""
    for name, setting_of in CONSTRAINTS.items():
        for level, weight in enumerate(document.weights.get(name, ())):
            if weight and (setting := setting_of(document)):
                severity = {"priority": _priority(level), "weight": weight}
                yield {"rule": setting[0], "label": f"{name} / {LEVELS[level]}", "severity": severity, **setting[1]}


def _priority(level: int) -> int:
    return len(LEVELS) - 1 - level


class OptaPlanner(Family):
    """38 constraints on three levels."""

    name = "optaplanner"
    title = "OptaPlanner's conferences"
    help = "Solve OptaPlanner's conference problems, let a judge check every agenda, and compare with Timefold's."
    judge = "optaplanner_judge.py"
    seconds = 30.0
    figures = tuple(Figure(level, high=True) for level in LEVELS)

    def read(self, item: Item) -> Problem:
        return read_problem(Path(item.path or ""))

    def words(self, figures: Mapping[str, Number]) -> str:
        """Return a score in words: only the soft one if nothing hard is broken."""
        hard, medium, soft = self.values(figures)
        if soft is None:
            return "no agenda"
        if hard:
            return f"not legal (hard {hard:,})"
        return f"{soft:,}" + (f", medium {medium:,}" if medium else "")

    def is_legal(self, figures: Mapping[str, Number]) -> bool:
        return figures.get("soft") is not None and not figures.get("hard")


FAMILY = OptaPlanner()
