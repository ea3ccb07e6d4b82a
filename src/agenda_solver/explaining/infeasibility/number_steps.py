"""Smaller or larger numbers as relaxations of a fact: lengths, pauses, walks, seats, limits."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

from agenda_solver.diagnosis.finding import listed
from agenda_solver.explaining.infeasibility.fact import Change, Fact
from agenda_solver.explaining.infeasibility.fact_sentences import length_in_words
from agenda_solver.explaining.infeasibility.relaxation_step import ChangeOrder, Ladder, RelaxationStep, changing
from agenda_solver.explaining.infeasibility.relaxed_conference import Case, ConferenceDraft
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.sentences import counted

__all__ = [
    "fewer_minutes",
    "fewer_people",
    "more_of_it",
    "more_seats",
    "shorter",
    "shorter_gap",
    "shorter_together",
    "shorter_walk",
]

ONE_MORE = 120  # minutes: the assumed size of one more of something
MOST_NUMBERS = 5
MOST_NAMES = 12
COUNTS = ("limit", "available")  # rule parameters that are relaxed by a larger number
PAUSES = ("pause_minutes",)  # rule parameters that are relaxed by a smaller number


# --- lengths ---------------------------------------------------------------------------------------------------------


def shorter(conference: Conference, session: Session) -> Iterator[Ladder]:
    """Yield the ladder of shorter lengths of a session, longest first."""
    now, lengths = _lengths(conference, session)
    steps = []
    for minutes, fields in lengths:
        less = length_in_words(session.model_copy(update=fields))
        by = f"{now - minutes} minutes"
        if session.duration_slots is not None:
            fewer = session.duration_slots - fields["duration_slots"]
            by = f"{fewer} slots" if fewer > 1 else "1 slot"
        steps.append(
            RelaxationStep(
                f'Shorten "{session.title}" from {length_in_words(session)} to {less}.',
                now - minutes,
                changing("sessions", session.id, **fields),
                ChangeOrder.LENGTHS,
                ("Shorten any one of these", f"by {by}"),
                f'"{session.title}"',
            )
        )
    if steps:
        yield steps


def _lengths(conference: Conference, session: Session) -> tuple[int, list[tuple[int, dict[str, int]]]]:
    """Return the minutes of a session, and shorter lengths with their fields, longest first."""
    marks = conference.boundaries.values()
    if session.duration_slots is not None:
        slot = min(end - start for ends in marks for start, end in pairwise(ends))
        fewer = range(session.duration_slots - 1, 0, -1)
        return session.duration_slots * slot, [(number * slot, {"duration_slots": number}) for number in fewer]
    now = session.duration_minutes or 0
    spans = {end - start for ends in marks for start, end in combinations(ends, 2) if end - start < now}
    return now, [(minutes, {"duration_minutes": minutes}) for minutes in sorted(spans, reverse=True)]


def shorter_together(conference: Conference, sessions: Sequence[Session], kind_of: Callable[[str], Hashable]) -> Ladder:
    """Return a ladder in which each step shortens one more session by one step, the longest session first.

    ``kind_of`` returns the same value for interchangeable sessions.
    """
    ladder: Ladder = []
    together: list[RelaxationStep] = []
    kinds = [kind_of(session.id) for session in sessions]
    ordered = sorted(sessions, key=lambda s: (-_lengths(conference, s)[0], kinds.index(kind_of(s.id))))
    for session in ordered:
        for steps in shorter(conference, session):
            together.append(steps[0])
            others = [s for s in ordered if kind_of(s.id) == kind_of(ordered[0].id)]
            ladder.append(_combined_step(tuple(together), [f'"{s.title}"' for s in others]))
    return ladder


def _combined_step(steps: tuple[RelaxationStep, ...], first_kind: Sequence[str]) -> RelaxationStep:
    """Return some steps as one; ``first_kind`` has the titles of all sessions interchangeable with the first."""

    def change(draft: ConferenceDraft) -> None:
        for step in steps:
            step.change(draft)

    words = " ".join(step.message for step in steps)
    by = steps[0].group_words[1]
    if len(steps) > 1 and all(step.group_words[1] == by for step in steps):
        ones = [step.one for step in steps]
        names, any_of = (ones, "these")
        if set(ones) < set(first_kind):
            names, any_of = list(first_kind), f"any {len(ones)} of these"
        number = len(names)
        say = f" (say the first {len(ones)})" if number > len(ones) else ""
        words = f"Shorten {any_of} {number} {by} each{say}: {listed(names, most=MOST_NAMES)}."
    return RelaxationStep(words, sum(step.size for step in steps), change, ChangeOrder.LENGTHS)


# --- rules that count ------------------------------------------------------------------------------------------------


def more_of_it(case: Case, key: str) -> Iterator[Ladder]:
    """Yield ladders of larger limits and of shorter pauses for the numeric parameters of a rule."""
    rule = next(rule for rule in case.rules if rule.key == key)
    order = ChangeOrder.ROOMS if getattr(rule, "resource", None) else ChangeOrder.RULES
    for name in COUNTS:
        now = getattr(rule, name, None)
        if isinstance(now, int):
            yield [
                RelaxationStep(
                    _raise_message(rule, name, now, now + more),
                    ONE_MORE * more,
                    _raise_parameter(key, name, more),
                    order,
                )
                for more in range(1, MOST_NUMBERS + 1)
            ]
    for name in PAUSES:
        now = getattr(rule, name, None)
        if isinstance(now, int) and now > 0:
            yield [
                RelaxationStep(
                    f"Let {name.replace('_', ' ')} of {rule.key} be at most {left} instead of {now}.",
                    now - left,
                    _setting(key, name, left),
                    ChangeOrder.RULES,
                )
                for left in _multiples_of_five(now)
            ]


def _multiples_of_five(minutes: int) -> range:
    """Return the multiples of five below some minutes, largest first."""
    return range((minutes - 1) // 5 * 5, -1, -5)


def _raise_message(rule: Rule, name: str, now: int, then: int) -> str:
    if resource := getattr(rule, "resource", None):
        return f"Provide {then} {resource} instead of {now}."
    return f"Raise the {name} of {rule.key} from {now} to {then}."


def _raise_parameter(key: str, name: str, more: int) -> Change:
    return lambda draft: draft.change_rule(key, **{name: getattr(draft.rule(key), name) + more})


def _setting(key: str, name: str, value: int) -> Change:
    return lambda draft: draft.change_rule(key, **{name: value})


def shorter_gap(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Yield the ladder of shorter gaps between two sessions, if their order requires a gap."""
    pair = fact.detail
    now = getattr(pair, "min_gap_minutes", 0)
    if not now:
        return
    before, after = (f'"{conference.session_by_id[id].title}"' for id in (pair.before, pair.after))
    yield [
        RelaxationStep(
            f"Let {after} come at least {left} minutes after {before} instead of {now}.",
            now - left,
            _replace_entry(fact.id, fact.name, pair, pair.model_copy(update={"min_gap_minutes": left})),
            ChangeOrder.RULES,
        )
        for left in _multiples_of_five(now)
    ]


