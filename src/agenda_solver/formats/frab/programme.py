"""An agenda as the content of a schedule file, complete and consistent, ready to be written in either form."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.exporting import ExportOptions
from agenda_solver.formats.frab.durations import span_text
from agenda_solver.formats.frab.file_days import DAY_CHANGE, nearest_change, night_and_morning
from agenda_solver.formats.frab.identity import guids, numbers, whole_of
from agenda_solver.formats.frab.schedule import (
    ALSO_IN,
    DAY_CHANGES_AT,
    FRAB,
    SHOWN_ROLES,
    Event,
    FileDay,
    FilePart,
    Reference,
    Schedule,
)
from agenda_solver.formats.frab.text_parsing import UniqueNames, address, clock_in, slug
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.attributes import Attributes
from agenda_solver.model.parts import Session
from agenda_solver.model.time_intervals import overlaps

__all__ = ["URLS", "programme_of"]

URLS = ("url", "logo", "feedback_url", "origin_url", "video_download_url")
OWN = ("subtitle", "abstract", "recording_license", "do_not_record", "do_not_stream")
PLAIN = re.compile(r"[^a-z0-9]+")
LONGEST_SLUG = 100
SLUG = re.compile("[a-z0-9_]{4,}-[a-z0-9_-]{3,}[a-z0-9]")
CODE = re.compile("(?=.*[A-Z])[0-9A-Z]{6}")  # digits alone are a number, not a code


def programme_of(agenda: Agenda, options: ExportOptions) -> Schedule:
    """Return an agenda as the content of a schedule file.

    Every room is listed on every day; a session belongs to the day of the programme on which it begins, and before the
    hour of ``options.day_change`` that is still the day before.
    """
    return _Programme(agenda, options).schedule()


def day_change_of(agenda: Agenda) -> time:
    """Return the hour at which the days of a conference end.

    It is the one that the conference was imported with; else 04:00, or the nearest hour with which every session is on
    the day of its block.
    """
    conference = agenda.conference
    named = clock_in(conference.attributes.get(DAY_CHANGES_AT, ""))
    if named is not None:
        return (datetime.min + named % timedelta(days=1)).time()
    day_of = {block.id: conference.day_by_id[block.day].date for block in conference.blocks}
    starts = [(day_of[place.block], agenda.start(id).replace(tzinfo=None)) for id, place in agenda.items()]
    return nearest_change(DAY_CHANGE, *night_and_morning(starts)) or DAY_CHANGE


class _Programme:
    """Makes the parts one after the other."""

    def __init__(self, agenda: Agenda, options: ExportOptions) -> None:
        self.agenda, self.conference, self.options = agenda, agenda.conference, options
        conference = self.conference
        self._change = options.day_change or day_change_of(agenda)
        self.acronym = acronym_of(conference.id)
        self._guids = guids(conference.id, "session", conference.sessions, _at_once(agenda))
        self._numbers = numbers(conference.id, "session", conference.sessions)
        self._person_guids = guids(conference.id, "person", conference.people)
        self._person_numbers = numbers(conference.id, "person", conference.people)
        names, tracks = UniqueNames(), UniqueNames()
        # Events name their room and their track: two of one name could not be told apart.
        self._rooms = {room.id: names.take(room.name, "{} ({})") for room in conference.rooms}
        self._tracks = {track.id: tracks.take(track.name, "{} ({})") for track in conference.tracks}
        self._slugs = self._all_slugs()
        self._codes = self._all_codes()

    def schedule(self) -> Schedule:
        conference = self.conference
        days = self._days()
        room_guids = guids(conference.id, "room", conference.rooms)
        return Schedule(
            fields={
                "version": conference.attributes.get(f"{FRAB}version") or f"{self._now():%Y-%m-%d %H:%M}",
                **_urls(conference.attributes, ("url", "base_url")),
            },
            conference={
                "title": conference.name,
                "acronym": self.acronym,
                "conference_id": conference.id,
                "start": days[0].fields["date"],
                "end": days[-1].fields["date"],
                "days": str(len(days)),
                "timeslot_duration": span_text(self._slot_minutes()),
                "time_zone_name": conference.time_zone,
                **_urls(conference.attributes, ("url", "logo"), "conference_"),
            },
            tracks=[
                FilePart(self._tracks[track.id], {"color": track.colour.lower()} if track.colour else {})
                for track in conference.tracks
            ],
            rooms=[
                FilePart(
                    self._rooms[room.id],
                    {
                        "guid": room_guids[room.id],
                        "capacity": "" if room.capacity is None else str(room.capacity),
                        "description": room.notes or "",
                    },
                )
                for room in conference.rooms
            ],
            days=days,
        )

    def _now(self) -> datetime:
        return (self.options.now or datetime.now(self.conference.zone)).astimezone(self.conference.zone)

    def _slot_minutes(self) -> int:
        return min(
            end - start for ends in self.conference.boundaries.values() for start, end in itertools.pairwise(ends)
        )

    # --- days -------------------------------------------------------------------------------------------------------

    def _days(self) -> list[FileDay]:
        dates = {id: self._date_of(self.agenda.start(id)) for id in self.agenda.chronological()}
        all_dates = sorted({*dates.values(), *(day.date for day in self.conference.days)})
        days = {day: self._day(day, number) for number, day in enumerate(all_dates, start=1)}
        events: dict[tuple[date, str], list[Event]] = {
            (day, room): self._shown(days[day], room) for day in all_dates for room in self._rooms
        }
        for id, day in dates.items():
            events[day, self.agenda[id].room].append(self._event(id))
            for room in self._also_in(id):
                events[day, room].append(self._event(id, room))
        return list(days.values())

    def _date_of(self, start: datetime) -> date:
        return (start.replace(tzinfo=None) - timedelta(hours=self._change.hour, minutes=self._change.minute)).date()

    def _day(self, day: date, number: int) -> FileDay:
        fields = {
            "index": str(number),
            "date": day.isoformat(),
            "start": self._at_change(day).isoformat(),
            "end": (self._at_change(day + timedelta(days=1)) - timedelta(minutes=1)).isoformat(),
        }
        return FileDay(f"day {number}", fields)

    def _at_change(self, day: date) -> datetime:
        change = time(self._change.hour, self._change.minute)
        return datetime.combine(day, change, tzinfo=self.conference.zone)

    def _shown(self, day: FileDay, room: str) -> list[Event]:
        events: list[Event] = []
        day.rooms.append((self._rooms[room], events))
        return events

    # --- events -----------------------------------------------------------------------------------------------------

    def _also_in(self, id: str) -> list[str]:
        """Return the other rooms that show a session, as it was imported, if they are free then."""
        text, place = self.conference.session_by_id[id].attributes.get(ALSO_IN), self.agenda[id]
        if not text:
            return []
        wanted = also_in(text)
        busy = {other.room for other in self.agenda.values() if overlaps(other, place)}
        return [room.id for room in self.conference.rooms if room.name in wanted and room.id not in busy]

    def _event(self, id: str, room: str | None = None) -> Event:
        session, place = self.conference.session_by_id[id], self.agenda[id]
        start = self.agenda.start(id)
        fields = {
            "id": str(self._numbers[id]),
            "guid": self._guids[id],
            **({"code": self._codes[id]} if id in self._codes else {}),
            "date": start.isoformat(),
            "start": f"{start:%H:%M}",
            "end": self.agenda.end(id).isoformat(),
            "duration": span_text(place.end - place.start),
            "room": self._rooms[room or place.room],
            "slug": self._slugs[id],
            "title": session.title,
            "track": self._tracks[session.track] if session.track else "",
            "type": session.type,
            "language": session.language or "",
            "description": session.description or "",
            **{name: session.attributes.get(f"{FRAB}{name}", "") for name in OWN},
            **_urls(session.attributes, URLS),
        }
        if session.attributes.get(f"{FRAB}description_is") == "abstract":
            fields |= {"abstract": fields["description"], "description": ""}
        return Event(
            f'session "{id}"',
            fields,
            [self._person(person) for person in session.people(SHOWN_ROLES)],
            self._references(session, "links"),
            self._references(session, "attachments"),
        )

    def _person(self, id: str) -> FilePart:
        person = self.conference.person_by_id[id]
        fields = {"id": str(self._person_numbers[id]), "guid": self._person_guids[id]}
        for name in ("code", "biography", "avatar"):
            if text := person.attributes.get(f"{FRAB}{name}"):
                fields[name] = text
        return FilePart(person.name, fields)

    def _references(self, session: Session, name: str) -> list[Reference]:
        text = session.attributes.get(f"{FRAB}{name}")
        if not text:
            return []
        try:
            return [_reference(item) for item in json.loads(text)]
        except (ValueError, TypeError, RecursionError) as error:
            number = self.conference.session_rank[session.id]
            place = f"sessions[{number}].attributes.{FRAB}{name}"
            raise InvalidInput.single("must be a list of objects with an url each, as JSON", place) from error

    def _all_slugs(self) -> dict[str, str]:
        taken, found = UniqueNames(), dict[str, str]()
        for session in self.conference.sessions:
            old = session.attributes.get(f"{FRAB}slug", "").lower()
            wish = re.sub("[^a-z0-9_-]+", "-", old).strip("-") or PLAIN.sub("-", session.title.lower()).strip("-")
            wish = _truncated(wish) or "event"
            if not SLUG.fullmatch(wish):
                acronym = self.acronym.replace("-", "_")[: LONGEST_SLUG // 2]
                wish = _truncated(f"{acronym}-event-{self._numbers[session.id]}-{wish}")
            # What was a slug in a file already comes through unchanged, or it would grow from file to file.
            found[session.id] = taken.take(wish)
        return found

    def _all_codes(self) -> dict[str, str]:
        """Return the codes, each once, that sessions were imported with, or whose ids look like such codes."""
        codes: dict[str, str] = {}
        sessions = self.conference.sessions
        named = [(session.attributes.get(f"{FRAB}code", ""), session.id) for session in sessions]
        for code, id in (*named, *((session.id, session.id) for session in sessions)):
            if CODE.fullmatch(code) and id not in codes.values():
                codes.setdefault(code, id)
        return {id: code for code, id in codes.items()}


def _at_once(agenda: Agenda) -> set[str]:
    """Return the times of sessions that begin together with an earlier one: under one guid they would be one event."""
    first: dict[tuple[object, int], str] = {}
    sessions = [session for session in agenda.conference.sessions if session.id in agenda]
    return {s.id for s in sessions if first.setdefault((whole_of(s), agenda[s.id].start), s.id) != s.id}


def also_in(text: str) -> list[str]:
    """Return the names of the rooms that an attribute lists; none if it is no list of texts."""
    try:
        names = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _truncated(slug: str) -> str:
    return slug[:LONGEST_SLUG].rstrip("-_")


def acronym_of(id: str) -> str:
    """Return the id of a conference as an acronym: at least four lower-case letters, digits, ``-`` or ``_``."""
    wish = re.sub("[^a-z0-9_-]+", "-", id.lower()).strip("-") or slug(id)
    wish = wish if wish.isascii() else ""
    return wish if len(wish) >= 4 else f"conference-{wish}".strip("-")


def _urls(attributes: Attributes, names: tuple[str, ...], prefix: str = "") -> dict[str, str]:
    """Return the web addresses among the attributes."""
    found = {name: address(attributes.get(f"{FRAB}{prefix}{name}", "")) for name in names}
    return {name: text for name, text in found.items() if text}


def _reference(item: Any) -> Reference:
    if not isinstance(item, Mapping):
        raise TypeError("no object")
    return Reference(*(str(item.get(name) or "") for name in Reference._fields))
