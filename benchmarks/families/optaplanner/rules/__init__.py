"""What this family wants and the library has no rule for: one rule a file, registered when this package is imported.

All of them are about conferences in which each block is one slot and each session takes one; see
``benchmarks/families/one_slot.py``.
"""

from benchmarks.families.optaplanner.rules.absence import Absence
from benchmarks.families.optaplanner.rules.consecutive import Consecutive
from benchmarks.families.optaplanner.rules.crowd import Crowd
from benchmarks.families.optaplanner.rules.days_apart import DaysApart
from benchmarks.families.optaplanner.rules.diversity import Diversity
from benchmarks.families.optaplanner.rules.makespan import Makespan
from benchmarks.families.optaplanner.rules.minutes_at_once import MinutesAtOnce
from benchmarks.families.optaplanner.rules.popularity import Popularity
from benchmarks.families.optaplanner.rules.prerequisite import Prerequisite
from benchmarks.families.optaplanner.rules.room_conflict import RoomConflict
from benchmarks.families.optaplanner.rules.room_stability import RoomStability
from benchmarks.families.optaplanner.rules.tags import Tags

__all__ = [
    "Absence",
    "Consecutive",
    "Crowd",
    "DaysApart",
    "Diversity",
    "Makespan",
    "MinutesAtOnce",
    "Popularity",
    "Prerequisite",
    "RoomConflict",
    "RoomStability",
    "Tags",
]
