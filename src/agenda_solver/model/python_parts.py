"""The base class of parts and rules made in Python, which report mistakes like those of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from agenda_solver.errors import InvalidInput, Mistake
from agenda_solver.model.pydantic_messages import place_of, sentence_of

__all__ = ["CheckedModel"]


class CheckedModel(BaseModel):
    """A model whose constructor raises :class:`InvalidInput` for invalid fields.

    ``model_validate`` raises pydantic's own error, as usual, because readers of files combine several of them.
    """

    if not TYPE_CHECKING:  # type checkers see the fields

        def __init__(self, /, **fields: Any) -> None:
            try:
                super().__init__(**fields)
            except ValidationError as error:
                found = [(e["loc"], sentence_of(e, type(self))) for e in error.errors()]
                source = f"{type(self).__name__}()"
                raise InvalidInput([Mistake(place_of(at), message) for at, message in found], source) from error

        # Without this attribute, pydantic would call __init__ for validation, too.
        __init__.__pydantic_base_init__ = True
