"""The sheets of the planner's workbook and their columns, in one table that both directions follow."""

from __future__ import annotations

from agenda_solver.formats.planner.column_types import Column, Sheets

__all__ = ["SHEETS"]

ID = Column(
    "Id", "id", "A short name that other sheets may use. Leave it empty to have it made from the name.", width=12
)
NOTES = Column("Notes", "notes", "For people; never looked at.", width=20)
DAY = Column("Day", "day", "A day from the sheet Days, by id, name or date. Needed.", "one", "days")
ONLY_TYPES = Column("Only types", "session_types", "Only sessions of these types may be here. Empty: all may.", "list")

TAGS = "Words of your own, separated by semicolons or commas"

PEOPLE = "Names or ids from the sheet People, separated by semicolons."


def _people(heading: str, field: str, *, width: int = 14, rare: bool = False) -> Column:
    return Column(heading, field, PEOPLE, "many", "people", width, rare)


def _tags(heading: str, field: str, meaning: str, *, width: int = 14, rare: bool = False) -> Column:
    return Column(heading, field, f"{TAGS}: {meaning}.", "list", "", width, rare)


SETTINGS = (
    Column("Name", "name", "The name of the conference, for readers. Needed."),
    Column("Id", "id", "A short name for files; made from the name if it is empty."),
    Column("Time zone", "time_zone", 'The IANA name of the time zone, such as "Europe/Berlin". Needed.', "zone"),
    Column("Usual rules", "default_rules", "yes: rules that the sheet Rules does not set run as usual.", "yes"),
    Column("Notes", "notes", "For people; never looked at."),
)

SESSIONS = Sheets(
    "Sessions",
    "sessions",
    (
        ID,
        Column("Title", "title", "What readers see. Needed.", width=44),
        Column(
            "Minutes",
            "duration_minutes",
            "How long it is: 90, or 1:30. Needed, unless Slots is given.",
            "minutes",
            width=9,
        ),
        Column("Slots", "duration_slots", "Its length in slots, instead of minutes.", "number", width=7),
        Column("Track", "track", "A track from the sheet Tracks, by id or name.", "one", "tracks", width=16),
        _people("Speakers", "speakers", width=28),
        _people("Moderators", "moderators", width=20),
        Column("Audience", "expected_audience", "How many people are expected.", "number", width=10),
        Column("Type", "type", "Rooms and time blocks may be limited to types. Empty: session.", width=11),
        Column("Plenary", "plenary", "yes: nothing else at the same time.", "yes", width=9),
        Column("Optional", "optional", "yes: it may be left out.", "yes", width=9),
        Column("Priority", "priority", "What it costs to leave it out, 1 to 1000. Empty: 1.", "number", width=9),
        Column(
            "Likelihood",
            "likelihood",
            "How likely it is to take place, in percent: 1 to 100. Empty: certain.",
            "percent",
            width=10,
        ),
        Column("Fixed room", "pin.room", "Already decided: the room.", "one", "rooms"),
        Column("Fixed day", "pin.day", "Already decided: the day, by id, name or date.", "one", "days"),
        Column(
            "Fixed block",
            "pin.block",
            "Already decided: the block, by id or name, perhaps with its day: Tue morning.",
            "one",
            "blocks",
        ),
        Column(
            "Fixed start",
            "pin.start",
            "Already decided: the start, as 2026-06-01 09:30 or Tue 09:30.",
            "instant",
            width=17,
        ),
        _tags("Needs in room", "required_features", "what its room must have"),
        _tags("Tags", "tags", "rules name groups of sessions by them"),
        Column("Language", "language", "Its language."),
        Column("Description", "description", "For readers.", width=30),
        NOTES,
        _people("Chairs", "chairs", rare=True),
        Column(
            "Must attend", "required_people", "People who have to be able to follow it.", "many", "people", rare=True
        ),
        _tags("Not in room", "prohibited_features", "what its room must not have", rare=True),
        _tags("Likes in room", "preferred_features", "what its room should have", rare=True),
        _tags("Dislikes in room", "undesired_features", "what its room should not have", rare=True),
        _tags("Needs of time", "required_times", "what its block must be tagged", rare=True),
        _tags("Not at time", "prohibited_times", "what its block must not be tagged", rare=True),
        _tags("Likes of time", "preferred_times", "what its block should be tagged", rare=True),
        _tags("Dislikes of time", "undesired_times", "what its block should not be tagged", rare=True),
        Column("For whom", "audience_types", f"{TAGS}.", "list", rare=True),
        Column("Level", "level", "Such as beginner or advanced.", rare=True),
        Column(
            "Place in track",
            "position",
            "Which one of its track's sessions it should be, from 1 on.",
            "number",
            rare=True,
        ),
        Column("Set-up minutes", "setup_minutes", "How long its room is empty before it.", "minutes", rare=True),
        Column("Tear-down minutes", "teardown_minutes", "How long its room is closed after it.", "minutes", rare=True),
        Column("Time zone", "time_zone", "The time zone of those who take part remotely.", "zone", rare=True),
        Column("Occurrences", "occurrences", "How many times it takes place. Empty: once.", "number", rare=True),
        Column(
            "Occurrence of",
            "occurrence_of",
            "The session, by id or title, of which this is a further occurrence. Unlisted occurrences are added.",
            "one",
            "sessions",
            rare=True,
        ),
    ),
    label="title",
    needed=True,
    needs=(("Title",), ("Minutes", "Slots")),
)