def _replace_entry(key: str, name: str, old: Any, new: Any) -> Change:
    def change(draft: ConferenceDraft) -> None:
        entries = tuple(new if entry == old else entry for entry in getattr(draft.rule(key), name))
        draft.change_rule(key, **{name: entries})

    return change


# --- minutes and seats -----------------------------------------------------------------------------------------------


def fewer_minutes(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Yield the ladder of shorter pauses, in steps of five minutes."""
    if fact.part == "sessions":
        one = f'"{conference.session_by_id[fact.id].title}"'
        what, several, noun = f"the room of {one}", "Let the room of any one of these", ""
    else:
        one = what = conference.room_by_id[fact.id].name
        several, noun = "Let any one of these", "rooms "
    now, after = int(fact.detail), " after it" if fact.name == "teardown_minutes" else ""
    yield [
        RelaxationStep(
            f"Let {what} be empty for {left} minutes{after} instead of {now}.",
            now - left,
            changing(fact.part, fact.id, **{fact.name: left}),
            ChangeOrder.ROOMS if fact.part == "rooms" else ChangeOrder.SESSIONS,
            (several, f"{noun}be empty for {left} minutes{after} instead of {now}"),
            one,
        )
        for left in _multiples_of_five(now)
    ]


def shorter_walk(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Yield the ladder of shorter walks between two buildings, longest first."""
    names = {building.id: building.name for building in conference.buildings}
    walk = next(walk for walk in conference.walks if "/".join(walk.between) == fact.id)
    first, second = (names[id] for id in walk.between)
    yield [
        RelaxationStep(
            f"Shorten the walk between {first} and {second} from {walk.minutes} to {'at most ' if left else ''}"
            f"{counted(left, 'minute')}.",
            2 * (walk.minutes - left),
            changing("walks", walk.between, minutes=left),
            ChangeOrder.ROOMS,
        )
        for left in range(walk.minutes - 1, -1, -1)
    ]


def fewer_people(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Yield the ladder of smaller audiences, largest first: those that fill a room."""
    title, now = conference.session_by_id[fact.id].title, int(fact.detail)
    seats = {room.capacity for room in conference.rooms if room.capacity is not None and room.capacity < now}
    steps = [
        RelaxationStep(
            f'Admit at most {left:,} people to "{title}" instead of {now:,}.',
            now - left,
            changing("sessions", fact.id, expected_audience=left),
            ChangeOrder.SESSIONS,
            (f"Admit at most {left:,} people to any one of these", ""),
            f'"{title}"',
        )
        for left in sorted(seats, reverse=True)
    ]
    yield steps or [RelaxationStep(f'Do not count the audience of "{title}".', now, fact.relax)]


def more_seats(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Yield the ladder of more seats for a room, fewest first: those that a session needs."""
    name, now = conference.room_by_id[fact.id].name, int(fact.detail)
    audiences = {session.expected_audience for session in conference.sessions if session.expected_audience > now}
    steps = [
        RelaxationStep(
            f"Find at least {seats:,} seats for {name} instead of {now:,}.",
            seats - now,
            changing("rooms", fact.id, capacity=seats),
            ChangeOrder.ROOMS,
            (f"Find at least {seats:,} seats for any one of these", "rooms"),
            f"{name} (now {now:,})",
        )
        for seats in sorted(audiences)
    ]
    yield steps or [RelaxationStep(f"Do not count the seats of {name}.", now, fact.relax, ChangeOrder.ROOMS)]
