"""The contributions and session slots of an Indico event, as sessions of a conference."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.formats.foreign_times import ForeignClock
from agenda_solver.formats.indico.people_and_rooms import PROGRAM, Register, name_of
from agenda_solver.formats.lenient_values import Ids, Remarks, kept, label, words
from agenda_solver.formats.session_drafts import SessionDraft
from agenda_solver.model.time_intervals import minutes_between
from agenda_solver.model.wall_clock_fields import zone_of

__all__ = ["Reader"]

READ = (
    *("_type", "_fossil", "id", "title", "description", "startDate", "endDate", "duration", "speakers", "track"),
    *("session", "type", "room", "roomFullname", "location", "keywords", "contributions", "conveners", "conference"),
)
AUTHORS = ("primaryauthors", "coauthors")  # who is asked first
USUAL_MINUTES = 20
LONGEST_MINUTES = 24 * 60
NOTHING: Mapping[str, Any] = {}


class Reader:
    """Reads contributions and slots, and collects sessions.

    With ``authors`` the authors of a contribution without a speaker are its speakers; else a remark lists them.
    """

    def __init__(
        self, event: Mapping[str, Any], zone: ZoneInfo, register: Register, remarks: Remarks, *, authors: bool = False
    ) -> None:
        self.authors = authors
        self.event, self.zone, self.register, self.remarks = event, zone, register, remarks
        self.drafts: list[SessionDraft] = []
        self._ids = Ids(remarks)

    def read(self) -> None:
        """Read all slots, then what is in none."""
        for place, slot in self.remarks.objects(self.event.get("sessions"), "sessions"):
            about = slot.get("session")
            session = about if isinstance(about, Mapping) else slot
            inner = list(self.remarks.objects(slot.get("contributions"), f"{place}.contributions"))
            if session.get("isPoster") is True or not inner:
                self._whole_slot(slot, session, place)
                continue
            for where, contribution in inner:
                self._contribution(contribution, where, slot, session)
        for place, contribution in self.remarks.objects(self.event.get("contributions"), "contributions"):
            self._contribution(contribution, place, NOTHING, NOTHING)

    def instant(self, raw: Any, place: str) -> datetime | None:
        """Return an instant that is given as date, time and time zone; None if it is missing or malformed."""
        if not isinstance(raw, Mapping):
            return None
        zone = zone_of(words(raw.get("tz")) or str(self.zone))
        if zone is None:
            named = words(raw.get("tz"))[:40]
            self.remarks.say("unknown zone", place, f'"{named}" is not a time zone; {self.zone} was used')
        clock = ForeignClock(zone or self.zone, self.remarks)
        return clock.instant(f"{words(raw.get('date'))}T{words(raw.get('time'))}", place)

    def _contribution(
        self, raw: Mapping[str, Any], place: str, slot: Mapping[str, Any], session: Mapping[str, Any]
    ) -> None:
        group = words(session.get("title")) or words(raw.get("session"))
        track, colour = words(raw.get("track")), None
        if not track:
            track, colour = group, session.get("color")
        fields = self._fields(raw, place)
        fields["track"] = self.register.track_of(track, colour)
        if group and group != track:
            fields["tags"] = list(dict.fromkeys([*fields["tags"], f"Session: {group}"[:200]]))
        fields["chairs"] = self._chairs(slot, session, f"{place}: conveners")
        self._add(fields, place, self.register.room_of(raw, slot, session, self.event), raw)

    def _whole_slot(self, slot: Mapping[str, Any], session: Mapping[str, Any], place: str) -> None:
        """Take a slot as one session: a poster session, or one that has no contributions."""
        fields = self._fields({**slot, "id": f"slot-{words(slot.get('id'))}"}, place)
        fields["track"] = self.register.track_of(words(session.get("title")), session.get("color"))
        fields["chairs"] = self._chairs(slot, session, f"{place}.conveners")
        if contributions := slot.get("contributions"):
            fields["type"] = "poster"
            fields["attributes"][f"{PROGRAM}.contributions"] = json.dumps(contributions, ensure_ascii=False)
            self.remarks.say("posters", place, "is a poster session; its contributions share one place")
        self._add(fields, place, self.register.room_of(slot, session, self.event), slot)

    def _chairs(self, slot: Mapping[str, Any], session: Mapping[str, Any], place: str) -> list[str]:
        return self.register.people_of(slot.get("conveners") or session.get("sessionConveners"), place)

    def _fields(self, raw: Mapping[str, Any], place: str) -> dict[str, Any]:
        id = self._ids.give(raw.get("id"), place, f"contribution-{len(self.drafts) + 1}")
        keywords = raw.get("keywords")
        tags = [tag for tag in map(label, keywords if isinstance(keywords, list) else ()) if tag is not None]
        fields: dict[str, Any] = {
            "id": id,
            "title": self.remarks.title(raw.get("title"), place, f"Contribution {id}"),
            "description": words(raw.get("description")) or None,
            "speakers": self._speakers(raw, place),
            "tags": list(dict.fromkeys(tags)),
            "attributes": kept(raw, PROGRAM, READ),
        }
        if kind := label(raw.get("type")):
            fields["type"] = kind
        return fields

    def _speakers(self, raw: Mapping[str, Any], place: str) -> list[str]:
        if speakers := self.register.people_of(raw.get("speakers"), f"{place}.speakers"):
            return speakers
        kind = next((name for name in AUTHORS if raw.get(name)), None)
        if kind is None:
            return []
        if self.authors:
            return self.register.people_of(raw[kind], f"{place}.{kind}")
        names = [name for _, person in self.remarks.objects(raw[kind], f"{place}.{kind}") if (name := name_of(person))]
        if names:
            shown = "; ".join(names[:3]) + (f"; and {len(names) - 3} more" if len(names) > 3 else "")
            message = f"names no speaker, only authors ({shown[:200]}); `import --authors` takes authors as speakers"
            self.remarks.say("only authors", place, message)
        return []

    def _add(self, fields: dict[str, Any], place: str, room: str | None, raw: Mapping[str, Any]) -> None:
        start = self.instant(raw.get("startDate"), f"{place}.startDate")
        end = self.instant(raw.get("endDate"), f"{place}.endDate")
        minutes = self._minutes(raw.get("duration"), start, end, place)
        self.drafts.append(SessionDraft(place, fields, room, start, minutes))

    def _minutes(self, raw: Any, start: datetime | None, end: datetime | None, place: str) -> int:
        number = float(text) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text := words(raw)) else 0.0
        minutes = minutes_between(start, end) if start is not None and end is not None else 0
        if 0 < number <= LONGEST_MINUTES and number.is_integer():
            if start is not None and end is not None and minutes != number:
                message = f"takes {int(number)} minutes, but ends {minutes:,} minutes after its start"
                self.remarks.say("two lengths", place, f"{message}; its duration is used")
            return int(number)
        if 0 < minutes <= LONGEST_MINUTES:
            if text:
                message = f'its duration "{text[:40]}" is not a length; the {minutes} minutes to its end were used'
                self.remarks.say("no length", place, message)
            return minutes
        what = "does not say how long it is"
        if text or (start and end):
            problem = f'its duration is "{text[:40]}"' if text else f"it ends {minutes:,} minutes after its start"
            what = f"{problem}; a length is 1 to {LONGEST_MINUTES:,} whole minutes"
        self.remarks.say("no length", place, f"{what}; {USUAL_MINUTES} minutes were assumed")
        return USUAL_MINUTES
