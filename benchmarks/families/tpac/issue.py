"""What somebody wrote in the form of a session: the text of an issue, in sections with headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.families.tpac.document import EventSlot

TICKED = re.compile(r"^[-*+]?\s*\[([ xX])\]\s*(.+)$")
WHEN = re.compile(r"^(?:([^,]+),\s*)?(\d{1,2}:\d{2})\s*(?:-\s*(\d{1,2}:\d{2}))?$")
NUMBER = re.compile(r"#(\d{1,9})\b")
LOGIN = re.compile(r"^@[A-Za-z0-9][A-Za-z0-9-]*$")
NO_ANSWER = {"", "_no response_", "no response", "none"}

# The first that a heading holds says what the section is about; forms of other years word it otherwise.
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
    # What readers are told, and what the event's own programs note.
    *((words, "text") for words in ("description", "goal", "agenda", "irc", "discussion", "materials", "calendar")),
)
# What the event's own programs take the answers of their forms for.
PEOPLE = {"16-30": 20, "31-50": 40, "20-45 people": 30, "20 to 29": 25, "30 to 39": 35, "more than 50": 50}


@dataclass(frozen=True)
class Wishes:
    """What a session asks for.

    Attributes
    ----------
    times
        The slots that were ticked, in the order of the event: a meeting is wanted in each of them.
    meetings
        How many meetings are wanted where no slots were ticked.
    people
        How many are expected; 0 where nobody says it.
    conflicts
        Numbers of the sessions beside which it should not be.
    chairs
        Who chairs it beside its author: names on GitHub with an "@", or other names.
    has_author
        Whether its author chairs it.
    is_plenary
        Whether it is for everybody.
    instructions
        What people should read.
    remarks
        What was not understood.
    """

    times: tuple[EventSlot, ...] = ()
    meetings: int = 1
    people: int = 0
    conflicts: tuple[int, ...] = ()
    chairs: tuple[str, ...] = ()
    has_author: bool = True
    is_plenary: bool = False
    instructions: str | None = None
    remarks: tuple[str, ...] = ()


def wishes_in(body: str, slots: Sequence[EventSlot]) -> Wishes:
    """Return what the text of an issue asks for."""
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
    """Return the headings with what stands below them."""
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
