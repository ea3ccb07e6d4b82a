"""The readable data of a conference that may be malformed, for checks of the references between its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from agenda_solver.errors import Mistake
from agenda_solver.model.display_names import Names
from agenda_solver.model.name_lookup import NameIndex
from agenda_solver.model.partial_conference import KINDS, REQUIRED, WellFormedFields, hides_ids, ids_in, listed
from agenda_solver.model.wall_clock_fields import zone_of

__all__ = ["KnownParts"]

MOST_GUESSES = 100


@dataclass
class KnownParts:
    """What is known of a conference: its well-formed fields, the ids it defines, and the mistakes found so far."""

    well_formed: dict[str, list[WellFormedFields[Any]]]
    names: Mapping[str, NameIndex]
    ids: dict[str, set[str]]
    # The kinds of parts that may have more ids than could be read.
    hidden: set[str]
    zone: ZoneInfo | None
    mistakes: list[Mistake] = field(default_factory=list)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> KnownParts:
        """Return what is known from the data of a conference, well formed or not."""
        return cls(
            {
                kind: [
                    WellFormedFields(model, item, f"{kind}[{number}]")
                    for number, item in enumerate(listed(raw.get(kind)))
                ]
                for kind, model in KINDS.items()
            },
            Names(raw, zone_of(raw.get("time_zone"))),
            {kind: ids_in(raw.get(kind)) for kind in KINDS},
            {kind for kind in KINDS if hides_ids(raw, kind)},
            zone_of(raw.get("time_zone")),
        )

    def say(self, place: str, message: str) -> None:
        """Record a mistake."""
        self.mistakes.append(Mistake(place, message))

    def refer(self, place: str, kind: str, text: str | None) -> None:
        """Record a mistake if a reference is neither an id nor the name of exactly one part."""
        if kind in REQUIRED and not self.ids[kind]:
            return  # another check reports that there are none at all
        if text is None or text in self.ids[kind] or kind in self.hidden:
            return
        try:
            # A guess compares the text with every name: too slow for thousands of unknown references.
            self.names[kind].id_of(text, hint=len(self.mistakes) < MOST_GUESSES)
        except ValueError as error:
            self.say(place, str(error))

    def all_sound(self, kind: str) -> list[Any]:
        """Return all parts of a kind, or an empty list if one is malformed, because it may be the one that matters."""
        found = [sketch.sound for sketch in self.well_formed[kind]]
        return [] if kind in self.hidden or None in found else found
