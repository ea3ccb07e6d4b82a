"""A server that wants to do harm: without end, packed twice, with the token said back, or to somewhere else."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

pytest.importorskip("httpx")

from agenda_solver.pretalx.client import Patience, PretalxClient, PretalxTrouble

TOKEN = "0123456789abcdef-of-the-committee"
Talk = Callable[[socket.socket, threading.Event], None]
Asked = Callable[[Talk], PretalxClient]


def serve(listener: socket.socket, talk: Talk, over: threading.Event) -> None:
    with suppress(OSError):  # at the end the listener is closed
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError):  # the client may hang up
                connection.recv(65_536)
                talk(connection, over)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """Return a function that starts a server, which answers each request in its own way, and returns a client of it."""
    monkeypatch.setattr("agenda_solver.pretalx.client.PATIENCE_WITH_ANSWER", 1)
    over = threading.Event()
    opened: list[socket.socket | PretalxClient] = []

    def start(talk: Talk) -> PretalxClient:
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=serve, args=(listener, talk, over), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        client = PretalxClient(url, "democon", TOKEN, patience=Patience(seconds=0.5, tries=1))
        opened.extend((client, listener))
        return client

    yield start
    over.set()
    for thing in opened:
        thing.__exit__(None, None, None)


def saying(content: bytes, *headers: str, status: str = "200 OK") -> Talk:
    head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers))
    return lambda connection, over: connection.sendall(head.encode() + b"\r\n" + content)


@pytest.mark.parametrize(
    ("beginning", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"", b"H"),
    ],
    ids=["a header", "a content", "chunks", "the first line"],
)
def test_what_comes_drop_by_drop_ends_with_the_time_for_the_whole_request(
    asked: Asked, beginning: bytes, drop: bytes
) -> None:
    """No pause between two drops is long enough to be noticed by itself."""

    def talk(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(beginning)
        while not over.wait(0.02):
            connection.sendall(drop)

    with pytest.raises(PretalxTrouble, match="did not answer in time"):
        asked(talk).get("")


@pytest.mark.parametrize(
    ("packing", "content"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(b" " * 10_000_000))),
        ("br", b"\x0b\x02\x80{}\x03"),
        ("deflate", zlib.compress(b"{}")),
    ],
)
def test_what_is_packed_otherwise_than_asked_for_is_not_unpacked(asked: Asked, packing: str, content: bytes) -> None:
    with pytest.raises(PretalxTrouble, match="is compressed in a way that was not requested"):
        asked(saying(content, f"Content-Encoding: {packing}")).get("")


@pytest.mark.parametrize("content", [b"no gzip at all", gzip.compress(b"{}")[:-4]], ids=["other", "cut off"])
def test_what_cannot_be_unpacked_is_damaged(asked: Asked, content: bytes) -> None:
    with pytest.raises(PretalxTrouble, match="is damaged"):
        asked(saying(content, "Content-Encoding: gzip")).get("")


def test_what_is_packed_as_asked_for_is_read(asked: Asked) -> None:
    assert asked(saying(gzip.compress(b'{"id": 1}'), "Content-Encoding: gzip")).get("") == {"id": 1}


def test_all_answers_together_have_a_limit(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page of a list is short, but they go on: of the second one only three bytes would be left."""
    monkeypatch.setattr("agenda_solver.pretalx.client.MAX_ALL_ANSWERS", 30)
    client = asked(saying(b'{"results": [], "count": 1}'))
    client.get("")
    with pytest.raises(PretalxTrouble, match="is longer than"):
        client.get("")


def test_a_token_in_a_refusal_is_not_shown(asked: Asked) -> None:
    """It stands where the message is cut: no part of it must be left either."""
    said = json.dumps({"detail": f"{'x' * 180} Token {TOKEN} is bad"}).encode()
    with pytest.raises(PretalxTrouble) as caught:
        asked(saying(said, status="400 Bad Request")).get("")
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert TOKEN[:4] not in shown
    assert "xxx Token" in shown


def test_a_token_in_an_answer_is_not_taken_over(asked: Asked) -> None:
    """The first letter is written as its number: JSON has more than one way to say a text."""
    escaped = f"\\u{ord(TOKEN[0]):04x}{TOKEN[1:]}"
    client = asked(saying(f'{{"name": "{escaped}", "list": [{{"{TOKEN}": 1}}]}}'.encode()))
    assert client.get("") == {"name": "(the token)", "list": [{"(the token)": 1}]}
    assert TOKEN not in repr(client) + repr(vars(client))


def test_a_redirect_to_elsewhere_is_not_followed(asked: Asked) -> None:
    elsewhere: list[bytes] = []
    other = asked(lambda connection, over: elsewhere.append(b"somebody came"))
    with pytest.raises(PretalxTrouble, match=r"refused \(302\)"):
        asked(saying(b"", f"Location: {other.url}/", status="302 Found")).get("")
    assert not elsewhere
