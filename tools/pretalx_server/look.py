"""Print what stands in pretalx's own tables as JSON, past its API; run inside pretalx by ``tools/pretalx_stage.py``."""

# mypy: disable-error-code="import-not-found"

import json

from django_scopes import scopes_disabled
from pretalx.event.models import Event
from pretalx.schedule.models import TalkSlot


def look() -> None:
    """Print the slots of the schedule that is being worked on, and the names of the released versions."""
    event = Event.objects.get(slug="democon")
    slots = TalkSlot.objects.filter(schedule=event.wip_schedule).select_related("submission")
    found = [
        {
            "code": slot.submission.code if slot.submission else None,
            "room": slot.room_id,
            "start": slot.start.isoformat() if slot.start else None,
            "end": slot.real_end.isoformat() if slot.start else None,
            "minutes": slot.submission.get_duration() if slot.submission else None,
        }
        for slot in slots
    ]
    versions = [schedule.version for schedule in event.schedules.exclude(version=None)]
    print("SEEN", json.dumps({"slots": found, "versions": versions}))


with scopes_disabled():
    look()
