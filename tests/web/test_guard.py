"""Attacks on the server of a board, one a test: each is refused, and what is like it but honest is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.asking import House
from tests.web.changes import change, without

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
