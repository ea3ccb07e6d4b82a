"""A limit on reported mistakes: data with masses of them take no more time or memory than reading.

Pydantic finds every mistake and makes a description of each when it is asked for any. With a million of them that is a
gigabyte for something that nobody reads to its end.
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
MAX_ITEMS = 100_000  # of one list of a conference; ten times what the largest conferences have
FEW = 20


def refuse_masses(raw: Any) -> None:
    """Refuse lists that are longer than any conference has, before anything is made of them.

    Raises
    ------
    InvalidInput
        If there is one.
    """
    for name in (*KINDS, "rules") if isinstance(raw, Mapping) else ():
        if (number := len(listed(raw.get(name)))) > MAX_ITEMS:
            raise InvalidInput.single(f"there are {number:,}; more than {MAX_ITEMS:,} cannot be handled", name)


def counted(error: ValidationError) -> int:
    """Return how many mistakes there are at least, where not all of them are described; else 0."""
    return error.error_count() if error.error_count() > MOST_FINDINGS else 0


def first_findings(raw: Mapping[str, Any], whole: type[BaseModel]) -> Iterator[Mistake]:
    """Yield mistakes one part after the other, those of a part together; ``whole`` is the class of the conference."""
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
    """Return a part with the beginnings of its lists, and with few of its fields."""
    few = list(item.items())[: FEW * len(KINDS)]
    return {name: value[:FEW] if isinstance(value, list) else value for name, value in few}
