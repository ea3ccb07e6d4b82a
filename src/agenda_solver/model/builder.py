"""A conference written in Python, for the committee member who has no file.

>>> conference = (
...     Conference.build("retreat", "Our retreat", "Asia/Almaty")
...     .day("2025-05-29")
...     .block("09:00", "12:00", slot_minutes=30)
...     .room("Hall", capacity=100)
...     .person("Ada")
...     .session("Welcome", minutes=60, speakers=["Ada"])
...     .done()
... )
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from agenda_solver.model.ids import free_id, id_of_name

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["ConferenceBuilder"]


class ConferenceBuilder:
    """Collects the parts of a conference one call at a time; :meth:`done` checks them and returns the conference.

    Every call returns the builder. Where no ``id`` is given, it is made from the name ("Hall A" becomes ``hall-a``).
    Days, rooms, tracks and people can be referred to by id or by the name they were given. Further keyword arguments
    are the fields of the part, as in the file.
    """

    def __init__(self, id: str, name: str, time_zone: str) -> None:
        self._raw: dict[str, Any] = {"id": id, "name": name, "time_zone": time_zone}
        self._ids: dict[tuple[str, str], str] = {}

    def _add(self, kind: str, label: str, id: str | None, /, **fields: Any) -> Self:
        items: list[dict[str, Any]] = self._raw.setdefault(kind, [])
        id = id or self._fresh_id(kind, label)
        self._ids[kind, label] = id
        items.append({"id": id, **fields})
        return self

    def _fresh_id(self, kind: str, name: str) -> str:
        return free_id(id_of_name(name) or kind, {item["id"] for item in self._raw.get(kind, [])})

    def _known(self, kind: str, name: str | None) -> str | None:
        return None if name is None else self._ids.get((kind, name), name)

    def day(self, date: str, *, id: str | None = None, name: str | None = None) -> Self:
        """Add a day by its date; the blocks that follow belong to it."""
        return self._add("days", date, id, date=date, name=name)

    def block(self, start: str, end: str, *, id: str | None = None, **fields: Any) -> Self:
        """Add a block to the last day, by the clock on the wall ("09:30") or by aware times."""
        days = self._raw.get("days", [])
        day = fields.pop("day", days[-1]["id"] if days else None)
        return self._add("blocks", f"{day} {start}", id, day=day, start=start, end=end, **fields)

    def building(self, name: str, *, id: str | None = None) -> Self:
        """Add a building."""
        return self._add("buildings", name, id, name=name)

    def walk(self, first: str, second: str, minutes: int) -> Self:
        """Say how long the walk between two buildings takes."""
        between = [self._known("buildings", first), self._known("buildings", second)]
        self._raw.setdefault("walks", []).append({"between": between, "minutes": minutes})
        return self

    def room(self, name: str, *, id: str | None = None, building: str | None = None, **fields: Any) -> Self:
        """Add a room."""
        return self._add("rooms", name, id, name=name, building=self._known("buildings", building), **fields)

    def person(self, name: str, *, id: str | None = None, **fields: Any) -> Self:
        """Add a person; ``available=[(start, end), ...]`` gives the windows, as aware times."""
        windows = [{"start": start, "end": end} for start, end in fields.pop("available", ())]
        return self._add("people", name, id, name=name, available=windows, **fields)

    def track(self, name: str, *, id: str | None = None, **fields: Any) -> Self:
        """Add a track."""
        return self._add("tracks", name, id, name=name, **fields)

    def session(self, title: str, *, minutes: int | None = None, id: str | None = None, **fields: Any) -> Self:
        """Add a session; ``minutes`` is its length (or give ``duration_slots``)."""
        for role in ("speakers", "moderators", "chairs", "required_people"):
            fields[role] = [self._known("people", person) for person in fields.get(role, ())]
        track = self._known("tracks", fields.pop("track", None))
        return self._add("sessions", title, id, title=title, track=track, duration_minutes=minutes, **fields)

    def votes(self, voter: str, *sessions: str) -> Self:
        """Say which sessions an attendee wants to see, by title or id."""
        wanted = [self._known("sessions", session) for session in sessions]
        self._raw.setdefault("votes", []).append({"voter": voter, "sessions": wanted})
        return self

    def rule(self, rule: str, severity: Any = None, **parameters: Any) -> Self:
        """Set a rule: "hard", "off", a weight, or ``{"priority": 1, "weight": 5}``; and its parameters."""
        setting = {"rule": rule, **({} if severity is None else {"severity": severity}), **parameters}
        self._raw.setdefault("rules", []).append(setting)
        return self

    def only_these_rules(self) -> Self:
        """Leave out the rules that every conference has unless it says otherwise."""
        self._raw["default_rules"] = False
        return self

    def done(self) -> Conference:
        """Return the conference.

        Raises
        ------
        InvalidInput
            With every mistake that was found.
        """
        from agenda_solver.model.conference import Conference

        raw = {"days": [], "blocks": [], "rooms": [], "sessions": [], **self._raw}
        return Conference.model_validate(raw)
