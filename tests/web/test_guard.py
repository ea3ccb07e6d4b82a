"""Attacks on the server of a board, one a test: each is refused, and what is like it but honest is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from agenda_solver.errors import NotWritten
from agenda_solver.web.access import Seat
from tests.web.asking import COOKIE, JSON, ORIGIN, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def change(house: House, **others: str) -> dict[str, str]:
    """Return the headers of an honest change; others replace or join them, and a None takes one away."""
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", **JSON, **house.seated(), "content-length": "2"}
    return headers | {name.replace("_", "-"): value for name, value in others.items()}


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}


# --- honest people ---------------------------------------------------------------------------------------------------


def test_who_has_a_seat_sees_the_board_and_changes_it(house: House) -> None:
    assert house.ask(headers=house.seated(name="Bo")).text == '{"bytes":0,"seat":"Bo"}'
    assert house.ask("POST", "/do", change(house), [b"{}"]).text == '{"bytes":2,"seat":"Ada"}'


def test_a_change_without_a_body_needs_no_type_of_one(house: House) -> None:
    headers = without(change(house, content_length="0"), "content-type")
    assert house.ask("POST", "/do", headers).status == 200
    assert house.ask("POST", "/do", without(headers, "content-length")).status == 200


def test_a_file_may_be_sent_as_it_is(house: House) -> None:
    headers = change(house, content_type="application/octet-stream", content_length="900")
    assert house.ask("POST", "/import", headers, [b"x" * 900]).status == 200


def test_a_browser_that_does_not_say_where_a_request_comes_from_is_believed_by_its_origin(house: House) -> None:
    assert house.ask("POST", "/do", without(change(house), "sec-fetch-site"), [b"{}"]).status == 200


@pytest.mark.parametrize("host", ["localhost:8000", "LocalHost:8000"])
def test_every_address_of_the_board_is_one(house: House, host: str) -> None:
    assert house.ask(headers=house.seated(), host=host).status == 200


# --- other sites' pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "127.0.0.1", "127.0.0.1:8001", "localhost:8000.", "127.0.0.1:8000@evil", "", "*"]
)
def test_rebinding_a_name_to_this_machine_reaches_nothing(house: House, host: str) -> None:
    """The page of ``evil.example``, whose name now leads to 127.0.0.1, is the same site for the browser."""
    for headers in (house.seated(), {}):
        answer = house.ask(headers=headers, host=host)
        assert answer.status == 421
        assert "It is at 127.0.0.1:8000 or localhost:8000." in answer.text
    assert house.reached == []


def test_a_request_without_a_host_or_with_two_is_refused(house: House) -> None:
    assert house.ask(headers=house.seated(), host=None).status == 421
    for hosts in (["127.0.0.1:8000", "evil.example"], ["evil.example", "127.0.0.1:8000"], ["127.0.0.1:8000"] * 2):
        headers = [("host", each) for each in hosts] + list(house.seated().items())
        assert house.ask(headers=headers, host=None).status == 421
    assert house.reached == []


def test_a_name_that_a_proxy_is_said_to_have_forwarded_counts_for_nothing(house: House) -> None:
    headers = house.seated() | {"x-forwarded-host": "127.0.0.1:8000", "forwarded": "host=127.0.0.1:8000"}
    assert house.ask(headers=headers, host="evil.example").status == 421


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/plain; charset=utf-8"],
)
def test_a_form_of_another_site_changes_nothing(house: House, kind: str) -> None:
    """Not even where it has the cookie and our own origin: no page of ours sends a form."""
    assert house.ask("POST", "/do", change(house, content_type=kind, origin="https://evil.example")).status == 403
    assert house.ask("POST", "/do", change(house, content_type=kind), [b"{}"]).status == 415
    assert house.reached == []


def test_a_body_of_no_type_or_of_two_is_refused(house: House) -> None:
    headers = change(house)
    assert house.ask("POST", "/do", without(headers, "content-type"), [b"{}"]).status == 415
    chunked = without(without(headers, "content-type"), "content-length") | {"transfer-encoding": "chunked"}
    assert house.ask("POST", "/do", chunked, [b"{}"]).status == 415
    both = [*headers.items(), ("content-type", "text/plain")]
    assert house.ask("POST", "/do", both, [b"{}"]).status == 400
    assert house.ask("POST", "/do", change(house, content_type="application/json, text/plain"), [b"{}"]).status == 415
    assert house.reached == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_without_an_origin_is_refused(house: House, method: str) -> None:
    assert house.ask(method, "/do", without(change(house), "origin"), [b"{}"]).status == 403
    assert house.reached == []


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:8001",
        "http://127.0.0.1:8000.evil.example",
        "http://127.0.0.1:8000/",
        "ftp://127.0.0.1:8000",
        "127.0.0.1:8000",
        "http://evil.example http://127.0.0.1:8000",
    ],
)
def test_a_change_from_another_origin_is_refused(house: House, origin: str) -> None:
    assert house.ask("POST", "/do", change(house, origin=origin), [b"{}"]).status == 403
    assert house.reached == []


def test_with_https_a_page_that_came_without_it_changes_nothing(tmp_path: Path) -> None:
    house = House(tmp_path, secure=True)
    assert house.ask("POST", "/do", change(house), [b"{}"]).status == 403
    assert house.ask("POST", "/do", change(house, origin="https://127.0.0.1:8000"), [b"{}"]).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "same-origin, cross-site"])
def test_a_change_that_the_browser_says_is_from_elsewhere_is_refused(house: House, site: str) -> None:
    """A server on another port of this machine is the same site, and its pages' requests have the cookie."""
    assert house.ask("POST", "/do", change(house, sec_fetch_site=site), [b"{}"]).status == 403
    assert house.reached == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_link_to_the_board_but_not_read_or_frame_it(house: House, site: str) -> None:
    from_there = house.seated() | {"sec-fetch-site": site}
    link = from_there | {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    for how in (
        {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
        {"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"sec-fetch-mode": "navigate", "sec-fetch-dest": "object"},
        {},
    ):
        assert house.ask(headers=from_there | how).status == 403
    assert house.reached == []
    assert house.ask(headers=link).status == 200


def test_a_picture_on_another_site_does_not_give_a_browser_a_seat(house: House) -> None:
    """Else a page could quietly change who somebody is at the board."""
    _, token = house.access.invite("viewer")
    how = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    answer = house.ask(path="/join", query=f"key={token}", headers=how)
    assert (answer.status, answer.header("set-cookie")) == (403, None)


def test_no_websocket_is_accepted_whoever_asks(house: House) -> None:
    for headers in ({}, house.seated(), change(house)):
        assert house.ask(kind="websocket", headers=headers).parts == [b"websocket.close"]


def test_another_origin_is_never_told_that_it_may_read(house: House) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = house.ask("OPTIONS", "/do", house.seated() | asked)
    assert answer.status == 405
    assert not [name for name, _ in answer.headers if name.startswith("access-control")]


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
    assert "does not open the board" in answer.text


# --- what is too much ------------------------------------------------------------------------------------------------


def test_a_body_that_says_it_is_too_long_is_refused_unread(house: House) -> None:
    assert house.ask("POST", "/do", change(house, content_length="100"), [b"x" * 100]).status == 200
    house.reached.clear()
    answer = house.ask("POST", "/do", change(house, content_length="101"), [b"x" * 101])
    assert (answer.status, answer.header("connection")) == (413, "close")
    assert "at most 100 bytes" in answer.text
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


# --- what is said in two ways ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "extra",
    [
        ("content-length", "3"),
        ("content-length", "2"),
        ("transfer-encoding", "chunked"),
        ("transfer-encoding", "identity"),
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
    ],
)
def test_a_request_that_two_readers_may_read_in_two_ways_is_refused(house: House, extra: tuple[str, str]) -> None:
    assert house.ask("POST", "/do", [*change(house).items(), extra], [b"{}"]).status == 400
    assert house.reached == []


@pytest.mark.parametrize("coding", ["gzip, chunked", "chunked, chunked", "identity", "xchunked"])
def test_a_body_is_sent_whole_or_in_plain_pieces(house: House, coding: str) -> None:
    headers = without(change(house), "content-length") | {"transfer-encoding": coding}
    assert house.ask("POST", "/do", headers, [b"{}"]).status == 400


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "BREW", "get", "PROPFIND", ""])
def test_methods_that_a_board_does_not_need_are_refused(house: House, method: str) -> None:
    answer = house.ask(method, "/do", change(house))
    assert (answer.status, answer.header("allow")) == (405, "GET, HEAD, POST, PUT, PATCH, DELETE")
    assert house.reached == []


