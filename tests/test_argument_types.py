"""Arguments of other types than a function takes are refused where it is called, with the argument's name."""

from __future__ import annotations

import contextlib
import inspect
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any, Literal

import pytest

import agenda_solver
from agenda_solver import Conference, InvalidInput, Placement, Severity, solve
from agenda_solver.argument_types import typed

MODULES = (
    "agenda_solver",
    "agenda_solver.audience.expected_audience",
    "agenda_solver.audience.favourites",
    "agenda_solver.audience.similar",
    "agenda_solver.checkpoints",
    "agenda_solver.diagnosis",
    "agenda_solver.explaining.placements.other_places",
    "agenda_solver.explaining.placements.forced_place",
    "agenda_solver.explaining.placements.cost_reasons",
    "agenda_solver.explaining.placements.swaps",
    "agenda_solver.formats.agenda_csv",
    "agenda_solver.formats.calendars.write",
    "agenda_solver.formats.native",
    "agenda_solver.formats.any_format",
    "agenda_solver.formats.schema_org",
    "agenda_solver.replanning.apply_changes",
    "agenda_solver.replanning.changes_file",
    "agenda_solver.replanning.comparison_page",
    "agenda_solver.replanning.diff",
    "agenda_solver.replanning.replan",
    "agenda_solver.report.participant",
    "agenda_solver.rules.base.rules_from_file",
    "agenda_solver.scenarios",
    "agenda_solver.scenarios.plan_b_page",
    "agenda_solver.scenarios.scenario_file",
)


def meeting() -> Conference:
    """One session in one room, in a block of two hours."""
    return (
        Conference.build("meeting", "Meeting", "Europe/Berlin")
        .day("2026-03-12", id="thu")
        .block("09:00", "11:00", id="am", slot_minutes=60)
        .room("Hall")
        .session("Talk", minutes=60)
        .done()
    )


def public_functions() -> list[Any]:
    found: dict[str, Callable[..., Any]] = {}
    for module in map(import_module, MODULES):
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isfunction(value):
                found[f"{value.__module__}.{name}"] = value
    return [pytest.param(found[name], id=name.removeprefix("agenda_solver.")) for name in sorted(found)]


def suitable(tmp_path: Path) -> dict[str, Any]:
    """Return a value that suits, for each name of a parameter of public functions."""
    conference = meeting()
    agenda = conference.agenda({"talk": ("hall", "am", 0)})
    of_agenda = ("agenda", "before", "after", "first", "second", "published", "hint")
    return {
        **dict.fromkeys(of_agenda, agenda),
        "conference": conference,
        "base": conference,
        "path": tmp_path / "file.json",
        "checkpoint": tmp_path / "file.json",
        "session": "talk",
        "placement": agenda["talk"],
        "changes": {},
        "source": "no such file.py",
        "raw": {},
    }


@pytest.mark.parametrize("function", public_functions())
def test_a_wrong_value_of_any_argument_is_refused_and_never_fails_within(
    function: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some take the nonsense as the name of a file
    parameters = inspect.signature(function).parameters
    good = suitable(tmp_path)
    needed = {name: good.get(name) for name, p in parameters.items() if p.default is p.empty}
    for name in parameters:
        for wrong in (None, -7, 0.5, "nonsense\n", [object()], object(), {1: 2}, Placement("x", "y", 0, 0, 1)):
            # Nothing shall be solved: where the value is taken after all, another argument stops it.
            stopped = {"time_limit": -1} if "time_limit" in parameters and name != "time_limit" else {}
            with contextlib.suppress(InvalidInput, TypeError):
                function(**{**needed, **stopped, name: wrong})


def test_the_message_names_the_function_and_the_argument_and_repeats_the_value() -> None:
    with pytest.raises(TypeError, match=r"^solve\(\): workers must be a whole number or None, not 'two'$"):
        solve(meeting(), workers="two")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^solve\(\): rules\[0\] must be a Rule, not 'plenary'$"):
        solve(meeting(), rules=["plenary"])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("time_limit", -1),
        ("time_limit", math.nan),
        ("time_limit", True),
        ("time_limit", "5"),
        ("workers", 0),
        ("workers", 1.5),
        ("seed", -1),
        ("seed", 2**31),
        ("gap", -0.1),
        ("gap", math.nan),
        ("deterministic_limit", 0),
        ("known_bounds", {"0": 1}),
        ("stop", True),
        ("on_progress", 3),
        ("explain", "no"),
    ],
)
def test_limits_that_make_no_sense_are_refused(argument: str, value: Any) -> None:
    with pytest.raises((InvalidInput, TypeError), match=argument):
        solve(meeting(), **{argument: value})


