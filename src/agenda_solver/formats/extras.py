"""Libraries that only some formats need: imported on demand, with a sentence if they are not installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from agenda_solver.errors import InvalidInput

__all__ = ["library_of_extra"]


def library_of_extra(module: str, extra: str, need: str) -> Any:
    """Import a library that an extra of this package installs.

    Parameters
    ----------
    module
        The module to import.
    extra
        The extra that brings it: ``pictures``.
    need
        What needs how many packages, as the sentence begins: ``"pictures need one more package"``.

    Raises
    ------
    InvalidInput
        If it is not installed; it says how to install it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        name, how = module.partition(".")[0], f'{need}: python -m pip install "agenda-solver[{extra}]"'
        raise InvalidInput.single(f"{name} is not installed; {how}") from error
