"""Measure every test and write those that are slow into tests/slow_tests.txt: ``python tools/slow_tests.py``.

A test is slow if all its cases together take more than ``LIMIT`` of the processor, in the quick profile. Time of the
processor is counted, not time that passes, so that it matters little what else the machine does. This file is a plugin
of pytest.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "tests" / "slow_tests.txt"
LIMIT = 0.15  # seconds
PROPERTY = "processor seconds"
HEAD = (
    f"# Tests whose cases take more than {LIMIT} s of the processor together; tools/slow_tests.py writes this file.\n"
)


def work() -> float:
    """Return how long the processor has worked for this process and for those that it has waited for."""
    return sum(os.times()[:4])


class Measurement:
    """Measures the tests, in whichever process they run, and adds up their cases where all reports come together."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        """Note when a test begins."""
        self._begin = work()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        """Note in the last report of a test what it took."""
        try:
            return (yield)
        finally:
            item.user_properties.append((PROPERTY, work() - self._begin))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add what a test took to its cases."""
        if report.when == "teardown":
            name = report.nodeid.partition("[")[0]
            self.seconds[name] += sum(float(str(value)) for key, value in report.user_properties if key == PROPERTY)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the list, unless this is one of several processes."""
        if not hasattr(session.config, "workerinput"):
            slow = sorted(name for name, seconds in self.seconds.items() if seconds > LIMIT)
            LIST.write_text(HEAD + "".join(f"{name}\n" for name in slow), encoding="utf-8")
            print(f"\n{len(slow)} of {len(self.seconds)} tests are slow, ", end="")
            print(f"and take {sum(self.seconds[name] for name in slow):.0f} of {sum(self.seconds.values()):.0f} s")


def pytest_configure(config: pytest.Config) -> None:
    """Register the measurement."""
    config.pluginmanager.register(Measurement())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    os.chdir(ROOT)
    sys.exit(pytest.main(["-q", "-n", "auto", "--dist", "worksteal", "-p", "slow_tests"]))
