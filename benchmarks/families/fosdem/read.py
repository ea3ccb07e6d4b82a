"""Weekends of FOSDEM: each is solved, its faults are counted, and it is replanned without one of its rooms."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import typer

from agenda_solver import Agenda
from agenda_solver.replanning.replan import replan
from benchmarks.families.fosdem import problem
from benchmarks.families.fosdem.judging import Faults, Place, judged, published_places
from benchmarks.harness.family import Family, Item, Option
from benchmarks.harness.problem import Limits, Problem
from benchmarks.harness.record import Document, Run, Verdict
from benchmarks.harness.table import NOTHING, Sheet, seconds, sheet_of

SAID = {
    "missing": "talks missing",
    "lengths": "wrong lengths",
    "rooms": "rooms taken twice",
    "speakers": "speakers in two places",
    "away": "away from their devroom",
}
LOST = ("problem", "seed", "lost on the first day", "its talks", "moved", "proven fewest", "legal after s", "total s",
        "faults")  # fmt: skip


def words(faults: Mapping[str, int]) -> str:
    """Return faults in words."""
    return ", ".join(f"{SAID[what]}: {number}" for what, number in faults.items() if number) or "none"


class Weekend(Problem):
    """A weekend, its file, and how long the replanning of a lost room may take."""

    def __init__(self, path: Path, time_zone: str | None, replan_seconds: float) -> None:
        self.path, self.replan_seconds = path, replan_seconds
        self.problem = problem.read_problem(path, time_zone=time_zone)
        self.conference = self.problem.conference
        left_out = ", ".join(self.problem.left_out)
        self.remarks = [f"left out, because they have no time: {left_out}"] if left_out else []

    @cached_property
    def published(self) -> Faults:
        """The faults of the published agenda."""
        return judged(self.path, published_places(self.path))

    def facts(self) -> dict[str, Any]:
        return {"devrooms": len(self.problem.devrooms), "faults as published": words(asdict(self.published))}

    def count(self, agenda: Agenda) -> Verdict:
        """Return the verdict of a count that knows only the file and the places."""
        faults = asdict(judged(self.path, self.places(agenda)))
        return (
            Verdict("illegal", {**faults}, [words(faults)]) if any(faults.values()) else Verdict("agrees", {**faults})
        )

    def places(self, agenda: Agenda) -> dict[str, Place]:
        """Return the room and the times of each talk."""
        rooms = self.conference.room_by_id
        return {
            id: Place(rooms[at.room].name, agenda.start(id).replace(tzinfo=None), agenda.end(id).replace(tzinfo=None))
            for id, at in agenda.items()
        }

    def more(self, agenda: Agenda, limits: Limits) -> dict[str, Any]:
        """Return the result of replanning without a room; there is none if no room is spare."""
        if not self.replan_seconds:
            return {}
        if not self.problem.has_spare_room:
            return {"nothing_lost": "none is spare on the first day"}
        return {"replanned": self._replanned(agenda, replace(limits, seconds=self.replan_seconds))}

    def _replanned(self, agenda: Agenda, limits: Limits) -> dict[str, Any]:
        lost = self.problem.lost_room(agenda)
        day_of = {block.id: block.day for block in self.conference.blocks}
        talks = sum((p.room, day_of[p.block]) == (lost.change.room, lost.change.day) for p in agenda.values())
        began = time.perf_counter()
        options = {"time_limit": limits.seconds, "workers": limits.workers, "seed": limits.seed}
        found = replan(lost.conference, None, [lost.change], **options)  # type: ignore[arg-type] # numbers of two kinds
        total, new = time.perf_counter() - began, found.agenda
        # Talks of the lost room may be outside of their devrooms, so the fault ``away`` does not count.
        faults = None if new is None else asdict(replace(judged(self.path, self.places(new)), away=0))
        return {
            "status": str(found.result.status),
            "room": self.conference.room_by_id[lost.change.room].name,
            "talks": talks,
            "moved": None if new is None else sum(new.get(id) != place for id, place in agenda.items()),
            "is_minimal": found.minimal,
            "first_legal": None if found.first_legal is None else round(found.first_legal, 3),
            "total": round(total, 3),
            "faults": faults,
        }


class Fosdem(Family):
    """Problems that are reconstructed from published schedules."""

    name = "fosdem"
    title = "Weekends of FOSDEM"
    help = "Solve problems reconstructed from published schedules of FOSDEM, count faults, and replan without a room."
    what, ending = "schedule", ".xml"
    options = (
        Option(
            "replan_seconds",
            Annotated[float, typer.Option(min=0.0, help="Time limit for the replanning of a lost room; 0 for none.")],
            10.0,
        ),
        Option("time_zone", Annotated[str, typer.Option(help="Time zone of files that name none.")], "Europe/Brussels"),
    )

    def read(self, item: Item) -> Weekend:
        found = Weekend(Path(item.path or ""), item.given["time_zone"], item.given["replan_seconds"])
        assert found.published is not None
        return found

    def sheets(self, document: Document) -> list[Sheet]:
        runs = [run for run in document.runs if "replanned" in run.more]
        return [sheet_of("A lost room", LOST, [_lost(run, run.more["replanned"]) for run in runs])]

    def troubles(self, run: Run) -> Iterator[str]:
        replanned = run.more.get("replanned")
        if replanned and replanned["moved"] is None:
            yield f"{run.name} found no agenda without {replanned['room']}: {replanned['status']}."
        elif replanned and any(replanned["faults"].values()):
            yield f"{run.name} has faults without {replanned['room']}: {words(replanned['faults'])}."


def _lost(run: Run, of: Mapping[str, Any]) -> list[object]:
    faults = NOTHING if of["faults"] is None else words(of["faults"])
    proven = "yes" if of["is_minimal"] else "no"
    times = (seconds(of["first_legal"]), seconds(of["total"]))
    return [run.instance, run.seed, of["room"], of["talks"], of["moved"], proven, *times, faults]


FAMILY = Fosdem()
