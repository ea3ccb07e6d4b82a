"""The well-formed parts of a conference that may be malformed.

The checks of :mod:`agenda_solver.model.validation` use the well-formed fields of the parts, so that a malformed
capacity does not hide a reference to an unknown building. To avoid false alarms, malformed fields, which are
*unknown*, are distinguished from absent ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError, create_model

from agenda_solver.model import parts
from agenda_solver.model.field_types import Id, Part

__all__ = ["KINDS", "REQUIRED", "WellFormedFields", "hides_ids", "ids_in", "listed"]

P = TypeVar("P", bound=Part)
Q = TypeVar("Q", bound=Part)

KINDS: dict[str, type[Part]] = {
    "days": parts.Day,
    "blocks": parts.Block,
    "breaks": parts.Break,
    "buildings": parts.Building,
    "walks": parts.Walk,
    "rooms": parts.Room,
    "people": parts.Person,
    "tracks": parts.Track,
    "sessions": parts.Session,
    "votes": parts.Votes,
    "published": parts.PublishedPlacement,
}
# Fields that matter for the checks of times: if one of them is malformed, the part is not checked for these.
DECISIVE = {"start", "end", "slot_minutes", "slot_count", "duration_minutes", "duration_slots", "type"}
REQUIRED = {"days": "day", "blocks": "block", "rooms": "room", "sessions": "session"}
OTHER_FIELDS = {"format", "id", "name", "time_zone", "notes", "sources", "attributes", "default_rules", "rules"}
BAD: Any = object()


class WellFormedFields(Generic[P]):
    """The well-formed fields of one part, which may be malformed elsewhere.

    ``place`` is its path in the file: ``sessions[3]``. ``sound`` is the part, with defaults for malformed fields, or
    None if a malformed field matters for the checks of times. ``faults`` are errors of the part as a whole, which
    pydantic does not report as long as a field is malformed.
    """

    def __init__(self, model: type[P], raw: Any, place: str) -> None:
        self.place = place
        self.faults: list[ValidationError] = []
        self._raw = raw
        self._fields: dict[str, Any] = {}
        self.sound: P | None = None
        try:
            self.sound = model.model_validate(raw)
            self._fields = {name: getattr(self.sound, name) for name in model.model_fields}
        except ValidationError:  # the validation of the conference reports its findings
            if isinstance(raw, Mapping):
                self._fields = _salvage(model, raw)
                self._mend(model, raw)

    def _mend(self, model: type[P], raw: Mapping[str, Any]) -> None:
        good = {name: value for name, value in self._fields.items() if _all_good(value)}
        broken = (set(raw) | {name for name, field in model.model_fields.items() if field.is_required()}) - set(good)
        if broken & DECISIVE or not broken <= set(model.model_fields) or not broken:
            return  # a misspelt name may be that of any field
        needed = {name: "?" for name in broken if model.model_fields[name].is_required()}
        try:
            self.sound = model.model_validate({**good, **needed})
        except ValidationError as error:
            if all(not finding["loc"] for finding in error.errors()):
                self.faults.append(error)

    def knows(self, name: str) -> bool:
        """Whether a field is well formed, or absent with a default."""
        return _all_good(self._fields.get(name, BAD))

    def get(self, name: str) -> Any:
        """Return the value of a field; None if it is malformed."""
        return self._fields.get(name)

    def each(self, name: str) -> Iterator[tuple[str, Any]]:
        """Yield the well-formed entries of a list, each with its place."""
        for number, entry in enumerate(self._fields.get(name) or ()):
            if entry is not BAD:
                yield f"{self.place}.{name}[{number}]", entry

    def inner(self, name: str, model: type[Q]) -> WellFormedFields[Q] | None:
        """Return the well-formed fields of a nested part; None if there is none."""
        raw = self._raw.get(name) if isinstance(self._raw, Mapping) else getattr(self._raw, name, None)
        return WellFormedFields(model, raw, f"{self.place}.{name}") if isinstance(raw, Mapping | model) else None


def _all_good(value: Any) -> bool:
    return value is not BAD and not (isinstance(value, tuple) and any(entry is BAD for entry in value))


def _salvage(model: type[Part], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return every field that is well formed by itself; lists keep their length, with BAD for malformed entries."""
    fields: dict[str, Any] = {}
    has_strays = any(name not in model.model_fields for name in raw)
    for name, field in model.model_fields.items():
        if name in raw:
            fields[name] = _read_field(model, name, raw[name])
        elif not field.is_required() and not has_strays:
            fields[name] = field.default  # an unknown field could be this one, misspelt
    return {name: value for name, value in fields.items() if value is not BAD}


def _read_field(model: type[Part], name: str, raw: Any) -> Any:
    hint = _hints(model)[name]
    if get_origin(hint) is tuple and isinstance(raw, list | tuple):
        return tuple(_read_value(_reader(get_args(hint)[0]), entry) for entry in raw)
    return _read_value(_reader(hint), raw)


def _read_value(reader: type[BaseModel], raw: Any) -> Any:
    try:
        return reader.model_validate({"value": raw}).value  # type: ignore[attr-defined]
    except ValidationError:
        return BAD


@cache
def _hints(model: type[Part]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


@cache
def _reader(hint: Any) -> type[BaseModel]:
    """Return a model of a single value, as strict as the models of parts."""
    fields: dict[str, Any] = {"value": (hint, ...)}
    return create_model("Value", __base__=Part, **fields)


# --- whole lists of them --------------------------------------------------------------------------------------------


def listed(raw: Any) -> Sequence[Any]:
    """Return a list as it is; an empty tuple if the value is not a list."""
    return raw if isinstance(raw, list | tuple) else ()


def ids_in(raw: Any) -> set[str]:
    """Return every id that a list of parts defines; a number counts as the text of its digits."""
    return {id for item in listed(raw) if (id := _id_of(item)) is not None}


def hides_ids(raw: Mapping[str, Any], kind: str) -> bool:
    """Whether a conference may define ids of a kind that cannot be read."""
    if kind not in raw:
        has_strays = not set(raw) <= {*KINDS, *OTHER_FIELDS}
        return has_strays or kind in REQUIRED
    if not isinstance(raw[kind], list | tuple):
        return raw[kind] is not None or kind != "published"
    return "id" in KINDS[kind].model_fields and any(_id_of(item) is None for item in raw[kind])


def _id_of(item: Any) -> str | None:
    id = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
    if isinstance(id, int) and not isinstance(id, bool):
        return str(id)
    good = _read_value(_reader(Id), id)
    return None if good is BAD else str(good)
