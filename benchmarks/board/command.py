"""The command ``board`` of ``python -m benchmarks``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from benchmarks.board.conferences import Case, board_of, forum, real
from benchmarks.board.hands import browser_at, measure_hands
from benchmarks.board.record import BOARD, Hands, troubles
from benchmarks.board.server_side import compare, make_rooms, measure_server
from benchmarks.harness.command import OUTPUT, Output, Seeds, Workers
from benchmarks.harness.files import folder_for
from benchmarks.harness.provenance import load
from benchmarks.harness.reporting import errors_reported, finish, say, was_interrupted, whole_numbers

ROOM_SECONDS = 30.0
WITHOUT = "No browser: name one with --browser or AGENDA_SOLVER_CHROMIUM. Only the server's part is measured."


def board(
    *,
    sizes: Annotated[str, typer.Option(help="Numbers of sessions, separated by commas; 64 is the forum.")] = "64,500",
    moves: Annotated[int, typer.Option(min=1, help="Moves on each board.")] = 40,
    seeds: Seeds = 1,
    checks: Annotated[int, typer.Option(min=0, help="Total number of random moves to compare with full scores.")] = 300,
    rooms: Annotated[int, typer.Option(min=0, help="Number of random places of the forum at which to make room.")] = 10,
    workers: Workers = 2,
    data: Annotated[Path | None, typer.Option(help="Folder of CoSPLib and FOSDEM, to compare on these too.")] = None,
    browser: Annotated[
        Path | None, typer.Option(envvar="AGENDA_SOLVER_CHROMIUM", help="The executable of Chromium.")
    ] = None,
    output: Output = OUTPUT,
) -> None:
    """Drag sessions on boards in a real browser, and show how long users wait.

    The exit code is 1 if the announced change of some move is not the difference of the scores.
    """
    asked = {"moves": moves, "seeds": seeds, "checks": checks, "rooms": rooms, "workers": workers}
    with errors_reported(), TemporaryDirectory() as folder:
        campaign = Campaign(whole_numbers(sizes, "--sizes"), asked, data, browser, folder_for(output), Path(folder))
        interrupted = was_interrupted(campaign.carry_out)
        path, shown = campaign.journal.keep(output), BOARD.shown(campaign.journal)
        code = finish(path, *shown, troubles(campaign.journal.lists["counts"]), interrupted=interrupted)
    raise typer.Exit(code)


class Campaign:
    """A measurement, which is stored after each step."""

    def __init__(
        self,
        sizes: list[int],
        asked: dict[str, int],
        data: Path | None,
        browser: Path | None,
        output: Path,
        folder: Path,
    ) -> None:
        self.sizes, self.asked, self.data, self.browser = sizes, asked, data, browser
        self.output, self.folder = output, folder
        self.journal = BOARD.begin({"sizes": ",".join(map(str, sizes)), **asked})

    def carry_out(self) -> None:
        """Measure everything."""
        moves = self.asked["moves"]
        with self._browser() as chromium:
            for size in self.sizes:
                for seed in range(self.asked["seeds"]):
                    case, before = board_of(size, seed), load()
                    server = measure_server(case, seed, moves, self.folder)
                    run = Hands(case.name, len(case.conference.sessions), seed, server, load=before)
                    if chromium is not None:
                        run = replace(run, browser=measure_hands(chromium, case, seed, moves, self.folder))
                    self._keep("runs", [run], f"{case.name}, seed {seed}: {moves} moves")
        if number := self.asked["rooms"]:
            found = make_rooms(forum(), 0, number, self.folder, ROOM_SECONDS, self.asked["workers"])
            self._keep("rooms", found, f"room made at {number} places")
        self._compare()

    @contextmanager
    def _browser(self) -> Iterator[Any]:
        if self.browser is None:
            say(WITHOUT)
        with nullcontext() if self.browser is None else browser_at(self.browser) as chromium:
            yield chromium

    def _compare(self) -> None:
        """Distribute the comparisons among all conferences."""
        if not self.asked["checks"]:
            return
        cases: list[Case] = [*(board_of(size, 0) for size in self.sizes), *real(self.data)]
        share, more = divmod(self.asked["checks"], len(cases))
        for number, case in enumerate(cases):
            count = compare(case, 0, share + (number < more))
            self._keep("counts", [count], f"{case.name}: {count.equal} of {count.checks} equal")

    def _keep(self, name: str, records: list[Any], line: str) -> None:
        self.journal.lists[name] += records
        self.journal.keep(self.output)
        say(line)
