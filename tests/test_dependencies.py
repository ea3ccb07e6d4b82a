"""What is imported is declared: what always is among the dependencies, the rest in the extra that its message names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import agenda_solver

ROOT = Path(agenda_solver.__file__).parent
PROJECT = tomllib.loads((ROOT.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Modules that are not called like the project that they come from.
PROJECTS = {"python_calamine": "python-calamine", "pydantic_core": "pydantic-core", "sklearn": "scikit-learn"}
LATE = {"library_of_extra", "needed", "import_module"}
# Extras of those who use the library; the others are for its own tests, documentation and benchmarks.
OURS = {"benchmarks", "docs", "test", "dev", "all"}


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=; ]", requirement)[0].lower() for requirement in requirements}


def imported() -> Iterator[tuple[str, Path]]:
    """Yield every module from outside that is imported anywhere, by statement or by name, with the file."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found: list[str] = []
            if isinstance(node, ast.Import):
                found = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found = [node.module or ""]
            elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                found = [str(node.args[0].value)] if called in LATE else []
            for name in found:
                top = name.partition(".")[0]
                if top and top not in sys.stdlib_module_names and top != "agenda_solver":
                    yield PROJECTS.get(top, top).lower(), path


def test_everything_that_is_imported_is_declared() -> None:
    extras = [found for name, found in PROJECT["optional-dependencies"].items() if name not in OURS]
    declared = names(PROJECT["dependencies"]).union(*map(names, extras))
    assert {name: str(path) for name, path in imported() if name not in declared} == {}


def test_an_extra_that_a_message_names_brings_what_is_missing() -> None:
    """``library_of_extra("lxml.etree", "xml", ...)``: the extra ``xml`` has lxml."""
    for path in sorted(ROOT.rglob("*.py")):
        for module, extra in re.findall(r'library_of_extra\("([\w.]+)", "(\w+)"', path.read_text(encoding="utf-8")):
            top = module.partition(".")[0]
            assert PROJECTS.get(top, top) in names(PROJECT["optional-dependencies"][extra]), path


@pytest.mark.parametrize(
    ("module", "code", "extra"),
    [
        ("hypothesis", "import agenda_solver.testing.strategies", "testing"),
        ("pandas", "from tests.conferences import three_talks; three_talks().agenda({}).to_frame()", "frame"),
    ],
)
def test_without_a_library_it_is_told_which_extra_brings_it(module: str, code: str, extra: str) -> None:
    blocked = f"import sys; sys.modules[{module!r}] = None; {code}"
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, check=False)
    assert f'python -m pip install "agenda-solver[{extra}]"' in done.stderr.splitlines()[-1]


def test_without_a_database_of_time_zones_it_is_told_how_to_get_one(tmp_path: Path) -> None:
    file = tmp_path / "day.json"
    file.write_text('{"id": "d", "name": "D", "time_zone": "Europe/Berlin", "days": [], "blocks": [], "rooms": []}')
    code = (
        "import sys, zoneinfo; zoneinfo.reset_tzpath(()); sys.modules['tzdata'] = None\n"
        "from agenda_solver.cli.app import run; sys.exit(run(['check', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no database of time zones on this machine: python -m pip install tzdata" in done.stderr
    assert "Traceback" not in done.stderr
