"""``replan --frontier``: the best agenda for each number of moves."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agenda_solver.cli.exit_codes import Exit, exit_after
from agenda_solver.cli.outputs import new_folder, refuse_input, refuse_picture, refuse_unwritable
from agenda_solver.cli.printing import answer, answer_json, new_table, note
from agenda_solver.cli.replan_inputs import ReplanFiles
from agenda_solver.cli.replan_words import tell_nobody_left
from agenda_solver.cli.result_words import sizes
from agenda_solver.cli.run_search import LimitOptions, searching
from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import write_text

if TYPE_CHECKING:
    from agenda_solver.replanning.move_points import MoveFrontier, MovePoint

__all__ = ["FrontierJob"]


@dataclass(frozen=True)
class FrontierJob:
    """The files to read, the maximum number of moves, the folder for the outputs, and a picture."""

    files: ReplanFiles
    most: int
    folder: Path | None
    picture: Path | None
    limits: LimitOptions

    def run(self, *, as_json: bool, quiet: bool) -> Exit:
        """Compute the frontier, save it, and report it."""
        self._plan()
        with nullcontext() if self.folder is None else new_folder(self.folder):
            asked = self.files.read(quiet=quiet)
            what = f"{asked.named.name}: {sizes(asked.named)}."
            with searching(what, self.limits, quiet=quiet) as options:
                from agenda_solver.replanning.frontier import frontier_of_moves
                from agenda_solver.replanning.lost_parts import frontier_without_lost

                try:
                    found = frontier_of_moves(asked.base, asked.before, asked.changes, most=self.most, **options)
                except InvalidInput as error:
                    raise self.files.placed(error, asked) from error
            written = self._saved(frontier_without_lost(found, asked.lost)) if found.points else []
        _report(found, written, as_json=as_json, quiet=quiet)
        return exit_after(found.status, found=bool(found.points), stopped=options["stop"].is_set())

    def _plan(self) -> None:
        """Raise an error, before the search, unless everything can be written."""
        if self.picture is not None:
            refuse_picture(self.picture, self.files.paths)
        if self.folder is not None:
            refuse_unwritable(self.folder, folder=True)
            names = [
                "conference.json",
                *(_name(most) + end for most in range(self.most + 1) for end in (".json", ".html")),
            ]
            for name in names:
                refuse_input(self.folder / name, self.files.paths)

    def _saved(self, found: MoveFrontier) -> list[Path]:
        """Write the table, the conference, and each agenda that costs less than those with fewer moves."""
        written: list[Path] = []
        if self.folder is not None:
            from agenda_solver.formats.native import write_conference

            written = [self.folder / name for name in ("frontier.md", "frontier.json", "conference.json")]
            write_text(written[0], found.markdown())
            write_text(written[1], json.dumps(found.as_dict(), ensure_ascii=False, indent=1) + "\n")
            write_conference(found.conference, written[2])
            written += [path for point in found.steps for path in _write(found, point, self.folder)]
        if self.picture is not None:
            from agenda_solver.scenarios.front_picture import draw_frontier

            draw_frontier(found, self.picture)
            written.append(self.picture)
        return written


def _name(most: int) -> str:
    return f"moves-{most}"


def _write(found: MoveFrontier, point: MovePoint, folder: Path) -> tuple[Path, Path]:
    """Write an agenda, and a page that compares it with the published one."""
    from agenda_solver.formats.native import write_agenda
    from agenda_solver.replanning.comparison_page import write_comparison_page

    paths = folder / f"{_name(point.most)}.json", folder / f"{_name(point.most)}.html"
    info = {key: value for key, value in point.as_dict().items() if key != "placements"}
    write_agenda(point.agenda, paths[0], result_info=info)
    write_comparison_page(paths[1], found.before, point.agenda)
    return paths


def _report(found: MoveFrontier, written: list[Path], *, as_json: bool, quiet: bool) -> None:
    if as_json:
        answer_json({**found.as_dict(), "files": [str(path) for path in written]})
    elif not found.points:
        note(*found.reason, style="red")
    elif not quiet:
        from agenda_solver.replanning.frontier_text import frontier_heading, frontier_rows

        tell_nobody_left(found.before.conference, found.conference, quiet=False)
        head, *rows = frontier_rows(found)
        table = new_table(*head, right=tuple(head[:-1]))
        for row in rows:
            table.add_row(*row)
        answer(frontier_heading(found), style="bold green")
        answer(table)
        answer(*(f"Saved {path}" for path in written))
