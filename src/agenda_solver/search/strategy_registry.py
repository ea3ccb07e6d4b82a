"""Discovery of the search strategies.

A strategy of the library is a module of ``agenda_solver.search.strategies`` whose file name is the strategy's id.
Other packages declare their strategies as entry points of the group ``agenda_solver.strategies``, or register them with
:func:`register_strategy`. External strategies run only if a solve names them.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Any, TypeAlias, TypeVar

from agenda_solver.errors import InvalidInput
from agenda_solver.model.pydantic_messages import guess
from agenda_solver.search.strategies.strategy import Strategy

__all__ = ["Strategies", "all_strategies", "built_in_strategies", "chosen", "register_strategy"]

Strategies: TypeAlias = Sequence[str | type[Strategy] | Strategy]
StrategyClass = TypeVar("StrategyClass", bound=type[Strategy])

ENTRY_POINTS = "agenda_solver.strategies"
BUILT_IN = ("islands", "attendance", "local_search", "counted_bounds", "whole_model")
_REGISTERED: dict[str, type[Strategy]] = {}


@cache
def built_in_strategies() -> Mapping[str, type[Strategy]]:
    """Return the strategies of this library by their ids, in the order of their turns."""
    found = {}
    for id in BUILT_IN:
        module = importlib.import_module(f"agenda_solver.search.strategies.{id}")
        found[id] = next(value for value in vars(module).values() if _is_usable(value) and value.id == id)
    return found


def all_strategies() -> Mapping[str, type[Strategy]]:
    """Return every strategy by its id: those of this library in the order of their turns, then external ones.

    Raise InvalidInput if an entry point is not a strategy.
    """
    found = dict(built_in_strategies())
    for offer in entry_points(group=ENTRY_POINTS):
        value = offer.load()
        if not _is_usable(value):
            raise InvalidInput.single(f"{offer.value} is not a search strategy", f"entry point {offer.name}")
        found.setdefault(value.id, value)
    return {**found, **_REGISTERED}


def register_strategy(cls: StrategyClass) -> StrategyClass:
    """Register a strategy under its id, so that ``solve(strategies=[...])`` can name it; also a decorator.

    Raises
    ------
    TypeError
        If it is not a subclass of Strategy, has no id, or does not implement an abstract method.
    ValueError
        If another strategy already has its id.
    """
    if not _is_usable(cls):
        raise TypeError(f"{cls!r} is not a subclass of Strategy with an id, a method suits and a method run")
    known = built_in_strategies().get(cls.id) or _REGISTERED.get(cls.id)
    if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
        raise ValueError(f'there is already a strategy "{cls.id}": {known.__module__}.{known.__qualname__}')
    _REGISTERED[cls.id] = cls
    return cls


def chosen(strategies: Strategies | None) -> list[Strategy]:
    """Return the strategies of one solve: new objects for ids and classes; given objects are used as they are.

    None selects all strategies of this library. Raise InvalidInput for an unknown id, for an object that is not a
    strategy, and for an empty sequence.
    """
    if strategies is None:
        return [cls() for cls in built_in_strategies().values()]
    if not strategies:
        raise InvalidInput.single("there has to be at least one", "strategies")
    return [_instance(one, f"strategies[{number}]") for number, one in enumerate(strategies)]


def _instance(one: Any, place: str) -> Strategy:
    if isinstance(one, str):
        known = all_strategies()
        if one not in known:
            raise InvalidInput.single(f'there is no search strategy "{one}"{guess(one, known)}', place)
        return known[one]()
    if _is_usable(one):
        made: Strategy = one()
        return made
    if isinstance(one, Strategy):
        return one
    raise InvalidInput.single(f"must be a search strategy or its id, not {one!r}", place)


def _is_usable(value: Any) -> bool:
    return (
        isinstance(value, type)
        and issubclass(value, Strategy)
        and hasattr(value, "id")
        and not inspect.isabstract(value)
    )
