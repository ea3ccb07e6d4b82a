"""The texts of a session: its issue with the answers to a form, its title with the groups that meet, its schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.families.tpac.document import Event, EventRoom, EventSession, EventSlot

TICKED = re.compile(r"^[-*+]?\s*\[([ xX])\]\s*(.+)$")
WHEN = re.compile(r"^(?:([^,]+),\s*)?(\d{1,2}:\d{2})\s*(?:-\s*(\d{1,2}:\d{2}))?$")
NUMBER = re.compile(r"#(\d{1,9})\b")
LOGIN = re.compile(r"^@[A-Za-z0-9][A-Za-z0-9-]*$")
NO_ANSWER = {"", "_no response_", "no response", "none"}

# Words in the headings of sections, and what the section is about; the first match counts. The wording of the forms
# differs from year to year.
KINDS = (
    ("avoid scheduling conflicts", "conflicts"),
    ("conflicts", "conflicts"),
    ("dates and times", "times"),
    ("preferred times", "times"),
    ("number of slots", "slots"),
    ("instructions", "instructions"),
    ("in-person", "people"),
    ("capacity", "people"),
    ("session type", "type"),
    ("chairs", "chairs"),
    # Texts for readers, and notes of the event's own programs.
    *((words, "text") for words in ("description", "goal", "agenda", "irc", "discussion", "materials", "calendar")),
)
# Expected audiences for the answers of the forms, as in the event's own programs.
PEOPLE = {"16-30": 20, "31-50": 40, "20-45 people": 30, "20 to 29": 25, "30 to 39": 35, "more than 50": 50}


@dataclass(frozen=True)
class Wishes:
    """The wishes of a session."""

    times: tuple[EventSlot, ...] = ()  # the slots that were ticked, in their order: a meeting in each of them
    meetings: int = 1  # how many are wanted if no slots were ticked
    people: int = 0  # expected; 0 if nobody says it
    conflicts: tuple[int, ...] = ()  # numbers of the sessions with which it should not be in parallel
    chairs: tuple[str, ...] = ()  # besides the author: names on GitHub with an "@", or other names
    has_author: bool = True  # whether the author is a chair
    is_plenary: bool = False
    instructions: str | None = None
    remarks: tuple[str, ...] = ()  # what was not understood

    @property
    def many(self) -> int:
        """The number of meetings."""
        return len(self.times) or self.meetings


def wishes_in(body: str, slots: Sequence[EventSlot]) -> Wishes:
    """Return the wishes in the text of an issue."""
    answers: dict[str, str] = {}
    remarks: list[str] = []
    for heading, answer in _sections(body):
        kind = next((kind for words, kind in KINDS if words in heading.casefold()), None)
        if answer.casefold() in NO_ANSWER:
            continue
        if kind is None:
            remarks.append(f'the section "{heading[:80]}" was not understood')
        else:
            answers.setdefault(kind, answer)
    chairs = _chairs(answers.get("chairs", ""))
    return Wishes(
        times=tuple(_times(answers.get("times", ""), slots, remarks)),
        meetings=_meetings(answers.get("slots", "1"), len(slots), remarks),
        people=_people(answers.get("people", "0"), remarks),
        conflicts=tuple(_conflicts(answers.get("conflicts", ""), remarks)),
        chairs=tuple(name for name in chairs if name.casefold() != "author-"),
        has_author="author-" not in {name.casefold() for name in chairs},
        is_plenary=answers.get("type", "").casefold().startswith("plenary"),
        instructions=answers.get("instructions"),
        remarks=tuple(remarks),
    )


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Return the headings with the text below them."""
    heading: str | None = None
    lines: list[str] = []
    for line in [*body.splitlines(), "### "]:
        if line.startswith("### "):
            if heading is not None:
                yield heading, "\n".join(lines).strip()
            heading, lines = line[4:].strip().removesuffix("(Optional)").strip(), []
        else:
            lines.append(line)


def _times(answer: str, slots: Sequence[EventSlot], remarks: list[str]) -> Iterator[EventSlot]:
    ticked: set[EventSlot] = set()
    for line in filter(str.strip, answer.splitlines()):
        found = TICKED.match(line.strip())
        if found is not None and found[1] == " ":
            continue
        when = WHEN.match(found[2]) if found is not None else None
        slot = None if when is None else next((slot for slot in slots if slot.fits(*when.groups())), None)
        if slot is None:
            remarks.append(f'the time "{line.strip()[:80]}" is not one of the event')
        else:
            ticked.add(slot)
    yield from (slot for slot in slots if slot in ticked)


def _meetings(answer: str, most: int, remarks: list[str]) -> int:
    if answer.isascii() and answer.isdigit() and len(answer) < 5 and 1 <= int(answer) <= most:
        return int(answer)
    remarks.append(f'"{answer[:80]}" is not a number of meetings, so it gets one')
    return 1


