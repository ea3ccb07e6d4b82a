"""Fill an empty pretalx with an event, and print an API token; run inside pretalx by ``tools/pretalx_stage.py``.

Two days, four rooms, 40 talks and a workshop that is given twice. Ten talks stand in the schedule as the editor in the
browser leaves them, each with its end; so they show what becomes of an end when a talk is moved.
"""

# mypy: disable-error-code="import-not-found"

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django_scopes import scopes_disabled
from pretalx.event.models import Event, Organiser, Team
from pretalx.person.models import SpeakerProfile, User, UserApiToken
from pretalx.person.models.auth_token import ENDPOINTS, READ_PERMISSIONS, WRITE_PERMISSIONS
from pretalx.schedule.models import Availability, TalkSlot
from pretalx.submission.models import Submission

ZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY = dt.date(2027, 5, 3)
TALKS, PLACED = 40, 10
WRITES = ("slots", "submissions", "schedules")


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """Return a time on one of the days."""
    return dt.datetime.combine(FIRST_DAY + dt.timedelta(days=day), dt.time(hour, minute), tzinfo=ZONE)


def new_event() -> Event:
    """Return an event with two days, and somebody who organises it."""
    event = Event.objects.create(
        organiser=Organiser.objects.create(name="Organiser", slug="organiser"),
        name="DemoCon",
        slug="democon",
        timezone="Europe/Berlin",
        email="office@example.org",
        locale="en",
        locale_array="en,de",
        content_locale_array="en,de",
        date_from=FIRST_DAY,
        date_to=FIRST_DAY + dt.timedelta(days=1),
    )
    event.feature_flags["present_multiple_times"] = True
    event.cfp.fields["availabilities"] = {"visibility": "optional"}
    event.cfp.save()
    event.save()
    event.build_initial_data()
    return event


def new_rooms(event: Event) -> list[Any]:
    """Return four rooms; the last is open in the afternoons only."""
    rooms = [
        event.rooms.create(name={"en": f"Room {number}", "de": f"Raum {number}"}, position=number, capacity=50 * number)
        for number in range(1, 5)
    ]
    for day in (0, 1):
        Availability.objects.create(event=event, room=rooms[3], start=at(day, 13), end=at(day, 18))
        for room in rooms:
            TalkSlot.objects.create(
                schedule=event.wip_schedule, room=room, start=at(day, 12), end=at(day, 13), description="Lunch"
            )
    return rooms


def new_talk(event: Event, number: int, **fields: object) -> Submission:
    """Return a confirmed talk with a speaker of its own."""
    talk = Submission.objects.create(
        event=event,
        title=f"Talk {number}",
        submission_type=fields.pop("submission_type", event.submission_types.first()),
        state="submitted",
        content_locale="en",
        **fields,
    )
    speaker = User.objects.create_user(email=f"s{number}@example.org", password=None, name=f"Speaker {number}")
    profile = SpeakerProfile.objects.create(user=speaker, event=event)
    if number % 8 == 0:
        Availability.objects.create(event=event, person=profile, start=at(1, 9), end=at(1, 18))
    talk.speakers.add(speaker)
    talk.accept(orga=True)
    talk.confirm(orga=True)
    return talk


def new_token(event: Event) -> str:
    """Return a token that may read everything, and write what a push writes."""
    user = User.objects.create_user(email="planner@example.org", password="-", name="Planner")  # noqa: S106
    team = Team.objects.create(
        organiser=event.organiser,
        name="Team",
        all_events=True,
        can_change_submissions=True,
        can_change_event_settings=True,
    )
    team.members.add(user)
    rights = {name: list(WRITE_PERMISSIONS if name in WRITES else READ_PERMISSIONS) for name in ENDPOINTS}
    token = UserApiToken.objects.create(name="stage", user=user, endpoints=rights)
    token.events.add(event)
    return str(token.token)


def fill() -> None:
    """Fill pretalx, and print the token."""
    event = new_event()
    rooms = new_rooms(event)
    track = event.tracks.create(name="Security", color="#aa0044")
    workshop = event.submission_types.create(name="Workshop", default_duration=60)
    # Half of the talks have a length of their own, the others that of their type.
    for number in range(1, TALKS + 1):
        talk = new_talk(event, number, duration=30 if number % 2 else None, track=track if number % 4 == 0 else None)
        if number <= PLACED:
            start = at(0, 9) + dt.timedelta(minutes=30 * (number % 5))
            talk.slots.filter(schedule=event.wip_schedule).update(
                room=rooms[number % 2], start=start, end=start + dt.timedelta(minutes=talk.get_duration())
            )
    new_talk(event, TALKS + 1, submission_type=workshop, slot_count=2)
    rejected = new_talk(event, TALKS + 2)
    rejected.reject(orga=True, force=True)
    print("TOKEN", new_token(event))


with scopes_disabled():
    fill()
