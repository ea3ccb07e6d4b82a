"""The guard behind a real server: what is sent byte by byte, as no browser and no library would send it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from agenda_solver.web import request_limits, request_timeouts
from tests.web.serving import Served

HONEST = "Host: 127.0.0.1:8000\r\n"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    yield served
    served.close()


def statuses(answer: bytes) -> list[bytes]:
    return re.findall(rb"HTTP/1.1 ([0-9]{3})", answer)


def head(served: Served, line: str = "POST /do HTTP/1.1", *more: str) -> str:
    lines = [line, HONEST.strip(), f"Cookie: {served.house.seated()['cookie']}", "Origin: http://127.0.0.1:8000", *more]
    return "\r\n".join(lines) + "\r\n\r\n"


def test_an_honest_change_is_let_through(served: Served) -> None:
    more = ("Content-Type: application/json", "Content-Length: 2", "Connection: close")
    answer = served.ask(head(served, "POST /do HTTP/1.1", *more) + "{}")
    assert statuses(answer) == [b"200"]
    assert answer.endswith(b'{"bytes":2,"seat":"Ada"}')


def test_a_second_request_hidden_in_the_body_of_the_first_reaches_nothing(served: Served) -> None:
    """For whoever reads the length it is a body; for whoever reads the pieces it is a request of its own."""
    hidden = "0\r\n\r\n" + head(served, "GET /secret HTTP/1.1")
    for framing in (
        (f"Content-Length: {len(hidden)}", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", f"Content-Length: {len(hidden)}"),
        (f"Content-Length: {len(hidden)}", "Content-Length: 5"),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: identity"),
        ("Transfer-Encoding : chunked", "Content-Length: 5"),
        ("Transfer-Encoding: xchunked", "Content-Length: 5"),
        ("Transfer-Encoding: gzip, chunked",),
    ):
        answer = served.ask(head(served, "POST /do HTTP/1.1", "Content-Type: application/json", *framing) + hidden)
        assert statuses(answer)[0] in (b"400", b"501"), framing
        assert served.house.reached == [], framing


def test_a_refused_request_takes_no_other_one_with_it(served: Served) -> None:
    """The connection that brought something unclear is not used any further."""
    more = ("Content-Type: application/json", "Content-Length: 4", "Transfer-Encoding: chunked")
    answer = served.ask(head(served, "POST /do HTTP/1.1", *more) + "0\r\n\r\n" + head(served, "GET / HTTP/1.1"))
    assert statuses(answer) == [b"400"]
    assert served.house.reached == []


@pytest.mark.parametrize(
    "line", ["GET http://evil.example/secret HTTP/1.1", "GET //secret HTTP/1.1", "GET /static/%2e%2e/secret HTTP/1.1"]
)
def test_an_address_in_another_form_is_no_address_of_the_board(served: Served, line: str) -> None:
    assert statuses(served.ask(head(served, line, "Connection: close"))) == [b"400"]
    assert served.house.reached == []


def test_a_body_without_an_end_is_not_read_to_its_end(served: Served) -> None:
    pieces = b"".join(b"a\r\n" + b"x" * 10 + b"\r\n" for _ in range(100_000))
    opening = head(served, "POST /do HTTP/1.1", "Content-Type: application/json", "Transfer-Encoding: chunked")
    assert statuses(served.ask(opening.encode() + pieces)) in ([b"413"], []), "hung up on while still talking"
    stranger = re.sub("Cookie: [^\r]*\r\n", "", opening)
    assert statuses(served.ask(stranger.encode() + pieces)) in ([b"401"], [])
    opening = head(served, "POST /do HTTP/1.1", "Content-Type: application/json", "Content-Length: 999999999")
    assert statuses(served.ask(opening)) == [b"413"]


def test_a_client_that_does_not_know_hosts_is_refused(served: Served) -> None:
    assert statuses(served.ask("GET / HTTP/1.0\r\n\r\n")) == [b"421"]
    assert statuses(served.ask("GET / HTTP/1.1\r\n\r\n")) == [b"400"]
    assert statuses(served.ask(f"GET / HTTP/1.1\r\n{HONEST}{HONEST}\r\n"))[0] in (b"400", b"421")


def test_a_websocket_is_not_opened(served: Served) -> None:
    more = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: AAAA", "Sec-WebSocket-Version: 13")
    answer = served.ask(head(served, "GET /events HTTP/1.1", *more).replace("Upgrade\r\n", "Upgrade, close\r\n"))
    assert b"101" not in statuses(answer)


def test_events_come_one_by_one_and_not_all_at_the_end(served: Served) -> None:
    answer = served.ask(head(served, "GET /events HTTP/1.1", "Connection: close"))
    assert answer.count(b"data: ") == 3
    assert b"content-length" not in answer.lower()


# --- what comes too slowly -------------------------------------------------------------------------------------------


def test_a_body_that_does_not_come_is_not_waited_for(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_limits, "PATIENCE", 0.2)
    more = ("Content-Type: application/json", "Content-Length: 50")
    assert statuses(served.ask(head(served, "POST /do HTTP/1.1", *more) + "{")) == [b"408"]


def test_a_body_may_take_longer_the_more_of_it_is_there(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ninety bytes at ten a second are nine seconds more; the last one comes after half a second."""
    monkeypatch.setattr(request_limits, "PATIENCE", 0.2)
    monkeypatch.setattr(request_limits, "LEAST_RATE", 10)
    more = ("Content-Type: application/json", "Content-Length: 91", "Connection: close")
    opening = head(served, "POST /do HTTP/1.1", *more).encode()
    assert statuses(served.ask(opening + b"x" * 90, b"x")) == [b"200"]


@pytest.mark.parametrize("begun", ["", "GET / HTTP/1.1\r\nHost: 127"])
def test_a_head_that_does_not_come_is_not_waited_for(
    served: Served, monkeypatch: pytest.MonkeyPatch, begun: str
) -> None:
    monkeypatch.setattr(request_timeouts, "PATIENCE", 0.2)
    assert served.ask(begun) == b""
    # Nor is the second one on a connection.
    assert statuses(served.ask(head(served, "GET / HTTP/1.1") + "GET / HTTP", "/1")) == [b"200"]


def test_an_answer_may_take_longer_than_the_head_of_a_request(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_timeouts, "PATIENCE", 0.2)
    more = ("Content-Type: application/json", "Content-Length: 2", "Connection: close")
    assert statuses(served.ask(head(served, "POST /do HTTP/1.1", *more) + "{", "}")) == [b"200"]
