"""The direction of imports holds: the model knows nobody, rules know the model, scoring and CP-SAT never meet.

Which part may import which stands in the table of ``docs/architecture.md``, and nowhere else.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest

import agenda_solver

PACKAGE = "agenda_solver"
ROOT = Path(agenda_solver.__file__).parent
PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"
FILES = sorted(ROOT.rglob("*.py"))
FILE_SET = frozenset(FILES)
# Folders in a part that have a row of their own: what stands below the rest of it.
NESTED = ("rules/base",)


class Row(NamedTuple):
    """What the table says of a part: what it may import when it is loaded, and what only inside functions."""

    at_load: frozenset[str]
    late: frozenset[str]


class Import(NamedTuple):
    """That a part is imported, when the importing module is loaded or later."""

    part: str
    is_late: bool


def part_of(path: Path) -> str:
    """Return the part that a file belongs to: a package or a module under the root, or a folder that has a row."""
    return part_named(path.relative_to(ROOT).with_suffix("").parts)


def part_named(names: Sequence[str]) -> str:
    """Return the part that a module belongs to."""
    return "/".join(names[:2]) if "/".join(names[:2]) in NESTED else names[0]


@cache
def table() -> dict[str, Row]:
    """Return the rows of the table, by part."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("| Part |"))
    assert [cell.strip() for cell in lines[start].split("|")[3:5]] == ["May import when loaded", "May import late"]
    found: dict[str, Row] = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        names, _, at_load, late = (cell.strip() for cell in line.strip("|").split("|"))
        for name in re.findall(r"`([^`]+)`", names):
            part = name.removesuffix("/").removesuffix(".py")
            assert part not in found, f"{part} has two rows"
            found[part] = Row(parts_in(at_load), parts_in(late))
    return found


def parts_in(cell: str) -> frozenset[str]:
    """Return the parts that a cell of the table allows."""
    if cell == "everything":
        return frozenset(map(part_of, FILES))
    named = re.findall(r"`([^`]+)`", cell)
    rest = re.sub(r"`[^`]+`|,", "", cell).strip()
    assert rest in ("", "nothing of ours" if not named else ""), f'"{cell}" cannot be read'
    return frozenset(named)


def imports_of(path: Path) -> set[Import]:
    """Return what a module imports of the package; what is only for type checking is left out."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    own = [PACKAGE, *path.relative_to(ROOT).with_suffix("").parts]
    return {
        Import(part, is_late) for node, is_late in statements(module, is_late=False) for part in imported(node, own)
    }


def statements(parent: ast.AST, *, is_late: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Return every node with whether it is only run when a function is called."""
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node, is_late
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from statements(node, is_late=is_late or inside)


def imported(node: ast.AST, own: list[str]) -> Iterator[str]:
    """Return the parts that an import statement names, or a call of ``import_module`` with a text."""
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        base = own[: -node.level] if node.level else []
        module = ".".join([*base, *([node.module] if node.module else [])])
        names = [f"{module}.{alias.name}" for alias in node.names] if module == PACKAGE else [module]
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
        names = [argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)]
    for name in names:
        package, _, rest = str(name).partition(".")
        if package == PACKAGE and rest:
            # A public name stands for the module that it is at home in.
            yield part_named(agenda_solver._HOMES.get(rest.split(".")[0], rest).split("."))


def files_imported(path: Path) -> Iterator[Path]:
    """Return the files that a module imports, late ones too; public names of the package have none."""
    for node, _ in statements(ast.parse(path.read_text(encoding="utf-8")), is_late=False):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE}."):
            base = ROOT.joinpath(*node.module.split(".")[1:])
            named = [base / f"{alias.name}.py" for alias in node.names]
            yield from (file for file in [*named, base.with_suffix(".py"), base / "__init__.py"] if file in FILE_SET)


def test_every_part_has_a_row_and_every_row_a_part() -> None:
    assert set(table()) == set(map(part_of, FILES))


def test_the_rows_name_parts_that_there_are() -> None:
    for part, row in table().items():
        assert row.at_load | row.late <= set(table()), part


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    row = table()[part]
    for found in imports_of(path) - {Import("__init__", False), Import("__init__", True)}:
        allowed = row.at_load | row.late if found.is_late else row.at_load
        assert found.part in allowed | {part}, f"{path} imports {found.part} {'late' if found.is_late else 'at load'}"


def test_scoring_and_the_model_for_cp_sat_never_import_each_other_not_even_late() -> None:
    for one, other in (("evaluation", "cpsat"), ("cpsat", "evaluation")):
        assert other not in table()[one].at_load | table()[one].late
    # Not even for type checking, and not by way of a text.
    for path in FILES:
        if part_of(path) in ("evaluation", "cpsat"):
            other = "cpsat" if part_of(path) == "evaluation" else "evaluation"
            assert f"{PACKAGE}.{other}" not in path.read_text(encoding="utf-8"), path


def test_the_rows_stand_in_an_order_in_which_imports_only_look_up_the_page() -> None:
    order = list(table())
    upwards = {
        (part, found.part)
        for path in FILES
        for part in [part_of(path)]
        for found in imports_of(path)
        if order.index(found.part) > order.index(part)
    }
    # A worker that solves a part of a conference is a process of its own, and begins a search there.
    assert upwards == {("search", "engine")}


def test_no_file_imports_itself_by_way_of_others() -> None:
    graph = nx.DiGraph([(path, other) for path in FILES for other in files_imported(path) if other != path])
    assert [sorted(map(str, circle)) for circle in nx.strongly_connected_components(graph) if len(circle) > 1] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import agenda_solver.search.exact.phases", {Import("search", False)}),
        ("def f():\n    from agenda_solver.evaluation.scorecard import score", {Import("evaluation", True)}),
        ("class C:\n    def f(self):\n        if x:\n            import agenda_solver.model", {Import("model", True)}),
        ("try:\n    from agenda_solver import engine\nexcept E:\n    pass", {Import("engine", False)}),
        ("from agenda_solver import solve", {Import("solving", False)}),
        ("from ..engine import find_agenda", {Import("engine", False)}),
        ("from ... import engine", {Import("engine", False)}),
        ("f = lambda: import_module('agenda_solver.solving')", {Import("solving", True)}),
        ("if TYPE_CHECKING:\n    from agenda_solver.cpsat.variables.rule_cost import Cost", set()),
        ("import numpy", set()),
    ],
)
def test_imports_are_found_wherever_they_stand(text: str, expected: set[Import]) -> None:
    own = [PACKAGE, "search", "tabu", "tabu_search"]
    level = 2 if "from .." in text and "from ..." not in text else 3
    own = own if level == 3 else [PACKAGE, "search", "state"]
    found = {
        Import(part, late) for node, late in statements(ast.parse(text), is_late=False) for part in imported(node, own)
    }
    assert found == expected


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
