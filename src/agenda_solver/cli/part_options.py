"""Options that refer to something in the conference: a part, a rule, or a time.

The value of such an option is a wrapper around the typed text. It becomes an id or a time only together with the
conference, so no command can mistake the text itself for an id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import typer

from agenda_solver.errors import InvalidInput

if TYPE_CHECKING:
    from agenda_solver.model.conference import Conference

__all__ = ["POINTS_AT", "Clocked", "Named", "change_option", "clock_option", "ids_in", "part_option"]

# The attribute of an option's parser that says what the option refers to; a test checks it for all options.
POINTS_AT = "points_at"
METAVARS = {
    "sessions": "SESSION",
    "people": "PERSON",
    "tracks": "TRACK",
    "rooms": "ROOM",
    "days": "DAY",
    "blocks": "BLOCK",
    "rules": "RULE",
    "tags": "TAG",
}


@dataclass(frozen=True)
class Named:
    """The typed text of an option that refers to a part of the conference by id or name."""

    option: str
    kind: str
    text: str

    def id_in(self, conference: Conference) -> str:
        """Return the id of the part, the key of the rule, or the tag; a mistake names the option."""
        try:
            return self._resolved_id(conference)
        except ValueError as error:
            raise InvalidInput.single(str(error), self.option) from error

    def _resolved_id(self, conference: Conference) -> str:
        if self.kind == "rules":
            from agenda_solver.rules.base.rule_settings import rules_of
            from agenda_solver.rules.base.setting_names import rule_named

            return rule_named(rules_of(conference), self.text)
        if self.kind == "tags":
            from agenda_solver.model.name_lookup import NameIndex

            tags = sorted({tag for session in conference.sessions for tag in session.tags})
            return NameIndex("tag", ((tag, None) for tag in tags), listed=True).id_of(self.text)
        return conference.find(self.kind, self.text, self.option)


@dataclass(frozen=True)
class Clocked:
    """The typed text of an option for a time; without an offset, it is in the zone of the conference."""

    option: str
    text: str

    def moment_in(self, conference: Conference) -> datetime:
        """Return the time; a mistake names the option."""
        try:
            return conference.moment(self.text)
        except ValueError as error:
            raise InvalidInput.single(str(error), self.option) from error


def part_option(kind: str, option: str, help: str, *, show_default: Any = False) -> Any:
    """Return the declaration of an option that refers to a part of the conference; its value is a :class:`Named`."""

    def named(text: Any) -> Named:
        return text if isinstance(text, Named) else Named(option, kind, str(text))

    setattr(named, POINTS_AT, kind)
    return typer.Option(option, metavar=METAVARS[kind], parser=named, help=help, show_default=show_default)


def change_option(option: str, help: str) -> Any:
    """Return the declaration of an option for changes in short form; the names in them are resolved later."""

    def change(text: Any) -> str:
        return str(text)

    setattr(change, POINTS_AT, "changes")
    return typer.Option(option, metavar="CHANGE", parser=change, help=help, show_default=False)


def clock_option(option: str, help: str, *, show_default: Any = False) -> Any:
    """Return the declaration of an option for a time; its value is a :class:`Clocked`."""

    def clocked(text: Any) -> Clocked:
        return text if isinstance(text, Clocked) else Clocked(option, str(text))

    setattr(clocked, POINTS_AT, "clock")
    return typer.Option(option, metavar="TIME", parser=clocked, help=help, show_default=show_default)


def ids_in(conference: Conference, named: Iterable[Named]) -> list[str]:
    """Return the ids of several parts."""
    return [each.id_in(conference) for each in named]
