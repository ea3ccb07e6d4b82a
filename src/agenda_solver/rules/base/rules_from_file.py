"""User-defined rules from a Python file or a module, registered by their ids."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from zlib import crc32

from agenda_solver.argument_types import typed
from agenda_solver.errors import InvalidInput
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import register_rule

__all__ = ["load_rules"]


@typed
def load_rules(source: str) -> list[type[Rule]]:
    """Register every rule that a Python file, a module or a package defines, and return them.

    The code is executed, so load only code that you trust.

    Parameters
    ----------
    source
        The path of a file that ends in ``.py``, or the dotted name of a module, or of a package that imports the rules
        of its modules; it may be in the current folder.

    Raises
    ------
    InvalidInput
        If the source does not exist, fails when it is imported, defines no rule, or a rule whose id is taken.
    """
    if source.endswith(".py"):
        module = _file(Path(source))
    elif all(part.isidentifier() for part in source.split(".")):
        module = _module(source)
    else:
        raise InvalidInput.single(f'"{source}" is neither a file that ends in .py nor the name of a module')
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, Rule)]
    # A package may import the rules of its own modules. Rules that it imports from elsewhere are not registered.
    own = [cls for cls in found if f"{cls.__module__}.".startswith(f"{module.__name__}.")]
    rules = [cls for cls in dict.fromkeys(own) if not _is_base(cls, own)]
    if not rules:
        raise InvalidInput.single("defines no rule: no class derives from agenda_solver.Rule", source=source)
    try:
        return [register_rule(cls) for cls in rules]
    except (TypeError, ValueError) as error:
        raise InvalidInput.single(str(error), source=source) from error


def _is_base(cls: type[Rule], others: Sequence[type[Rule]]) -> bool:
    """Whether a class is only a base: others derive from it, and it is abstract or has no id."""
    is_derived_from = any(issubclass(other, cls) and other is not cls for other in others)
    return is_derived_from and (bool(getattr(cls, "__abstractmethods__", None)) or not hasattr(cls, "id"))


def _file(path: Path) -> ModuleType:
    if not path.is_file():
        raise InvalidInput.single("there is no such file", source=str(path))
    # Files of the same name in two folders must become two modules.
    name = f"agenda_solver_rules_{path.stem}_{crc32(os.fsencode(path.resolve())):08x}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise InvalidInput.single("is not a Python file", source=str(path))
    module = module_from_spec(spec)
    sys.modules[name] = module  # pydantic resolves annotations there
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # user code may raise anything
        del sys.modules[name]
        raise _failed(str(path), error) from error
    return module


def _module(name: str) -> ModuleType:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)  # last in the search order; an installed command does not search the current folder
    try:
        return import_module(name)
    except (Exception, SystemExit) as error:  # user code may raise anything
        raise _failed(name, error) from error


def _failed(source: str, error: BaseException) -> InvalidInput:
    return InvalidInput.single(f"cannot be imported: {type(error).__name__}: {error}", source=source)
