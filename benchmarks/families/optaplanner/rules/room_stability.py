"""A theme stays in one room for a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from agenda_solver import Agenda, Conference, Violation, register_rule
from benchmarks.families.optaplanner.rules.family import Numbers, Times
from benchmarks.families.optaplanner.rules.groups import InCommonRule, pairs_in_common, words_of

__all__ = ["RoomStability"]


@register_rule
class RoomStability(InCommonRule):
    r"""Sessions of one day that have something in common are in one room.

    The amount is the sum over the pairs on one day and in different rooms of both lengths, for each group that the two
    have in common.

    Source: "Theme track room stability".
    """

    id: ClassVar[str] = "optaplanner_room_stability"

    def times(self, times: Times) -> Numbers:
        """Count both lengths of those on one day."""
        return times.both * times.same_day

    def rooms(self, conference: Conference) -> Numbers:
        """Look at pairs in different rooms."""
        return 1 - np.eye(len(conference.rooms), dtype=np.int64)

    def check(self, conference: Conference, agenda: Agenda) -> Iterator[Violation]:
        """Compare the rooms of every pair on one day that has something in common."""
        for first, second, shared in pairs_in_common(conference, agenda, self.by):
            a, b = agenda[first], agenda[second]
            days = [conference.block_by_id[place.block].day for place in (a, b)]
            if days[0] == days[1] and a.room != b.room:
                titles = [conference.session_by_id[id].title for id in (first, second)]
                names = [conference.room_by_id[place.room].name for place in (a, b)]
                message = (
                    f'"{titles[0]}" ({names[0]}) and "{titles[1]}" ({names[1]}) are on '
                    f"{conference.day_by_id[days[0]].label} in different rooms, and have "
                    f"{words_of(conference, self.by, shared)} in common."
                )
                amount = (a.end - a.start + b.end - b.start) * len(shared)
                yield Violation(amount, message, (first, second), rooms=(a.room, b.room))