@typed
def example(
    number: int,
    share: float = 0.0,
    *more: str,
    texts: Sequence[str] = (),
    pair: tuple[int, str] | None = None,
    table: Mapping[str, int] | None = None,
    call: Callable[[], None] | None = None,
    kind: Literal["a", "b"] = "a",
    stop: Event | None = None,
    anything: Any = None,
    some: Iterable[int] = (),
) -> int:
    """Return the number; only its annotations matter."""
    return number


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": True}, "number must be a whole number, not True"),
        ({"number": "1"}, "number must be a whole number, not '1'"),
        ({"share": "half"}, "share must be a number, not 'half'"),
        ({"texts": "abc"}, "texts must be a list, not 'abc'"),
        ({"texts": ["a", 3]}, r"texts\[1\] must be text, not 3"),
        ({"pair": (1,)}, "pair must have 2 entries, not 1"),
        ({"pair": (1, 2)}, r"pair\[1\] must be text, not 2"),
        ({"table": {"a": "b"}}, r"table\['a'\] must be a whole number, not 'b'"),
        ({"table": {1: 1}}, "a key of table must be text, not 1"),
        ({"call": 3}, "call must be a function or None, not 3"),
        ({"kind": "c"}, "kind must be 'a' or 'b', not 'c'"),
        ({"stop": 1}, "stop must be an Event or None, not 1"),
    ],
)
def test_each_kind_of_annotation_refuses_what_does_not_suit_it(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(TypeError, match=rf"^example\(\): {told}$"):
        example(**{"number": 1, **wrong})
    with pytest.raises(TypeError, match=r"more\[1\] must be text"):
        example(1, 0.0, "a", 2)  # type: ignore[arg-type]


def test_what_suits_is_handed_on_as_it_is() -> None:
    numpy = pytest.importorskip("numpy")
    once = (number for number in (1, 2))
    assert example(numpy.int64(3), numpy.float64(0.5), "x", texts=["a"], pair=(1, "b"), table={"a": 1}) == 3
    assert example(1, 1, call=lambda: None, kind="b", stop=Event(), anything=object(), some=once) == 1
    assert list(once) == [1, 2]  # looking at it would have used it up


def test_parts_and_severities_that_are_made_in_python_tell_what_is_wrong_with_them() -> None:
    with pytest.raises(InvalidInput, match=r"Severity\(\): weight: must be a whole number from 1"):
        Severity(weight=0)
    with pytest.raises(InvalidInput, match=r"Room\(\): id: must be text"):
        agenda_solver.model.parts.Room(id=5, name="Hall")  # type: ignore[attr-defined]


# They take whatever somebody gives, and say themselves what is wrong with it.
BY_THEMSELVES = {"register_rule", "register_strategy", "read_changes_from_data"}


def test_all_public_functions_look_at_their_arguments() -> None:
    functions = [case.values[0] for case in public_functions()]
    unchecked = {function.__name__ for function in functions if not hasattr(function, "__wrapped__")}
    with_arguments = {f.__name__ for f in functions if inspect.signature(f).parameters}
    assert unchecked & with_arguments <= BY_THEMSELVES
