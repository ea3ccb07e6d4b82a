"""Why a time zone is unknown: its name may be wrong, or the machine may have no time zone database."""

from __future__ import annotations

from zoneinfo import ZoneInfo

__all__ = ["NO_ZONES", "has_zones", "no_such_zone"]

NO_ZONES = "there is no database of time zones on this machine: python -m pip install tzdata"


def has_zones() -> bool:
    """Whether there is a time zone database; neither the system nor Python may have one."""
    try:
        ZoneInfo("UTC")
    except (KeyError, OSError):
        return False
    return True


def no_such_zone(name: object, example: str = "Asia/Almaty") -> str:
    """Return the message about a name that is not a time zone."""
    return f'"{name}" is not an IANA time zone such as "{example}"' if has_zones() else NO_ZONES
