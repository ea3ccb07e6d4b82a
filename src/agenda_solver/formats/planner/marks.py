"""What happened to a session since the published agenda, as a workbook marks and lists it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Mark"]


@dataclass(frozen=True)
class Mark:
    """A session that is not where it was.

    Attributes
    ----------
    session, title
        The session; it may have no place any more.
    kind
        What became of it: ``moved in time``, ``new``.
    before, after
        Where it was and where it is, as people read it; None where it had or has no place.
    people
        Who has to be told.
    """

    session: str
    title: str
    kind: str
    before: str | None
    after: str | None
    people: str = ""

    @property
    def remark(self) -> str:
        """What its cell says of it."""
        return self.kind if self.before is None else f"was: {self.before}"
