"""The formats of other programs that can be read: how each is recognised by its content, and its reader.

Whoever adds a format adds a line here, and a module with a function ``conference_in(content, time_zone)`` that returns
an :class:`~agenda_solver.formats.import_result.Imported`; for times and rooms of a conference that is there already, a
function ``agenda_in(content, conference)``. The content is parsed JSON, or the bytes of XML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.import_result import Imported
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["ForeignFormat", "foreign_json", "foreign_xml"]


@dataclass(frozen=True)
class ForeignFormat:
    """A format of another program, by its name for people."""

    name: str
    module: str  # below this package; it is imported when a file needs it
    fields: frozenset[str] = frozenset()  # the top-level fields of its JSON files; empty for XML
    has_authors: bool = False  # whether a file may name authors beside speakers

    def conference_in(self, content: Any, time_zone: str | None, *, authors: bool = False) -> Imported:
        """Return the conference of a file; see the module."""
        _refuse_masses(content)
        read: Callable[..., Imported] = self._module().conference_in
        return read(content, time_zone, authors=authors) if self.has_authors else read(content, time_zone)

    def agenda_in(self, content: Any, conference: Conference) -> Agenda | None:
        """Return the agenda of a file, or None if the format has no agendas."""
        _refuse_masses(content)
        read: Callable[[Any, Conference], Agenda] | None = getattr(self._module(), "agenda_in", None)
        return None if read is None else read(content, conference)

    def _module(self) -> ModuleType:
        return import_module(f"agenda_solver.formats.{self.module}")


def _refuse_masses(content: Any) -> None:
    """Refuse JSON with more objects than any event has; XML is counted while it is parsed."""
    pending, objects = [content], 0
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            objects += 1
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
        if objects > MAX_OBJECTS:
            raise InvalidInput.single(f"is too big: more than {MAX_OBJECTS:,} objects are not read")


MAX_OBJECTS = 60_000
XML_FORMATS: tuple[ForeignFormat, ...] = (ForeignFormat("schedule.xml", "frab"),)
JSON_FORMATS: tuple[ForeignFormat, ...] = (
    ForeignFormat("schedule.json", "frab", frozenset({"schedule"})),
    ForeignFormat("Sessionize", "sessionize.read", frozenset({"sessions", "speakers", "categories"})),
    ForeignFormat("Indico", "indico.read", frozenset({"count", "_type", "results"}), has_authors=True),
)


def foreign_json(data: Any) -> ForeignFormat | None:
    """Return the format of parsed JSON, or None if it is not another program's."""
    if not isinstance(data, Mapping) or "format" in data:
        return None
    return next((known for known in JSON_FORMATS if known.fields <= data.keys()), None)


def foreign_xml(content: bytes) -> ForeignFormat | None:
    """Return the format of a file that seems to be XML, or None if it is not XML."""
    head = content[:200].replace(b"\0", b"")  # in UTF-16, each ASCII letter has a zero byte
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return next(iter(XML_FORMATS), None) if head.lstrip().startswith(b"<") else None
