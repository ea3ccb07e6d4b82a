"""Faults that are planted in the source of a module for a while, to see whether anybody notices."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from types import CodeType, FunctionType, ModuleType

__all__ = ["planted"]


@contextmanager
def planted(module: ModuleType, text: str, instead: str) -> Iterator[None]:
    """Let the functions of a module be those of its source with one text replaced, also for who imported them before.

    Raises
    ------
    ValueError
        When the source does not have the text exactly once, or no function changes by it.
    """
    source = inspect.getsource(module)
    if (times := source.count(text)) != 1:
        raise ValueError(f"{module.__name__} has this text {times} times, not once: {text}")
    # Functions keep who they are and only get other code, so that no reference to them has to be found.
    honest, wrong = (
        _codes(compile(one, str(module.__file__), "exec", dont_inherit=True))
        for one in (source, source.replace(text, instead))
    )
    changed = [
        function for function in _functions(module) if wrong[function.__qualname__] != honest[function.__qualname__]
    ]
    if not changed:
        raise ValueError(f"no function of {module.__name__} changes by this text: {text}")
    before = [function.__code__ for function in changed]
    try:
        for function in changed:
            function.__code__ = wrong[function.__qualname__]
        yield
    finally:
        for function, code in zip(changed, before, strict=True):
            function.__code__ = code


def _codes(code: CodeType) -> dict[str, CodeType]:
    """Return the code of the functions of a module and of its classes by their qualified names."""
    found: dict[str, CodeType] = {}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            # The body of a class is code that has no fast local variables.
            found |= {inner.co_qualname: inner} if inner.co_flags & inspect.CO_OPTIMIZED else _codes(inner)
    return found


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    """Return the functions that are written in a module, also those of its classes."""
    owners = [module, *(one for one in vars(module).values() if isinstance(one, type))]
    for owner in owners:
        for value in list(vars(owner).values()):
            function = _function(value)
            if function is not None and function.__code__.co_filename == module.__file__:
                yield function


def _function(value: object) -> FunctionType | None:
    if isinstance(value, classmethod | staticmethod):
        value = value.__func__
    elif isinstance(value, property):
        value = value.fget
    elif isinstance(value, cached_property):
        value = value.func
    value = inspect.unwrap(value) if callable(value) else value
    return value if isinstance(value, FunctionType) else None
