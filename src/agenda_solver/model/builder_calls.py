"""The calls of a conference builder, the data that they make, and the call that caused each mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from reprlib import Repr
from typing import Any, get_origin

from agenda_solver.errors import Mistake
from agenda_solver.model.ids import free_id, id_of_name
from agenda_solver.model.name_lookup import NameIndex, folded
from agenda_solver.model.partial_conference import KINDS
from agenda_solver.model.python_values import as_date, as_entries, as_wall_clock, as_windows, plain_number
from agenda_solver.model.wall_clock_fields import ON_DAYS

__all__ = ["BuilderCall", "BuilderCalls"]

MAX_ID = 200
WITHOUT_ID = ("breaks", "walks", "votes", "rules")
# Parts that people identify by their names; days and blocks are identified by their times.
NAMED = {"buildings": "name", "rooms": "name", "people": "name", "tracks": "name", "sessions": "title"}
# The arguments whose names differ from those of their fields.
ARGUMENTS = {"duration_minutes": "minutes"}
SHORT = Repr()
SHORT.maxstring = SHORT.maxother = 60


@dataclass
class BuilderCall:
    """One call of the builder, which makes a part."""

    method: str
    # The positional arguments.
    subject: tuple[Any, ...]
    given_id: Any
    fields: dict[str, Any]
    # The given id, or one made from the name.
    id: Any = None
    mistakes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether its part has an id and a name that are texts."""
        return isinstance(self.id, str) and isinstance(self.fields.get("name"), str)

    def as_text(self, name: str | None) -> str:
        """Return the call as it was written, with its positional arguments and the named one, if it has that."""
        arguments = [SHORT.repr(each) for each in self.subject]
        if name == "id" and self.given_id is not None:
            arguments.append(f"id={SHORT.repr(self.given_id)}")
        elif name in self.fields and not any(self.fields[name] is each for each in self.subject):
            arguments.append(f"{ARGUMENTS.get(name, name)}={SHORT.repr(self.fields[name])}")
        return f"{self.method}({', '.join(arguments)})"


class BuilderCalls:
    """All calls of one builder, by the kind of part that they make."""

    def __init__(self, top: dict[str, Any]) -> None:
        self.top = top
        self._by_kind: dict[str, list[BuilderCall]] = {}

    def of(self, kind: str) -> list[BuilderCall]:
        """Return the calls of one kind so far."""
        return self._by_kind.setdefault(kind, [])

    def add(self, kind: str, call: BuilderCall, name: Any = None) -> None:
        """Record a call, give its part an id if it needs one, and convert its fields to plain values."""
        if kind not in WITHOUT_ID:
            taken = {other.id for other in self.of(kind) if isinstance(other.id, str)}
            stem = (id_of_name(name) if isinstance(name, str) else "") or kind
            call.id = free_id(stem[:MAX_ID], taken, MAX_ID) if call.given_id is None else call.given_id
        if kind != "rules":
            call.fields = {
                name: self._converted(kind, name, value, call)
                for name, value in call.fields.items()
                if value is not None
            }
        self.of(kind).append(call)

    def _converted(self, kind: str, name: str, value: Any, call: BuilderCall) -> Any:
        try:
            if name == "pin" and isinstance(value, Mapping):
                pinned = {part: entry for part, entry in value.items() if entry is not None}
                return {
                    part: _text_of_date(each) if part == "day" else plain_number(each) for part, each in pinned.items()
                }
            if name == "available":
                return as_windows(value)
            if kind in ON_DAYS and name in ("start", "end"):
                return as_wall_clock(value)
            if name in ("day", "date"):
                return _text_of_date(value)
            known = KINDS[kind].model_fields.get(name)
            is_list = known is not None and get_origin(known.annotation) is tuple
            return as_entries(value) if is_list else plain_number(value)
        except ValueError as error:
            call.mistakes.append((name, str(error)))
            return value

    # --- what they make --------------------------------------------------------------------------------------------

    def raw(self) -> tuple[dict[str, Any], list[Mistake]]:
        """Return the data of the conference, in which voters are named by their ids, and the mistakes in the calls."""
        raw: dict[str, Any] = {"days": [], "blocks": [], "rooms": [], "sessions": [], **self.top}
        for kind, calls in self._by_kind.items():
            raw[kind] = [({} if call.id is None else {"id": call.id}) | call.fields for call in calls]
        mistakes = [
            Mistake(f"{kind}[{number}].{name}", message)
            for kind, calls in self._by_kind.items()
            for number, call in enumerate(calls)
            for name, message in call.mistakes
        ]
        self._people_vote(raw)
        return raw, [*mistakes, *self._repeated()]

    def _repeated(self) -> Iterator[Mistake]:
        for kind, name in NAMED.items():
            first: dict[str, int] = {}
            for number, call in enumerate(self.of(kind)):
                text = call.fields.get(name)
                if call.given_id is not None or not isinstance(text, str):
                    continue
                if (before := first.setdefault(folded(text), number)) != number:
                    yield Mistake(f"{kind}[{number}].{name}", f"{kind}[{before}] has the same name; give each an id")

    def _people_vote(self, raw: dict[str, Any]) -> None:
        """Replace the voters who are people of the conference by their ids; all others stay as they are."""
        people = NameIndex(
            "person", ((call.id, call.fields.get("name")) for call in self.of("people") if call.is_known)
        )
        for ballot in raw.get("votes", ()):
            if isinstance(ballot.get("voter"), str) and len(who := people.ids_of(ballot["voter"])) == 1:
                ballot["voter"] = who[0]

    # --- which of them is wrong ------------------------------------------------------------------------------------

    def with_causes(self, mistakes: Iterable[Mistake]) -> list[Mistake]:
        """Return mistakes in the order of the conference, one for each place, with the call that caused it."""
        kept: dict[str, Mistake] = {}
        for mistake in mistakes:
            if not any(mistake.place != place and mistake.place.startswith(place) for place in kept if place):
                kept.setdefault(mistake.place, mistake)
        return sorted((self._with_call(mistake) for mistake in kept.values()), key=_rank)

    def _with_call(self, mistake: Mistake) -> Mistake:
        match = re.match(r"(\w+)\[(\d+)\](?:\.(\w+))?", mistake.place)
        calls = self._by_kind.get(match[1], []) if match else []
        if match is None or int(match[2]) >= len(calls):
            return mistake
        return Mistake(mistake.place, f"{mistake.message}; given in {calls[int(match[2])].as_text(match[3])}")


def _text_of_date(value: Any) -> Any:
    value = as_date(value)
    return value if isinstance(value, str) or not hasattr(value, "isoformat") else value.isoformat()


def _rank(mistake: Mistake) -> tuple[int, int]:
    kinds = ["id", "name", "time_zone", *KINDS, "rules"]
    match = re.match(r"(\w+)(?:\[(\d+)\])?", mistake.place)
    if match is None or match[1] not in kinds:
        return len(kinds), 0
    return kinds.index(match[1]), int(match[2] or -1)
