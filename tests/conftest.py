"""What several folders of tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from agenda_solver.cli.app import run
from tests.commands import Command, Run
from tests.profiles import QUICK, THOROUGH, VARIABLE, is_thorough

# Some machines forbid compiled files beside the sources. A hundred tests begin a process of its own, and each would
# compile the whole library anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
settings.load_profile(THOROUGH if is_thorough() else QUICK)
SLOW_TESTS = Path(__file__).with_name("slow_tests.txt")
# What a module imports from these tries less in the quick profile.
SAMPLING = ("tests.profiles", "tests.contracts")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what tries less in the quick profile, and skip there what is only for the thorough one.

    A test is ``quick`` unless it is ``slow``, ``thorough`` or ``data``; slow ones were measured and are in a list.
    """
    slow = set(SLOW_TESTS.read_text(encoding="utf-8").splitlines())
    left_out = pytest.mark.skip(reason=f"takes long or needs real conferences; {VARIABLE}={THOROUGH} runs it")
    for item in items:
        if is_sampled(item):
            item.add_marker("sampled")
        if any(item.get_closest_marker(name) for name in ("thorough", "data")):
            if not is_thorough():
                item.add_marker(left_out)
        else:
            item.add_marker("slow" if item.nodeid.partition("[")[0] in slow else "quick")


def is_sampled(item: pytest.Item) -> bool:
    """Whether a test draws examples, or stands in a module whose tests ask how often to try."""
    if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
        return True
    module = item.getparent(pytest.Module)
    return module is not None and any(
        getattr(value, "__module__", None) in SAMPLING for value in vars(module.obj).values()
    )


@pytest.fixture(autouse=True, scope="session")
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the key of checkpoints out of the home of whoever runs the tests."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command within this process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Run:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Run(code, *capsys.readouterr())

    return call
