"""A file with a mistake, and the sentence that tells it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Bad(NamedTuple):
    """A broken file: what is changed in the small one, and the place and words of the only mistake."""

    name: str
    changes: dict[str, Any]
    place: str
    words: str
