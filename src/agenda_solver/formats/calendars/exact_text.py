r"""Texts in calendars that are preserved exactly, even with a backslash: ``C:\New``, ``\newline``.

The icalendar library takes ``\N`` in a text for a line break. Import this module only where that library is installed.
"""

from __future__ import annotations

from icalendar.prop import vCategory, vText

__all__ = ["ExactText", "exact_categories"]


class ExactText(vText):
    """A text that is escaped as RFC 5545 says, and in no other way."""

    def to_ical(self) -> bytes:
        """Return the text as it is in a file."""
        text = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return text.encode("utf-8")


def exact_categories(names: tuple[str, ...]) -> vCategory:
    """Return categories as the value of a property."""
    value = vCategory([])
    value.cats = [ExactText(name) for name in names]
    return value
