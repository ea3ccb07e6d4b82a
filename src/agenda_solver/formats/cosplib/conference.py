"""From the content of an instance workbook to a conference: its parts, and one rule setting for each term."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from itertools import chain
from typing import Any

from agenda_solver.errors import InvalidInput, Mistake, NoPlace
from agenda_solver.formats.cosplib.content import TERMS, Content, SessionRow
from agenda_solver.formats.workbook.xml_parts import cell_name
from agenda_solver.model.conference import Conference
from agenda_solver.model.parts import RuleSetting
from agenda_solver.rules.base.rule_settings import rules_of

__all__ = ["DATE_TAG", "TRACK_CELL", "conference_of", "settings_of", "zone_name"]

DATE_TAG = "workbook-date:"
TRACK_CELL: dict[str, Any] = {"rule": "track_cell", "severity": "hard"}
# Where a part of the conference is in the workbook: the sheet, and the columns of the fields that can be wrong.
ORIGINS: dict[str, tuple[str, dict[str, int]]] = {
    "blocks": ("sessions", {"slot_count": 1, "day": 2, "start": 3, "end": 4}),
    "rooms": ("rooms", {}),
    "tracks": ("tracks", {"chairs": 1}),
    "sessions": ("submissions", {"track": 1, "duration_slots": 2, "position": 3, "time_zone": 4, "speakers": 5}),
}


def conference_of(content: Content, name: str) -> Conference:
    """Return the conference that a workbook describes, its rules checked; mistakes name the cells of the workbook."""
    try:
        conference = Conference(
            id=name,
            name=name,
            time_zone=zone_name(content.parameters.hours),
            **_parts(content),
            default_rules=False,
            rules=tuple(RuleSetting.model_validate(setting) for setting in settings_of(content)),
        )
        rules_of(conference)
    except InvalidInput as error:
        too_long = all(mistake.place.endswith(".duration_slots") for mistake in error.mistakes)
        kind = NoPlace if too_long else InvalidInput
        raise kind([_in_the_workbook(mistake, content) for mistake in error.mistakes], count=error.count) from error
    return conference


def zone_name(hours: int) -> str:
    """Return the IANA name of a fixed offset, in which the sign is reversed."""
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def _in_the_workbook(mistake: Mistake, content: Content) -> Mistake:
    """Return a mistake in the conference as one in the cell of the workbook that it is from."""
    match = re.match(r"(\w+)\[(\d+)\](?:\.(\w+))?", mistake.place)
    if match is None or match[1] not in ORIGINS:
        sheets = {"rules": "parameters", "blocks": "sessions", "sessions": "submissions"}
        return Mistake(sheets.get(mistake.place.partition("[")[0], ""), mistake.message)
    sheet, columns = ORIGINS[match[1]]
    number = int(match[2])
    named = f'"{content.submissions[number].name}": ' if sheet == "submissions" else ""
    return Mistake(f"{sheet}!{cell_name(number + 1, columns.get(match[3], 0))}", f"{named}{mistake.message}")


def _parts(content: Content) -> dict[str, Any]:
    dates = _dates(content.sessions)
    chairs = [track.chairs for track in content.tracks]
    speakers = [row.presenters for row in content.submissions]
    votes: dict[str, list[str]] = {}
    for row in content.submissions:
        for attendee in row.attendees:
            votes.setdefault(attendee, []).append(row.name)
    return {
        "days": [{"id": day.isoformat(), "date": day} for day in sorted(set(dates))],
        "blocks": [
            _block(row, day, content.parameters.hours) for row, day in zip(content.sessions, dates, strict=True)
        ],
        "rooms": [{"id": room, "name": room} for room in content.rooms],
        "people": [{"id": name, "name": name} for name in dict.fromkeys(chain.from_iterable(chairs + speakers))],
        "tracks": [{"id": track.name, "name": track.name, "chairs": track.chairs} for track in content.tracks],
        "sessions": [
            {
                "id": row.name,
                "title": row.name,
                "track": row.track,
                "speakers": row.presenters,
                "duration_slots": row.slots,
                "position": row.order or None,
                "time_zone": zone_name(row.hours),
            }
            for row in content.submissions
        ],
        "votes": [{"voter": voter, "sessions": sessions} for voter, sessions in votes.items()],
    }


def _block(row: SessionRow, day: date, hours: int) -> dict[str, Any]:
    zone = timezone(timedelta(hours=hours))
    return {
        "id": row.name,
        "day": day.isoformat(),
        "start": datetime.combine(day, row.start, zone),
        "end": datetime.combine(day, row.end, zone),
        "slot_count": row.slots,
        "tags": [f"{DATE_TAG}{row.date.isoformat()}"] if day != row.date else [],
    }


def _dates(rows: tuple[SessionRow, ...]) -> list[date]:
    """Return the day of each session: its own, or a later one if an earlier session is at the same time.

    Some workbooks have invented sessions, all at the same hour, because CoSPLib never treats two sessions as parallel.
    Sessions that can keep their date keep it; then the others get the first later date at which they fit.
    """
    taken: list[tuple[date, SessionRow]] = []
    moved: list[int] = []
    dates = [row.date for row in rows]
    for number, row in enumerate(rows):
        if any(_at_once(row.date, row, *other) for other in taken):
            moved.append(number)
        else:
            taken.append((row.date, row))
    for number in moved:
        row = rows[number]
        while any(_at_once(dates[number], row, *other) for other in taken):
            dates[number] += timedelta(days=1)
        taken.append((dates[number], row))
    return dates


def _at_once(day: date, row: SessionRow, other_day: date, other: SessionRow) -> bool:
    return day == other_day and row.start < other.end and other.start < row.end


def settings_of(content: Content) -> list[dict[str, Any]]:
    """Return a rule setting for each term that counts, or is off but has data, and the one of ``track_cell``."""
    found = []
    for weight, (term, key) in zip(content.parameters.weights, TERMS.items(), strict=True):
        rule, _, label = key.partition(":")
        parameters = _terms(content)[term]
        if (
            weight
            or term == "submissions_timezones"
            or any(parameters.get(name) for name in ("tables", "table", "pairs"))
        ):
            named = {"label": label} if label else {}
            found.append({"rule": rule, **named, "severity": weight or "off", **parameters})
    return [*found, dict(TRACK_CELL)]


def _terms(content: Content) -> dict[str, dict[str, Any]]:
    """Return the parameters of each term's rule."""
    people = {"roles": ["speakers"], "track_chairs": True}
    by_slot = {"scope": "time", "count": "slots", **people}
    return {
        "tracks_sessions": {
            "tables": _rows(content.tracks_sessions, "track", "block"),
            "tracks_by": "cell",
            "tags": [],
        },
        "tracks_rooms": {"tables": _rows(content.tracks_rooms, "track", "room"), "tracks_by": "cell"},
        "sessions_rooms": {"table": _rows(content.sessions_rooms, "block", "room"), "table_by": "cell"},
        "similar_tracks": {
            "scope": "block",
            "theme_amount": 0,
            "pairs": [{"tracks": list(pair), "amount": amount} for pair, amount in content.similar.items()],
        },
        "num_rooms_per_track": {},
        "parallel_tracks": {"scope": "block"},
        "consecutive_tracks": {"per": "conference"},
        "submissions_timezones": _hours(content),
        "submissions_order": {},
        "submissions_sessions": {
            "tables": _rows(content.submissions_sessions, "session", "block"),
            "per_slot": True,
            "tags": [],
        },
        "submissions_rooms": {"tables": _rows(content.submissions_rooms, "session", "room"), "per_slot": True},
        "presenters_conflicts": {"scope": "block", **people},
        "attendees_conflicts": {"scope": "block", "count": "pairs", **people},
        "chairs_conflicts": {},
        "presenters_conflicts_timeslot": by_slot,
        "attendees_conflicts_timeslot": by_slot,
    }


def _rows(amounts: dict[tuple[str, str], int], *names: str) -> list[dict[str, Any]]:
    return [{**dict(zip(names, pair, strict=True)), "amount": amount} for pair, amount in amounts.items()]


def _hours(content: Content) -> dict[str, Any]:
    parameters = content.parameters
    return {
        "clock": "block",
        "comfortable_from": f"{parameters.suitable[0]:%H:%M}",
        "comfortable_to": f"{parameters.suitable[1]:%H:%M}",
        "tolerable_from": f"{parameters.less_suitable[0]:%H:%M}",
        "tolerable_to": f"{parameters.less_suitable[1]:%H:%M}",
        "tolerable_amount": parameters.small,
        "unsuitable_amount": parameters.big,
    }
