"""The content of an instance workbook, in CoSPLib's own words: plain data between the sheets and the conference.

A CoSPLib *submission* is a session here, a CoSPLib *session* is a block, and its *time slots* are slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import NamedTuple

__all__ = [
    "HEADINGS",
    "MATRICES",
    "PARAMETER_LABELS",
    "SHEETS",
    "SIMILAR",
    "TERMS",
    "TERM_LABELS",
    "Content",
    "Parameters",
    "SessionRow",
    "SubmissionRow",
    "TrackRow",
]

# The terms of CoSPLib's objective in the order of its weights, each with the key of its rule and its label.
OBJECTIVE = (
    ("tracks_sessions", "time_preference:tracks", "Tracks_Sessions|Penalty:"),
    ("tracks_rooms", "room_preference:tracks", "Tracks_Rooms|Penalty:"),
    ("sessions_rooms", "room_availability", "Sessions_Rooms|Penalty:"),
    ("similar_tracks", "similar_tracks", "Similar Tracks:"),
    ("num_rooms_per_track", "track_rooms", "Number of Rooms per Track:"),
    ("parallel_tracks", "track_parallel", "Parallel Tracks:"),
    ("consecutive_tracks", "track_contiguity", "Consecutive Tracks:"),
    ("submissions_timezones", "local_hours", "Submissions_Timezones:"),
    ("submissions_order", "track_order", "Submissions Order:"),
    ("submissions_sessions", "time_preference:submissions", "Submissions_Sessions|Penalty:"),
    ("submissions_rooms", "room_preference:submissions", "Submissions_Rooms|Penalty:"),
    ("presenters_conflicts", "speaker_clash", "Presenters Conflicts:"),
    ("attendees_conflicts", "audience_clash", "Attendees Conflicts:"),
    ("chairs_conflicts", "chair_clash", "Chairs Conflicts:"),
    ("presenters_conflicts_timeslot", "speaker_clash:slots", "Presenters Conflicts Timeslot Level:"),
    ("attendees_conflicts_timeslot", "audience_clash:slots", "Attendees Conflicts Timeslot Level:"),
)
TERMS: dict[str, str] = {term: key for term, key, _ in OBJECTIVE}
TERM_LABELS = tuple(label for *_, label in OBJECTIVE)
PARAMETER_LABELS = (
    "Sessions",
    "Local time zone:",
    "Suitable scheduling times",
    "From:",
    "To:",
    "Less suitable scheduling times",
    "From:",
    "To:",
    "Penalty:",
    "Unsuitable scheduling times",
    "Penalty:",
)
HEADINGS: dict[str, tuple[str, ...]] = {
    "submissions": ("Reference", "Track", "Required Timeslots", "Order", "Time Zone", "Presenters", "Attendees"),
    "tracks": ("Tracks", "Chairs"),
    "sessions": ("Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"),
    "rooms": ("Rooms",),
}
MATRICES = ("tracks_sessions|penalty", "tracks_rooms|penalty", "sessions_rooms|penalty")
SIMILAR = "similar tracks"
# In the order of CoSPLib's own files.
SHEETS = ("parameters", *HEADINGS, *MATRICES[:2], SIMILAR, MATRICES[2])


class SessionRow(NamedTuple):
    """A row of the sheet ``sessions``."""

    name: str
    slots: int
    date: date
    start: time
    end: time


class TrackRow(NamedTuple):
    """A row of the sheet ``tracks``."""

    name: str
    chairs: tuple[str, ...]


class SubmissionRow(NamedTuple):
    """A row of the sheet ``submissions`` without penalties; ``order`` 0 is none, ``hours`` are hours east of UTC."""

    name: str
    track: str
    slots: int
    order: int
    hours: int
    presenters: tuple[str, ...]
    attendees: tuple[str, ...]


class Parameters(NamedTuple):
    """The sheet ``parameters``: the local time zone, the windows of submissions' time zones, the 16 weights."""

    hours: int
    suitable: tuple[time, time]
    less_suitable: tuple[time, time]
    small: int
    big: int
    weights: tuple[int, ...]


@dataclass(frozen=True)
class Content:
    """All of an instance workbook.

    The penalties are those that are not 0, by the names of row and column; ``similar`` has each pair of tracks in the
    order of the sheet ``tracks``.
    """

    parameters: Parameters
    sessions: tuple[SessionRow, ...]
    rooms: tuple[str, ...]
    tracks: tuple[TrackRow, ...]
    submissions: tuple[SubmissionRow, ...]
    tracks_sessions: dict[tuple[str, str], int]
    tracks_rooms: dict[tuple[str, str], int]
    sessions_rooms: dict[tuple[str, str], int]
    similar: dict[tuple[str, str], int]
    submissions_sessions: dict[tuple[str, str], int]
    submissions_rooms: dict[tuple[str, str], int]
