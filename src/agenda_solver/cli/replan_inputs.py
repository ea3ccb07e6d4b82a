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

__all__ = ["ReplanFiles", "ReplanRequest"]


@dataclass(frozen=True)
class ReplanRequest:
    """The inputs after reading, as arguments of the library's functions."""

    named: Conference  # the conference as in its file
    base: Conference  # the same with the parts that were deleted from it since, if known
    before: Agenda | None  # the published agenda; None for the one in the conference
    # first the deletions, then the changes in the file, then those on the command line
    changes: Sequence[Change | Mapping[str, Any] | str]
    lost: dict[str, tuple[str, ...]]  # the ids of the deleted parts by kind
    deleted: int = 0  # the number of changes that are deletions


@dataclass(frozen=True)
class ReplanFiles:
    """The paths of the files, and the changes given on the command line."""

    file: Path
    published: Path | None
    changes: Path | None
    in_short: tuple[str, ...]

    @property
    def paths(self) -> list[Path]:
        """The input files."""
        return [path for path in (self.file, self.published, self.changes) if path is not None]

    def read(self, *, quiet: bool) -> ReplanRequest:
        """Read the files."""
        conference = read_conference_file(self.file, quiet=quiet)
        if self.published is None:
            if conference.published_agenda is None:
                way = "name it with --published agenda.xlsx, or fill in the workbook's sheet Published"
                raise InvalidInput.single(f"there is no published agenda to keep; {way}", "published")
            return ReplanRequest(conference, conference, None, self._changes(conference), {})
        earlier = read_earlier_file(self.published, conference, quiet=quiet)
        base = earlier.agenda.conference
        changes: list[Change | Mapping[str, Any] | str] = [*earlier.changes, *self._changes(base)]
        return ReplanRequest(conference, base, earlier.agenda, changes, dict(earlier.lost), len(earlier.changes))

    def _changes(self, conference: Conference) -> list[Change | str]:
        from agenda_solver.replanning.changes_file import read_changes

        listed = [] if self.changes is None else read_changes(self.changes, conference)
        return [*listed, *self.in_short]

    def placed(self, error: InvalidInput, asked: ReplanRequest) -> InvalidInput:
        """Return the error with each mistake located at its option or its file.

        All changes are numbered in one list: deletions, which nobody has written, then those in the file, then those on
        the command line.
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
