"""The weighted sum of several rules' terms, and its change when one session is placed or removed."""

from __future__ import annotations

from collections.abc import Sequence

from agenda_solver.evaluation.cost_rows import Steps, change_of_counts, moved_units
from agenda_solver.evaluation.grid import KINDS, Place
from agenda_solver.evaluation.heat_map import Heat
from agenda_solver.evaluation.primitives.moving_terms import MovingCost, Places
from agenda_solver.evaluation.primitives.terms import Terms
from agenda_solver.evaluation.term_tables import Counted, TermTables

__all__ = ["WeightedTerms"]


class WeightedTerms(TermTables):
    """The joint cost of some rules as the agenda in ``state`` changes.

    The owner of ``state`` updates it: before :meth:`change` removes a session, and after it places one.
    """

    def change(self, session: int, time: int, room: int, sign: int) -> int:
        """Place (+1) or remove (-1) a session, and return the change of the cost.

        The session must not have a place in ``state`` during the call.
        """
        total = self._static_cost(session, time, room) * sign
        if counts := self._counts[session]:
            block, day, rooms = self._blocks[time], self._days[time], self._number_of_rooms
            classes = (block, day, room, block * rooms + room, day * rooms + room, 0)
            for kind, counted, rows, units, _ in counts:
                one = classes[kind]
                old = counted[one]
                counted[one] = new = old + units if sign > 0 else old - units
                row = rows[one]
                total += row[new] - row[old]
        for term in self._moving[session]:
            total += term.change(session, time, room, sign)
        return total

    def peek(self, session: int, time: int, room: int) -> int:
        """Return what placing a session would change, without changing anything."""
        total = self._static_cost(session, time, room)
        if counts := self._counts[session]:
            block, day, rooms = self._blocks[time], self._days[time], self._number_of_rooms
            classes = (block, day, room, block * rooms + room, day * rooms + room, 0)
            for kind, counted, rows, units, _ in counts:
                one = classes[kind]
                old = counted[one]
                row = rows[one]
                total += row[old + units] - row[old]
        for term in self._moving[session]:
            total += term.peek(session, time, room)
        return total

    def shift(self, session: int, old: Place, new: Place) -> int:
        """Return what moving a session to another time and room would change, without changing anything."""
        total = self._shift_static(session, old, new)
        if counts := self._counts[session]:
            classes, new_classes = self._classes(old), self._classes(new)
            for kind, counted, rows, units, _ in counts:
                one, other = classes[kind], new_classes[kind]
                if one != other:
                    here, there, row, new_row = counted[one], counted[other], rows[one], rows[other]
                    total += row[here - units] - row[here] + new_row[there + units] - new_row[there]
        for term in self._moving[session]:
            total += term.shift(session, old, new)
        return total

    def exchange(self, first: int, second: int, places: Places) -> int:
        """Return what moving two sessions together would change, without changing anything."""
        old, new, second_old, second_new = places
        total = self._shift_static(first, old, new) + self._shift_static(second, second_old, second_new)
        total += self._overlap_correction(first, second, places)
        classes = self._classes(old), self._classes(new), self._classes(second_old), self._classes(second_new)
        theirs, ours = self._units[second], self._units[first]
        for kind, counted, rows, units, number in self._counts[first]:
            out, into = classes[0][kind], classes[1][kind]
            if number in theirs:
                if theirs[number] == units and out == classes[3][kind] and into == classes[2][kind]:
                    continue  # each takes the other's place
                total += change_of_counts(
                    counted, rows, ((out, -units), (into, units), *moved_units(classes[2:], kind, theirs[number]))
                )
            elif out != into:
                total += rows[out][counted[out] - units] - rows[out][counted[out]]
                total += rows[into][counted[into] + units] - rows[into][counted[into]]
        for kind, counted, rows, units, number in self._counts[second]:
            out, into = classes[2][kind], classes[3][kind]
            if out != into and number not in ours:
                total += rows[out][counted[out] - units] - rows[out][counted[out]]
                total += rows[into][counted[into] + units] - rows[into][counted[into]]
        total += sum(term.exchange(first, second, places) for term in self._moving[first])
        for term in self._moving[second]:
            if not term.is_covered_by(first):
                total += term.shift(second, second_old, second_new)
        return total

    def heat(self, session: int, times: Sequence[int], rooms: Sequence[int]) -> Heat:
        """Return what placing a session at each of some times and rooms would change, without changing anything."""
        heat = Heat(times, rooms)
        heat.always = self._present[session]
        if (row := self._times[session]) is not None:
            heat.add_times([row[time] for time in times])
        if (row := self._rooms[session]) is not None:
            heat.add_rooms([row[room] for room in rooms])
        if any(self._anybody[time] is not None for time in times):
            free = [0] * self._number_of_rooms
            heat.add_rows([[(self._anybody[time] or free)[room] for room in rooms] for time in times])
        if places := self._places[session]:
            heat.add_rows([[places.get((time, room), 0) for room in rooms] for time in times])
        if self._overlaps[session]:
            heat.add_times(self._heat_of_overlaps(session, times))
        for count in self._counts[session]:
            self._heat_count(count, heat)
        for term in self._moving[session]:
            term.heat(session, heat)
        return heat

    def _heat_of_overlaps(self, session: int, times: Sequence[int]) -> list[int]:
        """Return for each time the cost of overlaps: sessions begun before its end, minus those over by its start."""
        placed = [(other, amount) for other, amount in self._overlaps[session] if self._state.time[other] >= 0]
        begun = Steps((self._state.start[other], amount) for other, amount in placed)
        over = Steps((self._state.end[other] - 1, amount) for other, amount in placed)
        return [begun.below(self._ends[time]) - over.below(self._starts[time]) for time in times]

    def _heat_count(self, count: Counted, heat: Heat) -> None:
        """Add the cost of the session in each class, evaluated once for each class."""
        kind, counted, rows, units, _ = count
        more = [row[old + units] - row[old] for old, row in zip(counted, rows, strict=True)]
        if KINDS[kind] == "conference":
            heat.always += more[0]
        elif KINDS[kind] == "room":
            heat.add_rooms([more[room] for room in heat.rooms])
        else:
            stretch = self._days if KINDS[kind] in ("day", "day and room") else self._blocks
            where = [stretch[time] for time in heat.times]
            if KINDS[kind] in ("block", "day"):
                heat.add_times([more[one] for one in where])
            else:
                size = self._number_of_rooms
                by_room = {one: [more[one * size + room] for room in heat.rooms] for one in set(where)}
                heat.add_rows([by_room[one] for one in where])

    def _overlap_correction(self, first: int, second: int, places: Places) -> int:
        """Return the correction for the overlap of the two sessions: each shift sees the other one at its old time."""
        amount = self._at_once[first].get(second)
        if not amount:
            return 0
        (old, _), (new, _), (second_old, _), (second_new, _) = places
        before, after = self._overlap(old, second_old), self._overlap(new, second_new)
        return amount * (after + before - self._overlap(new, second_old) - self._overlap(old, second_new))

    def _overlap(self, time: int, other: int) -> bool:
        return self._starts[time] < self._ends[other] and self._starts[other] < self._ends[time]

    def _classes(self, place: Place) -> tuple[int, int, int, int, int, int]:
        time, room = place
        block, day, rooms = self._blocks[time], self._days[time], self._number_of_rooms
        return block, day, room, block * rooms + room, day * rooms + room, 0

    def _shift_static(self, session: int, old: Place, new: Place) -> int:
        """Return the change of the costs of single sessions and of overlaps."""
        (time, room), (new_time, new_room) = old, new
        total = 0
        if (row := self._times[session]) is not None:
            total += row[new_time] - row[time]
        if (row := self._rooms[session]) is not None:
            total += row[new_room] - row[room]
        if (row := self._anybody[new_time]) is not None:
            total += row[new_room]
        if (row := self._anybody[time]) is not None:
            total -= row[room]
        if places := self._places[session]:
            total += places.get(new, 0) - places.get(old, 0)
        return total if time == new_time else total + self._shift_overlaps(session, time, new_time)

    def _shift_overlaps(self, session: int, time: int, new_time: int) -> int:
        """Return the change of the cost of overlaps: with the sessions that overlap only one of the two times."""
        total = 0
        starts, ends, begins, untils = self._state.start, self._state.end, self._starts, self._ends
        begin, end, new_begin, new_end = begins[time], untils[time], begins[new_time], untils[new_time]
        for other, amount in self._overlaps[session]:
            start, until = starts[other], ends[other]
            if start < new_end and new_begin < until:
                if not (start < end and begin < until):
                    total += amount
            elif start < end and begin < until:
                total -= amount
        return total

    def _static_cost(self, session: int, time: int, room: int) -> int:
        """Return the cost of a place by itself and of the sessions that overlap it; counts and terms come on top."""
        total = self._present[session]
        for row, number in ((self._times[session], time), (self._rooms[session], room), (self._anybody[time], room)):
            if row is not None:
                total += row[number]
        if places := self._places[session]:
            total += places.get((time, room), 0)
        starts, ends = self._state.start, self._state.end
        start, end = self._starts[time], self._ends[time]
        for other, amount in self._overlaps[session]:
            if starts[other] < end and start < ends[other]:
                total += amount
        return total

    def _terms_of(self, share: Terms, members: frozenset[int]) -> MovingCost:
        return WeightedTerms(self._state, [(1, share)], members)
