"""Small changes that would take a fact back, from the smallest on.

The sizes are rough: the minutes that somebody gives up, or for changes of another kind how many minutes they are taken
to be worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise

from agenda_solver.explaining.demands import demand_in_words
from agenda_solver.explaining.draft import Case, Draft
from agenda_solver.explaining.fact import Change, Fact
from agenda_solver.explaining.saying import length_in_words
from agenda_solver.explaining.step import Ladder, Step, changing
from agenda_solver.explaining.windows import longer_windows
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import Session
from agenda_solver.rules.rule import Rule, Severity

__all__ = ["ladders", "shorter_together", "softened"]

TROUBLE = {"field": 60, "parameter": 60, "rule": 90, "person": 180, "session": 240, "rooms": 300}
UNPIN, FEATURE, ONE_MORE = 30, 45, 120
MOST_NUMBERS = 5
COUNTS = ("limit", "available")  # parameters of rules of which a larger number allows more


def ladders(fact: Fact, case: Case) -> Iterator[Ladder]:
    """Return the ways to take one fact back, each as a ladder; the last step of one of them takes it back whole."""
    conference = case.conference
    if fact.kind == "session":
        title = conference.session_by_id[fact.id].title
        yield [Step(f'Let "{title}" be left out where it has no place.', TROUBLE["session"], fact.relax)]
    elif fact.kind == "length":
        yield from _shorter(conference, conference.session_by_id[fact.id])
    elif fact.kind == "person":
        title = conference.session_by_id[fact.id].title
        name = conference.person_by_id[fact.detail].name
        yield [Step(f'Let "{title}" take place without {name}.', TROUBLE["person"], fact.relax)]
    elif fact.kind == "rooms":
        yield from _one_more_room(conference)
    elif fact.kind == "rule":
        yield from _more_of_it(case, fact.id)
    elif fact.kind == "parameter":
        yield [Step(f"Do without this: {fact.message}", TROUBLE["parameter"], fact.relax)]
    else:
        yield from FIELDS.get((fact.part, fact.name), _dropped)(conference, fact)


def softened(case: Case, rule: Rule, amount: int) -> Step:
    """Return the step that turns a hard rule into a wish above all others, which is then broken by an amount."""
    highest = max((other.severity.priority for other in case.rules if not other.is_hard), default=0)
    severity = Severity(weight=1, priority=min(9, highest + 1))
    minutes = amount if rule.unit.startswith("minutes") else 30 * amount
    message = f"Let {rule.key} be a wish above all others instead of a hard rule."
    return Step(message, TROUBLE["rule"] + minutes, lambda draft: draft.change_rule(rule.key, severity=severity))


# --- numbers ---------------------------------------------------------------------------------------------------------


def _shorter(conference: Conference, session: Session) -> Iterator[Ladder]:
    """Return shorter lengths, the longest first."""
    now, lengths = _lengths(conference, session)
    steps = []
    for minutes, fields in lengths:
        shorter = length_in_words(session.model_copy(update=fields))
        message = f'Shorten "{session.title}" from {length_in_words(session)} to {shorter}.'
        steps.append(Step(message, now - minutes, changing("sessions", session.id, **fields)))
    if steps:
        yield steps


def _lengths(conference: Conference, session: Session) -> tuple[int, list[tuple[int, dict[str, int]]]]:
    """Return the minutes of a session, and shorter ones with the fields that say them, the longest first."""
    marks = conference.boundaries.values()
    if session.duration_slots is not None:
        slot = min(end - start for ends in marks for start, end in pairwise(ends))
        fewer = range(session.duration_slots - 1, 0, -1)
        return session.duration_slots * slot, [(number * slot, {"duration_slots": number}) for number in fewer]
    now = session.duration_minutes or 0
    spans = {end - start for ends in marks for start, end in combinations(ends, 2) if end - start < now}
    return now, [(minutes, {"duration_minutes": minutes}) for minutes in sorted(spans, reverse=True)]


def shorter_together(conference: Conference, sessions: Sequence[Session]) -> Ladder:
    """Return a ladder that makes one session after the other shorter by one step, the longest first."""
    found: Ladder = []
    together: list[Step] = []
    for session in sorted(sessions, key=lambda session: -_lengths(conference, session)[0]):
        for steps in _shorter(conference, session):
            together.append(steps[0])
            found.append(_all_of(tuple(together)))
    return found


def _all_of(steps: tuple[Step, ...]) -> Step:
    def change(draft: Draft) -> None:
        for step in steps:
            step.change(draft)

    return Step(" ".join(step.message for step in steps), sum(step.size for step in steps), change)


def _more_of_it(case: Case, key: str) -> Iterator[Ladder]:
    """Return larger numbers for a rule that counts."""
    rule = next(rule for rule in case.rules if rule.key == key)
    for name in COUNTS:
        now = getattr(rule, name, None)
        if isinstance(now, int):
            yield [
                Step(_raised(rule, name, now, now + more), ONE_MORE * more, _raising(key, name, more))
                for more in range(1, MOST_NUMBERS + 1)
            ]


def _raised(rule: Rule, name: str, now: int, then: int) -> str:
    if resource := getattr(rule, "resource", None):
        return f"Have {then} {resource} instead of {now}."
    return f"Raise the {name} of {rule.key} from {now} to {then}."


def _raising(key: str, name: str, more: int) -> Change:
    return lambda draft: draft.change_rule(key, **{name: getattr(draft.rule(key), name) + more})


def _fewer_minutes(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Return shorter pauses in steps of five minutes."""
    if fact.part == "sessions":
        what = f'the room of "{conference.session_by_id[fact.id].title}"'
    else:
        what = conference.room_by_id[fact.id].name
    now, after = int(fact.detail), " after it" if fact.name == "teardown_minutes" else ""
    yield [
        Step(
            f"Let {what} stand empty for {left} minutes{after} instead of {now}.",
            now - left,
            changing(fact.part, fact.id, **{fact.name: left}),
        )
        for left in range((now - 1) // 5 * 5, -1, -5)
    ]


def _fewer_people(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Return smaller audiences: the largest first that fills some room."""
    title, now = conference.session_by_id[fact.id].title, int(fact.detail)
    seats = {room.capacity for room in conference.rooms if room.capacity is not None and room.capacity < now}
    steps = [
        Step(f'Admit {left:,} people to "{title}" instead of {now:,}.', now - left, _audience(fact.id, left))
        for left in sorted(seats, reverse=True)
    ]
    yield steps or [Step(f'Do not count the audience of "{title}".', now, fact.relax)]


def _audience(session: str, people: int) -> Change:
    return changing("sessions", session, expected_audience=people)


def _more_seats(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Return more seats for a room: the fewest first that some session needs."""
    name, now = conference.room_by_id[fact.id].name, int(fact.detail)
    audiences = {session.expected_audience for session in conference.sessions if session.expected_audience > now}
    steps = [
        Step(f"Find {seats:,} seats for {name} instead of {now:,}.", seats - now, _seats(fact.id, seats))
        for seats in sorted(audiences)
    ]
    yield steps or [Step(f"Do not count the seats of {name}.", now, fact.relax)]


def _seats(room: str, seats: int) -> Change:
    return changing("rooms", room, capacity=seats)


# --- others ----------------------------------------------------------------------------------------------------------


def _opened_blocks(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    room = conference.room_by_id[fact.id]
    for block in room.closed_blocks:
        left = tuple(other for other in room.closed_blocks if other != block)
        words = f"Open {room.name} in the block of {conference.clock(conference.block_span[block].start)}."
        minutes = conference.block_by_id[block].minutes
        yield [Step(words, minutes, changing("rooms", room.id, closed_blocks=left))]
    yield from _dropped(conference, fact)


def _dropped(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    yield [Step(demand_in_words(conference, fact), TROUBLE["field"], fact.relax)]


def _unpinned(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    title = conference.session_by_id[fact.id].title
    aspects = {"start": "begin at another time", "block": "be in another block", "day": "be on another day"}
    words = f'Let "{title}" {aspects.get(fact.detail, "be in another room")}.'
    yield [Step(words, UNPIN, fact.relax)]


def _features(conference: Conference, fact: Fact) -> Iterator[Ladder]:
    """Return the equipment put into each room that lacks it, and doing without."""
    wanted = set(fact.detail)
    for room in conference.rooms:
        lacking = sorted(wanted - set(room.features))
        if lacking:
            words = f"Equip {room.name} with {', '.join(lacking)}."
            yield [Step(words, FEATURE * len(lacking), changing("rooms", room.id, features=(*room.features, *lacking)))]
    yield from _dropped(conference, fact)


def _one_more_room(conference: Conference) -> Iterator[Ladder]:
    for room in conference.rooms:
        steps: Ladder = []
        for more in range(1, MOST_NUMBERS + 1):
            what = f"one more room like {room.name}" if more == 1 else f"{more} more rooms like {room.name}"
            steps.append(Step(f"Find {what}.", TROUBLE["rooms"] * more, _copying(room.id, more)))
        yield steps


def _copying(room: str, more: int) -> Change:
    def change(draft: Draft) -> None:
        like = draft.part("rooms", room)
        for number in range(more):
            id = f"{room} ({number + 2})"
            draft.parts["rooms"][id] = like.model_copy(update={"id": id, "name": f"{like.name} ({number + 2})"})

    return change


FIELDS: dict[tuple[str, str], Callable[[Conference, Fact], Iterator[Ladder]]] = {
    ("people", "available"): longer_windows,
    ("rooms", "available"): longer_windows,
    ("rooms", "closed_blocks"): _opened_blocks,
    ("rooms", "capacity"): _more_seats,
    ("sessions", "expected_audience"): _fewer_people,
    ("rooms", "changeover_minutes"): _fewer_minutes,
    ("sessions", "setup_minutes"): _fewer_minutes,
    ("sessions", "teardown_minutes"): _fewer_minutes,
    ("sessions", "pin"): _unpinned,
    ("sessions", "required_features"): _features,
    ("people", "required_features"): _features,
}
