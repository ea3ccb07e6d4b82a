"""What is tried with a spoilt input, and what must come of it whatever it is.

Each task takes a random source and an empty folder. It returns what came of it in a word, and raises
:class:`Defect` when the product did what it must never do.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agenda_solver.cli.app import run
from agenda_solver.cli.exit_codes import Exit
from agenda_solver.diagnosis import diagnose
from agenda_solver.errors import InvalidInput
from agenda_solver.evaluation.scorecard import score
from agenda_solver.formats.any_format import read_any, read_any_agenda
from agenda_solver.formats.exporting import EXPORT_FORMATS
from agenda_solver.formats.native import conference_from_data, conference_to_json, read_agenda, write_agenda
from agenda_solver.formats.planner.conference_workbook import read_workbook, write_workbook
from agenda_solver.formats.planner.csv_folder import read_csv_folder, write_csv_folder
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from tests.formats import frab_small
from tests.fuzzing import originals
from tests.fuzzing.mutations import spoil_arguments, spoil_bytes, spoil_sheets, spoil_text, spoil_tree, spoil_xml
from tests.fuzzing.originals import Original

__all__ = ["TASKS", "Defect", "Task"]

Task = Callable[[random.Random, Path], str]
MANY_MISTAKES = 50  # so many are told of a file, and how many more there are


class Defect(AssertionError):
    """The product did what it must never do."""


def spoilt(rng: random.Random, original: Original) -> Any:
    """Return an original's content with one to five things wrong in it."""
    times = rng.choice([1, 1, 2, 3, 5])
    if original.shape == "tree":
        return spoil_tree(rng, original.content, times)
    if original.shape == "xml":
        return spoil_xml(rng, original.content, times)
    if original.shape == "sheets":
        return spoil_sheets(rng, original.content, times)
    if original.shape == "folder":
        name = rng.choice(sorted(original.content))
        return {**original.content, name: spoil_text(rng, original.content[name], times)}
    return spoil_text(rng, original.content, times)


def _saved(rng: random.Random, original: Original, folder: Path) -> Path:
    """Save a spoilt original; now and then some of the file's bytes are spoilt as well."""
    path = originals.save(original, spoilt(rng, original), folder)
    if path.is_file() and rng.random() < 0.1:
        path.write_bytes(spoil_bytes(rng, path.read_bytes()))
    return path


def read_a_conference(rng: random.Random, folder: Path) -> str:
    """A spoilt conference is refused in sentences, or everything that solves nothing works with it."""
    original = rng.choice(originals.conferences())
    path = _saved(rng, original, folder)
    try:
        imported = read_any(path, time_zone=rng.choice([None, None, "Asia/Kathmandu"]))
    except InvalidInput as error:
        return _refused(error)
    conference = imported.conference
    list(diagnose(conference))
    _comes_back(conference, folder)
    if conference.published_agenda is not None:
        _goes_out(rng, conference.published_agenda, folder)
    return f"{original.name} read"


def _refused(error: InvalidInput) -> str:
    for mistake in error.mistakes:
        if not mistake.message.strip():
            raise Defect("a mistake without a message")
    if len(str(error).splitlines()) > MANY_MISTAKES + 2:
        raise Defect(f"{len(str(error).splitlines())} lines of mistakes")
    return "refused"


def _comes_back(conference: Conference, folder: Path) -> None:
    """A conference is the same after it was written and read, in every format of ours that takes it."""
    if conference_from_data(parse_json(conference_to_json(conference))) != conference:
        raise Defect("another conference comes back from JSON")
    book, tables = folder / "back.xlsx", folder / "back"
    for write, read, path in ((write_workbook, read_workbook, book), (write_csv_folder, read_csv_folder, tables)):
        try:
            write(conference, path)
        except InvalidInput:
            continue  # too long for a cell, for example; it is told
        if read(path) != conference:
            raise Defect(f"another conference comes back from {path.name}")


def _goes_out(rng: random.Random, agenda: Agenda, folder: Path) -> None:
    scorecard = score(agenda.conference, agenda)
    str(scorecard)
    chosen = rng.choice([each.name for each in EXPORT_FORMATS])
    with_agenda = folder / "out.json"
    (folder / "in.json").write_text(conference_to_json(agenda.conference))
    write_agenda(agenda, with_agenda)
    if dict(read_agenda(with_agenda, agenda.conference)) != dict(agenda):
        raise Defect("another agenda comes back from JSON")
    _runs("export", folder / "in.json", with_agenda, "--format", chosen, "-o", folder / f"exported-{chosen}")
    _runs("page", folder / "in.json", with_agenda, "-o", folder / "page.html", *rng.choice([(), ("--public",)]))


def _runs(*arguments: object) -> int:
    code = run([str(argument) for argument in arguments])
    if code not in set(Exit) - {Exit.INTERNAL}:
        raise Defect(f"exit code {code} of {' '.join(map(str, arguments))[:2_000]!r}")
    return code


def read_an_agenda(rng: random.Random, folder: Path) -> str:
    """A spoilt agenda is refused in sentences, or it is scored and drawn."""
    original = rng.choice(originals.agendas())
    path = _saved(rng, original, folder)
    try:
        agenda = read_any_agenda(path, originals.conference())
    except InvalidInput as error:
        return _refused(error)
    _goes_out(rng, agenda, folder)
    return f"{original.name} read"


