"""JSON-LD in the words of schema.org: complete, and harmless in a web page."""

from __future__ import annotations

import json
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agenda_solver.formats.exporting import ExportOptions, export_format
from agenda_solver.formats.schema_org import schema_org_data, schema_org_text
from tests.formats.agendas_small import agenda_with
from tests.profiles import examples


class Scripts(HTMLParser):
    """Collects the scripts of a page, and the tags outside of them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["script"]:
            self.script += data


def test_every_placed_session_is_an_event_within_the_event() -> None:
    agenda = agenda_with()
    data = schema_org_data(agenda)
    assert (data["@context"], data["@type"], data["name"]) == ("https://schema.org", "Event", "A small conference")
    # The first session begins on 28 March before the clocks change, the last ends on the 29th after it.
    assert (data["startDate"], data["endDate"]) == ("2026-03-28T09:00+01:00", "2026-03-29T10:00+02:00")
    assert [event["name"] for event in data["subEvent"]] == ["Opening", "Lab", "Sets"]
    assert {event["superEvent"]["@id"] for event in data["subEvent"]} == {data["@id"]}


def test_an_event_has_its_time_place_people_and_keywords() -> None:
    agenda = agenda_with({"sessions[1].description": "On sets.", "sessions[1].moderators": ["ada"]})
    sets = schema_org_data(agenda)["subEvent"][2]
    assert (sets["startDate"], sets["endDate"]) == ("2026-03-29T09:00+02:00", "2026-03-29T10:00+02:00")
    assert [person["name"] for person in sets["performer"]] == ["Ada", "Grace"]
    assert [person["name"] for person in sets["contributor"]] == ["Ada"]
    assert sets["location"]["name"] == "Hall"
    assert sets["location"]["maximumAttendeeCapacity"] == 100
    assert sets["location"]["containedInPlace"]["name"] == "North"
    assert (sets["keywords"], sets["description"]) == (["Logic"], "On sets.")


def test_what_is_not_known_is_not_said() -> None:
    lab = schema_org_data(agenda_with())["subEvent"][1]
    assert not {"description", "performer", "contributor", "keywords"} & lab.keys()


def test_an_agenda_without_sessions_lasts_as_long_as_its_blocks() -> None:
    data = schema_org_data(agenda_with(places={}))
    assert data["subEvent"] == []
    assert (data["startDate"], data["endDate"]) == ("2026-03-28T09:00+01:00", "2026-03-29T10:00+02:00")


def test_a_file_is_written_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "agenda.jsonld"
    assert export_format(None, path).write(agenda_with(), path, ExportOptions()) == [path]
    assert json.loads(path.read_text(encoding="utf-8")) == schema_org_data(agenda_with())


def in_page(text: str) -> tuple[list[str], Any]:
    page = Scripts()
    page.feed(f'<script type="application/ld+json">{text}</script>')
    page.close()
    return page.tags, json.loads(page.script)


def test_nothing_in_a_title_ends_the_script() -> None:
    trick = "</script><script>alert(1)</script><!--<script> & \u2028"
    agenda = agenda_with({"sessions[1].title": trick, "people[0].name": trick, "sessions[1].description": trick})
    text = schema_org_text(agenda)
    tags, data = in_page(text)
    assert tags == ["script"]
    assert data == schema_org_data(agenda)
    assert not set("<>&\u2028\u2029") & set(text)


@settings(max_examples=examples(20), deadline=None)
@given(st.text(max_size=50))
def test_any_title_arrives_within_a_page(title: str) -> None:
    agenda = agenda_with({"sessions[0].title": f"T{title}".encode(errors="replace").decode()})
    tags, data = in_page(schema_org_text(agenda))
    assert tags == ["script"]
    assert data == schema_org_data(agenda)
    assert all(datetime.fromisoformat(event["startDate"]).tzinfo is not None for event in data["subEvent"])
