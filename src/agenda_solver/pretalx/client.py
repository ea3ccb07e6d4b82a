"""The connection to a pretalx server, with retries; the token is sent to no other address.

Every failure of a server (slow, broken, unreachable, refusing, malicious) is reported as one :class:`PretalxTrouble`
with a sentence. After a request that changes something, it says whether the change may have arrived nevertheless.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from agenda_solver.errors import InvalidInput
from agenda_solver.formats.files import text_of
from agenda_solver.formats.strict_json import parse_json
from agenda_solver.pretalx.http_answers import PACKING, PretalxTrouble, ResponseRefused, Scrubber, unpacked, within
from agenda_solver.pretalx.server_address import checked_origin, origin_of

if TYPE_CHECKING:
    import ssl

    import httpx

__all__ = ["Patience", "PretalxClient", "PretalxTrouble"]

MAX_PAGES = 1_000
MAX_ANSWER = 50_000_000  # bytes, unpacked: no honest server sends an answer nearly as long
MAX_ALL_ANSWERS = 500_000_000  # bytes, of all answers together: lists have many pages
PATIENCE_WITH_ANSWER = 10  # a whole request may take this many times the limit for one part of its answer
WORTH_ANOTHER_TRY = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Patience:
    """How long to wait for the server.

    Attributes
    ----------
    seconds
        The longest wait for the connection, and for each part of an answer.
    tries
        The maximum number of times that a request is sent.
    pause
        Seconds before the second try; doubled before each further one.
    longest_pause
        The longest pause between two tries in seconds, even if the server asks for more.
    """

    seconds: float = 30.0
    tries: int = 4
    pause: float = 1.0
    longest_pause: float = 60.0

    def before(self, failures: int, asked_for: float | None = None) -> float:
        """Return the seconds to wait after this many failures; a longer wait that the server asks for counts."""
        wanted: float = max(self.pause * 2.0 ** (failures - 1), asked_for or 0.0)
        return min(wanted, self.longest_pause)


class PretalxClient:
    """One event on a pretalx server.

    Parameters
    ----------
    url
        The address of the server, with ``https``; ``http`` is only for this machine, since the token would be readable.
    event
        The event's short name in addresses.
    token
        API token; it is sent to this server and nowhere else.
    patience
        Timeouts and tries.
    sleep
        Waits for a number of seconds; replaced in tests.

    Attributes
    ----------
    url, event
        As given, but the address without a slash at its end.

    Raises
    ------
    InvalidInput
        If the address or the event's name is not usable.
    """

    def __init__(
        self,
        url: str,
        event: str,
        token: str,
        *,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._origin = checked_origin(url)
        if not event or not event.replace("-", "").replace(".", "").isalnum() or not event.strip("."):
            raise InvalidInput.single(f'"{event}" is not the short name of an event')
        self._patience, self._sleep = patience or Patience(), sleep
        self.url, self.event = url.rstrip("/"), event
        self._base = f"{self.url}/api/events/{event}/"
        self._scrubber = Scrubber(token)
        self._left = MAX_ALL_ANSWERS
        self._http = _connection(token, self._patience.seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str) -> dict[str, object]:
        """Return one object below the event, such as ``""`` for the event itself or ``schedules/latest/``."""
        return self._ask("GET", self._base + path)

    def pages(self, path: str) -> Iterator[dict[str, object]]:
        """Yield every item of a list below the event, page after page.

        Raises
        ------
        PretalxTrouble
            Also if the pages do not end, or lead to another server.
        """
        address: object = self._base + path
        seen: set[str] = set()
        while address is not None:
            if not isinstance(address, str) or origin_of(address) != self._origin:
                raise PretalxTrouble("the server says that the next page is on another server, which is not contacted")
            if address in seen or len(seen) >= MAX_PAGES:
                raise PretalxTrouble("the list of pages does not end")
            seen.add(address)
            page = self._ask("GET", address)
            items = page.get("results")
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise PretalxTrouble("the server's answer is not a page of a list; is this a pretalx server?")
            yield from items
            address = page.get("next")

    def patch(self, path: str, changes: dict[str, object]) -> dict[str, object]:
        """Change some fields of an object below the event and return the server's new version of it.

        The request is sent again after a failure, so it must be harmless to repeat.

        Raises
        ------
        PretalxTrouble
            If it was refused; with ``may_be_written`` if no answer came.
        """
        return self._ask("PATCH", self._base + path, changes)

    def post(self, path: str, content: dict[str, object]) -> dict[str, object]:
        """Request a step that must not be done twice; it is sent only once.

        Raises
        ------
        PretalxTrouble
            If it was refused; with ``may_be_written`` if no answer came.
        """
        return self._ask("POST", self._base + path, content, tries=1)

    def _ask(
        self, method: str, address: str, body: dict[str, object] | None = None, tries: int | None = None
    ) -> dict[str, object]:
        import httpx

        tries = tries or self._patience.tries
        # The endpoint, as the server's documentation calls it: a token may have access to some lists only.
        what = urlsplit(address).path.removeprefix(urlsplit(self._base).path) or "the event"

        lost = False  # whether some try may have been carried out without an answer
        for failures in range(1, tries + 1):
            asked_for = None
            try:
                answer, content = within(
                    self._patience.seconds * PATIENCE_WITH_ANSWER, partial(self._answer, method, address, body)
                )
            except (httpx.ConnectError, httpx.ConnectTimeout):
                why = "the server cannot be reached"
            except ResponseRefused as refused:
                words = f"{what}: the server's answer {refused}"
                raise PretalxTrouble(words, may_be_written=method != "GET") from refused
            except (httpx.TimeoutException, TimeoutError):
                why, lost = "the server did not answer in time", True
            except (httpx.HTTPError, httpx.InvalidURL):
                why, lost = "the connection broke", True
            else:
                if answer.status_code not in WORTH_ANOTHER_TRY:
                    may_be_written = lost and method != "GET"
                    return self._content(answer, content, method, what, may_be_written=may_be_written)
                why, asked_for = f"the server answered {answer.status_code}", _seconds(answer.headers)
                lost = lost or answer.status_code != 429
            if failures < tries:
                self._sleep(self._patience.before(failures, asked_for))
        times = "" if tries == 1 else f", {tries} times"
        raise PretalxTrouble(f"{what}: {why}{times}", may_be_written=lost and method != "GET")

    def _answer(self, method: str, address: str, body: dict[str, object] | None) -> tuple[httpx.Response, bytes]:
        """Return an answer and its unpacked content."""
        until = time.monotonic() + self._patience.seconds * PATIENCE_WITH_ANSWER
        with self._http.stream(method, address, json=body) as answer:
            packing = answer.headers.get("Content-Encoding", "")
            content = unpacked(answer.iter_raw(65_536), packing, min(MAX_ANSWER, self._left), until)
        self._left -= len(content)
        return answer, content

    def _content(
        self, answer: httpx.Response, content: bytes, method: str, what: str, *, may_be_written: bool
    ) -> dict[str, object]:
        code = answer.status_code
        if code in (401, 403):
            words = f"{what}: the server does not accept the token for this"
            raise PretalxTrouble(words, may_be_written=may_be_written)
        if code == 404:
            words = f"{what}: the server does not know this, or hides it from this token"
            raise PretalxTrouble(words, may_be_written=may_be_written, refused=True)
        if not answer.is_success:
            # The server's text may be long, and is not trusted.
            said = " ".join(self._scrubber.text(content[:20_000].decode("utf-8", "replace")).split())[:200]
            words = f"{what}: the server refused ({code}): {said!r}"
            raise PretalxTrouble(words, may_be_written=may_be_written, refused=code in (400, 409, 422))
        try:
            found = self._scrubber.data(parse_json(text_of(content), allow_halves=True))
        except InvalidInput as error:
            fault = self._scrubber.text(str(error.mistakes[0]))
            words = f"{what}: the server's answer is not JSON that can be used: {fault}"
            raise PretalxTrouble(words, may_be_written=method != "GET") from error
        if not isinstance(found, dict):
            words = f"{what}: the server's answer is not an object"
            raise PretalxTrouble(words, may_be_written=method != "GET")
        return found


def _connection(token: str, seconds: float) -> httpx.Client:
    import httpx

    headers = {
        "Authorization": f"Token {token}",
        "Accept": "application/json",
        "Accept-Encoding": PACKING,
        "Pretalx-Version": "v1",
    }
    # A redirect could carry the token to another server, a .netrc would replace it.
    return httpx.Client(headers=headers, timeout=seconds, follow_redirects=False, trust_env=False, verify=_trusted())


@cache
def _trusted() -> ssl.SSLContext:
    """Return the trusted certificates, read only once: the list of authorities is long."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _seconds(headers: httpx.Headers) -> float | None:
    text = headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
