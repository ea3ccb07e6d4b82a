"""What this family wants and the library has no rule for, registered when this package is imported."""

from benchmarks.families.chi.rules.moved_in_room import MovedInRoom
from benchmarks.families.chi.rules.next_slot import NextSlot

__all__ = ["MovedInRoom", "NextSlot"]
