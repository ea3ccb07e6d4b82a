"""The direction of imports holds: the model knows nobody, rules know the model, scoring and solver never meet."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import agenda_solver

ROOT = Path(agenda_solver.__file__).parent
# What each part may import when it is loaded; type checking and late imports inside functions are not looked at.
ALLOWED = {
    "arguments": set(),
    "authoring": {"model", "rules"},
    "deadline": set(),
    "safe_text": set(),
    "errors": set(),
    "progress": set(),
    "model": {"errors"},
    "rules": {"errors", "model"},
    "scoring": {"errors", "model", "rules"},
    "solver": {"deadline", "errors", "model", "rules", "progress"},
    "result": {"errors", "model", "rules", "scoring", "progress"},
    "starting": {"errors", "model", "rules", "scoring", "progress", "result"},
    "solving": {"starting", "deadline", "errors", "model", "rules", "scoring", "solver", "progress", "result"},
    "checkpoints": {"errors", "model", "rules", "scoring", "progress", "result", "formats"},
    "scenarios": {
        "deadline",
        "errors",
        "model",
        "rules",
        "scoring",
        "progress",
        "result",
        "formats",
        "replanning",
        "starting",
    },
    "diagnosis": {"deadline", "errors", "model", "rules", "scoring"},
    "explaining": {"deadline", "errors", "model", "rules", "scoring", "progress", "diagnosis", "result"},
    "formats": {"errors", "model", "rules", "scoring", "progress", "result"},
    "replanning": {"deadline", "errors", "model", "rules", "scoring", "progress", "result", "formats", "report"},
    "pretalx": {"errors", "model", "formats"},
    "report": {"errors", "model", "rules", "scoring", "progress", "result", "formats"},
    "testing": {"errors", "explaining", "model", "rules", "scoring", "solver"},
}


def imports_at_load(path: Path) -> set[str]:
    """Return the parts of the package that a module imports when it is loaded."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name and name.startswith("agenda_solver.")}
    return found


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_each_part_imports_only_what_it_may(part: str) -> None:
    files = sorted((ROOT / part).rglob("*.py")) or [ROOT / f"{part}.py"]
    for path in files:
        assert imports_at_load(path) <= ALLOWED[part] | {part, "safe_text", "arguments"}, path


def test_scoring_and_solver_never_import_each_other_not_even_late() -> None:
    for path in sorted((ROOT / "solver").glob("*.py")):
        assert "agenda_solver.scoring" not in path.read_text(encoding="utf-8"), path
    assert "agenda_solver.solver" not in (ROOT / "scoring.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "statement", ["import agenda_solver", "from agenda_solver import Conference, score", "import agenda_solver.cli"]
)
def test_ortools_is_imported_only_to_solve(statement: str) -> None:
    code = f"import sys; {statement}; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_public_name_can_be_imported() -> None:
    for name in agenda_solver.__all__:
        assert getattr(agenda_solver, name) is not None
    assert dir(agenda_solver) == sorted(agenda_solver.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'agendas'"):
        agenda_solver.agendas  # noqa: B018
