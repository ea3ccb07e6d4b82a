"""References in the data of a conference: to a part by its id, or to a moment on a clock.

The type of a field says what it refers to (:data:`~agenda_solver.model.field_types.SessionId`,
:data:`~agenda_solver.model.field_types.Instant`). Only this module resolves the names and the times without an offset
that people write there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from agenda_solver.model.moment_parsing import DATE_AND_CLOCK, MomentRefused, moment_in, on_the_clock
from agenda_solver.model.name_lookup import NameIndex

__all__ = ["ON_THE_CLOCK", "Meaning", "Refers", "with_resolved_fields", "with_resolved_references"]

Kind = Literal["days", "blocks", "buildings", "rooms", "people", "tracks", "sessions"]
T = TypeVar("T")


@dataclass(frozen=True)
class Refers:
    """Marks a type whose texts are ids or names of parts of this kind."""

    kind: Kind


@dataclass(frozen=True)
class OnTheClock:
    """Marks a type whose values are moments, on the conference's clock if they have no offset."""


ON_THE_CLOCK = OnTheClock()


@dataclass(frozen=True)
class Meaning:
    """Resolves names and times in a conference."""

    # The index of each kind of parts; references to other kinds stay as they are.
    names: Mapping[str, NameIndex]
    zone: ZoneInfo

    def part(self, kind: str, text: Any) -> Any:
        """Return the id to which a text refers; an unknown or ambiguous text stays as it is, and is reported later."""
        if not isinstance(text, str) or kind not in self.names:
            return text
        found = self.names[kind].ids_of(text)
        return found[0] if len(found) == 1 and found[0] != text else text

    def moment(self, value: Any) -> Any:
        """Return a moment with its offset; an impossible time as a MomentRefused, any other value as it is."""
        try:
            if isinstance(value, str):
                return moment_in(value, self.zone) if DATE_AND_CLOCK.match(value) and _is_naive(value) else value
            return on_the_clock(value, self.zone) if isinstance(value, datetime) and value.tzinfo is None else value
        except ValueError as error:
            return MomentRefused(str(error))


def _is_naive(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return DATE_AND_CLOCK.fullmatch(text.strip()) is not None


Plan = Callable[[Meaning, Any], Any]


def with_resolved_references(model: type[BaseModel], raw: T, meaning: Meaning) -> T:
    """Return a part, or the raw data of one, with ids for names and offsets for all times.

    Unknown and ambiguous names stay as they are. If nothing changes, the same object is returned.
    """
    return _part(model, meaning, raw)  # type: ignore[no-any-return]


def with_resolved_fields(model: type[BaseModel], names: frozenset[str], raw: T, meaning: Meaning) -> T:
    """Do the same as :func:`with_resolved_references` for some fields only."""
    return _part(model, meaning, raw, names)  # type: ignore[no-any-return]


def _plan(hint: Any) -> Plan | None:
    """Return the function that resolves the values of a type; None if there is nothing to resolve."""
    origin = get_origin(hint)
    if origin is Annotated:
        of, *marks = get_args(hint)
        return _marked(marks) or _plan(of)
    if origin in (Union, UnionType):
        return _one_of([plan for each in get_args(hint) if (plan := _plan(each)) is not None])
    if origin is tuple:
        return _items([_plan(each) for each in get_args(hint) if each is not Ellipsis])
    if origin is dict:
        keys, values = (_plan(each) for each in get_args(hint))
        return None if keys is None and values is None else partial(_entries, keys, values)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return partial(_part, hint)
    return None


@cache
def _plans(model: type[BaseModel]) -> dict[str, Plan]:
    found = {name: _of_field(field) for name, field in model.model_fields.items()}
    return {name: plan for name, plan in found.items() if plan is not None}


def _of_field(field: FieldInfo) -> Plan | None:
    return _marked(field.metadata) or _plan(field.annotation)


def _marked(marks: list[Any]) -> Plan | None:
    for mark in marks:
        if isinstance(mark, Refers):
            return partial(_reference, mark.kind)
        if isinstance(mark, OnTheClock):
            return Meaning.moment
    return None


def _reference(kind: str, meaning: Meaning, value: Any) -> Any:
    return meaning.part(kind, value)


def _one_of(plans: list[Plan]) -> Plan | None:
    def each(meaning: Meaning, value: Any) -> Any:
        for plan in plans:
            value = plan(meaning, value)  # each leaves values of other types unchanged
        return value

    return each if len(plans) > 1 else next(iter(plans), None)


def _items(plans: list[Plan | None]) -> Plan | None:
    def each(meaning: Meaning, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        by_number = plans * len(value) if len(plans) == 1 else [*plans, *[None] * len(value)]
        made = [item if plan is None else plan(meaning, item) for plan, item in zip(by_number, value, strict=False)]
        return value if all(new is old for new, old in zip(made, value, strict=True)) else type(value)(made)

    return each if any(plan is not None for plan in plans) else None


def _entries(keys: Plan | None, values: Plan | None, meaning: Meaning, value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    made = {
        key if keys is None else keys(meaning, key): item if values is None else values(meaning, item)
        for key, item in value.items()
    }
    # Two keys for one part are a mistake, which would be hidden if one entry replaced the other.
    return made if len(made) == len(value) else value


def _part(model: type[BaseModel], meaning: Meaning, value: Any, only: frozenset[str] | None = None) -> Any:
    plans = {name: plan for name, plan in _plans(model).items() if only is None or name in only}
    if isinstance(value, model):
        before = {name: getattr(value, name) for name in plans}
    elif isinstance(value, Mapping):
        before = {name: value[name] for name in plans if name in value}
    else:
        return value
    after = {name: plans[name](meaning, field) for name, field in before.items()}
    changed = {name: field for name, field in after.items() if field is not before[name]}
    if not changed:
        return value
    return value.model_copy(update=changed) if isinstance(value, BaseModel) else {**value, **changed}