def _people(answer: str, remarks: list[str]) -> int:
    """Return how many are expected: of a range its middle, "less than 15" is 10, "more than 40" is 40."""
    words = answer.casefold()
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,6}(?!\d)", words)]
    if words in PEOPLE:
        return PEOPLE[words]
    if not numbers:
        if "know" not in words:
            remarks.append(f'"{answer[:80]}" is not a number of people')
        return 0
    if words.startswith(("less", "fewer")):
        return max(1, numbers[0] - 5)
    return sum(numbers[:2]) // len(numbers[:2])


def _conflicts(answer: str, remarks: list[str]) -> Iterator[int]:
    yield from dict.fromkeys(int(number) for number in NUMBER.findall(answer))
    if rest := NUMBER.sub("", answer).strip(" ,;\n\t-*.&"):
        remarks.append(f'of the conflicts "{rest[:80]}" was not understood')


def _chairs(answer: str) -> list[str]:
    """Return the names; those on GitHub may stand on one line with nothing but spaces between them."""
    names: list[str] = []
    for piece in re.split(r"[\n,]", answer):
        name = piece.strip().lstrip("-*+ ").strip()
        words = name.split()
        names += words if words and all(LOGIN.match(word) for word in words) else [name[:200]] if name else []
    return list(dict.fromkeys(names))


# --- the title -------------------------------------------------------------------------------------------------------

JOINT = re.compile(r"^(.*\S)\s+joint\s+meeting\b", re.IGNORECASE | re.DOTALL)
ABOUT = re.compile(r"\s*[:>].*$", re.DOTALL)
LONG = {"business": "bg", "community": "cg", "interest": "ig", "working": "wg"}
KIND = re.compile(r"\b(business|community|interest|working)\s+group\b", re.IGNORECASE)
TASK_FORCE = re.compile(r"\btask\s+force\b", re.IGNORECASE)
# Names of groups hold commas and "and" themselves: only after the kind of a group another one begins.
NEXT = re.compile(r"(?<=\b[bciw]g)\s*(?:,\s*and\s|,|&|\band\b)\s*|(?<=\btf)\s*(?:,|&|\band\b)\s*", re.IGNORECASE)


def groups_in(title: str) -> tuple[str, ...]:
    """Return the groups that a title names, in a normalised spelling.

    A title names one group, and perhaps what the meeting is about after a colon. Several groups stand in the title of a
    joint meeting.
    """
    joint = JOINT.match(title.strip())
    named = ABOUT.sub("", joint[1] if joint else title.strip())
    named = TASK_FORCE.sub("tf", KIND.sub(lambda found: LONG[found[1].casefold()], named))
    found = NEXT.split(named) if joint else [named]
    names = (" ".join(name.split()).strip(" ,&").casefold() for name in found)
    return tuple(dict.fromkeys(name for name in names if name))


# --- the schedule ----------------------------------------------------------------------------------------------------

CLOCK = re.compile(r"^(?:(\d{4}-\d{2}-\d{2})\s+)?(\d{1,2}:\d{2})(?:<[^>]*>)?(?:\s*-\s*(\d{1,2}:\d{2})(?:<[^>]*>)?)?$")


@dataclass(frozen=True)
class Meeting:
    """One meeting that already has a slot and a room."""

    slot: EventSlot
    room: EventRoom


def meetings_of(session: EventSession, event: Event) -> tuple[list[Meeting], list[str]]:
    """Return the meetings of a session that have a slot and a room, and what was not understood.

    A session of several meetings has them in one text, as "Monday, 9:30, Blue room; Tuesday, 11:30"; its own room is
    that of the meetings that name none.
    """
    meetings: list[Meeting] = []
    remarks: list[str] = []
    if session.meeting:
        texts = [[part.strip() for part in text.split(",")] for text in re.split(r"[;|]", session.meeting)]
    else:
        texts = [[]]
    for parts in texts:
        tokens = [token for token in (session.day, session.slot, *parts) if token]
        meeting, odd = _meeting(tokens, session.room, event)
        remarks += [f'"{token[:80]}" is neither a room, a day nor a slot of the event' for token in odd]
        if meeting is not None:
            meetings.append(meeting)
    return meetings, remarks


def _meeting(tokens: list[str], room_name: str | None, event: Event) -> tuple[Meeting | None, list[str]]:
    day: str | None = None
    start: str | None = None
    end: str | None = None
    room, odd = None if room_name is None else _room(room_name, event), []
    if room_name is not None and room is None:
        odd.append(room_name)
    for token in tokens:
        if clock := CLOCK.match(token):
            day, start, end = clock[1] or day, clock[2], clock[3]
        elif (there := _room(token, event)) is not None:
            room = there
        elif any(slot.fits(_day_of(token), None) for slot in event.slots):
            day = _day_of(token)
        else:
            odd.append(token)
    fitting = [slot for slot in event.slots if start is not None and slot.fits(day, start, end)]
    if room is None or len(fitting) != 1:
        return None, odd
    return Meeting(fitting[0], room), odd


def _day_of(token: str) -> str:
    """Return the date in a token, or the token: older files write "Monday (2023-09-11)"."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", token)
    return found[0] if found else token


def _room(name: str, event: Event) -> EventRoom | None:
    wanted = name.strip().casefold()
    return next((r for r in event.rooms if wanted in (r.name.casefold(), r.label.casefold())), None)
