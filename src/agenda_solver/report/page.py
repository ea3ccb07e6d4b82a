"""The agenda as one self-contained page, readable on a screen, on a phone and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from functools import cache
from importlib import resources
from os import PathLike

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from agenda_solver.argument_types import typed
from agenda_solver.evaluation.scorecard import Scorecard
from agenda_solver.formats.files import write_text
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.report.cards import CardMaker
from agenda_solver.report.days import day_views
from agenda_solver.report.facets import PUBLIC_ROLES, ROLES, Facets, session_anchor
from agenda_solver.report.page_view import Figure, PageView
from agenda_solver.report.print_sizes import paper_style
from agenda_solver.report.violations import Faults, rule_views
from agenda_solver.report.words import counted, dates, direction
from agenda_solver.safe_text import lines, one_line

__all__ = ["agenda_page", "asset", "environment", "page_view", "rendered", "write_agenda_page"]


@typed
def agenda_page(
    agenda: Agenda,
    scorecard: Scorecard | None = None,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    public: bool = False,
    tags: Collection[str] | None = None,
) -> str:
    """Return a self-contained HTML page that shows an agenda.

    Parameters
    ----------
    agenda
        Any agenda, also a partial or an illegal one.
    scorecard
        Its score. With it, the page marks the sessions with violations and lists every sentence.
    title
        The title of the page; by default the conference's name.
    subtitle
        A line below the title.
    public
        Whether it is for everybody: without the score and violations, without sessions that have no place, without
        pins, expected audiences and notes on synthetic data, and without people who are needed but have no public role.
    tags
        The tags that readers see and can filter by. By default all of them; none on a public page, since many tags
        are only for the committee and its rules.
    """
    if public:
        agenda, scorecard, tags = _placed_only(agenda), None, tags or ()
    page = page_view(agenda, scorecard, title=title, subtitle=subtitle, public=public, tags=tags)
    script = asset("agenda.js") + asset("finding.js")
    return rendered(
        "agenda.html.jinja",
        page=page,
        script=script,
        paper=Markup(paper_style()),  # noqa: S704 - our own lengths
        list_style=asset("list.css"),
        digest=_digest(script),
    )


@typed
def write_agenda_page(
    path: str | PathLike[str],
    agenda: Agenda,
    scorecard: Scorecard | None = None,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    public: bool = False,
    tags: Collection[str] | None = None,
) -> None:
    """Write the page of :func:`agenda_page` to a file, all of it or nothing.

    Raises
    ------
    InvalidInput
        If the file cannot be written; an old one is untouched then.
    """
    write_text(path, agenda_page(agenda, scorecard, title=title, subtitle=subtitle, public=public, tags=tags))


def rendered(template: str, **values: object) -> str:
    """Render a template with some values and the style of all pages."""
    return environment().get_template(template).render(style=asset("agenda.css"), **values)


@cache
def environment() -> Environment:
    """Return the template environment; everything that comes from a conference is escaped."""
    made = Environment(
        loader=PackageLoader("agenda_solver.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.filters["direction"] = direction
    made.filters["paragraphs"] = _paragraphs
    return made


def _shown(value: object) -> object:
    """Return a value as a page shows it; markup was made from such values already."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _paragraphs(text: str) -> Markup:
    """Return a text of several lines, with its line breaks kept."""
    return escape(lines(text))


@cache
def asset(name: str, package: str = "agenda_solver.report") -> Markup:
    """Return a file of this package as it is; it holds no data."""
    file = resources.files(package).joinpath("templates", name)
    return Markup(file.read_text(encoding="utf-8"))  # noqa: S704 - shipped with the library, no data in it


def _digest(script: str) -> str:
    """Return the hash of the script for the content security policy."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _placed_only(agenda: Agenda) -> Agenda:
    """Return the agenda as if the conference had only the sessions that have a place."""
    conference = agenda.conference
    placed = tuple(session for session in conference.sessions if session.id in agenda)
    fields = {name: getattr(conference, name) for name in type(conference).model_fields}
    # Not validated again: votes and rules may refer to the other sessions, but they are not used here.
    return Agenda(type(conference).model_construct(**{**fields, "sessions": placed}), dict(agenda))


def page_view(
    agenda: Agenda,
    scorecard: Scorecard | None,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    public: bool = False,
    tags: Collection[str] | None = None,
    whole: bool = False,
) -> PageView:
    """Return the data of the templates.

    A ``whole`` grid has every room on every day, so that sessions can be moved anywhere.
    """
    conference = agenda.conference
    facets = Facets(agenda, PUBLIC_ROLES if public else ROLES, tags, every_room=whole)
    anchors = {session.id: session_anchor(session.id) for session in conference.sessions if session.id in agenda}
    faults = Faults(agenda, scorecard, anchors)
    cards = CardMaker(agenda, faults, anchors, facets, public, whole)
    days = day_views(cards)
    return PageView(
        title=title or conference.name,
        subtitle=subtitle,
        dates=dates([day.date for day in conference.days]),
        zone=conference.zone_words,
        figures=_figures(agenda, scorecard, len(facets.labels["room"]), len(facets.labels["person"])),
        verdict=_verdict(scorecard),
        legal=scorecard is None or scorecard.is_legal,
        swatches=cards.swatches,
        tracks=cards.legend(),
        facets=facets.views(),
        total=len(conference.sessions),
        days=days,
        unplaced=cards.unplaced(),
        faults=faults.all,
        rules=rule_views(scorecard),
        footnote=None if public else _footnote(conference),
        most_columns=max(day.columns for day in days),
        legend_lines=cards.legend_lines,
    )


def _footnote(conference: Conference) -> str | None:
    """Return a note on synthetic data; None if there are none."""
    sessions = sum(session.synthetic for session in conference.sessions)
    people = sum(person.synthetic for person in conference.people)
    counts = [counted(sessions, "session")] * bool(sessions) + [counted(people, "person", "people")] * bool(people)
    return f"Synthetic data. Invented: {', '.join(counts)}." if counts else None


def _figures(agenda: Agenda, scorecard: Scorecard | None, rooms: int, people: int) -> tuple[Figure, ...]:
    conference = agenda.conference
    total, placed = len(conference.sessions), len(agenda)
    figures = [
        Figure(f"{total:,}", "session" if total == 1 else "sessions")
        if placed == total
        else Figure(f"{placed:,} of {total:,}", "sessions placed"),
        Figure(f"{rooms:,}", "room" if rooms == 1 else "rooms"),
    ]
    if people:
        figures.append(Figure(f"{people:,}", "person" if people == 1 else "people"))
    for level, cost in (scorecard.costs if scorecard else {}).items():
        figures.append(Figure(f"{cost:,}", f"cost on level {level}" if level else "cost"))
    return tuple(figures)


def _verdict(scorecard: Scorecard | None) -> str | None:
    if scorecard is None:
        return None
    if scorecard.is_legal:
        return "Every hard rule is kept"
    broken = sum(len(rule.violations) for rule in scorecard.rules if rule.severity.is_hard)
    return f"{counted(broken, 'breach', 'breaches')} of hard rules"
