"""Libraries that only some formats need: imported on demand, with a sentence if they are not installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from agenda_solver.errors import InvalidInput

__all__ = ["library_of_extra"]


def library_of_extra(module: str, extra: str, need: str) -> Any:
    """Import a library that an extra of this package installs; if it is missing, say how to install it.

    ``need`` begins the sentence: ``"pictures need one more package"``.
    """
    try:
        return import_module(module)
    except ImportError as error:
        name, how = module.partition(".")[0], f'{need}: python -m pip install "agenda-solver[{extra}]"'
        raise InvalidInput.single(f"{name} is not installed; {how}") from error
