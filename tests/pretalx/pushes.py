"""Agendas pushed to a server that is asked afterwards what it has."""

from __future__ import annotations

from datetime import datetime

import pytest

pytest.importorskip("httpx")

from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.pretalx.journal import Journal
from agenda_solver.pretalx.pulling import pull
from agenda_solver.pretalx.push_plan import Plan, Target
from agenda_solver.pretalx.pushing import Push, prepare, push
from tests.pretalx.faulty import EVENT, Faulty, client_of

DAY = "2027-05-03"
HEAD = '{"format": "agenda-solver/pretalx-journal/1", "server": "s", "event": "e"'


def pulled(server: Faulty) -> Conference:
    with client_of(server) as client:
        return pull(client).conference


def agenda_of(conference: Conference, places: dict[str, tuple[str, int]]) -> Agenda:
    """Return an agenda: room and number of the half hour from 09:00 on."""
    return conference.agenda({id: (room, DAY, slot) for id, (room, slot) in places.items()})


def all_placed(conference: Conference) -> Agenda:
    """Return an agenda: pairs of sessions at 09:00, 10:00 and so on in hall and loft, but ADA111 at 15:00."""
    places = {s.id: (str(number % 2 + 1), number // 2 * 2) for number, s in enumerate(conference.sessions)}
    return agenda_of(conference, {**places, "ADA111": ("2", 12)})


def planned(server: Faulty, agenda: Agenda, journal: Journal) -> Plan:
    with client_of(server) as client:
        return prepare(client, agenda, journal)


def pushed(server: Faulty, agenda: Agenda, journal: Journal | None = None) -> Push:
    journal = journal or Journal(None, server.url, EVENT)
    with client_of(server) as client:
        return push(client, prepare(client, agenda, journal), journal)


def standing(server: Faulty) -> dict[str, tuple[str, datetime, datetime]]:
    """Return what stands in the small pretalx: room, start and end of each submission that is placed."""
    return {
        slot["submission"]: (
            str(slot["room"]),
            datetime.fromisoformat(slot["start"]),
            datetime.fromisoformat(server._shown(slot)["end"]),
        )
        for slot in server.data["slots"]
        if slot["submission"] and slot["start"]
    }


def wanted(agenda: Agenda) -> dict[str, tuple[str, datetime, datetime]]:
    return {id: (place.room, agenda.start(id), agenda.end(id)) for id, place in agenda.items()}


def lengths(server: Faulty) -> dict[str, int]:
    return {submission["code"]: submission["duration"] for submission in server.data["submissions"]}


def ids(targets: list[Target]) -> list[str]:
    return [target.session for target in targets]