COMMAND_LINES: list[tuple[str, ...]] = [
    ("check", "c.json", "--json"),
    ("score", "c.json", "a.json", "--all"),
    ("solve", "c.json", "-t", "0.2", "-o", "o.json", "-o", "o.html", "--gap", "5%", "--seed", "3", "--hint", "a.json"),
    ("solve", "c.json", "--deterministic-limit", "0.05", "--checkpoint", "k.json", "--resume", "--workers", "1"),
    ("explain", "c.json", "-t", "0.2", "--apply", "1", "-o", "o.json"),
    ("explain", "c.json", "-a", "a.json", "--session", "Opening", "--most", "2", "--json"),
    ("explain", "c.json", "-a", "a.json", "--person", "Ada"),
    ("explain", "c.json", "-a", "a.json", "--track", "logic"),
    ("explain", "c.json", "-a", "a.json", "--rule", "speaker_clash"),
    (
        "explain",
        "c.json",
        "-a",
        "a.json",
        "--session",
        "sets",
        "--room",
        "hall",
        "--start",
        "2026-03-28T09:00",
        "-t",
        "0.2",
    ),
    ("replan", "c.json", "--published", "a.json", "--change", "cancel:sets", "-t", "0.2", "-o", "o.json"),
    ("replan", "c.json", "--published", "a.json", "--changes", "changes.json", "-t", "0.2", "--keep", "rules"),
    ("replan", "c.json", "--change", "length:Opening:30", "--change", "room-lost:cabin:sat", "-t", "0.2", "--json"),
    ("replan", "c.json", "--change", "lock:session=opening:room,start", "-t", "0.2", "--comparison", "o.html"),
    ("replan", "c.json", "--change", "person-gone:ada", "-t", "0.2", "--conference", "o.json"),
    ("diff", "c.json", "a.json", "b.json", "--markdown"),
    ("diff", "c.json", "a.json", "b.json", "-o", "o.html", "--json"),
    ("whatif", "c.json", "--scenarios", "scenarios.json", "-t", "0.2", "--moves"),
    ("alternatives", "c.json", "-n", "2", "--within", "5%", "-t", "0.2", "-o", "others"),
    ("tradeoff", "c.json", "--rule", "person_day_load", "--against", "speaker_clash", "-n", "3", "-t", "0.2"),
    ("import", "schedule.xml", "-o", "o.json", "--agenda", "oa.json", "--time-zone", "Europe/Paris", "--all"),
    ("export", "c.json", "a.json", "--format", "calendars", "-o", "calendars", "--now", "2027-06-01T12:00Z"),
    ("export", "c.json", "a.json", "--format", "csv", "-o", "o.csv", "--day-change", "04:00"),
    ("page", "c.json", "a.json", "-o", "o.html", "--public", "--title", "T", "--subtitle", "S", "--tag", "x"),
    ("picture", "c.json", "a.json", "-o", "o.svg", "--day", "1", "--title", "T"),
    ("init", "o.xlsx", "--from", "c.json", "--force"),
    ("rules", "speaker_clash", "--json"),
    ("schema",),
]


def give_a_command(rng: random.Random, folder: Path) -> str:
    """A spoilt command line, or one with a spoilt file, ends with a documented exit code."""
    small = originals.conference()
    whole = json.loads(conference_to_json(small))
    (folder / "c.json").write_text(json.dumps(spoil_tree(rng, whole, rng.choice([0, 0, 1]))))
    write_agenda(originals.agenda(), folder / "a.json")
    write_agenda(Agenda(small, {}), folder / "b.json")
    (folder / "schedule.xml").write_text(frab_small.XML)
    changes, times = originals.CHANGES, rng.choice([0, 1, 2, 3])
    (folder / "changes.json").write_text(json.dumps(spoil_tree(rng, changes, times)))
    (folder / "scenarios.json").write_text(
        json.dumps(spoil_tree(rng, {"one": changes[:1], "two": changes[1:3]}, times))
    )
    line = rng.choice(COMMAND_LINES)
    arguments = spoil_arguments(rng, line[1:], rng.choice([0, 0, 1, 1, 2]))
    return f"exit {_runs(line[0], *_within(arguments))}"


def _within(arguments: list[str]) -> list[str]:
    """Leave out paths that lead out of the folder: outputs are really written."""
    return [argument for argument in arguments if not argument.startswith(("/", "~", "../"))]


def resume_a_checkpoint(rng: random.Random, folder: Path) -> str:
    """A spoilt checkpoint is refused, or what it says is not believed."""
    (folder / "c.json").write_text(conference_to_json(originals.conference()))
    line = ("solve", folder / "c.json", "-t", "0.3", "--workers", "1", "--checkpoint", folder / "k.json")
    _runs(*line)
    if (folder / "k.json").exists():
        data = json.loads((folder / "k.json").read_text())
        (folder / "k.json").write_text(json.dumps(spoil_tree(rng, data, rng.choice([1, 2, 4]))))
    return f"exit {_runs(*line, '--resume')}"


TASKS: dict[str, Task] = {
    "conference": read_a_conference,
    "agenda": read_an_agenda,
    "command": give_a_command,
    "checkpoint": resume_a_checkpoint,
}
