"""The command ``board`` of ``python -m benchmarks``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from agenda_solver.formats.files import write_text
from benchmarks.board.conferences import Case, board_of, forum, real
from benchmarks.board.exactness import compare, make_rooms
from benchmarks.board.hands import browser_at, measure_hands
from benchmarks.board.record import Count, Hands, Room
from benchmarks.board.server_side import measure_server
from benchmarks.board.tables import counted, hands_sheet, rooms_sheet, server_sheet, troubles
from benchmarks.cosplib.command import INTERRUPTED, TROUBLE, print_sheets, say, was_interrupted, whole_numbers
from benchmarks.cosplib.provenance import load, provenance
from benchmarks.documents import keep
from benchmarks.families.measurement import page_of, usable
from benchmarks.options import Output, Seeds, Workers

__all__ = ["board"]

ROOM_SECONDS = 30.0
WITHOUT = "No browser: name one with --browser or AGENDA_SOLVER_CHROMIUM. Only the server's part is measured."


def board(
    *,
    sizes: Annotated[str, typer.Option(help="Numbers of sessions, separated by commas; 64 is the forum.")] = "64,500",
    moves: Annotated[int, typer.Option(min=1, help="Moves on each board.")] = 40,
    seeds: Seeds = 1,
    checks: Annotated[int, typer.Option(min=0, help="Random moves to compare with full scores, in all.")] = 300,
    rooms: Annotated[int, typer.Option(min=0, help="Random places of the forum to make room at.")] = 10,
    workers: Workers = 2,
    data: Annotated[Path | None, typer.Option(help="Folder of CoSPLib and FOSDEM, to compare on these too.")] = None,
    browser: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_CHROMIUM", help="The program of a Chromium.")
    ] = None,
    output: Output = Path("benchmark-results"),
) -> None:
    """Drag sessions on boards in a real browser, and show what somebody who does that waits for.

    Ends with 1 where what a move was said to change is not what the scores differ by.
    """
    with usable(), TemporaryDirectory() as folder:
        settings = {
            "sizes": sizes,
            "moves": moves,
            "seeds": seeds,
            "checks": checks,
            "rooms": rooms,
            "workers": workers,
        }
        campaign = Campaign(whole_numbers(sizes, "--sizes"), settings, data, browser, output, Path(folder))
        interrupted = was_interrupted(campaign.carry_out)
        campaign.show()
        found = list(troubles(campaign.counts))
        for trouble in found:
            typer.echo(trouble, err=True)
    raise typer.Exit(INTERRUPTED if interrupted else TROUBLE if found else 0)


class Campaign:
    """A measurement, finished or not; what there is of it is stored after each step."""

    def __init__(
        self,
        sizes: list[int],
        settings: dict[str, Any],
        data: Path | None,
        browser: Path | None,
        output: Path,
        folder: Path,
    ) -> None:
        self.sizes, self.settings, self.data, self.browser = sizes, settings, data, browser
        self.output, self.folder = output, folder
        self.provenance = provenance()
        self.runs: list[Hands] = []
        self.counts: list[Count] = []
        self.rooms: list[Room] = []

    def carry_out(self) -> None:
        """Measure everything."""
        self.output.mkdir(parents=True, exist_ok=True)
        moves, seeds = self.settings["moves"], range(self.settings["seeds"])
        with self._browser() as chromium:
            for size in self.sizes:
                for seed in seeds:
                    case, before = board_of(size, seed), load()
                    server = measure_server(case, seed, moves, self.folder)
                    run = Hands(case.name, len(case.conference.sessions), seed, server, load=before)
                    if chromium is not None:
                        run = replace(run, browser=measure_hands(chromium, case, seed, moves, self.folder))
                    self.runs.append(run)
                    self._keep(f"{case.name}, seed {seed}: {moves} moves")
        if self.settings["rooms"]:
            number, workers = self.settings["rooms"], self.settings["workers"]
            self.rooms = make_rooms(forum(), 0, number, self.folder, ROOM_SECONDS, workers)
            self._keep(f"room made at {number} places")
        self._compare()

    @contextmanager
    def _browser(self) -> Iterator[Any]:
        if self.browser is None:
            say(WITHOUT)
        with nullcontext() if self.browser is None else browser_at(self.browser) as chromium:
            yield chromium

    def _compare(self) -> None:
        """Share the comparisons out among all conferences."""
        if not self.settings["checks"]:
            return
        cases: list[Case] = [*(board_of(size, 0) for size in self.sizes), *real(self.data)]
        share, more = divmod(self.settings["checks"], len(cases))
        for number, case in enumerate(cases):
            self.counts.append(compare(case, 0, share + (number < more)))
            self._keep(f"{case.name}: {self.counts[-1].equal} of {self.counts[-1].checks} equal")

    def _keep(self, line: str) -> None:
        lists: dict[str, list[Any]] = {"runs": self.runs, "counts": self.counts, "rooms": self.rooms}
        listed = {name: [asdict(each) for each in found] for name, found in lists.items()}
        document = {"provenance": self.provenance, "settings": self.settings, **listed}
        keep("agenda-solver/board-benchmark/1", document, self.output / "board.json")
        say(line)

    def show(self) -> None:
        """Print the tables, and write them as Markdown."""
        made = [hands_sheet(self.runs), server_sheet(self.runs), rooms_sheet(self.rooms)]
        sheets = [sheet for sheet in made if sheet.rows]
        notes = " ".join(filter(None, (self._caption(), counted(self.counts))))
        write_text(self.output / "board.md", page_of(notes, sheets))
        print_sheets(sheets)
        say(notes)
        say(f"Results: {self.output / 'board.json'}")

    def _caption(self) -> str:
        about = self.provenance
        commit = "an unknown commit" if about["commit"] is None else f"commit {about['commit'][:12]}"
        commit += " with local changes" if about["dirty"] else ""
        return (
            f"Measured on {about['date'][:10]} with agenda_solver {about['package']} ({commit}), OR-Tools "
            f"{about['ortools']} and Python {about['python']}, on {about['cpu']}, {about['cores']} cores, "
            f"{about['system']}. {self.settings['moves']} moves on each board; `load` is the load average before."
        )
