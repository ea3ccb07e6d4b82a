"""Every browser hears of every change, in order, and who is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from threading import Thread
from typing import Any

from agenda_solver.board.command_parsing import read_command
from agenda_solver.web.events import MOST_WAITING, Hub, Presence
from tests.web.desks import Office

ADA, BO = Presence("Ada", "chair"), Presence("Bo", "editor")


def read(text: str) -> tuple[str, Any]:
    """Return the kind of an event and its data."""
    fields = dict(line.split(": ", 1) for line in text.strip().split("\n"))
    return fields["event"], json.loads(fields["data"])


async def heard(stream: AsyncIterator[str], number: int, kind: str = "change") -> list[Any]:
    """Return so many events of a kind."""
    found = []
    async for text in stream:
        event, data = read(text)
        if event == kind:
            found.append(data)
        if len(found) == number:
            break
    return found


def test_each_of_many_changes_is_told_once_and_in_order(office: Office) -> None:
    """Three threads write 60 comments each; every version from 1 to 180 is heard of by both who listen."""

    def write(name: str) -> None:
        for number in range(60):
            command = read_command({"do": "comment", "session": "rivers", "text": f"{name} {number}"})
            office.board.do(command, name)

    async def listen() -> list[list[Any]]:
        streams = [office.board_requests.hub.stream(name, ADA, office.board_requests.hello) for name in "ab"]
        for stream in streams:
            assert read(await anext(stream))[0] == "hello"
        threads = [Thread(target=write, args=(name,)) for name in "xyz"]
        for thread in threads:
            thread.start()
        return list(await asyncio.gather(*(heard(stream, 180) for stream in streams)))

    for events in asyncio.run(asyncio.wait_for(listen(), 60)):
        assert [event["version"] for event in events] == list(range(1, 181))
        assert {event["author"] for event in events} == set("xyz")


def test_nothing_falls_between_the_first_event_and_the_next_one(office: Office) -> None:
    """What happens while the first event is made is either in it or told afterwards."""

    async def listen() -> None:
        def hello() -> dict[str, Any]:
            found = office.board_requests.hello()
            office.board.do(read_command({"do": "comment", "session": "rivers", "text": "now"}), "Ada")
            return found

        stream = office.board_requests.hub.stream("a", ADA, hello)
        assert read(await anext(stream))[1]["version"] == 0
        assert [event["version"] for event in await heard(stream, 1)] == [1]

    asyncio.run(asyncio.wait_for(listen(), 60))


def test_everybody_hears_who_comes_holds_something_and_goes() -> None:
    async def meet() -> list[list[tuple[str, str]]]:
        hub = Hub()
        stream = hub.stream("a", ADA, dict)
        await anext(stream)
        other = hub.stream("b", BO, dict)
        await anext(other)
        hub.here("b", Presence("Bo", "editor", "rivers"))
        hub.here("nobody", Presence("Cem", "editor", "rivers"))
        await other.aclose()  # type: ignore[attr-defined]
        events = await heard(stream, 4, "present")
        return [[(person["name"], person["session"]) for person in event["people"]] for event in events]

    alone, both = [("Ada", "")], [("Ada", ""), ("Bo", "")]
    assert asyncio.run(asyncio.wait_for(meet(), 60)) == [alone, both, [("Ada", ""), ("Bo", "rivers")], alone]


def test_who_comes_back_before_the_old_connection_has_ended_is_still_there() -> None:
    async def reconnect() -> None:
        hub = Hub()
        old = hub.stream("a", ADA, dict)
        await anext(old)
        new = hub.stream("a", ADA, dict)
        await anext(new)
        await old.aclose()  # type: ignore[attr-defined]
        assert [person["name"] for person in hub.present()] == ["Ada"]
        hub.publish("change", {"version": 1})
        assert await heard(new, 1) == [{"version": 1}]

    asyncio.run(asyncio.wait_for(reconnect(), 60))


def test_a_browser_that_takes_nothing_is_let_go_and_the_others_are_not() -> None:
    async def flood() -> None:
        hub = Hub()
        idle, awake = hub.stream("idle", BO, dict), hub.stream("awake", ADA, dict)
        await anext(idle)
        await anext(awake)
        for number in range(2 * MOST_WAITING):
            hub.publish("change", {"version": number})
            assert (await heard(awake, 1))[0] == {"version": number}
        assert len([text async for text in idle]) < MOST_WAITING, "it ends, and the browser comes back"

    asyncio.run(asyncio.wait_for(flood(), 60))


def test_when_all_is_over_streams_end_and_new_ones_do_too() -> None:
    async def end() -> None:
        hub = Hub()
        stream = hub.stream("a", ADA, dict)
        await anext(stream)
        await anext(stream)  # who is there
        hub.close()
        assert [read(text)[0] async for text in stream] == []
        assert [read(text)[0] async for text in hub.stream("b", BO, dict)] == ["hello"]
        hub.publish("change", {})

    asyncio.run(asyncio.wait_for(end(), 60))
    Hub().publish("change", {})  # nobody has ever listened