def test_a_method_in_a_header_changes_nothing(house: House) -> None:
    assert house.ask("GET", "/do", house.seated() | {"x-http-method-override": "POST"}).status == 200
    assert house.reached == ["GET /do"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret",
        "/static/..",
        "/static/./app.js",
        "/static/.",
        "//secret",
        "/static//app.js",
        "//evil.example/static/app.js",
        "/static/..\\secret",
        "/static\\..\\secret",
        "/static/\x00",
        "/static/\r\nset-cookie: x",
        "http://evil.example/static/app.js",
        "static/app.js",
        "*",
        "",
    ],
)
def test_an_address_that_means_something_else_to_somebody_else_is_refused(house: House, path: str) -> None:
    for headers in ({}, house.seated()):
        assert house.ask(path=path, headers=headers, raw_path=quote(path)).status == 400
    assert house.reached == []


def test_a_slash_in_disguise_is_refused(house: House) -> None:
    """The server takes ``%2f`` for a slash, a proxy before it may not: they would not agree on what is below static."""
    for raw in ("/static%2fapp.js", "/static%2Fapp.js", "/static/..%2fsecret"):
        assert house.ask(path="/static/app.js", raw_path=raw).status == 400
    assert house.ask(path="/static/%2e%2e/secret", raw_path="/static/%252e%252e/secret").status == 404, "a plain name"
    assert house.reached == []


