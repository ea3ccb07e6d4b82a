"""A summit is moved onto the forum's second day, and takes a hall and two principals for the morning.

That a summit was put off, and held on the second day of the forum, is documented. That it is held in this hall, and its
hours, are invented. Whatever was published for the hall in that time has to make way, and as little else as possible.
"""

from typing import Any

from forum import publish, tell  # type: ignore[import-not-found]

HALL = "ulytau"
BEGIN, END = "2025-05-30T09:00+05:00", "2025-05-30T10:30+05:00"


def main() -> None:
    conference, published = publish()
    print(f"The summit takes {conference.room_by_id[HALL].name} from 9:00 to 10:30 on {conference.days[1].label}.\n")
    changes: list[dict[str, Any]] = [{"change": "room lost", "room": HALL, "start": BEGIN, "end": END}]
    day = {"start": "2025-05-30T10:45+05:00", "end": "2025-05-30T20:00+05:00"}
    before = {"start": "2025-05-29T08:00+05:00", "end": "2025-05-29T20:00+05:00"}
    changes += [
        {"change": "person available", "person": "kassym-jomart-tokayev", "windows": [before, day]},
        {"change": "person available", "person": "giorgia-meloni", "windows": [day]},
    ]
    tell(conference, published, changes)


if __name__ == "__main__":
    main()
