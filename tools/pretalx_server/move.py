"""Move a talk as another member of the team would; run inside pretalx by ``tools/pretalx_stage.py``."""

# mypy: disable-error-code="import-not-found"

import datetime as dt

from django_scopes import scopes_disabled
from pretalx.event.models import Event

with scopes_disabled():
    event = Event.objects.get(slug="democon")
    slot = event.wip_schedule.talks.get(submission__title="Talk 1")
    # Before the doors open: the planner cannot have wanted it there.
    slot.start = slot.start.astimezone(event.tz).replace(hour=7, minute=30)
    slot.end = slot.start + dt.timedelta(minutes=30)
    slot.save()
