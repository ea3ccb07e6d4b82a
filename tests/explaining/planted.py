"""Small conferences that were made infeasible on purpose: each rule alone as a hard rule, then several together.

Unless a conference says otherwise, its only block is a morning of three hours in slots of half an hour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference

__all__ = ["ALONE", "MIXED", "PLANTED"]

Making = Callable[[], ConferenceBuilder]
NINE, TEN = "2025-05-29T09:00+05:00", "2025-05-29T10:00+05:00"


def morning(*rooms: str, **fields: Any) -> ConferenceBuilder:
    builder = Conference.build("c", "Our conference", "Asia/Almaty").day("2025-05-29", id="d1")
    builder.block("09:00", "12:00", id="am", slot_minutes=30)
    for room in rooms or ("Hall",):
        builder.room(room, **fields)
    return builder.only_these_rules()


def two_days(*rooms: str) -> ConferenceBuilder:
    """Two mornings of one hour each, on two days, without slots."""
    builder = Conference.build("c", "Our conference", "Asia/Almaty")
    builder.day("2025-05-29", id="d1").block("09:00", "10:00", id="one")
    builder.day("2025-05-30", id="d2").block("09:00", "10:00", id="two")
    for room in rooms or ("Hall",):
        builder.room(room)
    return builder.only_these_rules()


def window(start: str, end: str) -> list[tuple[str, str]]:
    return [(f"2025-05-29T{start}+05:00", f"2025-05-29T{end}+05:00")]


def open_from(start: str, end: str) -> list[dict[str, str]]:
    return [{"start": begin, "end": until} for begin, until in window(start, end)]


def sessions(builder: ConferenceBuilder, letters: str, minutes: int = 60, **fields: Any) -> ConferenceBuilder:
    for letter in letters:
        builder.session(letter, minutes=minutes, **fields)
    return builder


# --- one rule alone --------------------------------------------------------------------------------------------------


def adjacent() -> ConferenceBuilder:
    builder = morning("Hall", "Den").session("A", minutes=120).session("B", minutes=90)  # too long for one room
    return builder.rule("adjacent", "hard", pairs=[{"before": "a", "after": "b"}])


def audience_clash() -> ConferenceBuilder:
    builder = sessions(morning("Hall", "Den"), "ABCD").votes("Vera", "A", "B", "C", "D")
    return builder.rule("audience_clash", "hard")


def chair_clash() -> ConferenceBuilder:
    builder = morning("Hall", "Den").person("Chen").track("Art", chairs=["chen"]).track("Law", chairs=["chen"])
    builder.session("A", minutes=120, track="Art").session("B", minutes=90, track="Law")  # too long for one room
    return builder.rule("chair_clash", "hard")


def day_distance() -> ConferenceBuilder:
    builder = two_days().session("A", duration_slots=1).session("B", duration_slots=1)
    return builder.rule("day_distance", "hard", pairs=[{"sessions": ["a", "b"], "how": "not", "days": 1}])


def key_people() -> ConferenceBuilder:
    builder = morning("Hall", "Den").person("Minister")
    sessions(builder, "AB", 90, required_people=["Minister"])
    return builder.session("C", minutes=60, speakers=["Minister"]).rule("key_people", "hard")


def local_hours() -> ConferenceBuilder:
    # At nine in Almaty it is midnight in New York.
    return sessions(morning(), "A", time_zone="America/New_York").rule("local_hours", "hard")


def not_in_parallel() -> ConferenceBuilder:
    sets = [{"sessions": ["a", "b", "c", "d"]}]
    return sessions(morning("Hall", "Den"), "ABCD").rule("not_in_parallel", "hard", sets=sets)


def one_of() -> ConferenceBuilder:
    # All four shall take place; the morning has room for three.
    builder = sessions(morning(), "ABCD", optional=True)
    return builder.rule("one_of", "hard", sets=[{"sessions": ["a", "b", "c", "d"]}], count=4)


def stand_in() -> ConferenceBuilder:
    # Nobody waits for the place of what is not confirmed: what could has to be in the programme itself.
    return sessions(morning(), "A", likelihood=50).session("B", minutes=60).rule("stand_in", "hard")


def occurrences_apart() -> ConferenceBuilder:
    # Four times an hour are longer than a morning of three, whatever the rooms.
    return sessions(morning("Hall", "Den"), "A", occurrences=4).rule("occurrences_apart", "hard")


def offer_diversity() -> ConferenceBuilder:
    # Two blocks with sessions, but only one session in English.
    builder = two_days().session("A", duration_slots=1, language="en").session("B", duration_slots=1, language="kk")
    return builder.rule("offer_diversity", "hard", kinds=["language"])


def parallel_limit() -> ConferenceBuilder:
    return sessions(morning("Hall", "Den", "Loft"), "ABCDEFG").rule("parallel_limit", "hard", limit=2)


def person_availability() -> ConferenceBuilder:
    builder = morning().person("Ada", available=window("11:30", "13:00"))
    return sessions(builder, "A", speakers=["Ada"]).rule("person_availability", "hard")


def person_day_load() -> ConferenceBuilder:
    builder = morning("Hall", "Den").person("Ada")
    return sessions(builder, "ABC", 30, speakers=["Ada"]).rule("person_day_load", "hard", limit=2)


def person_gap() -> ConferenceBuilder:
    builder = morning().person("Ada")
    return sessions(builder, "AB", speakers=["Ada"]).rule("person_gap", "hard", pause_minutes=90)


def pinned() -> ConferenceBuilder:
    return sessions(morning(), "AB", pin={"start": NINE}).rule("pinned", "hard")


def plenary() -> ConferenceBuilder:
    builder = morning("Hall", "Den").session("Opening", minutes=90, plenary=True)
    return builder.session("Workshop", minutes=120).rule("plenary", "hard")


def precedence() -> ConferenceBuilder:
    pairs = [{"before": "a", "after": "b", "min_gap_minutes": 90}]
    return sessions(morning("Hall", "Den"), "AB").rule("precedence", "hard", pairs=pairs)


def resource_limit() -> ConferenceBuilder:
    builder = sessions(morning("Hall", "Den", "Loft"), "ABCDEFG", tags=["interpreted"])
    return builder.rule("resource_limit", "hard", resource="interpreter teams", available=2, tag="interpreted")


def room_availability() -> ConferenceBuilder:
    return sessions(morning(available=open_from("09:00", "10:30")), "AB").rule("room_availability", "hard")


def room_capacity() -> ConferenceBuilder:
    return sessions(morning(capacity=100), "A", expected_audience=120).rule("room_capacity", "hard")


def room_changeover() -> ConferenceBuilder:
    return sessions(morning(changeover_minutes=20), "AB", 90).rule("room_changeover", "hard")


def room_features() -> ConferenceBuilder:
    return sessions(morning("Hall", "Den"), "A", required_features=["booth"]).rule("room_features", "hard")


def room_preference() -> ConferenceBuilder:
    tables = [{"session": "a", "room": room, "amount": 3} for room in ("hall", "den")]
    return sessions(morning("Hall", "Den"), "AB").rule("room_preference", "hard", tables=tables)


def same_day() -> ConferenceBuilder:
    builder = two_days().session("A", duration_slots=1).session("B", duration_slots=1)
    return builder.rule("same_day", "hard", groups=[{"sessions": ["a", "b"]}])


def series() -> ConferenceBuilder:
    builder = morning("Hall", "Den").session("Part one", minutes=120).session("Part two", minutes=90)
    return builder.rule("series", "hard", groups=[{"sessions": ["part-one", "part-two"]}])


def session_windows() -> ConferenceBuilder:
    # Of the morning only its last half hour is left to a session of an hour.
    table = [{"session": "a", "windows": open_from("11:30", "13:00")}]
    return sessions(morning("Hall", "Den"), "A").rule("session_windows", "hard", table=table)


def similar_tracks() -> ConferenceBuilder:
    builder = morning("Hall", "Den").track("Art", themes=["design"]).track("Craft", themes=["design"])
    builder.session("A", minutes=120, track="Art").session("B", minutes=90, track="Craft")
    return builder.rule("similar_tracks", "hard")


def speaker_clash() -> ConferenceBuilder:
    builder = sessions(morning("Hall", "Den").person("Ada"), "ABCD", speakers=["Ada"])
    return builder.rule("speaker_clash", "hard")


def time_preference() -> ConferenceBuilder:
    return sessions(morning(), "A", required_times=["evening"]).rule("time_preference", "hard", tags=["required"])


def track_balance() -> ConferenceBuilder:
    # Three sessions cannot be spread evenly over two days.
    builder = two_days("Hall", "Den").track("Art")
    for letter in "ABC":
        builder.session(letter, duration_slots=1, track="Art")
    return builder.rule("track_balance", "hard", blocks=False, unit_minutes=30)


def track_cell() -> ConferenceBuilder:
    builder = morning().track("Art").track("Law")
    return (
        builder.session("A", minutes=60, track="Art").session("B", minutes=60, track="Law").rule("track_cell", "hard")
    )


def track_contiguity() -> ConferenceBuilder:
    builder = Conference.build("c", "Our conference", "Asia/Almaty").day("2025-05-29", id="d1").room("Hall")
    for number, (start, end) in enumerate((("09:00", "10:00"), ("10:00", "11:00"), ("11:00", "12:00"))):
        builder.block(start, end, id=f"b{number}")
    builder.track("Art").track("Law").session("A", duration_slots=1, track="Art", pin={"block": "b0"})
    builder.session("B", duration_slots=1, track="Law", pin={"block": "b1"})
    builder.session("C", duration_slots=1, track="Art", pin={"block": "b2"})
    return builder.only_these_rules().rule("track_contiguity", "hard").rule("pinned", "hard")


def track_order() -> ConferenceBuilder:
    builder = morning("Hall", "Den").track("Art")
    builder.session("A", minutes=120, track="Art", position=1).session("B", minutes=120, track="Art", position=2)
    return builder.rule("track_order", "hard")


def track_parallel() -> ConferenceBuilder:
    return sessions(morning("Hall", "Den").track("Art"), "ABCD", track="Art").rule("track_parallel", "hard")


def track_rooms() -> ConferenceBuilder:
    return sessions(morning("Hall", "Den").track("Art"), "ABCD", track="Art").rule("track_rooms", "hard")


def unscheduled() -> ConferenceBuilder:
    return sessions(morning(), "ABCD", optional=True).rule("unscheduled", "hard")


# --- several together ------------------------------------------------------------------------------------------------


def too_little_room() -> ConferenceBuilder:
    return sessions(morning(), "ABCD")


def lengths_that_leave_gaps() -> ConferenceBuilder:
    return sessions(morning("Hall", "Den"), "AB", 150).session("C", minutes=60)


def types_without_a_room() -> ConferenceBuilder:
    builder = morning(session_types=["talk"]).room("Studio", session_types=["film"])
    return sessions(sessions(builder, "ABCD", type="film"), "E", type="talk")


def pin_against_feature() -> ConferenceBuilder:
    builder = morning("Hall").room("Library", features=["booth"])
    builder.session("A", minutes=60, required_features=["booth"], pin={"room": "hall"})
    return builder.rule("pinned", "hard").rule("room_features", "hard")


def pins_series_and_rivals() -> ConferenceBuilder:
    builder = morning("Hall", "Den").session("One", minutes=60, pin={"start": NINE})
    builder.session("Two", minutes=60).session("Three", minutes=60, pin={"start": TEN}).session("X", minutes=30)
    builder.rule("pinned", "hard").rule("series", "hard", groups=[{"sessions": ["one", "two"], "same_room": False}])
    return builder.rule("not_in_parallel", "hard", sets=[{"sessions": ["two", "three"]}])


def early_departure() -> ConferenceBuilder:
    builder = morning("Den").room("Hall", available=open_from("10:30", "12:00"), features=["stage"])
    builder.person("Ada", available=window("09:00", "12:00"))
    sessions(builder, "AB", 90, speakers=["Ada"], required_features=["stage"])
    builder.rule("person_availability", "hard").rule("speaker_clash", "hard").rule("room_features", "hard")
    return builder.rule("room_availability", "hard")


def walk_between_pinned_talks() -> ConferenceBuilder:
    builder = morning().building("North").building("South").walk("North", "South", 40)
    builder.room("Aula", building="North").room("Club", building="South").person("Ada")
    builder.session("A", minutes=60, speakers=["Ada"], pin={"room": "aula", "start": NINE})
    builder.session("B", minutes=60, speakers=["Ada"], pin={"room": "club", "start": TEN})
    return builder.rule("person_gap", "hard").rule("pinned", "hard")


def plenary_and_order() -> ConferenceBuilder:
    builder = morning("Hall", "Den").session("Opening", minutes=60, plenary=True)
    builder.session("Keynote", minutes=60, plenary=True).session("Workshop", minutes=60)
    builder.session("Panel", minutes=60)
    pairs = [{"before": "workshop", "after": "panel", "min_gap_minutes": 30}]
    return builder.rule("plenary", "hard").rule("precedence", "hard", pairs=pairs)


def two_conflicts_at_once() -> ConferenceBuilder:
    builder = morning("Hall", "Den").person("Ada", available=window("13:00", "14:00"))
    builder.session("A", minutes=60, speakers=["Ada"]).session("B", minutes=60, required_features=["booth"])
    return builder.rule("person_availability", "hard").rule("room_features", "hard")


ALONE: dict[str, Making] = {
    making.__name__: making
    for making in (
        adjacent,
        audience_clash,
        chair_clash,
        day_distance,
        key_people,
        local_hours,
        not_in_parallel,
        occurrences_apart,
        offer_diversity,
        one_of,
        parallel_limit,
        person_availability,
        person_day_load,
        person_gap,
        pinned,
        plenary,
        precedence,
        resource_limit,
        room_availability,
        room_capacity,
        room_changeover,
        room_features,
        room_preference,
        same_day,
        series,
        session_windows,
        similar_tracks,
        speaker_clash,
        stand_in,
        time_preference,
        track_balance,
        track_cell,
        track_contiguity,
        track_order,
        track_parallel,
        track_rooms,
        unscheduled,
    )
}
MIXED: dict[str, Making] = {
    making.__name__: making
    for making in (
        too_little_room,
        lengths_that_leave_gaps,
        types_without_a_room,
        pin_against_feature,
        pins_series_and_rivals,
        early_departure,
        walk_between_pinned_talks,
        plenary_and_order,
        two_conflicts_at_once,
    )
}
PLANTED: dict[str, Making] = {**ALONE, **MIXED}
