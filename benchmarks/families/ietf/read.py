"""Reads a meeting as a conference; the label of each rule is the judge's name of its penalty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import benchmarks.families.ietf.rules  # noqa: F401 - registers the rules of this family
from agenda_solver import Agenda, Mistake, Result, Rule, score
from agenda_solver.formats.native import conference_from_data
from benchmarks.families.ietf.document import Document, Session, Slot
from benchmarks.families.placed import PlacedProblem, block_times, conference_data, solve_demanding
from benchmarks.families.strict import read_with, strictly, unknown
from benchmarks.harness.family import Family, Figure, Item
from benchmarks.harness.problem import Judged, Limits
from benchmarks.harness.record import Number

PENALTY, SAME_GROUP, ORDER = "penalty", "same-group-at-once", "order"
TOO_SMALL, TOO_SHORT = "room-too-small", "slot-too-short"
# What the judge counts but does not add to the penalty.
HARD = ("missing", "unknown", "no-such-place", "double-booked", SAME_GROUP)
LONG_ENOUGH = "{} minutes"  # the tag of a slot that has them


@dataclass(frozen=True)
class Problem(PlacedProblem):
    """A meeting as a conference, and the judge's penalties for what is forbidden here."""

    prices: Mapping[str, int]
    levels: ClassVar[Mapping[str, int]] = {PENALTY: 0}

    def solve(self, limits: Limits, _rules: Sequence[Rule] | None = None) -> Result:
        """Solve with hard wishes first: a penalty of 0 is possible, and that model is smaller."""
        return solve_demanding(self.conference, lambda _rule: True, limits)

    def figures(self, agenda: Agenda) -> dict[str, Number]:
        """Return the penalty, the penalty of each rule that costs something, and the pairs of a group at once."""
        card = score(self.conference, agenda)
        found: dict[str, int] = {PENALTY: 0}
        for rule in card.rules:
            label = rule.key.partition(":")[2]
            if label and rule.amount:
                # The judge charges a price for what hard rules forbid here.
                price = self.prices.get(label, 1)
                found[label] = rule.amount * price if rule.severity.is_hard else rule.cost
        # Two sessions of a group at once are out of order here; the judge counts them only as at once: illegal.
        if at_once := found.get(SAME_GROUP, 0):
            found[ORDER] = found.get(ORDER, 0) - at_once * card[f"precedence:{ORDER}"].severity.weight
        found[PENALTY] = sum(cost for name, cost in found.items() if name not in HARD)
        return {**found}

    def judged(self, answer: Mapping[str, Any]) -> Judged:
        hard = {rule: int(count) for rule, count in answer["counts"].items() if rule in HARD}
        return Judged({PENALTY: int(answer["penalty"])} | {r: int(n) for r, n in answer["penalties"].items()} | hard)


def read_problem(path: Path) -> Problem:
    """Read a meeting from its file."""
    return read_with(path, problem_of)


def problem_of(raw: Any) -> Problem:
    """Return the problem of JSON that was read."""
    document = strictly(Document, raw, _mistakes)
    prices = {TOO_SMALL: document.weights.room_too_small, TOO_SHORT: document.weights.slot_too_short}
    return Problem(conference_from_data(_conference(document)), prices)


def _mistakes(document: Document) -> Iterator[Mistake]:
    """Return the mistakes that the conference would not find."""
    rooms = {room.id for room in document.rooms}
    for number, slot in enumerate(document.slots):
        yield from unknown(rooms, slot.rooms, f"slots[{number}].rooms", "room ")
    spans = sorted((_minute(slot), _minute(slot) + slot.minutes, slot.id) for slot in document.slots)
    for (_, end, here), (start, _, there) in pairwise(spans):
        if start < end:
            yield Mistake("slots", f'"{here}" and "{there}" overlap, and the order of sessions could not be told')
    for group, sessions in document.by_group.items():
        if len(sessions) > 2:
            yield Mistake("sessions", f'the group "{group}" has {len(sessions)}, and no wish is about more than two')
    pairs = {(kind, weight) for kind, weight, _ in document.conflicts()}
    yield from (
        Mistake("groups", f'conflicts of the kind "{kind}" have several weights')
        for kind, times in Counter(kind for kind, _ in pairs).items()
        if times > 1
    )


