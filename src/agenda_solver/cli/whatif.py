"""The command ``whatif``: a conference and changed versions of it, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agenda_solver.cli.cluster import Cluster, working_for
from agenda_solver.cli.conference_input import read_conference_file
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.cli.options import AsJson, ConferenceFile, Quiet, Seed, TimeLimit, Workers, option
from agenda_solver.cli.printing import answer, answer_json, new_table
from agenda_solver.cli.result_words import count, sizes
from agenda_solver.cli.run_search import LimitOptions, searching
from agenda_solver.cli.solve import TIME_LIMIT

if TYPE_CHECKING:
    from rich.table import Table

    from agenda_solver.replanning.diff import Kind
    from agenda_solver.result import Result
    from agenda_solver.scenarios.whatif import Comparison, Scenario

__all__ = ["whatif"]


def whatif(
    file: ConferenceFile,
    *,
    scenarios: Annotated[
        Path,
        option(
            "--scenarios",
            "-s",
            metavar="JSON",
            help='The scenarios by name, each a list of changes: {"no hall 3": [{"change": "room lost", ...}]}',
        ),
    ],
    moves: Annotated[bool, typer.Option("--moves", help="List every session that moves.")] = False,
    time_limit: TimeLimit = None,
    workers: Workers = None,
    seed: Seed = 0,
    cluster: Cluster = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Solve a conference as it is and in some scenarios, and compare them.

    The time limit is for all of them together. Ctrl-C ends the search early; what was found by then is compared.
    """
    from agenda_solver.scenarios.scenario_file import read_scenarios

    conference = read_conference_file(file, quiet=quiet)
    changes = read_scenarios(scenarios)
    limits = LimitOptions(time_limit or TIME_LIMIT, workers, seed)
    what = f"{conference.name}: {sizes(conference)}; {count(len(changes), 'scenario')}."
    with searching(what, limits, quiet=quiet) as options, working_for(cluster) as executor:
        from agenda_solver.scenarios.whatif import what_if

        found = what_if(conference, changes, executor=executor, **options)
    if as_json:
        answer_json(found.as_dict())
    elif not quiet:
        _print(found, moves)
    raise typer.Exit(_exit_code(found))


def _print(found: Comparison, moves: bool) -> None:
    answer(_table(found))
    for scenario in found.scenarios:
        if scenario.result is not None and scenario.result.reason:
            answer("", f"{scenario.name}: " + " ".join(scenario.result.reason))
        if moves and scenario.moves:
            answer("", scenario.name, style="bold")
            answer(*(f"- {move.sentence}" for move in scenario.moves))


def _table(found: Comparison) -> Table:
    """Return a table with a row for each fact and a column for each scenario."""
    names = [scenario.name for scenario in found.all]
    table = new_table("", *names, right=names)
    for name, facts in _facts(found).items():
        table.add_row(name, *facts)
    return table


def _facts(found: Comparison) -> dict[str, list[str]]:
    from agenda_solver.replanning.diff import Kind

    results = [scenario.result for scenario in found.all]
    facts = {
        "status": ["not begun" if result is None else str(result.status) for result in results],
        "cost": [_number(None if result is None else result.objective) for result in results],
        "no agenda costs less than": [_number(None if result is None else result.bound) for result in results],
    }
    for level in sorted({level for r in results if r is not None for level in r.bounds if level}, reverse=True):
        facts[f"cost on level {level}"] = [_on_level(result, level) for result in results]
    for key in found.rules:
        facts[f"  {key}"] = [_by_rule(result, key) for result in results]
    facts["other time"] = [_moved(scenario, Kind.TIME, Kind.BOTH) for scenario in found.all]
    facts["other room only"] = [_moved(scenario, Kind.ROOM) for scenario in found.all]
    for name, kind in (("other length only", Kind.LENGTH), ("new", Kind.NEW), ("left out", Kind.DROPPED)):
        numbers = [_moved(scenario, kind) for scenario in found.all]
        if set(numbers) - {"0", "-"}:
            facts[name] = numbers
    facts["people to tell"] = [_number(scenario.people_told) for scenario in found.all]
    return facts


def _number(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"


def _on_level(result: Result | None, level: int) -> str:
    return _number(None if result is None or result.scorecard is None else result.scorecard.costs.get(level, 0))


def _by_rule(result: Result | None, key: str) -> str:
    if result is None or result.scorecard is None:
        return "-"
    return _number(sum(rule.cost for rule in result.scorecard.rules if rule.key == key))


def _moved(scenario: Scenario, *kinds: Kind) -> str:
    moves = scenario.moves
    return _number(None if moves is None else sum(move.kind in kinds for move in moves))


def _exit_code(found: Comparison) -> Exit:
    """Return the exit code. A proof that a scenario is infeasible is an answer too."""
    from agenda_solver.progress import Status

    results = [scenario.result for scenario in found.all if scenario.result is not None]
    if any(result.status is not Status.NO_ANSWER for result in results):
        return Exit.SUCCESS
    return Exit.STOPPED if any(result.interrupted for result in results) else Exit.NO_ANSWER
