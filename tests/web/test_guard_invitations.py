"""Strangers see nothing, and an invitation gives a seat to those who were invited."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenda_solver.errors import NotWritten
from agenda_solver.web.access import Seat
from tests.web.asking import COOKIE, House
from tests.web.changes import change, without

# --- strangers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_without_a_seat_there_is_only_a_page_that_says_how_to_come(house: House, method: str) -> None:
    for path in ("/", "/secret", "/events", "/static", "/Static/app.js", "/joint"):
        answer = house.ask(method, path)
        assert (answer.status, answer.header("content-type")) == (401, "text/html; charset=utf-8")
        assert "open the link of your invitation" in answer.text
    assert house.reached == []


def test_without_a_seat_nothing_is_changed(house: House) -> None:
    for path in ("/do", "/join", "/static/app.js"):
        assert house.ask("POST", path, without(change(house), "cookie"), [b"{}"]).status == 401
    assert house.reached == []


def test_scripts_and_styles_need_no_seat_and_say_how_long_they_are_kept(house: House) -> None:
    answer = house.ask(path="/static/app.js")
    assert (answer.status, answer.header("cache-control")) == (200, "max-age=60")


def test_a_forged_cookie_opens_nothing(house: House) -> None:
    _, token = house.access.invite("chair")
    secret = house.access.join(token, "Ada")
    assert secret is not None
    for forged in ("", "x", token, secret[:-1], secret + "x", secret.swapcase(), "x" * 10_000, "' OR 1=1 --", "\xff"):
        assert house.ask(headers={"cookie": f"{COOKIE}={forged}"}).status == 401
    for name in ("agenda-board-8001", COOKIE.upper(), f"{COOKIE} x", "__Host-" + COOKIE):
        assert house.ask(headers={"cookie": f"{name}={secret}"}).status == 401
    assert house.reached == []
    assert house.ask(headers={"cookie": f"other=1; {COOKIE}={secret}; more=2"}).status == 200


def test_a_second_cookie_that_somebody_has_slipped_in_takes_no_ones_place(house: House) -> None:
    """Servers on other ports may set a cookie of the same name, for a longer path, which the browser sends first."""
    mine, theirs = house.seated()["cookie"], house.seated("viewer")["cookie"]
    assert house.ask(headers={"cookie": f"{theirs}; {mine}"}).status == 401
    assert house.ask(headers=[("cookie", theirs), ("cookie", mine)]).status == 401


def test_what_was_recorded_is_worth_nothing_once_the_invitation_is_taken_back(house: House) -> None:
    seat, token = house.access.invite("editor", "The committee")
    cookies = [{"cookie": f"{COOKIE}={house.access.join(token, name)}"} for name in ("Ada", "Bo")]
    others = house.seated()
    assert [house.ask(headers=cookie).status for cookie in cookies] == [200, 200]
    house.access.revoke(seat.id)
    assert [house.ask(headers=cookie).status for cookie in cookies] == [401, 401]
    assert house.ask(path="/join", query=f"key={token}").status == 401
    assert house.ask(headers=others).status == 200


def test_an_event_stream_ends_when_the_invitation_is_taken_back(house: House) -> None:
    headers = house.seated()
    assert house.ask(path="/events", headers=headers).parts == [b"data: 0\n\n", b"data: 1\n\n", b"data: 2\n\n", b""]
    assert house.ask(path="/events", query="revoke=0", headers=headers).parts == [b"data: 0\n\n", b""]


def test_when_the_file_cannot_be_read_nobody_is_let_in(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(secret: str) -> Seat | None:
        raise NotWritten.single("locked")

    headers = house.seated()
    monkeypatch.setattr(house.access, "seat_of", locked)
    assert house.ask(headers=headers).status == 503
    assert house.reached == []


# --- invitations -----------------------------------------------------------------------------------------------------


def test_an_invitation_gives_a_cookie_that_stays_with_our_pages_and_hides_from_scripts(house: House) -> None:
    _, token = house.access.invite("viewer", "The press")
    answer = house.ask(path="/join", query=f"key={token}")
    assert answer.status == 200
    value, *attributes = (answer.header("set-cookie") or "").split("; ")
    assert sorted(a.lower() for a in attributes) == ["httponly", "path=/", "samesite=strict"]
    assert house.ask(headers={"cookie": value}).text == '{"bytes":0,"seat":"The press"}'


def test_with_https_the_cookie_goes_by_https_only(tmp_path: Path) -> None:
    house = House(tmp_path, secure=True)
    _, token = house.access.invite("viewer")
    assert "; Secure" in (house.ask(path="/join", query=f"key={token}").header("set-cookie") or "")


def test_the_token_stays_neither_in_the_address_bar_nor_in_what_is_told_to_others(house: House) -> None:
    _, token = house.access.invite("viewer")
    answer = house.ask(path="/join", query=f"key={token}")
    assert '<meta http-equiv="refresh" content="0;url=/">' in answer.text
    assert (answer.header("referrer-policy"), answer.header("cache-control")) == ("no-referrer", "no-store")
    assert token not in answer.text + str(answer.headers)


def test_a_link_that_only_a_program_looks_at_gives_no_seat(house: House) -> None:
    _, token = house.access.invite("viewer")
    assert house.ask("HEAD", "/join", query=f"key={token}").header("set-cookie") is None


@pytest.mark.parametrize(
    "query", ["", "key=", "key", "key=x", "KEY={}", "key={}&key=x", "key={}x", "key=" + "x" * 9_999]
)
def test_an_invitation_that_nobody_has_made_opens_nothing(house: House, query: str) -> None:
    _, token = house.access.invite("viewer")
    answer = house.ask(path="/join", query=query.format(token))
    assert (answer.status, answer.header("set-cookie")) == (401, None)
    assert "is not valid, or no longer valid" in answer.text
