"""A small schedule file as FOSDEM publishes it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["GO", "RUST", "SCHEDULE", "WEB", "event", "schedule", "written"]


def event(id: str, start: str, duration: str, track: str, title: str, *people: str) -> str:
    persons = "".join(f'<person id="{person}">{person.title()}</person>' for person in people)
    return (
        f'<event guid="g{id}" id="{id}"><start>{start}</start><duration>{duration}</duration><title>{title}</title>'
        f"<track>{track}</track><type>devroom</type><persons>{persons}</persons></event>"
    )


HEAD = (
    "<conference><acronym>made</acronym><title>Made</title><time_zone_name>Europe/Brussels</time_zone_name>"
    "<day_change>09:00:00</day_change><timeslot_duration>00:05:00</timeslot_duration></conference>"
)

# Rust has 10:00 to 11:30 with 80 minutes of talks: its three talks have time for changeovers. Go follows at once, with
# an hour of talks in an hour. Ann speaks on Rust at 10:10 and on the web at 10:20, so the published one is illegal.
RUST = (
    event("1", "10:00", "00:10", "Rust", "Welcome to the Rust devroom", "bob")
    + event("2", "10:10", "00:40", "Rust", "Parsing eBPF", "ann")
    + event("3", "11:00", "00:30", "Rust", "Traits", "cem")
)
GO = event("4", "11:30", "00:30", "Go", "Channels") + event("5", "12:00", "00:30", "Go", "More on eBPF", "bob")
WEB = (
    event("6", "10:20", "00:30", "Web", "Fonts", "ann")
    + event("7", "10:50", "00:30", "Web", "Tracing with eBPF", "dee")
    + event("8", "11:30", "00:30", "Web", "CSS", "dee")
)


def schedule(k1: str = RUST + GO, h2: str = WEB, spare: str = '<room name="J.3"></room>') -> str:
    rooms = f'<room name="K.1">{k1}</room><room name="H.2">{h2}</room>{spare}'
    return f'<schedule>{HEAD}<day index="1" date="2025-02-01">{rooms}</day></schedule>'


SCHEDULE = schedule()


def written(folder: Path, text: str = SCHEDULE, name: str = "made.xml") -> Path:
    """Return the path of a schedule in a folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
