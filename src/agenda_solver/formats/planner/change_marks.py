"""What happened to a session since the published agenda, as a workbook marks and lists it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Mark"]


@dataclass(frozen=True)
class Mark:
    """A session that is not where it was; it may have no place any more."""

    session: str
    title: str
    kind: str  # what became of it: "moved in time", "new"
    before: str | None  # where it was, as people read it; None if it had no place
    after: str | None
    people: str = ""  # who has to be told

    @property
    def remark(self) -> str:
        """The remark in the cell of the session."""
        return self.kind if self.before is None else f"was: {self.before}"
