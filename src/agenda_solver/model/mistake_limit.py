"""Limits on the size of the lists in a conference, and on the number of mistakes that are described.

Pydantic finds every mistake, and describes all of them at once. A million descriptions take a gigabyte, and nobody
reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.partial_conference import KINDS, listed
from agenda_solver.model.parts import RuleSetting
from agenda_solver.model.pydantic_messages import place_of, sentence_of

__all__ = ["MOST_FINDINGS", "counted", "first_findings", "refuse_masses"]

MOST_FINDINGS = 2_000
MAX_ITEMS = 100_000  # in one list of a conference: ten times as many as in the largest known conferences
FEW = 20


def refuse_masses(raw: Any) -> None:
    """Raise InvalidInput if a list is longer than in any real conference, before any parts are made."""
    for name in (*KINDS, "rules") if isinstance(raw, Mapping) else ():
        if (number := len(listed(raw.get(name)))) > MAX_ITEMS:
            raise InvalidInput.single(f"there are {number:,}; more than {MAX_ITEMS:,} cannot be handled", name)


def counted(error: ValidationError) -> int:
    """Return the number of pydantic's findings if there are too many to describe all of them, else 0."""
    return error.error_count() if error.error_count() > MOST_FINDINGS else 0


def first_findings(raw: Mapping[str, Any], whole: type[BaseModel]) -> Iterator[Mistake]:
    """Yield the mistakes part by part; ``whole`` is the class of the conference."""
    kinds: dict[str, type[BaseModel]] = {**KINDS, "rules": RuleSetting}
    for name, value in raw.items():
        if name not in whole.model_fields:
            yield Mistake(name, sentence_of({"type": "extra_forbidden", "loc": (name,)}, whole))
        for number, item in enumerate(listed(value)) if name in kinds else ():
            yield from _of_part(kinds[name], item, f"{name}[{number}]")


def _of_part(model: type[BaseModel], item: Any, place: str) -> Iterator[Mistake]:
    try:
        model.model_validate(item)
    except ValidationError as error:
        if error.error_count() > MOST_FINDINGS and isinstance(item, Mapping):
            yield from _of_part(model, _shortened(item), place)
            return
        for finding in error.errors(include_url=False):
            path = place_of(finding["loc"])
            yield Mistake(f"{place}.{path}" if path else place, sentence_of(finding, model))


def _shortened(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a part with only the first of its fields, and only the beginnings of its lists."""
    few = list(item.items())[: FEW * len(KINDS)]
    return {name: value[:FEW] if isinstance(value, list) else value for name, value in few}
