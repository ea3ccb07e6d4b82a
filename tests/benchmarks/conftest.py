"""What the tests of benchmarks share."""

from __future__ import annotations

import pytest

from benchmarks.harness import child, isolate


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measure in this process: a process of its own takes seconds to import the library."""
    monkeypatch.setattr(isolate, "run_apart", child.measure)
