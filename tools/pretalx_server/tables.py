"""Make the tables of a new pretalx; run inside pretalx by ``tools/pretalx_stage.py``."""

# mypy: disable-error-code="import-not-found"

from django.core.management import call_command

call_command("migrate", verbosity=0)
