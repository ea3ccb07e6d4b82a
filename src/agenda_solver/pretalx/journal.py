"""The journal of a push, in a file beside the agenda: after a broken connection it shows what was written.

The file is written before and after each change. A change that is recorded as "sending" may or may not have arrived;
the next push reads it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import write_text
from agenda_solver.formats.strict_json import read_json, write_json_text

__all__ = ["Journal", "JournalEntry", "PushState", "journal_path"]

FORMAT = "agenda-solver/pretalx-journal/1"


class PushState(StrEnum):
    """The state of a change."""

    WRITTEN = "written"
    SENDING = "sending"
    REFUSED = "refused"
    NOT_SENT = "not sent"


@dataclass(frozen=True)
class JournalEntry:
    """A change of one session: the room's number and the start in UTC, both empty for no place."""

    state: PushState
    room: str
    start: str


@dataclass
class Journal:
    """The changes of one agenda, by session, and the lengths that are being set.

    Attributes
    ----------
    path
        The file; None for no file.
    server, event
        The server and the event that are changed.
    entries
        The last change of each session.
    lengths
        The right length of submissions whose length in pretalx is temporarily one minute too high.
    """

    path: Path | None
    server: str
    event: str
    entries: dict[str, JournalEntry] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path | None, server: str, event: str) -> Journal:
        """Return the journal in a file; an empty one if there is no file yet, or it belongs to another event.

        Raises
        ------
        InvalidInput
            If the file is something else.
        """
        journal = cls(path, server, event)
        if path is None or not path.exists():
            return journal
        raw = read_json(path)
        if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
            raise InvalidInput.single("is not the journal of a push; move it away", source=str(path))
        if (raw.get("server"), raw.get("event")) != (server, event):
            return journal
        try:
            journal.entries = {
                str(id): JournalEntry(PushState(item["state"]), str(item["room"]), str(item["start"]))
                for id, item in raw["sessions"].items()
            }
            journal.lengths = {str(code): int(minutes) for code, minutes in raw["lengths"].items()}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise InvalidInput.single("is a damaged journal of a push; move it away", source=str(path)) from error
        return journal

    def note(self, session: str, entry: JournalEntry) -> None:
        """Record the change of a session in the file at once.

        Raises
        ------
        InvalidInput
            If the file cannot be written; then the change must not be sent either.
        """
        self.entries[session] = entry
        self._save()

    def note_length(self, code: str, minutes: int | None) -> None:
        """Record the right length of a submission before it is changed; None when it is right again."""
        if minutes is None:
            self.lengths.pop(code, None)
        else:
            self.lengths[code] = minutes
        self._save()

    def _save(self) -> None:
        if self.path is None:
            return
        sessions = {
            id: {"state": str(entry.state), "room": entry.room, "start": entry.start}
            for id, entry in self.entries.items()
        }
        content = {"format": FORMAT, "server": self.server, "event": self.event}
        write_text(self.path, write_json_text({**content, "sessions": sessions, "lengths": self.lengths}))


def journal_path(agenda: Path) -> Path:
    """Return the path of the journal of an agenda's file: ``agenda.pretalx.json`` beside ``agenda.json``."""
    return agenda.with_name(f"{agenda.stem}.pretalx.json")
