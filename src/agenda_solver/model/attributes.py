"""Attributes from other programs: named texts of a part that are kept and written out again, but never interpreted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Attributes"]


class Attributes(Mapping[str, str]):
    """An immutable, hashable mapping from names to texts.

    By convention a name begins with the program that it comes from: ``frab.guid``, ``pretalx.state``. Readers of a
    format store there what the model has no field for, so that writing the same format loses nothing.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts = dict(texts or {})

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Attributes({self._texts!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(strict=True)
        texts = core_schema.dict_schema(text, text)
        plain = core_schema.no_info_before_validator_function(
            lambda raw: dict(raw) if isinstance(raw, cls) else raw, texts
        )
        return core_schema.no_info_after_validator_function(
            cls, plain, serialization=core_schema.plain_serializer_function_ser_schema(dict, return_schema=texts)
        )
