"""A principal gets one more session, in the other building, and the walk takes 20 minutes.

That principals have appointments in several buildings on one day is documented; this session is invented. It is hosted
in the pavilion, so its room is pinned. The principal's other sessions are where they were published, and the walks have
to fit between them.
"""

from collections import Counter

from forum import publish, tell  # type: ignore[import-not-found]

from agenda_solver import Agenda, Conference


def busiest_speaker(conference: Conference, published: Agenda, day: str) -> str:
    """Return the invented person who has most sessions in the congress centre on a day."""
    parts = Counter(
        person
        for id, placed in published.items()
        if conference.block_by_id[placed.block].day == day and conference.room_by_id[placed.room].building == "congress"
        for person in conference.session_by_id[id].speakers
        if conference.person_by_id[person].synthetic
    )
    return max(sorted(parts), key=parts.__getitem__)


def main() -> None:
    conference, published = publish()
    day = conference.days[1]
    person = busiest_speaker(conference, published, day.id)
    reception = {
        "id": "reception",
        "title": "Reception in the pavilion",
        "type": "side event",
        "duration_minutes": 60,
        "speakers": [person],
        "pin": {"day": day.id, "room": "pavilion-b"},
        "synthetic": True,
    }
    print(f"{conference.person_by_id[person].name} is asked to a reception in the pavilion on {day.label}.\n")
    tell(conference, published, [{"change": "add session", "session": reception}])


if __name__ == "__main__":
    main()