def _minute(slot: Slot) -> int:
    return int(slot.start.timestamp()) // 60


# --- the conference --------------------------------------------------------------------------------------------------


def _conference(document: Document) -> dict[str, Any]:
    lengths = sorted({session.minutes for session in document.sessions})
    blocks = [
        {
            "id": slot.id,
            "name": slot.name or None,
            **block_times(slot.start, slot.minutes),
            "tags": [slot.time_range, *(LONG_ENOUGH.format(n) for n in lengths if n <= slot.minutes)],
        }
        for slot in document.slots
    ]
    rooms = [
        {
            "id": room.id,
            "name": room.name,
            "capacity": room.capacity,
            "closed_blocks": [slot.id for slot in document.slots if room.id not in slot.rooms],
        }
        for room in document.rooms
    ]
    people = [{"id": person, "name": person} for person in document.key_people()]
    sessions, rules = [_session(session, document) for session in document.sessions], list(_rules(document))
    parts = {"rooms": rooms, "people": people, "sessions": sessions, "rules": rules}
    return conference_data("meeting", document.name, blocks, **parts)


def _session(session: Session, document: Document) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.id,
        "duration_slots": 1,
        "expected_audience": session.attendees or 0,
        "required_times": [LONG_ENOUGH.format(session.minutes)],
        "required_people": document.key_people(session.id),
        "prohibited_times": document.closed_ranges(session.id),
        "tags": [session.group, *dict.fromkeys(group for group in session.joint_with if group != session.group)],
    }


def _rules(document: Document) -> Iterator[dict[str, Any]]:
    """Return the settings of the rules with a penalty."""
    yield {"rule": "room_availability", "severity": "hard"}
    apart = _sets(document.pairs_of_a_group())
    yield {"rule": "not_in_parallel", "label": SAME_GROUP, "severity": "hard", "sets": apart}
    weights = document.weights
    conflicts: dict[tuple[str, int], list[tuple[str, ...]]] = {}
    for kind, weight, pair in document.conflicts():
        conflicts.setdefault((kind, weight), []).append(pair)
    for (kind, weight), pairs in conflicts.items():
        yield from _wish("not_in_parallel", f"conflict-{kind}", weight, sets=_sets(pairs))
    # Each of the two sessions pays for a person, and for the order.
    yield from _wish("key_people", "key-person", 2 * weights.key_person, count="people")
    order = [{"before": first, "after": second} for first, second in document.twice]
    yield from _wish("precedence", ORDER, 2 * weights.order, pairs=order)
    yield from _wish("time_preference", "time-range", weights.time_range, tags=["prohibited"])
    yield {"rule": "time_preference", "label": TOO_SHORT, "severity": "hard", "tags": ["required"]}
    small = [
        {"session": session.id, "room": room.id, "amount": 1}
        for session in document.sessions
        for room in document.rooms
        if (session.attendees or 0) > room.capacity
    ]
    yield {"rule": "room_preference", "label": TOO_SMALL, "severity": "hard", "tables": small}
    days = [
        {"sessions": [first, second], "how": "exactly" if wish == "next-day" else "not", "days": 1}
        for first, second, wish in document.day_relations().elements()
    ]
    yield from _wish("day_distance", "day-relation", weights.day_relation, pairs=days)
    beside = [{"session": id, "neighbours": others} for id, others in document.neighbours().items()]
    within = document.adjacent_within_minutes
    yield from _wish("ietf_neighbour", "adjacency", weights.adjacency, rows=beside, within_minutes=within)


def _wish(rule: str, label: str, weight: int, **parameters: Any) -> Iterator[dict[str, Any]]:
    if weight:
        yield {"rule": rule, "label": label, "severity": weight, **parameters}


def _sets(groups: Any) -> list[dict[str, Any]]:
    return [{"sessions": list(ids)} for ids in groups]


class Ietf(Family):
    """Sessions of working groups in one week."""

    name = "ietf"
    title = "Meetings of the IETF"
    help = (
        "Solve a meeting of the IETF, let a judge check every agenda, and compare the penalties with those of others."
    )
    judge = "ietf_judge.py"
    figures = (Figure(PENALTY),)

    def read(self, item: Item) -> Problem:
        return read_problem(Path(item.path or ""))


FAMILY = Ietf()
