"""The independent judges, which stand beside the shared data."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

__all__ = ["module_of"]


def module_of(judge: Path | None) -> Any:
    """Return a judge's file as a module."""
    assert judge is not None
    spec = importlib.util.spec_from_file_location(judge.stem, judge)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
