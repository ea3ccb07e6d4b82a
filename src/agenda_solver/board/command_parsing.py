"""Parsing of board commands from plain data, as a browser sends them."""

from __future__ import annotations

from typing import Annotated, Any, Union

from pydantic import Field, TypeAdapter, ValidationError

from agenda_solver.board.add_part import Add
from agenda_solver.board.command import Command
from agenda_solver.board.edit_commands import EDITS
from agenda_solver.board.imports import Bring
from agenda_solver.board.move_commands import MOVES
from agenda_solver.board.rule_commands import SetRule
from agenda_solver.board.versions import GoBack
from agenda_solver.errors import InvalidInput, Mistake

__all__ = ["mistakes_of", "read_command"]

EVERY: Any = Union[(*MOVES, *EDITS, Add, SetRule, Bring, GoBack)]
ADAPTER: TypeAdapter[Command] = TypeAdapter(Annotated[EVERY, Field(discriminator="do")])


def read_command(data: Any) -> Command:
    """Return the command described by plain data.

    Raises
    ------
    InvalidInput
        If the data do not describe a command; every mistake is listed with its field.
    """
    try:
        found: Command = ADAPTER.validate_python(data, strict=False)
    except ValidationError as error:
        raise InvalidInput(mistakes_of(error, "command")) from error
    return found


def mistakes_of(error: ValidationError, what: str) -> list[Mistake]:
    """Return the mistakes of a validation error of a tagged union, without the tag at the beginning of their places."""
    return [Mistake(".".join(map(str, e["loc"][1:])), _message_of(e, what)) for e in error.errors()]


def _message_of(error: Any, what: str) -> str:
    if error["type"] == "union_tag_invalid":
        return f'there is no {what} "{error["ctx"]["tag"]}"; choose from {error["ctx"]["expected_tags"]}'
    if error["type"] == "union_tag_not_found":
        return 'the field "do", which says what to do, is missing'
    return str(error["msg"])
