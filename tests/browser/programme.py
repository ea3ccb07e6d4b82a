"""A small programme with something of everything that the page can be searched and filtered by."""

from __future__ import annotations

from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.report.page import agenda_page
from agenda_solver.rules.base.rule import Violation
from agenda_solver.rules.base.severity import HARD, soft

__all__ = ["agenda", "hostile_agenda", "hostile_page", "planners_page", "scorecard"]

HOSTILE = (
    "<script>document.title = 'executed'</script>",
    "</script><script>document.title = 'executed'</script>",
    "</title></style><img src=x onerror=\"document.title='executed'\">",
    "\"><svg onload=\"document.title='executed'\">' onmouseover='document.title=1",
    "javascript:document.title='executed'",
    "\u202ereversed \u2067and isolated \u200f marks",
    "\N{CLASSICAL BUILDING}\ufe0f \N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL} e\u0301 \u0645\u0631\u062d\u0628\u0627",
    "Donau" + "dampfschiff" * 181 + "ahoi",  # 2,000 characters without a space
)
# What is seen of them: signs that turn the text around them are left out, as they are wherever people read.
SHOWN = tuple(title.replace("\u202e", "").replace("\u2067", "") for title in HOSTILE)


def agenda() -> Agenda:
    """Return seven sessions on two days in three rooms; one more has no place."""
    builder = Conference.build("meeting", "Water and energy", "Asia/Almaty").only_these_rules()
    builder.day("2025-05-29", name="Opening day")
    builder.block("09:00", "10:00", id="early", slot_minutes=15).block("10:30", "12:30", id="noon", slot_minutes=15)
    builder.day("2025-05-30").block("09:00", "11:00", id="next", slot_minutes=15)
    builder.building("Palace", id="palace")
    builder.room("Hall", id="hall", capacity=900, building="palace").room("Studio", id="studio", capacity=60)
    builder.room("Attic & loft", id="attic")
    builder.track("Rivers", id="rivers").track("Grids", id="grids", colour="#ffee00")
    for name in ("Ada Ábel", "Bo Berg", "Cem Can", "\u0645\u062d\u0645\u062f"):
        builder.person(name, id=name[:2])
    builder.session("Opening", id="opening", minutes=60, plenary=True, type="plenary", speakers=["Ad", "Bo", "Ce"])
    builder.session(
        "Rivers that cross borders", id="rivers 1/a", minutes=60, track="rivers", speakers=["Ad"], level="beginner",
        language="en", tags=["law"], description="Who owns the water of the Danube?", expected_audience=80,
    )  # fmt: skip
    builder.session(
        "Grids for everybody", id="grids", minutes=45, track="grids", speakers=["Bo"], moderators=["Ce"],
        level="expert", language="fr", tags=["law", "money"],
    )  # fmt: skip
    builder.session(
        "\u062d\u0648\u0627\u0631 \u0627\u0644\u0645\u064a\u0627\u0647", id="dialogue", minutes=30, track="rivers",
        speakers=["\u0645\u062d"], language="ar",
    )  # fmt: skip
    builder.session("A short word", id="word", minutes=15, track="grids", chairs=["Ce"], required_people=["Bo"])
    builder.session("Dams", id="dams", minutes=90, track="rivers", speakers=["Ad", "Bo"], tags=["money"])
    builder.session("Closing", id="closing", minutes=30, type="plenary", plenary=True)
    builder.session("Too much", id="too much", minutes=30, track="grids", optional=True, speakers=["Ad"])
    return builder.done().agenda(
        {
            "opening": ("hall", "early", 0),
            "rivers 1/a": ("hall", "noon", 0),
            "grids": ("studio", "noon", 0),
            "dialogue": ("attic", "noon", 1),
            "word": ("studio", "noon", 4),
            "dams": ("hall", "next", 0),
            "closing": ("hall", "next", 6),
        }
    )


def scorecard() -> Scorecard:
    """Return a score with one hard and one soft violation."""
    crowded = Violation(20, 'For "Rivers that cross borders" 20 seats are missing.', ("rivers 1/a",))
    clash = Violation(1, 'Cem Can is in "Grids for everybody" and in "A short word".', ("grids", "word"), ("Ce",))
    return Scorecard(
        (
            RuleScore("speaker_clash", "speaker_clash", "pairs", HARD, (clash,)),
            RuleScore("room_capacity", "room_capacity", "seats", soft(3), (crowded,)),
        )
    )


def planners_page() -> str:
    """Return the page of the programme with its score."""
    return agenda_page(agenda(), scorecard())


def hostile_agenda() -> Agenda:
    """Return an agenda in which every text is hostile."""
    first = HOSTILE[0]
    builder = Conference.build("hostile", first, "UTC").only_these_rules().day("2025-05-29", name=first)
    builder.block("09:00", "11:00", id="b", slot_minutes=15).building(first, id="h")
    ids = [f"{number}\"'<&>%20 {title[:20]}" for number, title in enumerate(HOSTILE)]
    for id, title in zip(ids, HOSTILE, strict=True):
        builder.room(title[:200], id=id, building="h").person(title[:200], id=id).track(title[:200], id=id)
        builder.session(
            title, id=id, minutes=60, track=id, speakers=[id], type=title[:60], level=title[:60], language=title[:60],
            tags=[title[:60]], description=title,
        )  # fmt: skip
    return builder.done().agenda({id: (id, "b", 0) for id in ids})


def hostile_page() -> str:
    """Return a page on which every text is hostile."""
    found, first = hostile_agenda(), HOSTILE[0]
    faults = tuple(
        Violation(1, f'Something is wrong with "{title}".', (id,)) for id, title in zip(found, HOSTILE, strict=True)
    )
    return agenda_page(found, Scorecard((RuleScore(first, first, first, HARD, faults),)), subtitle=first)
