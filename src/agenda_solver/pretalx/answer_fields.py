"""Reading the entries of a server's answer, which is not trusted: the type of each field is checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from agenda_solver.pretalx.client import PretalxTrouble

__all__ = ["AnswerObject"]


class AnswerObject:
    """One object of an answer.

    Parameters
    ----------
    fields
        The fields of the object.
    place
        Its description for messages: ``rooms/ entry 3``.
    locale
        The preferred language of texts that are given in several.
    """

    def __init__(self, fields: Mapping[str, object], place: str, locale: str = "en") -> None:
        self._fields, self.place, self._locale = fields, place, locale

    def text(self, name: str) -> str:
        """Return a text, empty if there is none; in the preferred language, if it is given in several."""
        value = self._fields.get(name)
        if isinstance(value, Mapping):
            texts = [value.get(self._locale), value.get("en"), *value.values()]
            value = next((text for text in texts if isinstance(text, str) and text.strip()), "")
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(name, "a text")
        # JSON may contain lone surrogates, which cannot be encoded.
        return value.encode("utf-8", "replace").decode().strip()

    def code(self, name: str) -> str:
        """Return a code of letters and digits, as submissions and people have in pretalx.

        It becomes a part of addresses, so nothing else is allowed.
        """
        value = self.text(name)
        if not value.isascii() or not value.isalnum() or len(value) > 40:
            raise self.wrong(name, "a code of letters and digits")
        return value

    def whole(self, name: str) -> int | None:
        """Return a whole number that is not negative; None if there is none."""
        value = self._fields.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
            raise self.wrong(name, "a whole number")
        return value

    def number(self, name: str) -> int:
        """Return a whole number that is required."""
        value = self.whole(name)
        if value is None:
            raise self.wrong(name, "a whole number")
        return value

    def flag(self, name: str) -> bool:
        """Return whether a field is true."""
        return self._fields.get(name) is True

    def instant(self, name: str) -> datetime | None:
        """Return a time in UTC, rounded down to whole minutes; None if there is none."""
        value = self._fields.get(name)
        if value is None:
            return None
        try:
            instant = datetime.fromisoformat(value) if isinstance(value, str) else None
            if instant is not None and instant.tzinfo is not None:
                return instant.astimezone(UTC).replace(second=0, microsecond=0)
        except (ValueError, OverflowError):
            pass  # reported below, like a time without an offset
        raise self.wrong(name, "a time with its UTC offset")

    def day(self, name: str) -> date:
        """Return a date that is required."""
        value = self._fields.get(name)
        try:
            if isinstance(value, str):
                return date.fromisoformat(value)
        except ValueError:
            pass  # reported below
        raise self.wrong(name, "a date")

    def codes(self, name: str) -> tuple[str, ...]:
        """Return a list of codes, each once."""
        codes = [AnswerObject({name: value}, self.place).code(name) for value in self._list(name)]
        return tuple(dict.fromkeys(codes))

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return a list of whole numbers, each once."""
        numbers = [AnswerObject({name: value}, self.place).number(name) for value in self._list(name)]
        return tuple(dict.fromkeys(numbers))

    def entries(self, name: str) -> tuple[AnswerObject, ...]:
        """Return a list of objects."""
        values = self._list(name)
        if not all(isinstance(value, Mapping) for value in values):
            raise self.wrong(name, "a list of objects")
        return tuple(
            AnswerObject(value, f"{self.place}, {name} entry {number}", self._locale)
            for number, value in enumerate(values, 1)
            if isinstance(value, Mapping)
        )

    def _list(self, name: str) -> list[object]:
        value = self._fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(name, "a list")
        return value

    def wrong(self, name: str, kind: str) -> PretalxTrouble:
        """Return the exception for a field of the wrong kind."""
        return PretalxTrouble(f'{self.place}: the server\'s "{name}" is not {kind}')
