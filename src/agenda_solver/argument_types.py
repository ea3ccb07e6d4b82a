"""Checks the types of the arguments of public functions when they are called.

Type checkers find a wrong argument before a program runs. In notebooks there is no type checker, and a wrong type would
cause an ``AttributeError`` somewhere inside. So public functions are decorated with :func:`typed`, which reads the
annotations.
"""

from __future__ import annotations

import inspect
import os
import types
import typing
from collections import abc
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, wraps
from numbers import Integral, Real
from reprlib import Repr
from threading import Event
from typing import Any, Literal, ParamSpec, TypeVar, Union, get_args, get_origin

__all__ = ["refuse_other_fields", "typed"]

P = ParamSpec("P")
R = TypeVar("R")

UNIONS = (Union, types.UnionType)
NUMBERS: dict[Any, type] = {int: Integral, float: Real}
COLLECTIONS: tuple[Any, ...] = (abc.Sequence, abc.Iterable, abc.Collection, list, tuple, set, frozenset)
WORDS: dict[Any, str] = {
    int: "a whole number",
    float: "a number",
    str: "text",
    bool: "True or False",
    type(None): "None",
    abc.Callable: "a function",
    abc.Mapping: "a mapping",
    dict: "a mapping",
    os.PathLike: "a path",
}
SHORT = Repr()
SHORT.maxother = SHORT.maxstring = 120


def typed(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function refuse arguments that do not have the types of its annotations.

    Numbers of other libraries (numpy) count as numbers, Boolean values do not. A string is no list of strings. The
    entries of mappings and lists are checked; those of iterators are not, because that would consume them.

    Raises
    ------
    TypeError
        If an argument has another type; the message names the function, the argument and the value.
    """
    signature = inspect.signature(function)

    @cache
    def hints() -> Mapping[str, Any]:
        # The type of the result may be imported for type checkers only.
        given = {name: hint for name, hint in function.__annotations__.items() if name != "return"}
        return typing.get_type_hints(types.SimpleNamespace(__annotations__=given), function.__globals__)

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            parameter = signature.parameters[name]
            values = {name: value}
            if parameter.kind is parameter.VAR_POSITIONAL:
                values = {f"{name}[{number}]": each for number, each in enumerate(value)}
            elif parameter.kind is parameter.VAR_KEYWORD:
                values = value
            for place, each in values.items():
                if name in hints() and (wrong := _wrong(each, hints()[name], place)) is not None:
                    raise TypeError(f"{function.__name__}(): {wrong}")
        return function(*args, **kwargs)

    return checked


def refuse_other_fields(part: object) -> None:
    """Refuse the fields of a dataclass that do not have the types of its annotations.

    Raises
    ------
    TypeError
        If a field has another type; the message names the class, the field and the value.
    """
    cls = type(part)
    for name, wanted in typing.get_type_hints(cls).items():
        if (wrong := _wrong(getattr(part, name), wanted, name)) is not None:
            raise TypeError(f"{cls.__name__}(): {wrong}")


def _wrong(value: Any, wanted: Any, place: str) -> str | None:
    """Return what is wrong with an argument, or None if nothing is."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if wanted is Any:
        return None
    if origin is typing.Annotated:
        return _wrong(value, inner[0], place)
    if origin in UNIONS:
        return _wrong_for_all(value, inner, place)
    if not _fits(value, wanted):
        return _message(value, (wanted,), place)
    return next((message for message in _messages_inside(value, origin, inner, place) if message), None)


def _wrong_for_all(value: Any, choices: tuple[Any, ...], place: str) -> str | None:
    messages = [_wrong(value, choice, place) for choice in choices]
    if None in messages:
        return None
    # For a list with a wrong entry, the message is about the entry, and not that a list is no None.
    inside = (message for message, choice in zip(messages, choices, strict=True) if _fits(value, choice))
    return next(inside, _message(value, choices, place))


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a value has a type, without a check of its entries."""
    origin: Any = get_origin(wanted) or wanted
    if origin is Literal:
        return any(type(value) is type(choice) and value == choice for choice in get_args(wanted))
    if origin is abc.Callable:
        return callable(value)
    if origin is Event:
        return hasattr(value, "is_set")  # also an event of multiprocessing, which has another type
    if origin in NUMBERS:
        return isinstance(value, NUMBERS[origin]) and not isinstance(value, bool)
    is_text = isinstance(value, str | bytes) and origin in COLLECTIONS
    return not is_text and (not isinstance(origin, type) or isinstance(value, origin))


def _messages_inside(value: Any, origin: Any, inner: tuple[Any, ...], place: str) -> Iterator[str | None]:
    """Return what is wrong with the entries of a value; None for each entry that is right."""
    if origin in (abc.Mapping, dict):
        for key, item in value.items():
            yield _wrong(key, inner[0], f"a key of {place}")
            yield _wrong(item, inner[1], f"{place}[{SHORT.repr(key)}]")
    elif origin is tuple and inner[-1] is not ...:
        if len(value) != len(inner):
            yield f"{place} must have {len(inner)} entries, not {len(value)}"
        for number, (item, kind) in enumerate(zip(value, inner, strict=False)):
            yield _wrong(item, kind, f"{place}[{number}]")
    elif origin in COLLECTIONS and isinstance(value, Collection):
        for number, item in enumerate(value):
            yield _wrong(item, inner[0], f"{place}[{number}]")


def _message(value: Any, choices: tuple[Any, ...], place: str) -> str:
    words = list(dict.fromkeys(word for choice in choices for word in _words(choice)))
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    return f"{place} must be {listed}, not {SHORT.repr(value)}"


def _words(wanted: Any) -> list[str]:
    """Return the names of a type for messages."""
    origin, inner = get_origin(wanted) or wanted, get_args(wanted)
    if origin in UNIONS:
        return [word for choice in inner for word in _words(choice)]
    if origin is Literal:
        return [repr(choice) for choice in inner]
    if origin in COLLECTIONS:
        return ["a list"]
    name = getattr(origin, "__name__", str(origin))
    return [WORDS.get(origin) or f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"]
