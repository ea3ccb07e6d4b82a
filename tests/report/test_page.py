"""The page: well formed, self-contained, complete, and unmoved by what people write into titles."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.report.page import agenda_page, write_agenda_page
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.severity import HARD, OFF, soft
from agenda_solver.safe_text import one_line

HOSTILE = [
    "<script>alert('x')</script>",
    "Quotes \" and ' and & and </h3></article>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %} {# comment #}",
    "</style><style>body{display:none}</style>",
    "javascript:alert(1)",
    "حوار الحضارات: الماضي والمستقبل",
    "\u202ereversed\u202c and \U0001f3db\ufe0f",
    "Sehr" + "lang" * 200,
]
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Reads a page, and fails where a tag is not closed as it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.titles: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "h3":
            self.titles.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "h3":
            self.titles[-1] += data
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def forum(titles: tuple[str, ...] = ()) -> Conference:
    builder = (
        Conference.build("forum", "Forum", "Asia/Almaty")
        .day("2025-05-29", name="Opening day")
        .block("09:00", "10:00", id="early", slot_minutes=15)
        .block("10:30", "13:00", id="morning", slot_minutes=15)
        .block("16:00", "18:00", id="late", slot_minutes=15)
        .day("2025-05-30")
        .block("09:00", "10:30", id="second", slot_minutes=15)
        .building("Palace", id="palace")
        .room("Hall", id="hall", capacity=1800, building="palace")
        .room("Studio", id="studio", building="palace", closed_blocks=["early"])
        .room("Attic", id="attic")
        .track("Peace", id="peace")
        .track("Trade", id="trade", colour="#ffff00")
    )
    for number in range(7):
        builder.person(f"Person {number}", id=f"p{number}")
    builder.session(
        "Opening", id="opening", minutes=60, plenary=True, type="plenary", speakers=[f"p{n}" for n in range(7)]
    )
    builder.session("A panel", id="panel", minutes=75, track="peace", speakers=["p1"], moderators=["p2"], type="panel")
    builder.session("A chat", id="chat", minutes=15, track="trade", chairs=["p3"], type="one_on_one")
    builder.session("A late one", id="late", minutes=90, type="panel", optional=True)
    for number, title in enumerate(titles):
        builder.session(title, id=f"x{number}", minutes=15, type="panel")
    return builder.done()


def placed(conference: Conference) -> Agenda:
    places = {
        "opening": ("hall", "early", 0),
        "panel": ("hall", "morning", 0),
        "chat": ("studio", "morning", 1),
        "late": ("studio", "late", 0),
    }
    extra = [s.id for s in conference.sessions if s.id.startswith("x")]
    return conference.agenda({**places, **{id: ("attic", "morning", n) for n, id in enumerate(extra)}})


def scorecard() -> Scorecard:
    walk = Violation(6, 'Person 1 is 6 minutes late for "A panel".', ("panel",), ("p1",))
    small = Violation(2, "A <small> matter & nothing more.", ("chat", "late"))
    clash = Violation(1, 'Person 3 is in "A chat" and elsewhere.', ("chat",), ("p3",))
    return Scorecard(
        (
            RuleScore("structure", "structure", "faults", HARD, ()),
            RuleScore("off", "off", "things", OFF, (Violation(1, "Nobody wants to know this."),)),
            RuleScore("track_parallel", "track_parallel", "pairs", soft(1), (small,)),
            RuleScore("walk_time:halls", "walk_time", "minutes", soft(5, priority=2), (walk,)),
            RuleScore("speaker_clash", "speaker_clash", "pairs", HARD, (clash,)),
        )
    )


def test_it_is_well_formed_and_shows_every_session() -> None:
    conference = forum()
    page = Page(agenda_page(placed(conference), scorecard()))
    assert sorted(page.titles) == sorted(session.title for session in conference.sessions)
    assert len(page.attributes("id")) == len(set(page.attributes("id")))
    assert ("html", {"lang": "en"}) in page.tags
    assert [tag for tag, _ in page.tags].count("h1") == 1
    for expected in (
        "29\N{EN DASH}30 May 2025",
        "Asia/Almaty (UTC+5)",
        "Thursday, 29 May 2025",
        "Opening day",
        "1,800 seats",
    ):
        assert expected in page.text


def test_nothing_is_fetched_from_outside() -> None:
    conference = forum()
    with_sources = conference.sessions[0].model_copy(update={"sources": ("https://example.org/programme",)})
    conference = conference.replace(sessions=(with_sources, *conference.sessions[1:]))
    text = agenda_page(placed(conference), scorecard())
    page = Page(text)
    assert "http" not in re.sub(r'http-equiv="', "", text)
    assert not re.search(r"url\(|@import|//[a-z]", text.split("<body>")[0])
    assert {tag for tag, _ in page.tags} & {"img", "link", "iframe", "object", "base", "form"} == set()
    assert page.attributes("src") == []
    assert all(target.startswith("#") for target in page.attributes("href"))
    assert "default-src 'none'" in page.attributes("content")[2]


def test_every_link_leads_somewhere() -> None:
    page = Page(agenda_page(placed(forum()), scorecard()))
    anchors = set(page.attributes("id"))
    views = [target[1:] for target in page.attributes("href") if target.startswith(("#person=", "#room="))]
    assert {"person=Person+1", "room=Hall"} <= set(views)
    assert {target[1:] for target in page.attributes("href")} - set(views) <= anchors
    assert set(page.attributes("aria-labelledby")) <= anchors


def test_hostile_titles_are_only_text() -> None:
    conference = forum(tuple(HOSTILE))
    harmless = [tag for tag, _ in Page(agenda_page(placed(forum(("Harmless",) * len(HOSTILE))))).tags]
    page = Page(agenda_page(placed(conference), title=HOSTILE[0], subtitle=HOSTILE[2]))
    assert {one_line(title) for title in HOSTILE} <= set(page.titles)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert [tag for tag, _ in page.tags if tag != "p"] == [tag for tag in harmless if tag != "p"]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert "49" not in page.titles


def test_hostile_names_are_only_text() -> None:
    nasty = '"><script>x</script>'
    conference = (
        Conference.build("n", nasty, "UTC")
        .day("2025-05-29", name=nasty)
        .block("09:00", "10:00", id="b", slot_minutes=30)
        .building(nasty, id="h")
        .room(nasty, id=nasty, building="h")
        .person(nasty, id="p")
        .track(nasty, id=nasty)
        .session("S", id=nasty, minutes=30, type=nasty, track=nasty, speakers=["p"], language=nasty, description=nasty)
        .session("T", id="t", minutes=30, moderators=["p"])
        .done()
    )
    agenda = conference.agenda({nasty: (nasty, "b", 0)})
    remark = Scorecard((RuleScore(nasty, nasty, nasty, HARD, (Violation(1, nasty, (nasty, "unknown")),)),))
    page = Page(agenda_page(agenda, remark))
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert nasty in page.text


def test_violations_are_told_the_hard_ones_first() -> None:
    page = Page(agenda_page(placed(forum()), scorecard()))
    listed = page.text.partition("What is not perfect")[2]
    sentences = [
        'Person 3 is in "A chat" and elsewhere.',
        'Person 1 is 6 minutes late for "A panel".',
        "A <small> matter & nothing more.",
    ]
    assert [listed.index(sentence) for sentence in sentences] == sorted(listed.index(s) for s in sentences)
    assert "cost 30, level 2" in listed
    assert "Walk time: halls" in listed
    assert "Nobody wants to know this." not in page.text
    cards = {attrs["id"]: attrs["class"] or "" for tag, attrs in page.tags if tag == "article"}
    assert "hard" in cards["session=chat"].split()
    assert "soft" in cards["session=panel"].split()
    assert not {"hard", "soft"} & set(cards["session=opening"].split())
    assert "1 breach of hard rules" in page.text


def test_many_violations_are_all_there() -> None:
    many = tuple(Violation(1, f"Remark number {n}.") for n in range(60))
    text = Page(agenda_page(placed(forum()), Scorecard((RuleScore("r", "r", "things", soft(1), many),)))).text
    assert all(violation.message in text for violation in many)
    assert "The other 36" in text


def test_without_a_scorecard_nothing_is_judged() -> None:
    text = Page(agenda_page(placed(forum()))).text
    assert "not perfect" not in text
    assert "hard rule" not in text
    perfect = Page(agenda_page(placed(forum()), Scorecard((RuleScore("r", "r", "things", soft(1), ()),)))).text
    assert "Nothing: every rule is kept." in perfect
    assert "Every hard rule is kept" in perfect


def test_a_partial_agenda_lists_what_has_no_place() -> None:
    page = Page(agenda_page(placed(forum()).with_placement("late", None).with_placement("chat", None)))
    listed = page.text.partition("have neither a room nor a time.")[2]
    assert "A late one Panel · 1 h 30 min · may be left out" in listed
    assert "A chat One on one · 15 min · Trade Person 3" in listed
    assert "sessions placed 2 of 4" in page.text


def test_what_is_not_confirmed_is_marked_for_the_committee_and_not_for_the_public() -> None:
    doubtful = {"chat": 70, "late": 40}
    changed = (s.model_copy(update={"likelihood": doubtful.get(s.id, 100)}) for s in forum().sessions)
    conference = forum().replace(sessions=tuple(changed))
    agenda = placed(forum()).with_placement("late", None).bound_to(conference)
    page, public = Page(agenda_page(agenda)), Page(agenda_page(agenda, public=True))
    # On its card and among its details, once each; the other one has no place.
    assert page.text.count("One on one, not confirmed") == 1
    assert page.text.count("not confirmed (70 % likely)") == 1
    assert "may be left out · not confirmed (40 % likely)" in page.text
    assert page.text.count("not confirmed") == 3
    assert "confirmed" not in public.text


def test_an_empty_agenda_is_still_a_page() -> None:
    page = Page(agenda_page(Agenda(forum(), {})))
    assert page.titles == []
    assert page.text.count("No session has a place on this day.") == 2


def test_a_day_without_blocks_is_still_a_day() -> None:
    builder = Conference.build("c", "C", "UTC").day("2025-05-30").day("2025-05-29").block("09:00", "10:00", id="b")
    conference = builder.room("R", id="r").session("S", id="s", minutes=60).done()
    text = Page(agenda_page(conference.agenda({"s": ("r", "b", 0)}))).text
    assert text.index("Thursday, 29 May") < text.index("No session has a place")


def test_a_plenary_spans_every_room_only_while_it_is_alone() -> None:
    conference = forum()
    agenda = placed(conference)
    assert classes(agenda, "Opening") >= {"slot", "wide"}
    crowded = agenda.with_placement("chat", conference.placement("chat", "attic", "early", 1))
    assert "wide" not in classes(crowded, "Opening")


def classes(agenda: Agenda, title: str) -> set[str]:
    item = next(part for part in agenda_page(agenda).split("<li class=")[1:] if f">{title}</h3>" in part)
    return set(item.split('"')[1].split())


def test_two_sessions_in_one_room_stand_side_by_side_and_are_marked() -> None:
    conference = forum()
    agenda = placed(conference).with_placement("chat", conference.placement("chat", "hall", "morning", 1))
    text = agenda_page(agenda)
    areas = dict(
        re.findall(r'grid-area: ([^"]+)"[^>]*>\s*<p class="when"[^>]*>[^<]*</p>\s*<article[^>]* id="([^"]+)"', text)
    )
    columns = {anchor: area.split(" / ")[1::2] for area, anchor in areas.items()}
    assert columns["session=panel"] == ["1", "2"]
    assert columns["session=chat"] == ["2", "3"]
    assert text.count("Another session has this room at the same time.") == 2


def test_people_are_counted_on_the_card_and_named_in_full_below() -> None:
    conference = forum()
    first, second, low, *others = conference.sessions
    crowd = low.model_copy(update={"speakers": tuple(f"p{n}" for n in range(7))})
    conference = conference.replace(sessions=(first, second, crowd, *others))
    text = Page(agenda_page(placed(conference))).text
    assert "Person 0 , Person 1 , Person 2 , Person 3 , Person 4 , Person 5 , Person 6 +5 more" in text
    assert "Speakers Person 0 , Person 1 , Person 2 , Person 3" in text


def test_synthetic_data_are_admitted() -> None:
    conference = forum()
    invented = conference.sessions[1].model_copy(update={"synthetic": True})
    conference = conference.replace(sessions=(conference.sessions[0], invented, *conference.sessions[2:]))
    assert "Synthetic data. Invented: 1 session." in Page(agenda_page(placed(conference))).text


def test_the_same_agenda_gives_the_same_page() -> None:
    assert agenda_page(placed(forum()), scorecard()) == agenda_page(placed(forum()), scorecard())


def test_a_page_is_written_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "ünïcode agenda.html"
    write_agenda_page(target, placed(forum()), scorecard(), title="Ours", subtitle="A draft")
    assert target.read_text(encoding="utf-8") == agenda_page(
        placed(forum()), scorecard(), title="Ours", subtitle="A draft"
    )
    assert list(tmp_path.iterdir()) == [target]


def test_a_page_for_everybody_holds_nothing_of_the_committee() -> None:
    builder = Conference.build("c", "C", "UTC").day("2025-05-29")
    builder.block("09:00", "10:00", id="b", slot_minutes=15).block("10:00", "11:00", id="never", slot_minutes=15)
    builder.room("Hall", id="hall", capacity=100, notes="SECRET notes of a room", closed_blocks=["never"])
    builder.room("SECRET unused room", id="spare")
    builder.person("Ada", id="a", notes="SECRET notes of a person", synthetic=True).person("SECRET helper", id="h")
    builder.session(
        "A talk", id="s", minutes=15, speakers=["a"], required_people=["h"], notes="SECRET notes", tags=["SECRET_tag"],
        expected_audience=8766, synthetic=True, priority=77, pin={"room": "hall"}, sources=["https://secret.example"],
    )  # fmt: skip
    builder.session("SECRET without a place", id="t", minutes=15, speakers=["h"])
    builder.session("Beside it", id="u", minutes=15)
    conference = builder.done()
    agenda = conference.agenda({"s": ("hall", "b", 0), "u": ("hall", "b", 0)})
    score = Scorecard((RuleScore("SECRET", "SECRET", "things", HARD, (Violation(3, "SECRET remark", ("s",)),)),))
    planners, everybody = agenda_page(agenda, score), agenda_page(agenda, score, public=True)
    # Notes, priorities and sources are on neither page.
    for word in (
        "SECRET helper",
        "SECRET tag",
        "SECRET without",
        "SECRET remark",
        "SECRET unused",
        "8,766",
        "Synthetic",
    ):
        assert word in planners
    for word in ("SECRET", "8,766", "8766", "ynthetic", "77", "Fixed", "same time", "secret.example", "cost"):
        assert word not in Page(everybody).text
    assert "SECRET" not in everybody
    assert not {"hard", "soft"} & {word for classes in Page(everybody).attributes("class") for word in classes.split()}
    assert "SECRET tag" in agenda_page(agenda, score, public=True, tags=["SECRET_tag"])


def test_ids_of_sessions_that_look_like_ours_do_not_collide() -> None:
    builder = Conference.build("c", "C", "UTC").day("2025-05-29").block("09:00", "10:00", id="b", slot_minutes=15)
    ids = ("a", "a-title", "a-why", "title-of:a", "why:a", "day1", "list", "tools", "a b", "a%20b")
    for id in ids:
        builder.room(id, id=id).session("A talk", id=id, minutes=15)
    agenda = builder.done().agenda({id: (id, "b", 0) for id in ids})
    anchors = Page(agenda_page(agenda, Scorecard(()))).attributes("id")
    assert len(anchors) == len(set(anchors))
    assert {"session=a-title", "session=a%20b", "session=a%2520b"} <= set(anchors)


def test_people_of_one_name_have_programmes_of_their_own() -> None:
    builder = Conference.build("c", "C", "UTC").day("2025-05-29").block("09:00", "10:00", id="b", slot_minutes=15)
    builder.room("R", id="r").person("Kim", id="k1").person("Kim", id="k2").person("Kim (2)", id="k3")
    for number in (1, 2, 3):
        builder.session(f"Talk {number}", id=f"s{number}", minutes=15, speakers=[f"k{number}"])
    agenda = builder.done().agenda({f"s{number}": ("r", "b", number) for number in (1, 2, 3)})
    page = Page(agenda_page(agenda))
    links = [target for target in page.attributes("href") if target.startswith("#person=")]
    # The third is called so already, so the second becomes the third of the name.
    assert links == ["#person=Kim", "#person=Kim+%283%29", "#person=Kim+%282%29"]


def test_sentences_are_not_turned_around_by_marks_in_titles() -> None:
    remark = Violation(1, 'For "\u202eabc" 20 seats are missing.', ("panel",))
    card = Scorecard((RuleScore("r", "r", "seats", soft(1), (remark,)),))
    assert 'For "abc" 20 seats are missing.' in Page(agenda_page(placed(forum()), card)).text
