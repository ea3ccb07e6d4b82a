"""A small meeting of two days with something of everything that commands are about."""

from __future__ import annotations

from typing import Any

from agenda_solver.board.board import Board
from agenda_solver.board.command_parsing import read_command
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference

__all__ = ["agenda", "do", "meeting"]


def meeting() -> Conference:
    """Return two days of two blocks each, three rooms, four people and seven sessions of half an hour or an hour."""
    builder = Conference.build("meeting", "The meeting", "Asia/Almaty")
    for day, name in (("2026-05-29", "one"), ("2026-05-30", "two")):
        builder.day(day, id=name)
        builder.block("09:00", "10:30", id=f"early {name}", slot_minutes=30)
        builder.block("11:00", "12:30", id=f"late {name}", slot_minutes=30)
    builder.room("Hall", id="hall", capacity=100).room("Studio", id="studio", capacity=40).room("Attic", id="attic")
    builder.track("Water", id="water").track("Energy", id="energy")
    for id in ("ada", "bo", "cem", "dee"):
        builder.person(id.title(), id=id)
    builder.session("Opening", id="opening", minutes=60, speakers=["ada", "bo"], plenary=True, expected_audience=90)
    builder.session("Rivers", id="rivers", minutes=60, track="water", speakers=["ada"])
    builder.session("Dams", id="dams", minutes=30, track="water", speakers=["bo"])
    builder.session("Wind", id="wind", minutes=30, track="energy", speakers=["cem"], expected_audience=60)
    builder.session("Sun", id="sun", minutes=30, track="energy", speakers=["cem"], moderators=["dee"])
    builder.session("Grids: a plan", id="grids", minutes=60, track="energy", speakers=["dee"])
    builder.session("Closing", id="closing", minutes=30, optional=True)
    return builder.done()


def agenda(conference: Conference) -> Agenda:
    """Return an agenda that breaks no hard rule; the closing has no place."""
    return conference.agenda(
        {
            "opening": ("hall", "early one", 0),
            "rivers": ("hall", "late one", 0),
            "dams": ("studio", "late one", 0),
            "wind": ("hall", "early two", 0),
            "sun": ("hall", "early two", 1),
            "grids": ("studio", "late two", 0),
        }
    )


def do(board: Board, **data: Any) -> None:
    """Give a command to a board, by its fields."""
    board.do(read_command(data), "Ada")
