"""Whatever a browser sends, the board answers it or says in sentences why not."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.profiles import rounds
from tests.web.desks import CHAIR, EDITOR, VIEWER, Browser, Office, place
from tests.web.random_requests import NO_OBJECT, POSTS, random_request


@pytest.fixture
def chair(office: Office) -> Browser:
    return office.browser()


@pytest.mark.parametrize("seed", range(rounds(5, 1)))
def test_no_request_is_too_wrong_for_an_answer_in_sentences(office: Office, seed: int) -> None:
    """Random requests by everybody: nothing is raised, and what is refused has its reasons and changes nothing."""
    rng = random.Random(seed)
    statuses = set()
    for _ in range(rounds(1_500, 400)):
        asked = random_request(rng, office.board)
        before = office.board.version
        answer = office.browser(rng.choice([CHAIR, CHAIR, EDITOR, VIEWER])).ask(asked.method, asked.path, **asked.more)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, asked
        if answer.status_code >= 400:
            told = answer.json()["error"]
            assert told, asked
            assert all(isinstance(line, str) and line for line in told), asked
            assert "Traceback" not in answer.text
            assert office.board.version == before, asked
    assert {200, 400, 403, 404} <= statuses, "the requests are of all kinds"
    assert office.board.check()[1] == {}


@pytest.mark.parametrize("path", POSTS)
def test_what_is_no_object_of_json_is_refused_on_every_path(chair: Browser, path: str) -> None:
    for content in NO_OBJECT:
        if b"seconds" not in content and b"version" not in content and b"name" not in content:
            status, told = chair.refused("POST", path, content=content)
            assert status == 400
            assert "JSON" in told[0] or "object" in told[0]


@pytest.mark.parametrize(
    ("path", "data", "sentence"),
    [
        ("/do", {}, "object"),
        ("/do", {"command": {"do": "fly"}}, 'There is no command "fly"'),
        ("/do", {"command": place("nobody", "hall", "late one")}, "nobody"),
        ("/do", {"command": place("rivers", "hall", "late one", 10**30)}, ""),
        ("/do", {"command": place("rivers", "hall", "late one", -1)}, ""),
        ("/do", {"command": {**place("rivers", "hall", "late one"), "slot": "first"}}, ""),
        ("/do", {"command": place("rivers", "attic", "late one"), "seen": "1"}, "Seen: must be a whole number"),
        ("/do", {"command": place("rivers", "attic", "late one"), "seen": True}, "Seen: must be a whole number"),
        ("/undo", {"version": "1"}, "Version: must be a whole number"),
        ("/undo", {"version": -1}, "There is no change -1"),
        ("/undo", {}, "There is nothing to undo"),
        ("/redo", {}, "There is nothing to redo"),
        ("/here", {"client": 5}, "Client: must be text"),
        ("/ask", {"kind": "dance"}, "dance"),
        ("/ask", {"kind": ["rest"]}, "Kind: must be text"),
        ("/ask", {"kind": "rest", "seconds": 10**30}, "Seconds"),
        ("/ask", {"kind": "room", "session": "nobody", "room": "hall", "block": "late one", "slot": 0}, "nobody"),
        ("/jobs", {"id": "1", "what": "stop"}, 'there is no question "1"'),
        ("/jobs", {"id": "1", "what": "eat"}, "What: must be stop, drop or take"),
        ("/jobs", {"id": 1, "what": "stop"}, "Id: must be text"),
        ("/invite", {"role": "king"}, "Role: must be viewer, editor or chair"),
        ("/invite", {"role": "editor", "tracks": "water"}, "Tracks: must be a list of text entries"),
        ("/invite", {"role": "editor", "tracks": ["fire"]}, "fire"),
        ("/invite", {"role": "viewer", "tracks": ["water"]}, "only an editor"),
    ],
)
def test_each_mistake_has_its_sentence(chair: Browser, path: str, data: Any, sentence: str) -> None:
    status, told = chair.refused("POST", path, json=data)
    assert status == 400
    assert sentence in " ".join(told)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/changes", 400),
        ("/changes?since=x", 400),
        ("/shades", 400),
        ("/shades?session=nobody", 404),
        ("/swaps?session=nobody", 404),
        ("/panel?session=nobody", 404),
        ("/panel?session=closing", 404),  # it has no place, so it has no card
        ("/take/nothing", 400),
        ("/take/conference?version=none", 400),
        ("/take/changes", 400),  # nothing is published
        ("/static/app.js", 404),
    ],
)
def test_an_address_that_leads_nowhere_is_told_so(chair: Browser, path: str, status: int) -> None:
    assert chair.refused("GET", path)[0] == status


def test_a_viewer_may_look_at_everything_and_change_nothing(office: Office) -> None:
    viewer = office.browser(VIEWER)
    for path in ("/changes?since=0", "/shades?session=rivers", "/panel?session=rivers", "/log", "/jobs", "/versions"):
        assert viewer.ask("GET", path).status_code == 200
    assert viewer.refused("POST", "/do", json={"command": place("rivers", "attic", "late one")})[0] == 403
    office.browser().do(**place("rivers", "attic", "late one"))
    wrong = [
        ("/undo", {}),
        ("/ask", {"kind": "rest"}),
        ("/jobs", {"id": "1", "what": "stop"}),
        ("/revoke", {"id": "1"}),
    ]
    for path, data in [*wrong, ("/invite", {"role": "chair"}), ("/bring?name=a.json&seen=0", {})]:
        assert viewer.refused("POST", path, json=data)[0] == 403
    assert viewer.refused("GET", "/invitations")[0] == 403
    assert office.board.version == 1


def test_an_editor_of_a_track_changes_no_other_one(office: Office) -> None:
    editor = office.browser(EDITOR)
    editor.do(**place("rivers", "attic", "late one"))
    status, told = editor.refused("POST", "/do", json={"command": place("wind", "attic", "late one")})
    assert status == 403
    assert told == ['"Wind" is not yours to change; you edit the track Water.']


def test_a_change_of_what_somebody_else_has_changed_since_is_refused_and_names_them(office: Office) -> None:
    office.browser().do(**place("rivers", "attic", "late one"))
    data = {"command": place("rivers", "studio", "late two"), "seen": 0}
    status, told = office.browser(EDITOR).refused("POST", "/do", json=data)
    assert status == 409
    assert "Ada" in told[0]
    data["command"] = place("dams", "studio", "late two")
    assert office.browser(EDITOR).post("/do", data)["version"] == 2, "what nobody has touched may be changed"


def test_an_answer_says_what_got_better_and_worse(chair: Browser) -> None:
    """Rivers goes to where the opening is, an hour in the hall: the same room twice, and Ada is in both."""
    answer = chair.do(**place("rivers", "hall", "early one"))
    assert answer["version"] == 1
    assert answer["words"] == '"Rivers" was placed at 29 May 09:00-10:00, Hall (it was 29 May 11:00-12:00, Hall)'
    assert answer["legal"] is False
    assert answer["undo"] is True
    assert answer["redo"] is False
    worse = {rule["rule"] for rule in answer["rules"] if rule["hard"] and rule["change"] > 0}
    assert len(worse) >= 2
    back = chair.post("/undo", {})
    assert back["legal"] is True
    assert back["redo"] is True
    assert back["costs"] == answer["before"]
    assert chair.post("/redo", {})["costs"] == answer["costs"]


def test_what_is_brought_is_shown_first_and_done_when_it_is_meant(office: Office) -> None:
    chair = office.browser()
    conference = chair.ask("GET", "/take/conference").content
    changed = conference.replace(b'"title": "Rivers"', b'"title": "Lakes"')
    assert changed != conference
    told = chair.ask("POST", "/bring?name=new.json", content=changed).json()
    assert "Lakes" in str(told["differences"])
    assert office.board.version == 0
    assert chair.ask("POST", "/bring?name=new.json&seen=0", content=changed).json()["version"] == 1
    assert office.board.state.conference.session_by_id["rivers"].title == "Lakes"


def test_invitations_are_made_listed_and_taken_back(office: Office) -> None:
    chair = office.browser()
    made = chair.post("/invite", {"role": "editor", "name": "Wanda", "tracks": ["Water"]})
    assert made["link"].startswith("http://127.0.0.1:8000/join?key=")
    seats = chair.get("/invitations")["seats"]
    assert [(seat["name"], seat["scope"]) for seat in seats] == [("Wanda", "the track Water")]
    chair.post("/revoke", {"id": made["id"]})
    assert chair.get("/invitations")["seats"] == []


def test_the_log_has_the_newest_first_and_texts_stay_texts(office: Office) -> None:
    chair = office.browser()
    chair.do(do="comment", session="rivers", text="<img src=x onerror=alert(1)>")
    chair.do(do="edit", kind="sessions", part="rivers", fields={"title": "<script>alert(1)</script>"})
    log = chair.get("/log")["entries"]
    assert [entry["version"] for entry in log] == [2, 1]
    page = chair.ask("GET", "/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    parts = chair.get("/changes", since=-1)["parts"]
    assert not any("<script>alert" in html for html in parts.values())
    assert chair.get("/panel", session="rivers")["comments"] == ["<img src=x onerror=alert(1)>"], "as data, not as HTML"
