"""One version of a board as HTML fragments, which a browser can replace one by one by their ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader

from agenda_solver.board.state import BoardState
from agenda_solver.board.versions import ACCEPTED, accepted
from agenda_solver.evaluation.scorecard import RuleScore, Scorecard
from agenda_solver.model.parts import Block
from agenda_solver.report.facets import Facets, session_anchor
from agenda_solver.report.grid_view import DayView
from agenda_solver.report.page import environment, page_view
from agenda_solver.report.page_view import PageView
from agenda_solver.report.session_view import SessionView
from agenda_solver.report.words import rule_label
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import read_rule, rules_of

__all__ = ["Drawing", "board_environment"]

# The number of remarks on the board; the page of the agenda lists all of them.
MOST_REMARKS = 120

LARGEST_WEIGHT = 20


@cache
def board_environment() -> Environment:
    """Return the template environment of the board: its own templates first, then those of the page."""
    pages = environment()
    own = PackageLoader("agenda_solver.web", "templates")
    return pages.overlay(loader=ChoiceLoader([own, pages.loader] if pages.loader else [own]))


@dataclass(frozen=True)
class RemarkView:
    """A violation as the board lists it."""

    key: str
    rule: str
    sentence: str
    price: str
    hard: bool
    sessions: tuple[tuple[str, str], ...]
    note: str = ""
    until: str = ""


@dataclass(frozen=True)
class RuleRow:
    """A rule as it can be set on the board."""

    key: str
    id: str
    own_label: str
    label: str
    words: str
    amount: int
    measure: str
    severity: str
    weight: int
    most: int
    priority: int
    cost: int


@dataclass(frozen=True)
class Drawing:
    """A state of a board with its score, as HTML.

    Attributes
    ----------
    state, scorecard, version
        What is drawn.
    known
        The days of another drawing: most moves leave most days as they are, and those are not rendered again.
    """

    state: BoardState
    scorecard: Scorecard
    version: int
    known: Mapping[str, tuple[DayView, str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def page(self) -> PageView:
        """The data of the templates of the page."""
        return page_view(self.state.agenda, self.scorecard, whole=True)

    @cached_property
    def parts(self) -> dict[str, str]:
        """The HTML of each part of the board that can change, by the id of its element."""
        found = {anchor: html for anchor, (_, html) in self.days.items()}
        for name in ("figures", "filters", "legend", "verdict", "tray", "remarks", "rules", "edit"):
            found[name] = self._rendered(f"_{name}.html.jinja")
        return found

    @cached_property
    def days(self) -> Mapping[str, tuple[DayView, str]]:
        """The data and the HTML of each day, by the id of its element."""
        found = {}
        for day in self.page.days:
            seen, html = self.known.get(day.anchor, (None, ""))
            found[day.anchor] = day, html if seen == day else self._rendered("_day.html.jinja", day=day)
        return found

    @cached_property
    def frame(self) -> str:
        """A hash of days, rooms, tracks and name; if it changes, a browser reloads the whole page."""
        conference = self.state.conference
        things = (conference.name, conference.days, conference.rooms, conference.tracks, conference.time_zone)
        return f"{hash(repr(things)) & 0xFFFFFFFF:08x}"

    def whole(self, **about: Any) -> str:
        """Return the whole page; ``about`` has what its template needs to know about the user."""
        return self._rendered("board.html.jinja", parts=self.parts, frame=self.frame, version=self.version, **about)

    def panel(self, session: str) -> str:
        """Return the details of a session.

        Raises
        ------
        KeyError
            If it has no place.
        """
        card = self._cards[session_anchor(session)]
        return environment().get_template("_panel.html.jinja").render(card=card)

    @cached_property
    def _cards(self) -> Mapping[str, SessionView]:
        items = (item for day in self.page.days for item in day.items)
        return {item.anchor: item for item in items if isinstance(item, SessionView)}

    def _rendered(self, template: str, **names: Any) -> str:
        return board_environment().get_template(template).render(page=self.page, drawing=self, **names)

    # --- lists beside the grid -------------------------------------------------------------------------------------

    @cached_property
    def _every_remark(self) -> tuple[list[RemarkView], list[RemarkView]]:
        open_: list[RemarkView] = []
        settled: list[RemarkView] = []
        held = accepted(self.state, date.today())
        for rule, violation in self.scorecard.violations:
            key = rule.key, violation.message
            if rule.severity.is_off:
                continue
            if key in held:
                until = self.state.notes[(ACCEPTED, *key)]["until"] or ""
                settled.append(self._remark(rule, violation, held[key], until))
            else:
                open_.append(self._remark(rule, violation))
        return open_, settled

    @property
    def remarks(self) -> list[RemarkView]:
        """The violations that nobody has accepted, as many as the board lists."""
        return self._every_remark[0][:MOST_REMARKS]

    @property
    def remarks_in_all(self) -> int:
        """The number of all violations that nobody has accepted."""
        return len(self._every_remark[0])

    @property
    def hard_remarks(self) -> int:
        """The number of those that are about hard rules."""
        return sum(remark.hard for remark in self._every_remark[0])

    @property
    def accepted(self) -> list[RemarkView]:
        """The accepted violations."""
        return self._every_remark[1]

    def _remark(self, rule: RuleScore, violation: Any, note: str = "", until: str = "") -> RemarkView:
        known = self.state.conference.session_by_id
        severity = rule.severity
        price = "hard rule" if severity.is_hard else f"cost {violation.amount * severity.weight:,}"
        ids = [id for id in dict.fromkeys(violation.sessions) if id in known][:6]
        sessions = tuple((id, known[id].title) for id in ids)
        return RemarkView(
            rule.key, rule_label(rule.key), violation.message, price, severity.is_hard, sessions, note, until
        )

    @cached_property
    def rule_rows(self) -> list[RuleRow]:
        """The rules of the conference that can be set, the costly ones first."""
        scores = {score.key: score for score in self.scorecard.rules}
        conference = self.state.conference
        written = [read_rule({"rule": setting.rule, **setting.parameters()}) for setting in conference.rules]
        # Those that are off stay there, to be switched on again.
        rules = [*rules_of(conference), *(rule for rule in written if rule.severity.is_off)]
        rows = [_row(rule, scores.get(rule.key)) for rule in rules]
        return sorted(rows, key=_by_urgency)

    def part_named(self, kind: str, label: str) -> str:
        """Return the id of a person or a room by its label in the menus.

        Raises
        ------
        KeyError
            If there is none.
        """
        labels = Facets(self.state.agenda, every_room=True).labels[kind]
        return {shown: id for id, shown in labels.items()}[label]

    @property
    def types(self) -> list[str]:
        """The types of sessions, the most frequent first."""
        return [type for type, _ in Counter(s.type for s in self.state.conference.sessions).most_common()]

    def block_label(self, block: Block) -> str:
        """Return the time of a block."""
        conference = self.state.conference
        span = conference.block_span[block.id]
        return f"{conference.clock(span.start)}\N{EN DASH}{conference.local(span.end):%H:%M}"

    @property
    def costs(self) -> Mapping[int, int]:
        """The cost on each level."""
        return self.scorecard.costs


def _by_urgency(row: RuleRow) -> tuple[Any, ...]:
    """Order rules: the broken ones first, then the costly ones, then those that are kept, then those that are off."""
    is_hard = row.severity == "hard"
    return row.severity == "off", not (is_hard and row.amount), is_hard, -row.cost, row.label


def _row(rule: Rule, found: RuleScore | None) -> RuleRow:
    severity, amount = rule.severity, 0 if found is None else found.amount
    kind = "hard" if severity.is_hard else "off" if severity.is_off else "wish"
    weight = 0 if severity.is_hard else severity.weight
    cost = 0 if found is None else found.cost
    words = (type(rule).__doc__ or "").partition("\n")[0]
    most = max(LARGEST_WEIGHT, 4 * weight)
    return RuleRow(
        rule.key,
        rule.id,
        rule.label or "",
        rule_label(rule.key),
        words,
        amount,
        "" if found is None else found.measure,
        kind,
        weight,
        most,
        severity.priority,
        cost,
    )
