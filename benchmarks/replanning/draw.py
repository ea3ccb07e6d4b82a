"""Random late changes of a published agenda, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from agenda_solver import Agenda, Conference, InvalidInput
from agenda_solver.diagnosis import diagnose
from agenda_solver.replanning.apply_changes import apply_changes
from agenda_solver.rules.base.rule_settings import rules_of

Draw = Callable[[random.Random, Conference, Agenda], dict[str, Any] | None]


def _person_late(draw: random.Random, conference: Conference, agenda: Agenda) -> dict[str, Any] | None:
    """Return a person who arrives too late, or leaves too early, for one of their sessions."""
    person, session = _somebody(draw, conference, agenda)
    if person is None or session is None:
        return None
    if draw.random() < 0.5:
        when = agenda.start(session) + timedelta(minutes=15)
        return {"change": "person available", "person": person, "not_before": when}
    when = agenda.end(session) - timedelta(minutes=15)
    return {"change": "person available", "person": person, "not_after": when}


def _person_gone(draw: random.Random, conference: Conference, agenda: Agenda) -> dict[str, Any] | None:
    person, _ = _somebody(draw, conference, agenda)
    return None if person is None else {"change": "person gone", "person": person}


def _somebody(draw: random.Random, conference: Conference, agenda: Agenda) -> tuple[str | None, str | None]:
    parts = [(person, s.id) for s in conference.sessions if s.id in agenda for person in s.people()]
    return draw.choice(parts) if parts else (None, None)


def _cancelled(draw: random.Random, _conference: Conference, agenda: Agenda) -> dict[str, Any]:
    return {"change": "cancel", "session": draw.choice(list(agenda))}


def _room_lost(draw: random.Random, conference: Conference, agenda: Agenda) -> dict[str, Any]:
    """Return the loss of a room for a block in which it is used."""
    placed = agenda[draw.choice(list(agenda))]
    block = conference.block_by_id[placed.block]
    return {"change": "room lost", "room": placed.room, "start": block.start, "end": block.end}


def _longer(draw: random.Random, conference: Conference, agenda: Agenda) -> dict[str, Any] | None:
    """Return a session that is longer by one slot of its block."""
    id = draw.choice(list(agenda))
    session, block = conference.session_by_id[id], conference.block_by_id[agenda[id].block]
    if session.duration_slots is not None:
        return {"change": "length", "session": id, "slots": session.duration_slots + 1}
    minutes = (session.duration_minutes or 0) + block.minutes // block.slots
    longest = max(b.minutes for b in conference.blocks if not b.session_types or session.type in b.session_types)
    return {"change": "length", "session": id, "minutes": minutes} if minutes <= longest else None


def _added(draw: random.Random, conference: Conference, agenda: Agenda) -> dict[str, Any]:
    """Return one more session like another one, with other people."""
    model = conference.session_by_id[draw.choice(list(agenda))]
    nobody = dict.fromkeys(("speakers", "moderators", "chairs", "required_people"), ())
    fresh = {"id": "one-more", "title": "One more session", "pin": None, "plenary": False, **nobody}
    return {"change": "add session", "session": model.model_copy(update=fresh)}


# How often a kind of change is drawn before the next kind takes its turn.
ATTEMPTS = 10

KINDS: dict[str, Draw] = {
    "late or early": _person_late,
    "not coming": _person_gone,
    "cancelled": _cancelled,
    "room lost": _room_lost,
    "longer": _longer,
    "one more": _added,
}


def draw_change(number: int, conference: Conference, agenda: Agenda, seed: int = 0) -> tuple[str, dict[str, Any]]:
    """Return a random change with its kind; the kinds take turns.

    A change is drawn again if it is seen to be impossible without solving, for example because somebody has no time
    left for their sessions. A change that is impossible for other reasons can be drawn.
    """
    draw = random.Random(f"{seed}-{number}")
    names = list(KINDS)
    for attempt in range(len(names) * ATTEMPTS):
        name = names[(number + attempt // ATTEMPTS) % len(names)]
        change = KINDS[name](draw, conference, agenda)
        if change is not None and not _is_hopeless(conference, change):
            return name, change
    raise ValueError("no change suits this conference")


def _is_hopeless(conference: Conference, change: dict[str, Any]) -> bool:
    try:
        changed = apply_changes(conference, [change])
    except InvalidInput:
        return True
    return any(finding.kind == "impossible" for finding in diagnose(changed, rules_of(changed)))
