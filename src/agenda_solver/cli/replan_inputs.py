"""The inputs of ``replan``: the conference, the published agenda, and the changes since."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agenda_solver.cli.conference_input import read_conference_file, read_earlier_file
from agenda_solver.errors import InvalidInput, Mistake

if TYPE_CHECKING:
    from agenda_solver.model.agenda import Agenda
    from agenda_solver.model.conference import Conference
    from agenda_solver.replanning.changes import Change

__all__ = ["Asked", "ReplanFiles"]


@dataclass(frozen=True)
class Asked:
    """The inputs as they were read, for the library's functions.

    Attributes
    ----------
    named
        The conference as its file has it.
    base
        The same, including what was deleted from it since, if that is known.
    before
        The published agenda; None for the one in the conference.
    changes
        The changes: first the deletions, then those of the file, then those that were typed.
    lost
        What was deleted, by kind.
    deleted
        The number of changes that are deletions.
    """

    named: Conference
    base: Conference
    before: Agenda | None
    changes: Sequence[Change | Mapping[str, Any] | str]
    lost: dict[str, tuple[str, ...]]
    deleted: int = 0


@dataclass(frozen=True)
class ReplanFiles:
    """The paths of the files, and the changes that were typed."""

    file: Path
    published: Path | None
    changes: Path | None
    in_short: tuple[str, ...]

    @property
    def paths(self) -> list[Path]:
        """The files that are read."""
        return [path for path in (self.file, self.published, self.changes) if path is not None]

    def read(self, *, quiet: bool) -> Asked:
        """Read the files."""
        conference = read_conference_file(self.file, quiet=quiet)
        if self.published is None:
            if conference.published_agenda is None:
                way = "name it with --published agenda.xlsx, or fill in the workbook's sheet Published"
                raise InvalidInput.single(f"there is no published agenda to keep; {way}", "published")
            return Asked(conference, conference, None, self._changes(conference), {})
        earlier = read_earlier_file(self.published, conference, quiet=quiet)
        base = earlier.agenda.conference
        changes: list[Change | Mapping[str, Any] | str] = [*earlier.changes, *self._changes(base)]
        return Asked(conference, base, earlier.agenda, changes, dict(earlier.lost), len(earlier.changes))

    def _changes(self, conference: Conference) -> list[Change | str]:
        from agenda_solver.replanning.changes_file import read_changes

        listed = [] if self.changes is None else read_changes(self.changes, conference)
        return [*listed, *self.in_short]

    def placed(self, error: InvalidInput, asked: Asked) -> InvalidInput:
        """Return the error with each mistake at its option or its file.

        The changes are numbered in one list: deletions, which nobody has written, then the file, then what was typed.
        """
        from agenda_solver.model.pydantic_messages import shortened

        in_file = len(asked.changes) - len(self.in_short)

        def place_of(place: str) -> str:
            match = re.match(r"changes\[([0-9]+)\]", place)
            if match is None:
                return place
            number = int(match[1]) - in_file
            in_its_file = place.replace(match[0], f"changes[{int(match[1]) - asked.deleted}]", 1)
            return f"{self.changes}: {in_its_file}" if number < 0 else f'--change "{shortened(self.in_short[number])}"'

        return type(error)((Mistake(place_of(m.place), m.message) for m in error.mistakes), error.source)
