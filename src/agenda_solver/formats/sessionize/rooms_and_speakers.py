"""What Sessionize lists beside the sessions: rooms, speakers, categories and questions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agenda_solver.formats.lenient_values import LONGEST_ID, Ids, Remarks, kept, label, words

__all__ = ["PROGRAM", "Catalogue", "Labels", "catalogue_in", "seats_of"]

PROGRAM = "sessionize"
KINDS = ("track", "level", "language", "format")


@dataclass
class Labels:
    """The values of a session that are given by its categories."""

    track: str | None = None
    level: str | None = None
    language: str | None = None
    format: str | None = None
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Catalogue:
    """Rooms, people and tracks as fields of a conference, categories and questions, all by their ids in the file."""

    rooms: dict[str, dict[str, Any]]
    people: dict[str, dict[str, Any]]
    tracks: dict[str, dict[str, Any]]
    items: dict[str, tuple[str, str, str]]  # the kind, the title of the category, and the name of each item
    questions: dict[str, str]

    def labels(self, raw: Any, place: str, remarks: Remarks) -> Labels:
        """Return what the category items of a session say; all that has no field becomes a tag."""
        found = Labels()
        for item in raw if isinstance(raw, list) else ():
            id = words(item.get("id") if isinstance(item, Mapping) else item)
            if id not in self.items:
                remarks.say("unknown category", place, f'no category has the item "{id[:40]}"; it was left out')
                continue
            kind, title, name = self.items[id]
            value = self.tracks[id]["id"] if kind == "track" else name
            if kind in KINDS and getattr(found, kind) is None:
                setattr(found, kind, value)
            else:
                tag = f"{title}: {name}"[:LONGEST_ID]
                found.tags += [tag] if tag not in found.tags else []
        return found

    def answers(self, raw: Any, place: str, remarks: Remarks) -> dict[str, str]:
        """Return the answers to questions as one attribute, a JSON object of questions and answers."""
        answers = {}
        for _, answer in remarks.objects(raw, f"{place}.questionAnswers"):
            question = words(answer.get("question")) or words(answer.get("questionId")) or words(answer.get("id"))
            value = answer.get("answerValue", answer.get("answer"))
            if value not in (None, ""):
                answers[self.questions.get(question, question)] = value
        return {f"{PROGRAM}.answers": json.dumps(answers, ensure_ascii=False)} if answers else {}


def catalogue_in(data: Mapping[str, Any], remarks: Remarks) -> Catalogue:
    """Return everything but the sessions of a file."""
    questions = {
        words(question.get("id")): words(question.get("question"))
        for _, question in remarks.objects(data.get("questions"), "questions")
    }
    items, tracks = _categories(data.get("categories"), remarks)
    found = Catalogue(_rooms(data.get("rooms"), remarks), {}, tracks, items, questions)
    for id, person in _people(data.get("speakers"), found, remarks):
        _keep_by_id(found.people, id, person)
    return found


def _rooms(raw: Any, remarks: Remarks) -> dict[str, dict[str, Any]]:
    ids = Ids(remarks)
    rooms: dict[str, dict[str, Any]] = {}
    listed = list(remarks.objects(raw, "rooms"))
    for place, room in sorted(listed, key=lambda entry: _rank(entry[1])):
        id = ids.give(room.get("id"), place, f"room-{len(rooms) + 1}")
        name = remarks.title(room.get("name"), place, f"Room {id}")
        attributes = kept(room, PROGRAM, ("id", "name", "sort"))
        _keep_by_id(rooms, words(room.get("id")), {"id": id, "name": name, "attributes": attributes})
    return rooms


def seats_of(room: Mapping[str, Any]) -> int:
    """Return how many seats a room has; 0 if the file does not say."""
    text = room.get("attributes", {}).get(f"{PROGRAM}.capacity", "")
    return int(text) if re.fullmatch("[0-9]{1,6}", text) else 0


def _keep_by_id(parts: dict[str, dict[str, Any]], id: str, part: dict[str, Any]) -> None:
    """Keep a part by its id in the file; one without, or with that of another, stays too, but nothing names it."""
    parts[id if id and id not in parts else f"\0{len(parts)}"] = part


def _rank(room: Mapping[str, Any]) -> float:
    sort = room.get("sort")
    return sort if isinstance(sort, int | float) else 0


def _people(raw: Any, catalogue: Catalogue, remarks: Remarks) -> Iterable[tuple[str, dict[str, Any]]]:
    ids = Ids(remarks)
    for number, (place, speaker) in enumerate(remarks.objects(raw, "speakers"), 1):
        id = ids.give(speaker.get("id"), place, f"speaker-{number}")
        parts = " ".join(filter(None, (words(speaker.get(name)) for name in ("firstName", "lastName"))))
        full = words(speaker.get("fullName")) or parts or words(speaker.get("name"))
        read = ("id", "firstName", "lastName", "fullName", "name", "sessions", "questionAnswers", "categoryItems")
        attributes = kept(speaker, PROGRAM, read)
        attributes |= catalogue.answers(speaker.get("questionAnswers"), place, remarks)
        labels = catalogue.labels(speaker.get("categoryItems"), place, remarks)
        named = [*labels.tags, *filter(None, (labels.level, labels.language, labels.format))]
        if named:
            attributes[f"{PROGRAM}.categories"] = json.dumps(named, ensure_ascii=False)
        person = {"id": id, "name": remarks.title(full, place, f"Speaker {id}"), "attributes": attributes}
        yield words(speaker.get("id")), person


def _categories(raw: Any, remarks: Remarks) -> tuple[dict[str, tuple[str, str, str]], dict[str, dict[str, Any]]]:
    items: dict[str, tuple[str, str, str]] = {}
    tracks: dict[str, dict[str, Any]] = {}
    ids = Ids(remarks)
    for place, category in remarks.objects(raw, "categories"):
        title = label(category.get("title")) or "Category"
        kind = next((kind for kind in KINDS if re.search(rf"\b{kind}s?\b", title, re.IGNORECASE)), "")
        for inner, item in remarks.objects(category.get("items"), f"{place}.items"):
            id, name = words(item.get("id")), label(item.get("name"))
            if not id or name is None:
                remarks.say("no name", inner, "has no id or no name; it was left out")
                continue
            if id in items:
                remarks.say(
                    "id twice", inner, f'its id "{id[:40]}" is already that of "{items[id][2]}"; it was left out'
                )
                continue
            items[id] = (kind, title, name)
            if kind == "track":
                tracks[id] = {"id": ids.give(id, inner, id), "name": name}
    return items, tracks
