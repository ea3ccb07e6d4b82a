"""A request that two readers may read in two ways is refused."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.web.asking import House
from tests.web.changes import change, without


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
