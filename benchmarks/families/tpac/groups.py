"""Whose meeting a session is: the groups that its title names."""

from __future__ import annotations

import re

JOINT = re.compile(r"^(.*\S)\s+joint\s+meeting\b", re.IGNORECASE | re.DOTALL)
ABOUT = re.compile(r"\s*[:>].*$", re.DOTALL)
LONG = {"business": "bg", "community": "cg", "interest": "ig", "working": "wg"}
KIND = re.compile(r"\b(business|community|interest|working)\s+group\b", re.IGNORECASE)
TASK_FORCE = re.compile(r"\btask\s+force\b", re.IGNORECASE)
# Names of groups hold commas and "and" themselves: only after the kind of a group another one begins.
NEXT = re.compile(r"(?<=\b[bciw]g)\s*(?:,\s*and\s|,|&|\band\b)\s*|(?<=\btf)\s*(?:,|&|\band\b)\s*", re.IGNORECASE)


def groups_in(title: str) -> tuple[str, ...]:
    """Return the groups that a title names, each in one way of writing whatever the title's is.

    A title names one group, and perhaps what the meeting is about after a colon. Several groups stand in the title of a
    joint meeting.
    """
    joint = JOINT.match(title.strip())
    named = ABOUT.sub("", joint[1] if joint else title.strip())
    named = TASK_FORCE.sub("tf", KIND.sub(lambda found: LONG[found[1].casefold()], named))
    found = NEXT.split(named) if joint else [named]
    names = (" ".join(name.split()).strip(" ,&").casefold() for name in found)
    return tuple(dict.fromkeys(name for name in names if name))
