"""Nobody keeps a board from its committee by asking too much or too often."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.asking import House
from tests.web.changes import change, without


def test_a_body_that_says_it_is_too_long_is_refused_unread(house: House) -> None:
    assert house.ask("POST", "/do", change(house, content_length="100"), [b"x" * 100]).status == 200
    house.reached.clear()
    answer = house.ask("POST", "/do", change(house, content_length="101"), [b"x" * 101])
    assert (answer.status, answer.header("connection")) == (413, "close")
    assert "the limit here is 100 bytes" in answer.text
    assert house.reached == []


def test_a_body_in_pieces_is_refused_as_soon_as_it_is_too_long(house: House) -> None:
    headers = without(change(house), "content-length") | {"transfer-encoding": "chunked"}
    taken = []

    def pieces() -> Iterator[bytes]:
        for _ in range(1_000):
            taken.append(1)
            yield b"x" * 10

    answer = house.ask("POST", "/do", headers, pieces())
    assert (answer.status, answer.header("connection")) == (413, "close")
    assert len(taken) == 11, "ten pieces of ten bytes are 100; the eleventh is too much"


def test_a_body_that_is_longer_than_it_says_is_refused(house: House) -> None:
    assert house.ask("POST", "/do", change(house, content_length="5"), [b"x" * 101]).status == 413


def test_a_request_to_see_has_no_endless_body_either(house: House) -> None:
    assert house.ask("GET", "/do", house.seated(), [b"x" * 101]).status == 413


def test_a_single_path_may_take_more(house: House) -> None:
    assert house.ask("POST", "/import", change(house, content_length="1000"), [b"x" * 1000]).status == 200
    assert house.ask("POST", "/import", change(house, content_length="1001"), [b"x" * 1001]).status == 413


@pytest.mark.parametrize("length", ["-1", "+5", "1_0", "0x5", "5, 5", "", " ", "\xb2", "9" * 30])
def test_a_length_that_is_no_number_is_refused(house: House, length: str) -> None:
    """Nor is what follows it on its connection, for nobody knows where that begins."""
    answer = house.ask("POST", "/do", change(house, content_length=length), [b"{}"])
    assert (answer.status, answer.header("connection")) == (400, "close")
    assert house.reached == []


def test_changes_come_sixty_a_second_and_240_at_once(house: House) -> None:
    """A flood from one browser does not keep another one out, and looking is counted by itself."""
    headers, other = change(house), change(house)
    statuses = [house.ask("POST", "/do", headers, [b"{}"]).status for _ in range(241)]
    assert statuses == [200] * 240 + [429]
    answer = house.ask("POST", "/do", headers, [b"{}"])
    assert (answer.status, answer.header("retry-after")) == (429, "1")
    assert house.ask("POST", "/do", other, [b"{}"]).status == 200
    assert house.ask("GET", "/", headers).status == 200
    house.clock.now += 1
    assert [house.ask("POST", "/do", headers, [b"{}"]).status for _ in range(61)] == [200] * 60 + [429]


def test_looks_come_120_a_second_and_600_at_once(house: House) -> None:
    headers, other = house.seated(), house.seated()
    assert [house.ask(headers=headers).status for _ in range(601)] == [200] * 600 + [429]
    assert house.ask(path="/static/app.js", headers=headers).status == 429
    assert house.ask(headers=other).status == 200
    house.clock.now += 1
    assert [house.ask(headers=headers).status for _ in range(121)] == [200] * 120 + [429]


def test_strangers_who_ask_too_often_wait_each_for_themselves(house: House) -> None:
    seated = house.seated()
    assert [house.ask(client="10.0.0.1").status for _ in range(241)] == [401] * 240 + [429]
    assert house.ask(path="/static/app.js", client="10.0.0.1").status == 429
    assert house.ask(client="10.0.0.2").status == 401
    assert house.ask(headers=seated, client="10.0.0.1").status == 200, "who has a seat is no stranger"


def test_in_ipv6_a_whole_network_counts_as_one(house: House) -> None:
    statuses = [house.ask(client=f"2001:db8::{n:x}").status for n in range(241)]
    assert statuses[-1] == 429
    assert house.ask(client="2001:db8:1::1").status == 401
    assert house.ask(client="fe80::1%eth0").status == 401


def test_addresses_of_ipv4_that_come_by_ipv6_are_told_apart(house: House) -> None:
    assert [house.ask(client="::ffff:10.0.0.1").status for _ in range(241)][-1] == 429
    assert house.ask(client="::ffff:10.0.0.2").status == 401
    assert house.ask(client="10.0.0.1").status == 429, "the same one, however it is written"


def test_guessing_invitations_comes_to_an_end(house: House) -> None:
    """Twenty wrong ones at once, and another one every three seconds; then the right one has to wait as well."""
    _, token = house.access.invite("chair")
    right = f"key={token}"
    assert [house.ask(path="/join", query=f"key=guess{n}").status for n in range(20)] == [401] * 20
    answer = house.ask(path="/join", query=right)
    assert (answer.status, answer.header("retry-after"), answer.header("set-cookie")) == (429, "3", None)
    assert house.ask(path="/join", query=right, client="10.0.0.2").status == 200
    house.clock.now += 3
    assert house.ask(path="/join", query=right).status == 200


def test_who_has_a_seat_does_not_open_invitations_without_end(house: House) -> None:
    """Each of them is written to the file, and a browser that is in already is no reason to write."""
    _, token = house.access.invite("editor")
    headers = house.seated()
    statuses = [house.ask(path="/join", query=f"key={token}", headers=headers).status for _ in range(241)]
    assert statuses == [200] * 240 + [429]


def test_a_committee_behind_one_address_may_all_come_at_once(house: House) -> None:
    _, token = house.access.invite("editor")
    assert {house.ask(path="/join", query=f"key={token}").status for _ in range(100)} == {200}
