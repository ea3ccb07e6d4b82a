"""A builder for conferences in Python, without a file.

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

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from agenda_solver.errors import InvalidInput
from agenda_solver.model.builder_calls import BuilderCall, BuilderCalls
from agenda_solver.model.python_values import as_date
from agenda_solver.model.settings_check import with_checked_settings

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference
    from agenda_solver.model.parts import Window

__all__ = ["ConferenceBuilder"]


class ConferenceBuilder:
    """Collects the parts of a conference one call at a time; :meth:`done` checks them and returns the conference.

    Every method but :meth:`done` returns the builder. Without an ``id``, one is made from the name ("Hall A" becomes
    ``hall-a``); two parts of a kind with the same name need explicit ids. A reference to another part is its id or its
    name; that part may be added by a later call. Further keyword arguments are the fields of the part, as in a
    conference file; None means that a value is not known.

    Numbers, dates and times may be objects of Python, numpy or pandas, and any iterable except a text or a mapping is
    accepted as a list. A time without a UTC offset is on the conference's clock.

    Parameters
    ----------
    id, name
        The id and the name of the conference.
    time_zone
        Its time zone, as ``"Asia/Almaty"`` or as a :class:`~zoneinfo.ZoneInfo`.
    make
        Makes the conference from its data; :meth:`Conference.build <agenda_solver.Conference.build>` passes it.
    """

    def __init__(
        self, id: str, name: str, time_zone: str | ZoneInfo, make: Callable[[Mapping[str, Any]], Conference]
    ) -> None:
        self._make = make
        self._calls = BuilderCalls({"id": id, "name": name, "time_zone": getattr(time_zone, "key", time_zone)})

    def day(self, date: str | date, *, id: str | None = None, name: str | None = None) -> Self:
        """Add a day by its date; the blocks that follow belong to it."""
        when = as_date(date)
        self._calls.add("days", BuilderCall("day", (date,), id, {"date": when, "name": name}), name=str(when))
        return self

    def block(
        self, start: str | time | datetime, end: str | time | datetime, *, id: str | None = None, **fields: Any
    ) -> Self:
        """Add a block to the last day, or to another ``day``.

        Its times are wall-clock times (``"09:30"``) or instants.
        """
        days = self._calls.of("days")
        fields.setdefault("day", days[-1].id if days else None)
        call = BuilderCall("block", (start, end), id, {**fields, "start": start, "end": end})
        self._calls.add("blocks", call, name=f"{fields['day']} {start}")
        return self

    def named_break(
        self, title: str, start: str | time | datetime, end: str | time | datetime, *, day: str | None = None
    ) -> Self:
        """Add a break with its title (lunch, coffee) to the last day, or to another one; readers see it.

        Its times are wall-clock times (``"12:30"``) or instants.
        """
        days = self._calls.of("days")
        of = (days[-1].id if days else None) if day is None else day
        fields = {"day": of, "start": start, "end": end, "title": title}
        self._calls.add("breaks", BuilderCall("named_break", (title, start, end), None, fields))
        return self

    def building(self, name: str, *, id: str | None = None) -> Self:
        """Add a building."""
        return self._named("building", "buildings", name, id, {})

    def walk(self, first: str, second: str, minutes: int) -> Self:
        """Add the walk between two buildings, with the minutes that it takes in either direction."""
        self._calls.add(
            "walks", BuilderCall("walk", (first, second), None, {"between": [first, second], "minutes": minutes})
        )
        return self

    def room(self, name: str, *, id: str | None = None, building: str | None = None, **fields: Any) -> Self:
        """Add a room; ``available=[(start, end), ...]`` gives the times at which it is open."""
        return self._named("room", "rooms", name, id, {"building": building, **fields})

    def person(
        self,
        name: str,
        *,
        id: str | None = None,
        available: Iterable[tuple[str | datetime, str | datetime] | Window] | None = None,
        **fields: Any,
    ) -> Self:
        """Add a person; ``available=[(start, end), ...]`` gives the times at which they are available."""
        return self._named("person", "people", name, id, {"available": available, **fields})

    def track(self, name: str, *, id: str | None = None, **fields: Any) -> Self:
        """Add a track."""
        return self._named("track", "tracks", name, id, fields)

    def session(self, title: str, *, minutes: int | None = None, id: str | None = None, **fields: Any) -> Self:
        """Add a session; its length is either ``minutes`` or ``duration_slots``."""
        own = fields if minutes is None else {"duration_minutes": minutes, **fields}
        self._calls.add("sessions", BuilderCall("session", (title,), id, {"title": title, **own}), name=title)
        return self

    def votes(self, voter: str, *sessions: str | Iterable[str], strong: Iterable[str] = ()) -> Self:
        """Add the sessions that a voter wants to see.

        The voter is a person of the conference, by id or name, or anybody else. ``strong=[...]`` gives the sessions
        that they want most, which need not be repeated among the others.
        """
        wanted = [one for given in sessions for one in ([given] if isinstance(given, str) else _entries(given))]
        most = [strong] if isinstance(strong, str) else _entries(strong)
        wanted += [one for one in most if one not in wanted]
        fields = {"voter": voter, "sessions": wanted} | ({"strong": most} if most else {})
        self._calls.add("votes", BuilderCall("votes", (voter,), None, fields))
        return self

    def rule(self, rule: str, severity: Any = None, **parameters: Any) -> Self:
        """Set the severity ("hard", "off", a weight, or ``{"priority": 1, "weight": 5}``) and parameters of a rule."""
        name = getattr(rule, "id", rule) if isinstance(rule, type) else rule
        setting = {"rule": name, **({} if severity is None else {"severity": severity}), **parameters}
        self._calls.add("rules", BuilderCall("rule", (name,), None, setting))
        return self

    def only_these_rules(self) -> Self:
        """Leave out the default rules."""
        self._calls.top["default_rules"] = False
        return self

    def done(self) -> Conference:
        """Return the conference.

        Raises
        ------
        InvalidInput
            With every mistake that was found, each with its place in the conference and the call that caused it. The
            settings of rules are checked only if the rest of the conference is valid.
        """
        raw, mistakes = self._calls.raw()
        found: Conference | None = None
        try:
            found = with_checked_settings(self._make(raw))
        except InvalidInput as error:
            mistakes = [*mistakes, *error.mistakes]
        if found is None or mistakes:
            raise InvalidInput(self._calls.with_causes(mistakes))
        return found

    def _named(self, method: str, kind: str, name: str, id: str | None, fields: dict[str, Any]) -> Self:
        self._calls.add(kind, BuilderCall(method, (name,), id, {"name": name, **fields}), name=name)
        return self


def _entries(given: Any) -> list[Any]:
    return list(given) if isinstance(given, Iterable) else [given]
