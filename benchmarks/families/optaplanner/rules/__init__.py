"""Rules of this family for which the library has none, registered when this package is imported."""

from benchmarks.families.optaplanner.rules import (  # noqa: F401
    crowd,
    diversity,
    in_common,
    makespan,
    places,
    popularity,
    prerequisite,
    room_conflict,
)
