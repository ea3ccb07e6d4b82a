"""The agenda of an earlier version of a conference, before parts were deleted from its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.import_result import Remark
from agenda_solver.formats.planner.grid_names import GridNames
from agenda_solver.formats.planner.grid_reading import agenda_in_grids
from agenda_solver.formats.planner.hidden_ids import Remembered
from agenda_solver.formats.workbook.workbook_reading import Workbook
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.ids import free_id

__all__ = ["Earlier", "earlier_in_grids", "length_of", "with_parts"]


@dataclass(frozen=True)
class Earlier:
    """An agenda of an earlier version of a conference, and the ids of the parts deleted since then, by kind."""

    agenda: Agenda
    lost: dict[str, tuple[str, ...]]

    @property
    def changes(self) -> list[dict[str, Any]]:
        """The changes that lead from that conference to the one of today, as a file of changes says them."""
        words = {
            "sessions": ("cancel", "session"),
            "rooms": ("room lost", "room"),
            "days": ("day lost", "day"),
            "blocks": ("block lost", "block"),
        }
        return [
            {"change": change, field: id} for kind, (change, field) in words.items() for id in self.lost.get(kind, ())
        ]


def earlier_in_grids(workbook: Workbook, conference: Conference, remarks: list[Remark]) -> Earlier:
    """Return the agenda that grids show, of the conference as it was when they were written.

    Oddities are added to ``remarks``. All mistakes are raised together, each with its sheet and cell.
    """
    names = GridNames(conference, workbook)
    added: dict[str, list[dict[str, Any]]] = {
        "days": list(_lost_days(names)),
        "blocks": list(_lost_blocks(names)),
        "rooms": list(_lost_rooms(names)),
    }
    older = with_parts(conference, added)
    sessions = list(_lost_sessions(names, older))
    made = {"sessions": sessions}
    older = with_parts(older, made)
    lost = {kind: tuple(part["id"] for part in parts) for kind, parts in {**added, **made}.items()}
    remarks += _remarks_on(added)
    return Earlier(agenda_in_grids(workbook, older, remarks, renamed=names.renamed), lost)


def _remarks_on(added: Mapping[str, list[dict[str, Any]]]) -> Iterator[Remark]:
    """Say which rooms and times are lost; remarks on lost sessions are made while the grids are read."""
    for kind, noun in (("rooms", "room"), ("days", "day"), ("blocks", "block")):
        for part in added[kind]:
            name = part.get("name") or part.get("date") or part["id"]
            yield Remark("lost", "", f'the conference no longer has the {noun} "{name}": it counts as lost')


def with_parts(conference: Conference, added: dict[str, list[dict[str, Any]]]) -> Conference:
    """Return a conference with further parts; what cannot be a part of it any more is left out."""
    fields = {kind: (*getattr(conference, kind), *parts) for kind, parts in added.items() if parts}
    if not fields:
        return conference
    try:
        return conference.replace(**fields)
    except InvalidInput:
        for parts in added.values():
            parts.clear()
        return conference


def _lost_days(names: GridNames) -> Iterator[dict[str, Any]]:
    dates = {day.date.isoformat() for day in names.conference.days}
    for each in names.memory.all("days"):
        if each.id not in names.conference.day_by_id and each.fields.get("date") not in dates:
            yield _plain(each, "date", "name")


def _lost_blocks(names: GridNames) -> Iterator[dict[str, Any]]:
    """Return the blocks of which no trace is left: neither their ids, nor others at their times."""
    conference = names.conference
    spans = {(block.start, block.end) for block in conference.blocks}
    times = {(start.isoformat(), end.isoformat()) for start, end in spans}
    by_date = {each.id: each.fields.get("date") for each in names.memory.all("days")}
    days = {day.date.isoformat(): day.id for day in conference.days}
    for each in names.memory.all("blocks"):
        is_there = (each.fields.get("start"), each.fields.get("end")) in times
        if each.id not in conference.block_by_id and not is_there:
            day = each.fields.get("day")
            yield {
                "id": each.id,
                "day": day if day in conference.day_by_id else days.get(str(by_date.get(str(day))), day),
                **{name: each.fields[name] for name in ("start", "end") if name in each.fields},
                "slot_count": each.fields.get("slots", 1),
            }


def _lost_rooms(names: GridNames) -> Iterator[dict[str, Any]]:
    taken = set(names.conference.room_by_id)
    for each in names.lost_rooms():
        part = {**_plain(each, "capacity"), "name": each.fields.get("name") or each.label}
        yield {**part, "id": _free(each, taken)}


def _lost_sessions(names: GridNames, older: Conference) -> Iterator[dict[str, Any]]:
    taken = set(older.session_by_id)
    for each in names.lost_sessions():
        length = length_of(each.fields.get("minutes"), each.fields.get("slots"), older)
        people = [older.names["people"].ids_of(str(name)) for name in each.fields.get("people", ())]
        part = {"id": _free(each, taken), "title": each.fields.get("title") or each.label, **length}
        if each.fields.get("type"):
            part["type"] = each.fields["type"]
        yield {**part, "speakers": tuple(dict.fromkeys(ids[0] for ids in people if len(ids) == 1))}


def length_of(minutes: Any, slots: Any, conference: Conference) -> dict[str, Any]:
    """Return the length of a lost session as a field: in minutes if they fit into a block, else in slots."""
    longest = max(block.minutes for block in conference.blocks)
    fits = isinstance(minutes, int) and 0 < minutes <= longest
    return {"duration_minutes": minutes} if fits else {"duration_slots": slots or 1}


def _free(each: Remembered, taken: set[str]) -> str:
    id = free_id(each.id, taken)
    taken.add(id)
    return id


def _plain(each: Remembered, *fields: str) -> dict[str, Any]:
    found: Iterable[str] = (name for name in fields if each.fields.get(name) is not None)
    return {"id": each.id, **{name: each.fields[name] for name in found}}