# --- what every answer says ------------------------------------------------------------------------------------------


def test_every_answer_has_the_headers_that_protect_its_reader(house: House) -> None:
    seated = house.seated()
    _, token = house.access.invite("viewer")
    answers = [
        house.ask(headers=seated),
        house.ask(path="/nowhere", headers=seated),
        house.ask("POST", "/events", change(house)),
        house.ask(path="/static/app.js"),
        house.ask(path="/join", query=f"key={token}"),
        house.ask(host="evil.example"),
        house.ask(),
        house.ask("TRACE"),
        house.ask("POST", "/do", change(house, content_length="999")),
        house.ask("POST", "/do", change(house), [b"x" * 999]),
    ]
    assert [answer.status for answer in answers] == [200, 404, 405, 200, 200, 421, 401, 405, 413, 413]
    for answer in answers:
        policy = answer.header("content-security-policy") or ""
        assert policy.split("; ")[:2] == ["default-src 'none'", "script-src 'self'"]
        assert {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} <= set(policy.split("; "))
        assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("referrer-policy") == "no-referrer"
        assert answer.header("cross-origin-opener-policy") == "same-origin"
        assert answer.header("cross-origin-resource-policy") == "same-origin"
    assert [a.header("cache-control") for a in answers if a.status != 200] == ["no-store"] * 7
    assert answers[0].header("cache-control") == "no-store"


def test_what_is_asked_with_head_is_refused_and_allowed_as_with_get(house: House) -> None:
    seated = house.seated()
    assert house.ask("HEAD", "/secret", seated).status == 200
    assert house.ask("HEAD", "/secret").status == 401
    assert house.ask("HEAD", "/secret", seated, host="evil.example").status == 421
    assert house.ask("HEAD", "/static/app.js").status == 200
