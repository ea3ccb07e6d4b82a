"""Small conferences that several test files argue about."""

from __future__ import annotations

from typing import Any

from agenda_solver.model.conference import Conference

__all__ = ["three_talks", "tug_of_war"]


def three_talks(**fields: Any) -> Conference:
    """Return three talks of an hour for two hours in a hall of 100 seats and an attic of 20; 60 come to each talk.

    Two talks can be in the hall. Whichever is in the attic lacks 40 seats, so the best agendas cost 40.
    """
    builder = Conference.build("three", "Three talks", "Europe/Berlin").only_these_rules().day("2026-06-01")
    builder.block("09:00", "11:00", id="morning", slot_minutes=60).room("Hall", capacity=100).room("Attic", capacity=20)
    builder.person("Ada").person("Bob")
    for title, speaker in (("Bread", "Ada"), ("Cheese", "Bob"), ("Wine", "Ada")):
        builder.session(title, minutes=60, expected_audience=60, speakers=[speaker], **fields)
    return builder.rule("room_capacity", 1).rule("speaker_clash", "hard").done()


def tug_of_war(sessions: int = 4) -> Conference:
    """Return sessions of an hour for as many hours in one hall, with two wishes that pull in opposite directions.

    Each session has one early hour that one rule dislikes and one late hour that the other dislikes, with amounts that
    differ from session to session.
    """
    builder = Conference.build("tug", "Tug of war", "Europe/Berlin").only_these_rules().day("2026-06-01")
    early, late = [], []
    for number in range(sessions):
        builder.block(f"{9 + number:02}:00", f"{10 + number:02}:00", id=f"b{number}")
    builder.room("Hall", id="hall").room("Attic", id="attic")
    for number in range(sessions):
        builder.session(f"Session {number}", id=f"s{number}", minutes=60)
        for block in range(sessions):
            early.append(
                {"session": f"s{number}", "block": f"b{block}", "amount": (number + 1) * (sessions - 1 - block)}
            )
            late.append({"session": f"s{number}", "block": f"b{block}", "amount": (sessions - number) * block})
    tables = {"early": early, "late": late}
    for label, table in tables.items():
        wishes = [wish for wish in table if wish["amount"]]
        builder.rule("time_preference", 1, label=label, tables=wishes)
    return builder.done()
