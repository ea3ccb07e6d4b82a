"""Conferences without an agenda for which one sum is the reason: each with the sum and with the change that is wanted.

Unlike the planted ones they have the rules that every conference has, other sessions around, and names of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference

__all__ = ["HOPELESS", "Hopeless"]


class Hopeless(NamedTuple):
    """What makes a conference, what its first two lines have to say, and what one of three groups has to propose.

    ``told`` are the pieces of the sum. Of the ``fixes`` one is enough: several changes may be equally right.
    """

    make: Callable[[], Conference]
    told: tuple[str, ...]
    fixes: tuple[str, ...]


def built(name: str, days: int, blocks: Iterable[tuple[str, str]], slot: int) -> ConferenceBuilder:
    """Return a builder with the same blocks on so many days of March."""
    spans = list(blocks)
    builder = Conference.build(name.lower().replace(" ", "-"), name, "Europe/Lisbon")
    for day in range(days):
        builder.day(f"2026-03-{9 + day:02d}", id=f"d{day + 1}")
        for number, (start, end) in enumerate(spans):
            builder.block(start, end, id=f"b{day + 1}{number + 1}", slot_minutes=slot)
    return builder


def talks(builder: ConferenceBuilder, number: int, minutes: int) -> ConferenceBuilder:
    """Add talks, each with a speaker of its own."""
    for one in range(1, number + 1):
        builder.person(f"Speaker {one}").session(f"Talk {one}", minutes=minutes, speakers=[f"Speaker {one}"])
    return builder


def at(time: str, day: int = 1) -> str:
    return f"2026-03-{8 + day:02d}T{time}+00:00"


# --- rooms -----------------------------------------------------------------------------------------------------------


def turbine_works() -> Conference:
    # Six blocks of two hours; a second session of an hour and a half does not fit into any of them.
    builder = built("Turbine Works", 3, [("10:00", "12:00"), ("14:00", "16:00")], 30)
    builder.room("Turbine Hall", features=["crane"]).room("Boiler House").room("Pump Room")
    for number in range(1, 8):
        builder.session(f"Rigging {number}", minutes=90, required_features=["crane"])
    return talks(builder, 14, 60).rule("room_features", "hard").done()


def harbour_debates() -> Conference:
    # Only the salon has 220 seats; each of its four blocks has 100 minutes, and so takes one debate of an hour.
    builder = built("Harbour Debates", 2, [("09:00", "10:40"), ("11:00", "12:40")], 20)
    builder.room("Grand Salon", capacity=400).room("Foyer", capacity=150).room("Attic", capacity=40)
    for number, audience in enumerate((220, 260, 300, 340, 380), 1):
        builder.session(f"Debate {number}", minutes=60, expected_audience=audience)
    return talks(builder, 9, 40).rule("room_capacity", "hard").done()


def organ_week() -> Conference:
    # The chapel is repaired in three of five blocks; each of the other two takes one concert of 75 minutes.
    builder = built("Organ Week", 1, [(f"{9 + 3 * n:02d}:00", f"{11 + 3 * n:02d}:00") for n in range(5)], 15)
    builder.room("Chapel", features=["organ"], closed_blocks=["b11", "b12", "b13"]).room("Cloister").room("Library")
    for title in ("Bach", "Franck", "Messiaen"):
        builder.session(title, minutes=75, required_features=["organ"])
    return talks(builder, 12, 45).rule("room_features", "hard").rule("room_availability", "hard").done()


def mixed_lengths() -> Conference:
    # Six blocks of two hours: four take one of 90 minutes and nothing of an hour beside it; two take two of an hour.
    # 4 * 90 + 5 * 60 = 660 minutes are less than 720, and nine sessions are less than twelve hours.
    builder = built("Kiln Days", 2, [("09:00", "11:00"), ("12:00", "14:00"), ("15:00", "17:00")], 30)
    builder.room("Kiln", features=["kiln"]).room("Yard")
    for number in range(1, 5):
        builder.session(f"Firing {number}", minutes=90, required_features=["kiln"])
    for number in range(1, 6):
        builder.session(f"Glazing {number}", minutes=60, required_features=["kiln"])
    return talks(builder, 6, 60).rule("room_features", "hard").done()


def plenary_blocks() -> Conference:
    # Three rooms, six blocks of two hours: eighteen workshops of 90 minutes. Opening and keynote take an hour each, at
    # best in one block, which has no room for a workshop any more: fifteen are left. The closing leaves 90 minutes.
    builder = built("Bread Congress", 2, [("09:00", "11:00"), ("12:00", "14:00"), ("15:00", "17:00")], 30)
    builder.room("Mill").room("Oven").room("Granary")
    builder.session("Opening", minutes=60, plenary=True, pin={"start": at("09:00")})
    builder.session("Keynote", minutes=60, plenary=True)
    builder.session("Closing", minutes=30, plenary=True, pin={"start": at("16:30", 2)})
    for number in range(1, 17):
        builder.session(f"Workshop {number}", minutes=90)
    return builder.rule("pinned", "hard").done()


# --- what may not be at once -----------------------------------------------------------------------------------------


def six_keynotes() -> Conference:
    # Five blocks of 80 minutes take one keynote of an hour each; no two of the six may be at once.
    builder = built("Signals", 1, [(f"{9 + 2 * n:02d}:00", f"{10 + 2 * n:02d}:20") for n in range(5)], 20)
    for room in ("North", "East", "South", "West"):
        builder.room(room)
    for title in ("Light", "Sound", "Smoke", "Flags", "Drums", "Birds"):
        builder.session(title, minutes=60, tags=["keynote"])
    return talks(builder, 20, 40).rule("not_in_parallel", "hard", sets=[{"tag": "keynote"}]).done()


def two_teams() -> Conference:
    # Two teams of interpreters, four blocks of 90 minutes: one session of an hour each, so eight of nine.
    builder = built("Treaty Talks", 2, [("09:00", "10:30"), ("11:00", "12:30")], 30)
    for room in ("Red Room", "Green Room", "Blue Room"):
        builder.room(room)
    for number in range(1, 10):
        builder.session(f"Hearing {number}", minutes=60, tags=["interpreted"])
    teams = {"resource": "interpreter teams", "available": 2, "tag": "interpreted"}
    return builder.rule("resource_limit", "hard", **teams).done()


def weaving_course() -> Conference:
    # Four parts of 45 minutes without a break are 180 minutes; no block has more than 150.
    builder = built("Looms", 2, [("09:00", "11:30"), ("13:00", "15:30")], 15).room("Loft").room("Shed")
    parts = [f"Weaving {number}" for number in range(1, 5)]
    for part in parts:
        builder.session(part, minutes=45)
    return talks(builder, 8, 45).rule("series", "hard", groups=[{"sessions": parts}]).done()


def vineyard_chain() -> Conference:
    # One after the other, with half an hour and an hour between: 09:00, 10:30, 13:00, 14:30, and the tasting at 15:30
    # until 17:00; Noor, who leads it, leaves at half past four.
    builder = built("Vineyard", 1, [("09:00", "12:00"), ("13:00", "17:00")], 30).room("Cellar").room("Barn")
    builder.person("Noor", available=[(at("09:00"), at("16:30"))])
    steps = [("Planting", 60, 30), ("Pruning", 60, 60), ("Harvest", 90, 0), ("Press", 60, 0), ("Tasting", 90, 0)]
    for title, minutes, _ in steps:
        builder.session(title, minutes=minutes, speakers=["Noor"] if title == "Tasting" else [])
    pairs = [
        {"before": first[0].lower(), "after": second[0].lower(), "min_gap_minutes": first[2]}
        for first, second in pairwise(steps)
    ]
    return talks(builder, 3, 60).rule("precedence", "hard", pairs=pairs).rule("person_availability", "hard").done()


def lab_day() -> Conference:
    # All four experiments on one day, in the laboratory, which is open for two hours on the one and three on the other.
    builder = built("Open Lab", 2, [("09:00", "12:00"), ("13:00", "16:00")], 30)
    hours = [(at("10:00"), at("12:00")), (at("13:00", 2), at("16:00", 2))]
    builder.room("Laboratory", features=["hood"], available=[{"start": a, "end": b} for a, b in hours]).room("Lounge")
    names = ["Crystals", "Flames", "Acids", "Dyes"]
    for title in names:
        builder.session(title, minutes=60, required_features=["hood"])
    builder.rule("same_day", "hard", groups=[{"sessions": [name.lower() for name in names]}])
    return talks(builder, 5, 60).rule("room_features", "hard").rule("room_availability", "hard").done()


# --- people ----------------------------------------------------------------------------------------------------------


def ludmila_leaves() -> Conference:
    # Until half past eleven she has two blocks of 100 and 30 minutes: two sessions of 50 minutes, not three. The third
    # would be over at ten to twelve.
    builder = built("Chess Forum", 1, [("09:00", "10:40"), ("11:00", "12:40")], 10).room("Rook").room("Knight")
    builder.person("Ludmila", available=[(at("09:00"), at("11:30"))])
    for title in ("Openings", "Endgames", "Problems"):
        builder.session(title, minutes=50, speakers=["Ludmila"])
    return talks(builder, 5, 30).rule("person_availability", "hard").done()


def okafor_days() -> Conference:
    # At most three of her sessions on a day, and two days: six of seven.
    builder = built("Law Days", 2, [("09:00", "12:00"), ("13:00", "17:00")], 30)
    for room in ("Court", "Chambers", "Archive"):
        builder.room(room)
    builder.person("Okafor")
    for number in range(1, 8):
        builder.session(f"Case {number}", minutes=60, speakers=["Okafor"])
    return talks(builder, 15, 60).rule("person_day_load", "hard", limit=3).done()


def long_walk() -> Conference:
    # From the quay at eleven to the fort at twenty past; the walk takes 35 minutes.
    builder = built("Island Tour", 1, [("09:00", "13:00"), ("14:00", "18:00")], 20).building("Quay").building("Fort")
    builder.walk("Quay", "Fort", 35).room("Jetty", building="Quay").room("Bastion", building="Fort").person("Ines")
    builder.session("Boats", minutes=60, speakers=["Ines"], pin={"room": "jetty", "start": at("10:00")})
    builder.session("Cannons", minutes=60, speakers=["Ines"], pin={"room": "bastion", "start": at("11:20")})
    return talks(builder, 8, 40).rule("pinned", "hard").rule("person_gap", "hard").done()


# --- several ---------------------------------------------------------------------------------------------------------


def two_problems() -> Conference:
    # Three sessions of an hour need the darkroom, which is open in two blocks of 90 minutes. And Piet is there for an
    # hour, but has two sessions of 45 minutes.
    builder = built("Photo Fair", 1, [("09:00", "10:30"), ("11:00", "12:30"), ("14:00", "15:30")], 15)
    builder.room("Darkroom", features=["lamp"], closed_blocks=["b13"]).room("Gallery")
    builder.person("Piet", available=[(at("14:00"), at("15:00"))])
    for title in ("Prints", "Toning", "Lith"):
        builder.session(title, minutes=60, required_features=["lamp"])
    for title in ("Lenses", "Filters"):
        builder.session(title, minutes=45, speakers=["Piet"])
    builder.rule("room_features", "hard").rule("room_availability", "hard").rule("person_availability", "hard")
    return talks(builder, 2, 30).done()


HOPELESS: dict[str, Hopeless] = {
    "turbine works": Hopeless(
        turbine_works,
        ("7 sessions of 90 minutes", "Turbine Hall", "6 blocks can take one"),
        ("Equip any one of these 2 rooms with crane", "Equip Boiler House with crane"),
    ),
    "harbour debates": Hopeless(
        harbour_debates,
        ("5 sessions of 60 minutes", "Grand Salon", "4 blocks can take one"),
        ("at least 220 seats", "Shorten any one of these 5 by 20 minutes"),
    ),
    "organ week": Hopeless(
        organ_week,
        ("3 sessions of 75 minutes", "Chapel", "2 blocks can take one"),
        ("Open Chapel in any one of these 3 blocks",),
    ),
    "mixed lengths": Hopeless(
        mixed_lengths,
        ("9 sessions", "13 places of 60 minutes", "6 blocks", "12"),
        ("Equip Yard with kiln", "Shorten any one of these 4 by 30 minutes"),
    ),
    "plenary blocks": Hopeless(
        plenary_blocks,
        ("16 sessions of 90 minutes", "15", "beside the plenaries"),
        ("one more room like",),
    ),
    "six keynotes": Hopeless(
        six_keynotes,
        ("6 sessions of 60 minutes", "not_in_parallel", "5 blocks can take one"),
        ("Take the tag keynote off any one of these 6",),
    ),
    "two teams": Hopeless(
        two_teams,
        ("9 sessions of 60 minutes", "interpreter teams", "4 blocks can take 2 each"),
        ("Provide 3 interpreter teams instead of 2.",),
    ),
    "weaving course": Hopeless(
        weaving_course,
        ("180 minutes", "without a break", "150"),
        ("Shorten any one of these 4 by 30 minutes",),
    ),
    "vineyard chain": Hopeless(
        vineyard_chain,
        ('"Tasting"', "15:30 at the earliest", "15:00 at the latest", "16:30"),
        ("Noor stays until 9 Mar 17:00 or later, instead of 16:30.",),
    ),
    "lab day": Hopeless(
        lab_day,
        ("4 sessions", "one day", "240 minutes", "180"),
        ("Laboratory is open",),
    ),
    "ludmila leaves": Hopeless(
        ludmila_leaves,
        ("Ludmila", "150 minutes", "only 100"),
        ("Ludmila stays until 9 Mar 11:50 or later, instead of 11:30.",),
    ),
    "okafor days": Hopeless(
        okafor_days,
        ("7 sessions", "Okafor", "at most 3", "2 days", "6"),
        ("from 3 to 4",),
    ),
    "long walk": Hopeless(
        long_walk,
        ("Ines", "35 minutes", "20"),
        ("at most 20 minutes", "11:40 or later"),
    ),
    "two problems": Hopeless(
        two_problems,
        ("3 sessions of 60 minutes", "2 blocks can take one", "Piet", "90 minutes", "60"),
        ("Piet",),
    ),
}
