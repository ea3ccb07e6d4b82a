"""What is shown on a terminal while a solve runs."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from agenda_solver.cli.live_display import Watch, sparkline
from agenda_solver.formats.native import write_conference
from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.progress import Progress
from agenda_solver.safe_text import one_line
from tests.commands import Command


def test_a_title_cannot_steer_the_terminal(command: Command, tmp_path: Path) -> None:
    builder: ConferenceBuilder = Conference.build("c", "[red]Our\x1b[31m day", "Asia/Almaty").day("2025-05-29")
    path = tmp_path / "day.json"
    write_conference(builder.block("09:00", "12:00").room("Hall").session("A", minutes=60).done(), path)
    assert command("check", path).out.startswith("[red]Our\N{REPLACEMENT CHARACTER}[31m day: 1 session")
    assert one_line("a\tb\nc\x00\x9b") == "a b c\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}"


def test_a_sparkline_falls_with_the_cost_over_time() -> None:
    assert sparkline([], 10.0) == ""
    assert sparkline([(0.0, 5)], 10.0) == ""
    assert sparkline([(0.0, 100), (5.0, 50), (10.0, 0)], 10.0, width=5, bars="_.-=#") == "##--_"
    assert sparkline([(0.0, 8), (1.0, 7)], 1.0, width=2) == "█▁"


def test_the_display_tells_phase_costs_bound_gap_and_time() -> None:
    now = [100.0]
    watch = Watch(60.0, Event(), clock=lambda: now[0])
    watch.tell(Progress("compile", 0.0))
    assert watch.facts() == {"phase": "building the model", "time": "0 s, 60 s left"}
    now[0] = 112.0
    watch.tell(Progress("improve", 12.0, objective=1200, bound=900))
    assert watch.facts() == {
        "phase": "looking for the best agenda",
        "best cost": "1,200",
        "bound": "900 (no agenda costs less)",
        "gap": "25.0%",
        "time": "12 s, 48 s left",
    }


def test_the_display_forgets_the_costs_of_another_level_and_says_that_it_stops() -> None:
    watch = Watch(None, Event(), clock=lambda: 0.0)
    watch.tell(Progress("improve", 1.0, objective=3, bound=0, level=1))
    assert watch.facts()["level"] == "1 (settled before the levels below it)"
    watch.tell(Progress("improve", 2.0, objective=70, bound=0, level=0))
    assert [cost for _, cost in watch.costs] == [70]
    watch.stop.set()
    assert watch.facts()["phase"] == "stopping, as you asked"
    assert watch.facts()["time"] == "0 s"
