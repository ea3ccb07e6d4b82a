"""A summit is moved onto the forum's second day, to the very time of a session of two principals.

That a summit was put off, and held on the second day of the forum, is documented; its hours here are invented. The two
principals cannot be at both, so their session has to make way. Everybody else would like to keep the printed programme.
"""

from datetime import timedelta

from forum import publish, tell

from agenda_solver import Agenda, Conference

PRINCIPALS = ("kassym-jomart-tokayev", "giorgia-meloni")
SESSION = "special-session"
WAY = timedelta(minutes=15)  # from the forum to the summit, and back


def not_at_the_summit(conference: Conference, published: Agenda, person: str) -> dict:
    """Return the change that somebody is only there before and after the summit."""
    begin, end = min(block.start for block in conference.blocks), max(block.end for block in conference.blocks)
    leaves, returns = published.start(SESSION) - WAY, published.end(SESSION) + WAY
    windows = [{"start": begin, "end": leaves}, {"start": returns, "end": end}]
    return {"change": "person available", "person": person, "windows": windows}


def main() -> None:
    conference, published = publish()
    title = conference.session_by_id[SESSION].title
    print(f'The summit takes the time of "{title}", {published.start(SESSION):%d %B %H:%M}.\n')
    tell(conference, published, [not_at_the_summit(conference, published, person) for person in PRINCIPALS])


if __name__ == "__main__":
    main()