PEOPLE_SHEET = Sheets(
    "People",
    "people",
    (
        ID,
        Column("Name", "name", "Their name. Needed.", width=28),
        Column(
            "Available",
            "available",
            "The only times they can come; empty: always. Tue; Tue 9-12; Tue morning (the name of a block); "
            "2026-06-01; 2026-06-01 09:00-12:30. Separate several with semicolons.",
            "windows",
            width=36,
        ),
        Column("Time zone", "time_zone", "Their time zone, if they take part remotely.", "zone"),
        Column("Home building", "home_building", "The building they would rather not leave.", "one", "buildings"),
        _tags("Needs in room", "required_features", "what each of their rooms must have"),
        _tags("Not in room", "prohibited_features", "what none of their rooms may have"),
        NOTES,
    ),
    label="name",
    needs=(("Name", "Id"),),
)

ROOMS = Sheets(
    "Rooms",
    "rooms",
    (
        ID,
        Column("Name", "name", "What readers see. Needed.", width=24),
        Column("Seats", "capacity", "Empty: nobody counts them.", "number", width=8),
        Column("Building", "building", "A building from the sheet Buildings.", "one", "buildings"),
        _tags("Has", "features", "projector; step-free", width=24),
        ONLY_TYPES,
        Column(
            "Open",
            "available",
            "The only times it is open; empty: always. As in the sheet People under Available.",
            "windows",
            width=30,
        ),
        Column(
            "Closed in",
            "closed_blocks",
            "Blocks from the sheet Time in which it is closed, by id or name (Tue morning), or whole days.",
            "many",
            "blocks",
        ),
        Column("Changeover", "changeover_minutes", "Minutes it needs between two sessions.", "minutes"),
        NOTES,
    ),
    label="name",
    needed=True,
    needs=(("Name", "Id"),),
)

DAYS = Sheets(
    "Days",
    "days",
    (
        Column("Id", "id", "A short name, used in the sheet Time. Empty: the date.", width=12),
        Column("Date", "date", "The date. Needed.", "date", width=14),
        Column("Name", "name", "What readers see instead of the date.", width=24),
    ),
    label="date",
    needed=True,
    needs=(("Date",),),
)

TIME = Sheets(
    "Time",
    "blocks",
    (
        Column("Id", "id", "A short name; made from the day and the start if it is empty.", width=16),
        DAY,
        Column("Start", "start", "When it begins: 09:00. Needed.", "clock", width=9),
        Column("End", "end", "When it ends: 10:30. There is no break in between. Needed.", "clock", width=9),
        Column(
            "Slot minutes", "slot_minutes", "Minutes from one possible start to the next. Empty: one slot.", "minutes"
        ),
        Column("Slot count", "slot_count", "Instead of slot minutes: the number of slots.", "number"),
        Column("Name", "name", "What readers see.", width=20),
        ONLY_TYPES,
        _tags("Tags", "tags", "wishes about times speak of them (morning)"),
    ),
    label="",
    needed=True,
    needs=(("Day",), ("Start",), ("End",)),
)

BREAKS = Sheets(
    "Breaks",
    "breaks",
    (
        DAY,
        Column("Start", "start", "When it begins: 12:30. Needed.", "clock", width=9),
        Column("End", "end", "When it ends: 14:00. Needed.", "clock", width=9),
        Column("Title", "title", "What readers see: Lunch. Needed.", width=28),
    ),
    key="",
    needs=(("Day",), ("Start",), ("End",), ("Title",)),
)

TRACKS = Sheets(
    "Tracks",
    "tracks",
    (
        ID,
        Column("Name", "name", "What readers see. Needed.", width=28),
        Column("Colour", "colour", "A colour, such as #2f63b4.", width=10),
        _people("Chairs", "chairs", width=24),
        _tags("Themes", "themes", "two tracks with a common theme are similar"),
    ),
    label="name",
    needs=(("Name", "Id"),),
)

BUILDINGS = Sheets(
    "Buildings",
    "buildings",
    (ID, Column("Name", "name", "What readers see. Needed.", width=28)),
    label="name",
    needs=(("Name", "Id"),),
)

WALKS = Sheets(
    "Walks",
    "walks",
    (
        Column("Between", "between", "Two buildings, separated by a semicolon. Needed.", "many", "buildings", width=28),
        Column("Minutes", "minutes", "How long the walk takes, in either direction. Needed.", "minutes"),
    ),
    key="",
    needs=(("Between",), ("Minutes",)),
)

VOTES = Sheets(
    "Votes",
    "votes",
    (
        Column("Voter", "voter", "Somebody who voted; any word that nobody else has. Needed.", width=16),
        Column(
            "Sessions",
            "sessions",
            "What they want to see: titles or ids, separated by semicolons. Needed.",
            "many",
            "sessions",
            width=60,
        ),
        Column("Most of all", "strong", "Those of them that they want most.", "many", "sessions", width=40),
    ),
    key="voter",
    needs=(("Voter",), ("Sessions",)),
)

PUBLISHED = Sheets(
    "Published",
    "published",
    (
        Column("Session", "session", "A session, by id or title. Needed.", "one", "sessions", width=40),
        Column("Room", "room", "The room that was published. Needed.", "one", "rooms", width=20),
        Column("Start", "start", "The start that was published, as 2026-06-01 09:30. Needed.", "instant", width=18),
        Column("Block", "block", "Only where slots of two blocks begin then: which one.", "one", "blocks"),
        Column("Gone", "gone", "yes: this place is no longer there.", "yes", width=8),
    ),
    key="session",
    needs=(("Session",), ("Room",), ("Start",)),
)

SHEETS = (SESSIONS, PEOPLE_SHEET, ROOMS, DAYS, TIME, BREAKS, TRACKS, VOTES, BUILDINGS, WALKS, PUBLISHED)
