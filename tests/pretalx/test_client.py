"""The connection to pretalx: patient with a bad server, silent about the token, honest about what may be written."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("httpx")

from agenda_solver.errors import InvalidInput
from agenda_solver.pretalx.api_token import TOKEN_VARIABLE, token_from_environment
from agenda_solver.pretalx.client import Patience, PretalxClient, PretalxTrouble

TOKEN = "secret-of-the-committee"
DROP = "drop the connection"
SLOW = "say nothing"


class Server(ThreadingHTTPServer):
    """Answers from a list, one answer a request, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Any] = []
        self.asked: list[tuple[str, str, str | None, bytes]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.command, self.path, self.headers.get("Authorization"), body))
        answer = self.server.answers.pop(0)
        if answer == SLOW:
            self.server.over.wait()
        if answer in (DROP, SLOW):
            self.close_connection = True
            return
        status, content, headers = answer
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def do_PATCH(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Tests need no log."""


def answer(content: Any, status: int = 200, **headers: str) -> Any:
    return status, content, {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(server: Server, pauses: list[float]) -> Iterator[PretalxClient]:
    patience = Patience(seconds=0.5, tries=3, pause=1.0, longest_pause=10.0)
    with PretalxClient(server.url, "democon", TOKEN, patience=patience, sleep=pauses.append) as client:
        yield client


def test_every_page_of_a_list_is_read(server: Server, client: PretalxClient) -> None:
    second = f"{server.url}/api/events/democon/rooms/?page=2"
    server.answers = [
        answer({"next": second, "results": [{"id": 1}]}),
        answer({"next": None, "results": [{"id": 2}]}),
    ]
    assert [room["id"] for room in client.pages("rooms/")] == [1, 2]
    assert [path for _, path, _, _ in server.asked] == [
        "/api/events/democon/rooms/",
        "/api/events/democon/rooms/?page=2",
    ]
    assert {token for _, _, token, _ in server.asked} == {f"Token {TOKEN}"}


def test_a_next_page_on_another_server_does_not_get_the_token(server: Server, client: PretalxClient) -> None:
    with Server() as other:
        server.answers = [answer({"next": f"{other.url}/api/", "results": []})]
        with pytest.raises(PretalxTrouble, match="another server"):
            list(client.pages("rooms/"))
        assert other.asked == []


def test_pages_that_lead_in_a_circle_end(server: Server, client: PretalxClient) -> None:
    first = f"{server.url}/api/events/democon/rooms/"
    server.answers = [answer({"next": first, "results": []})] * 2
    with pytest.raises(PretalxTrouble, match="does not end"):
        list(client.pages("rooms/"))
    assert len(server.asked) == 1


def test_a_redirect_is_not_followed(server: Server, client: PretalxClient) -> None:
    server.answers = [answer({}, 302, Location="http://127.0.0.1:1/")]
    with pytest.raises(PretalxTrouble, match="refused \\(302\\)"):
        client.get("")


@pytest.mark.parametrize("trouble", [answer({}, 500), answer({}, 503), answer({}, 429), DROP, SLOW])
def test_one_failure_costs_a_pause_and_not_the_answer(
    server: Server, client: PretalxClient, pauses: list[float], trouble: Any
) -> None:
    server.answers = [trouble, answer({"name": "DemoCon"})]
    assert client.get("") == {"name": "DemoCon"}
    assert pauses == [1.0]


def test_pauses_double_and_the_server_may_ask_for_longer_ones_within_reason(
    server: Server, client: PretalxClient, pauses: list[float]
) -> None:
    # 1 s is ours, but 4 s are asked for; then 2 s are ours, and of the hour that is asked for 10 s are granted.
    server.answers = [answer({}, 429, Retry_After="4"), answer({}, 429, Retry_After="3600"), answer({"id": 1})]
    assert client.get("") == {"id": 1}
    assert pauses == [4.0, 10.0]


@pytest.mark.parametrize(
    ("trouble", "may_be_written"),
    # 429 says that nothing was done; after the others nobody knows.
    [(answer({}, 500), True), (DROP, True), (SLOW, True), (answer({}, 429), False)],
)
def test_a_change_that_got_no_answer_may_be_written(
    server: Server, client: PretalxClient, trouble: Any, may_be_written: bool
) -> None:
    server.answers = [trouble] * 3
    with pytest.raises(PretalxTrouble, match="3 times") as caught:
        client.patch("slots/7/", {"room": 1})
    assert caught.value.may_be_written is may_be_written
    assert len(server.asked) == 3


def test_a_token_revoked_after_a_lost_answer_still_tells_that_the_change_may_be_written(
    server: Server, client: PretalxClient
) -> None:
    server.answers = [DROP, answer({}, 401)]
    with pytest.raises(PretalxTrouble, match="does not accept the token") as caught:
        client.patch("slots/7/", {"room": 1})
    assert caught.value.may_be_written


def test_a_question_never_writes(server: Server, client: PretalxClient) -> None:
    server.answers = [DROP] * 3
    with pytest.raises(PretalxTrouble) as caught:
        client.get("")
    assert not caught.value.may_be_written


@pytest.mark.parametrize(
    ("status", "words"), [(401, "token"), (403, "token"), (404, "does not know"), (400, "No such room")]
)
def test_a_refusal_is_final_and_says_why(
    server: Server, client: PretalxClient, pauses: list[float], status: int, words: str
) -> None:
    server.answers = [answer({"room": ["No such room"]}, status)]
    with pytest.raises(PretalxTrouble, match=words) as caught:
        client.patch("slots/7/", {"room": 99})
    assert not caught.value.may_be_written
    assert pauses == []
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("content", [b"<html>Welcome</html>", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(server: Server, client: PretalxClient, content: bytes) -> None:
    server.answers = [answer(content)]
    with pytest.raises(PretalxTrouble, match="is not"):
        client.get("")


def test_an_answer_without_end_is_not_read_to_its_end(
    server: Server, client: PretalxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agenda_solver.pretalx.client.MAX_ANSWER", 1_000_000)
    server.answers = [answer(b" " * 1_000_001)]
    with pytest.raises(PretalxTrouble, match="longer than 1 MB"):
        client.get("")


def test_an_answer_that_unpacks_to_more_than_the_limit_is_refused(
    server: Server, client: PretalxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agenda_solver.pretalx.client.MAX_ANSWER", 1_000_000)
    packed = gzip.compress(b" " * 50_000_000)
    assert len(packed) < 1_000_000
    server.answers = [answer(packed, Content_Encoding="gzip")]
    with pytest.raises(PretalxTrouble, match="longer than 1 MB"):
        client.get("")


def test_an_answer_that_comes_too_slowly_is_like_none(
    server: Server, client: PretalxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agenda_solver.pretalx.client.PATIENCE_WITH_ANSWER", -1)
    server.answers = [answer({"id": 1})] * 3
    with pytest.raises(PretalxTrouble, match="did not answer in time, 3 times"):
        client.get("")


def test_a_step_that_must_not_be_done_twice_is_sent_once(server: Server, client: PretalxClient) -> None:
    server.answers = [DROP]
    with pytest.raises(PretalxTrouble, match="the connection broke") as caught:
        client.post("schedules/release/", {"version": "1"})
    assert caught.value.may_be_written
    assert len(server.asked) == 1


def test_a_change_is_sent_as_json_and_the_servers_view_comes_back(server: Server, client: PretalxClient) -> None:
    server.answers = [answer({"id": 7, "room": 2})]
    assert client.patch("slots/7/", {"room": 2}) == {"id": 7, "room": 2}
    method, path, _, body = server.asked[0]
    assert (method, path, json.loads(body)) == ("PATCH", "/api/events/democon/slots/7/", {"room": 2})


@pytest.mark.parametrize(
    "url", ["http://pretalx.example.org", "pretalx.example.org", "file:///etc/passwd", "https://a:b@example.org", ""]
)
def test_the_token_is_not_risked_on_an_unsafe_address(url: str) -> None:
    with pytest.raises(InvalidInput, match="the address must"):
        PretalxClient(url, "democon", TOKEN)


@pytest.mark.parametrize("event", ["", "..", "a/b", "a?b", "a b"])
def test_an_event_that_would_lead_elsewhere_is_refused(event: str) -> None:
    with pytest.raises(InvalidInput, match="short name"):
        PretalxClient("https://pretalx.example.org", event, TOKEN)


def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, f" {TOKEN}\n")
    assert token_from_environment() == TOKEN


@pytest.mark.parametrize("bad", ["", "  ", "two words", "line\nbreak", "schlüssel"])
def test_a_missing_or_impossible_token_is_told_without_showing_it(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, bad)
    with pytest.raises(InvalidInput, match=TOKEN_VARIABLE) as caught:
        token_from_environment()
    assert not bad.strip() or bad not in str(caught.value)
