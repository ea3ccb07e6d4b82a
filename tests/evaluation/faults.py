"""Faults of what the ledger is made of: a text of a module, what stands there instead, and the case that notices it."""

# A fault is a line, however long, so that what is there and what stands there instead are beside each other.
# ruff: noqa: E501

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FAULTS", "Fault"]


class Fault(NamedTuple):
    """One text of a module of ``evaluation/`` that is replaced by another one, and a case of ``fair.CASES``."""

    case: str
    module: str
    text: str
    instead: str

    def __str__(self) -> str:
        lines = self.text.strip().splitlines()
        return f"{self.module}: {lines[0]}{' ...' if lines[1:] else ''} -> {self.instead.strip()} ({self.case})"


FAULTS = [
    Fault(*fault)
    for fault in (
        # --- a place by its time, by its room, by both ---------------------------------------------------------------
        ("times", "weighted_terms", "total += row[new_time] - row[time]", "total += row[new_time]"),
        ("times", "weighted_terms", "heat.add_times([row[time] for time in times])", "pass"),
        ("times", "weighted_terms", "(self._times, terms.by_time, len(self._grid.times))", "(self._times, {}, len(self._grid.times))"),
        ("times", "primitives.terms", "_add(self.by_time.setdefault(session, {}), amounts)", "self.by_time[session] = dict(amounts)"),
        ("rooms", "weighted_terms", "total += row[new_room] - row[room]", "total += row[new_room] - row[new_room]"),
        ("rooms", "weighted_terms", "heat.add_rooms([row[room] for room in rooms])", "heat.add_rooms([row[room] for room in sorted(rooms, key=lambda room: -room)])"),
        ("rooms", "weighted_terms", "row_of(tables, session, size)[where] += weight * amount", "row_of(tables, session, size)[where] += amount"),
        ("places", "weighted_terms", "total += places.get(new, 0) - places.get(old, 0)", "total += places.get(new, 0)"),
        ("places", "weighted_terms", "total += places.get((time, room), 0)", "total += places.get((room, time), 0)"),
        ("places", "weighted_terms", "mine[place] = mine.get(place, 0) + weight * amount", "mine[place] = weight * amount"),
        ("places", "weighted_terms", "places.get((time, room), 0) for room in rooms]", "places.get((time, rooms[0]), 0) for room in rooms]"),
        ("places", "primitives.terms", "mine = self.by_place.setdefault(session, {})", "mine = {}"),
        ("anybody", "weighted_terms", "total -= row[room]", "total -= row[new_room]"),
        ("anybody", "weighted_terms", "            total += row[new_room]\n", "            pass\n"),
        ("anybody", "weighted_terms", "(self._anybody[time], room)", "(None, room)"),
        ("anybody", "weighted_terms", "(self._anybody[time] or free)[room]", "(self._anybody[times[0]] or free)[room]"),
        ("anybody", "weighted_terms", "row[room] += weight * amount", "row[0] += weight * amount"),
        ("anybody", "primitives.terms", "self.for_anybody.get((time, room), 0) + amount", "amount + 1"),
        ("absence", "weighted_terms", "            self.empty += weight * amount\n", "            self.empty += amount\n"),
        ("absence", "weighted_terms", "self._present[session] -= weight * amount", "self._present[session] = -weight * amount"),
        ("absence", "weighted_terms", "heat.always = self._present[session]", "heat.always = 0"),
        ("absence", "primitives.terms", "self.absent.get(session, 0) + amount", "self.absent.get(session, 0) + 1"),
        # --- pairs ---------------------------------------------------------------------------------------------------
        ("overlaps", "weighted_terms", "if starts[other] < end and start < ends[other]:", "if starts[other] <= end and start < ends[other]:"),
        ("overlaps", "weighted_terms", "if not (start < end and begin < until):", "if not (start < end and begin <= until):"),
        ("overlaps", "weighted_terms", "if start < new_end and new_begin < until:", "if start < new_end and new_begin <= until:"),
        ("overlaps", "weighted_terms", "elif start < end and begin < until:", "elif start < end:"),
        ("overlaps", "weighted_terms", "return amount * (after + before - ", "return amount * (after - before - "),
        ("overlaps", "weighted_terms", "- self._overlap(new, second_old)", "- self._overlap(old, second_old)"),
        ("overlaps", "weighted_terms", "return total if time == new_time else", "return total if room == new_room else"),
        ("overlaps", "weighted_terms", "(self._state.end[other] - 1, amount)", "(self._state.end[other], amount)"),
        ("overlaps", "weighted_terms", "merged[pair] = merged.get(pair, 0) + weight * amount", "merged[pair] = weight * amount"),
        ("overlaps", "cost_rows", "bisect_left(self._at, number)", "bisect_left(self._at, number + 1)"),
        ("overlaps", "primitives.terms", "pair = (first, second) if first < second else (second, first)", "pair = (first, second)"),
        ("overlaps", "positions", "self.start[session], self.end[session] = NEVER, -NEVER", "self.start[session], self.end[session] = -NEVER, NEVER"),
        ("pairs", "primitives.stateful", "            if there >= 0:\n", "            if there > 0:\n"),
        ("pairs", "primitives.stateful", "total += weight * relation(there, rooms[other], time, room)", "total += weight * relation(time, room, there, rooms[other])"),
        ("pairs", "primitives.stateful", "return sign * self.peek(session, time, room)", "return self.peek(session, time, room)"),
        ("pairs", "primitives.stateful", "relation(*mine, *theirs) if is_first else relation(*theirs, *mine)", "relation(*mine, *theirs)"),
        ("pairs", "primitives.stateful", "(old, second_new, -1)", "(old, second_new, 1)"),
        ("pairs", "primitives.stateful", "rooms = heat.rooms if self._sees_room else heat.rooms[:1]", "rooms = heat.rooms"),
        ("pairs", "primitives.stateful", "if other == second:", "if other != second:"),
        ("pairs", "weighted_terms", "key = me, pair.sees_room", "key = me, True"),
        ("pairs", "weighted_terms", "append((other, pair.relation, weight * pair.weight, first))", "append((other, pair.relation, weight, first))"),
        ("pairs", "weighted_terms", "for me, other, first in ((pair.first, pair.second, True), (pair.second, pair.first, False)):", "for me, other, first in ((pair.first, pair.second, True),):"),
        ("pairs", "primitives.terms", "block[t] == block[u] and r != q", "block[t] == block[u]"),
        ("one room", "primitives.stateful", "return total * sign", "return total"),
        ("one room", "primitives.stateful", "here = self._here.get(self._cluster[time] * self._rooms + room, {})", "here = self._here.get(self._cluster[time] * self._rooms, {})"),
        ("one room", "primitives.stateful", "            here[session] = time\n", "            here[session] = min(here.values(), default=time)\n"),
        ("one room", "primitives.stateful", "super().__init__(None, tells_apart=True)", "super().__init__(None, tells_apart=False)"),
        ("one room", "grid", "self.start[time] >= end + apart_minutes", "self.start[time] >= end"),
        ("one room", "grid", "end = max(end, self.end[time])", "end = self.end[time]"),
        # --- counts --------------------------------------------------------------------------------------------------
        ("counts", "weighted_terms", "new = old + units if sign > 0 else old - units", "new = old + units if sign > 0 else old - 1"),
        ("counts", "weighted_terms", "total += row[new] - row[old]", "total += row[old] - row[new]"),
        ("counts", "weighted_terms", "total += row[old + units] - row[old]", "total += row[old + 1] - row[old]"),
        ("counts", "weighted_terms", "row[here - units] - row[here] +", "row[here - units] - row[here] -"),
        ("counts", "weighted_terms", "new_row[there + units] - new_row[there]", "row[there + units] - row[there]"),
        ("counts", "weighted_terms", "                if one != other:\n", "                if old[0] != new[0] and one != other:\n"),
        ("counts", "weighted_terms", "more = [row[old + units] - row[old] for", "more = [row[old + 1] - row[old] for"),
        ("counts", "weighted_terms", "self.empty += sum(row[0] for row in rows)", "self.empty += rows[0][0]"),
        ("counts", "primitives.terms", "chosen = range(number) if classes is None else classes", "chosen = range(number) if classes is None else sorted(classes)[:1]"),
        ("counts", "primitives.terms", "self.charge_used(mine, within, -1)", "self.charge_used(mine, within, 1)"),
        ("classes", "weighted_terms", "day * rooms + room, 0)\n            for kind, counted, rows, units, _ in counts:\n                one = classes[kind]\n                old = counted[one]\n                counted", "block, 0)\n            for kind, counted, rows, units, _ in counts:\n                one = classes[kind]\n                old = counted[one]\n                counted"),
        ("classes", "weighted_terms", "return block, day, room, block * rooms + room, day * rooms + room, 0", "return block, day, room, day * rooms + room, day * rooms + room, 0"),
        ("classes", "weighted_terms", 'if KINDS[kind] in ("day", "day and room") else', 'if KINDS[kind] in ("day", "day and room", "cell") else'),
        ("classes", "weighted_terms", "more[one * size + room] for room in heat.rooms", "more[one * size] for room in heat.rooms"),
        ("classes", "weighted_terms", "heat.add_rooms([more[room] for room in heat.rooms])", "heat.always += max(more)"),
        ("classes", "weighted_terms", "heat.always += more[0]", "heat.always += 0"),
        ("classes", "cost_rows", "[weight * cost for cost in row]", "[cost for cost in row]"),
        ("classes", "cost_rows", "return tables[0]\n    made", "return tables[0]\n    tables = tables[:1]\n    made"),
        ("classes", "primitives.terms", "costs[one] = known.setdefault(tuple(row), row)", "costs[one] = known.setdefault((row[0],), row)"),
        # --- two sessions that move at once --------------------------------------------------------------------------
        ("counts", "weighted_terms", "if theirs[number] == units and out", "if out"),
        ("classes", "weighted_terms", "if theirs[number] == units and out", "if out"),
        ("classes", "weighted_terms", "theirs[number] == units and out == classes[3][kind] and", "theirs[number] == units and"),
        ("classes", "weighted_terms", "and into == classes[2][kind]:", "and True:"),
        ("classes", "weighted_terms", "((out, -units), (into, units), *moves(classes[2:], kind, theirs[number]))", "((out, -units), (into, units))"),
        ("classes", "weighted_terms", "*moves(classes[2:], kind, theirs[number])", "*moves(classes[2:], kind, units)"),
        ("classes", "cost_rows", "changed[one] = changed.get(one, 0) + units", "changed[one] = min(changed.get(one, 0) + units, units)"),
        ("counts", "weighted_terms", "            elif out != into:\n                total += rows[out][counted[out] - units] - rows[out][counted[out]]\n", "            elif out != into:\n"),
        ("counts", "weighted_terms", "if out != into and number not in ours:", "if out != into:"),
        ("counts", "weighted_terms", "for kind, counted, rows, units, number in self._counts[second]:", "for kind, counted, rows, units, number in ():"),
        ("peaks", "weighted_terms", "if not term.leaves_to(first):", "if term.leaves_to(first):"),
        ("peaks", "primitives.stateful", "if not self.leaves_to(second):", "if False:"),
        ("groups", "primitives.stateful", "total += self.change(first, *new, 1) + self.peek(second, *second_new)", "total += self.peek(second, *second_new) + self.change(first, *new, 1)"),
        ("patterns", "primitives.stateful", "if not self._tells_apart and old[0] == second_new[0] and", "if not self._tells_apart and"),
        ("groups", "primitives.stateful", "super().__init__(members, tells_apart=True)", "super().__init__(members, tells_apart=False)"),
        # --- peaks ---------------------------------------------------------------------------------------------------
        ("peaks", "primitives.stateful", "new = max(old, max(here) + 1)", "new = max(here) + 1"),
        ("peaks", "primitives.stateful", "new = max(running) if max(here) == old else old", "new = max(here) if max(here) == old else old"),
        ("peaks", "primitives.stateful", "self._costs[new] - self._costs[old] if new > old else 0", "self._costs[new] - self._costs[old]"),
        ("peaks", "primitives.stateful", "elif self._stretch[before] == self._stretch[after]:", "elif super() is None:"),
        ("peaks", "primitives.stateful", "if self._first[before] == self._first[after] and self._last", "if self._first[before] == self._first[after] or self._last"),
        ("peaks", "primitives.stateful", "if self._first[before] == self._first[after] and self._last[before] == self._last[after]:", "if self._first[before] == self._first[after]:"),
        ("peaks", "primitives.stateful", "max(running[:first], default=0), max(running[first:last]) - 1", "0, max(running[first:last]) - 1"),
        ("peaks", "primitives.stateful", "max(running[last:], default=0)", "0"),
        ("peaks", "primitives.stateful", "max(running[first:last]) < peak", "max(running[first:last]) <= peak"),
        ("peaks", "weighted_terms", "self.empty += costs[0] * len(segments.sizes)", "self.empty += costs[1]"),
        ("peaks", "weighted_terms", 'grid.block if peak.by == "block" else grid.day', "grid.day"),
        ("peaks", "grid", "bisect_left(ordered[where], end)", "bisect_left(ordered[where], end) - 1"),
        # --- functions of many places --------------------------------------------------------------------------------
        ("groups", "primitives.stateful", "            del here[session]\n        old = ", "            here.popitem()\n        old = "),
        ("groups", "primitives.stateful", "here = {**self._here.get(one, {}), session:", "here = {session:"),
        ("groups", "primitives.stateful", "        self._costs[one] = new\n", "        self._costs.setdefault(one, new)\n"),
        ("groups", "primitives.stateful", "for number in sorted(here)]) if here else 0", "for number in sorted(here)][:2]) if here else 0"),
        ("patterns", "primitives.stateful", "if old and new:", "if old:"),
        ("patterns", "primitives.stateful", "        row[rank] = 0\n", ""),
        ("patterns", "primitives.stateful", "if row[rank]:\n            return 0", "if row[rank]:\n            return 1"),
        ("patterns", "primitives.stateful", "if before == after or (self._row[before][self._rank[before]] > 1 and", "if before == after or (self._row[before][self._rank[before]] and"),
        ("patterns", "primitives.stateful", "> 1 and self._row[after][self._rank[after]]):", "> 1):"),
        ("patterns", "primitives.stateful", "{block: self.peek(session, time, -1) for block, time", "{block: self.peek(session, heat.times[0], -1) for block, time"),
        ("patterns", "primitives.stateful", 'grid.day_of_block if by == "day" else', 'grid.day_of_block if by != "day" else'),
        ("patterns", "primitives.stateful", "stretch[:number].count(one)", "max(0, stretch[:number].count(one) - 1)"),
        # --- rules that are asked ------------------------------------------------------------------------------------
        ("asked", "check_fallback", "change = sign * self._added(id, here)", "change = self._added(id, here)"),
        ("asked", "check_fallback", "self._amount_of(about, {**near, id: here}) - self._amount_of(about, near)", "self._amount_of(about, {**near, id: here})"),
        ("asked", "check_fallback", "self.empty = weight * self._amount", "self.empty = 0"),
        ("asked", "check_fallback", "self._counted({}) - self._amount", "self._counted({})"),
        ("asked", "check_fallback", "self._counted({id: here}) - self._amount", "self._counted({}) - self._amount"),
        ("asked", "check_fallback", "self._amount += change", "pass"),
        ("asked", "check_fallback", "total = self.change(session, *old, -1) + self.peek", "total = self.peek(session, *old) + self.peek"),
        ("asked", "check_fallback", "self.change(first, *new, 1) + self.peek(second, *second_new)", "self.peek(second, *second_new) + self.change(first, *new, 1)"),
        ("asked", "check_fallback", "self._standing.put(*self._at(second, second_old))\n        self._amount = before", "self._standing.put(*self._at(second, second_old))"),
        ("asked", "check_fallback", "found[self._seen(session, time, room)] for room in rooms", "found[self._seen(session, time, rooms[0])] for room in rooms"),
        ("asked", "check_fallback", '"start": time', '"start": 0'),
        ("asked", "nearby_sessions", "TimeSlot(here.start - reach.apart_minutes,", "TimeSlot(here.start,"),
        ("asked", "nearby_sessions", "here.end + reach.apart_minutes)", "here.end)"),
        ("asked", "nearby_sessions", "not reach.same_room or there.room == here.room", "there.room == here.room"),
        ("asked", "nearby_sessions", "for id in reach.others if id in self.places", "for id in () if id in self.places"),
        ("asked", "nearby_sessions", "if id != session\n", "if True\n"),
        ("asked", "nearby_sessions", "return blocks if around is None else [block for block in blocks if overlaps(around, spans[block])]", "return [here.block]"),
        # --- structure -----------------------------------------------------------------------------------------------
        ("absence", "structural_faults", "if not session.optional:", "if session.optional:"),
        ("absence", "structural_faults", "if room not in open_rooms", "if room in open_rooms"),
        ("absence", "structural_faults", "if time not in open_times", "if time < 0"),
        ("absence", "structural_faults", "start[t] < end[u] and start[u] < end[t]", "start[t] == start[u]"),
        ("absence", "structural_faults", "start[t] < end[u] and start[u] < end[t]", "start[t] <= end[u] and start[u] < end[t]"),
        # --- moves, undoing them, and what they would change ---------------------------------------------------------
        ("rooms", "ledger", "self._move(reversed(self._done.pop()))", "self._move(reversed(self._done[-1]))"),
        ("rooms", "ledger", "for _ in range(steps) for change in", "for _ in range(min(steps, 1)) for change in"),
        ("rooms", "ledger", "self._done.append([(session, self._place(session)) for session, _ in moves])", "self._done.append([(session, self._place(session)) for session, _ in moves[:1]])"),
        ("rooms", "ledger", "self._done.append([(session, self._place(session)) for session, _ in moves])", "self._done.append([(session, place) for session, place in moves])"),
        ("rooms", "ledger", "for session, place in listed if place != NOWHERE]", "for session, place in listed]"),
        ("rooms", "ledger", "                self.amounts[key] += change\n", "                self.amounts[key] = change\n"),
        ("overlaps", "ledger", "            self.state.clear(session)\n", ""),
        ("rooms", "ledger", "heats[key].always += amount", "heats[key].always -= amount"),
        ("rooms", "ledger", "            self._shift(session, 1, *place)\n\n    def best_swaps", "            pass\n\n    def best_swaps"),
        ("rooms", "ledger", "entry.peek(number, *place) if old == NOWHERE else entry.shift(number, old, place)", "entry.peek(number, *place)"),
        ("rooms", "ledger", "if old[1] == second_old[1] and grid.start[old[0]] == grid.start[second_old[0]]:", "if old[1] == second_old[1]:"),
        ("rooms", "ledger", "self._is_open(first, new) and self._is_open(second, second_new)", "self._is_open(first, new)"),
        ("rooms", "ledger", "severity.weight * self.amounts[key]", "self.amounts[key]"),
        ("rooms", "ledger", "levels[severity.priority] = levels.get(severity.priority, 0) +", "levels[0] = levels[0] +"),
        ("rooms", "ledger", "total[key] = total.get(key, 0) + amount", "total[key] = amount"),
        ("rooms", "move_deltas", "levels[priority] += weight * amount", "levels[priority] += amount"),
        ("rooms", "move_deltas", "left[key] = left.get(key, 0) + amount", "left[key] = amount"),
        ("rooms", "move_deltas", "return (not self.is_legal, *self.costs.values())", "return tuple(self.costs.values())"),
        ("rooms", "move_deltas", "if start < placement.end and placement.start < end", "if start <= placement.end and placement.start < end"),
        ("pairs", "move_deltas", "for priority, _ in self._prices.values())}, reverse=True)", "for priority, _ in self._prices.values())})"),
        ("rooms", "heat_map", "+ self._by_room[room] + both", "+ both"),
        ("rooms", "heat_map", "any(parts) or (self._rows is not None and any(map(any, self._rows)))", "any(parts)"),
        ("places", "heat_map", "return self.always + self._by_time[time]", "return self._by_time[time]"),
        ("anybody", "heat_map", "[old + more for old, more in zip(mine, row, strict=True)]", "[more for old, more in zip(mine, row, strict=True)]"),
        ("one room", "grid", "self.start = [position.start for position in self.times]", "self.start = [position.start + 30 for position in self.times]"),
    )
]  # fmt: skip
