"""Two speakers were announced and do not come, and a third has to leave early.

That announced speakers are not named afterwards is documented; who it is here is invented. A panel takes place without
its speaker. A one-on-one without its only guest does not, and is cancelled. The third speaker leaves in the middle of
the last session they have a part in.
"""

from datetime import timedelta

from forum import publish, tell  # type: ignore[import-not-found]


def main() -> None:
    conference, published = publish()
    missing = conference.session_by_id["grids"].speakers[0]
    guest = conference.session_by_id["one-ai"].speakers[0]
    leaving = conference.session_by_id["grids"].moderators[0]
    for person, what in ((missing, "does not come"), (guest, "does not come"), (leaving, "leaves early")):
        print(f"{conference.person_by_id[person].name} {what}.")
    print()
    last = max((id for id in published if leaving in conference.session_by_id[id].people()), key=published.start)
    changes = [
        {"change": "person gone", "person": missing},
        {"change": "cancel", "session": "one-ai"},
        {"change": "person gone", "person": guest},
        {"change": "person available", "person": leaving, "not_after": published.end(last) - timedelta(minutes=30)},
    ]
    tell(conference, published, changes)


if __name__ == "__main__":
    main()
