"""Sets of sessions of which no two may be at once, and that do not all fit one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, islice

from agenda_solver.diagnosis.counting import too_many
from agenda_solver.diagnosis.exclusive_groups import ExclusiveGroup, groups_of
from agenda_solver.diagnosis.finding import Finding, in_order, lengths, titles
from agenda_solver.diagnosis.packing import Overfull, by_number
from agenda_solver.diagnosis.pauses import pause_of_person, pitches_with
from agenda_solver.diagnosis.remaining_places import RemainingPlaces
from agenda_solver.diagnosis.sum_sentences import can_take, sessions_of
from agenda_solver.model.graphs import ClashGraph, clash_graph, largest_cliques
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.key_people import KeyPeople
from agenda_solver.rules.not_in_parallel import NotInParallel
from agenda_solver.rules.plenary import Plenary
from agenda_solver.rules.speaker_clash import SpeakerClash

__all__ = ["too_much_at_once"]

MOST_CLIQUES = 500
MOST_PAIRS = 3  # findings for each room: many sessions at one fixed time would give one for each pair


def too_much_at_once(leftover: RemainingPlaces, crowded: Sequence[Collection[str]]) -> Iterator[Finding]:
    """Return groups of sessions that clash and cannot all have a time.

    Pairs that share their only room are not reported again if they are in one of ``crowded``: sets of sessions already
    known to have too little space.
    """
    reported: list[frozenset[str]] = []
    for finding in [*_in_every_group(leftover), *_in_every_room(leftover, crowded)]:
        if not any(known <= set(finding.sessions) for known in reported):
            reported.append(frozenset(finding.sessions))
            yield finding


def _in_every_group(leftover: RemainingPlaces) -> Iterator[Finding]:
    for group in [*groups_of(leftover), *_mixed_groups(leftover)]:
        sessions = [session for session in group.sessions if session in leftover.placeable]
        if len(sessions) > 1:
            yield from list(_overfull(leftover, group, sessions)) or list(_never_apart(leftover, group, sessions))


def _in_every_room(leftover: RemainingPlaces, crowded: Sequence[Collection[str]]) -> Iterator[Finding]:
    """Return pairs that are in one room at once, whatever times they get."""
    for room in leftover.conference.rooms:
        only_here = tuple(session for session in leftover.placeable if list(leftover.rooms(session)) == [room.id])
        group = ExclusiveGroup(only_here, f"both can only be in {room.name}")
        pairs = _never_apart(leftover, group, only_here)
        news = (pair for pair in pairs if not any(set(pair.sessions) <= set(known) for known in crowded))
        yield from islice(news, MOST_PAIRS)


def _mixed_groups(leftover: RemainingPlaces) -> Iterator[ExclusiveGroup]:
    """Return sets of sessions that clash in pairs, for different reasons."""
    graph = _edges(leftover).subgraph(leftover.placeable)
    if graph.number_of_edges():
        for clique in largest_cliques(graph, MOST_CLIQUES):
            if len(clique) > 1:
                yield ExclusiveGroup(
                    tuple(clique), "no two of them may run at once", None, _all_by_time(leftover.rules)
                )


def _all_by_time(rules: Iterable[Rule]) -> bool:
    clashing = (SpeakerClash, KeyPeople, Plenary, NotInParallel)
    return all(rule.scope == "time" for rule in rules if isinstance(rule, clashing))


def _edges(leftover: RemainingPlaces) -> ClashGraph:
    conference = leftover.conference
    graph = clash_graph(conference, ())
    for rule in leftover.rules:
        if isinstance(rule, SpeakerClash):
            graph.add_edges_from(clash_graph(conference, rule.roles).edges)
        if isinstance(rule, KeyPeople):
            graph.add_edges_from(_key_pairs(leftover))
        if isinstance(rule, Plenary):
            plenaries = [session.id for session in conference.sessions if session.plenary]
            graph.add_edges_from((p, s.id) for p in plenaries for s in conference.sessions if s.id != p)
        if isinstance(rule, NotInParallel):
            for chosen in rule.sets:
                graph.add_edges_from(combinations(chosen.members(conference), 2))
    return graph


def _key_pairs(leftover: RemainingPlaces) -> Iterator[tuple[str, str]]:
    by_id = leftover.conference.session_by_id
    edges: Iterable[tuple[str, str, tuple[str, ...]]] = clash_graph(leftover.conference).edges.data("people")
    for first, second, people in edges:
        required = {*by_id[first].required_people, *by_id[second].required_people}
        if required & set(people):
            yield first, second


def _overfull(leftover: RemainingPlaces, group: ExclusiveGroup, sessions: list[str]) -> Iterator[Finding]:
    open_to = {session: leftover.slots_in_time(session) for session in sessions}
    needs = {session: leftover.need(session) for session in sessions}
    if group.one_a_block:
        blocks = {session: frozenset((block, 0) for block in slots) for session, slots in open_to.items()}
        yield from (_finding(leftover, group, found) for found in by_number(sessions, blocks, 1))
        return
    pause = pause_of_person(leftover, group.person)
    if not pause and sum(needs.values()) <= min(leftover.longest_stretch(session) for session in sessions):
        return  # all of them fit one after the other into any such stretch
    pitches = pitches_with(leftover, sessions, pause) if group.by_time else None
    for found in too_many(needs, open_to, leftover.minutes_of_slot, pitches=pitches):
        if len(found.sessions) > 1:
            yield _finding(leftover, group, found)


def _finding(leftover: RemainingPlaces, group: ExclusiveGroup, found: Overfull) -> Finding:
    conference = leftover.conference
    names = titles(conference, found.sessions)
    all_ = "both" if len(found.sessions) == 2 else "all"
    if found.at_least is None:
        need, size = lengths(found.need, found.size)
        what = f"They need {need} one after the other, but only {size} are open to them."
    elif set(found.takes.values()) == {1}:
        who = sessions_of({session: leftover.need(session) for session in found.sessions}, found.sessions)
        apart = " and a pause after it" if found.apart else ""
        what = f"{who} need a {'block' if group.one_a_block else 'time'} each{apart}; {can_take(found)}."
    else:
        what = f"They need {found.need:,} places of {found.at_least} minutes; {can_take(found)}."
    return _about(leftover, group, found.sessions, f"{names} cannot {all_} be placed: {group.why}. {what}")


def _never_apart(leftover: RemainingPlaces, group: ExclusiveGroup, sessions: Sequence[str]) -> Iterator[Finding]:
    """Return pairs that overlap whatever times they get."""
    if not group.by_time:
        return
    for first, second in combinations(sessions, 2):
        if leftover.never_apart(first, second):
            names = titles(leftover.conference, (first, second))
            words = f"{names} cannot both be placed: {group.why}, and whatever times they get, they overlap."
            yield _about(leftover, group, frozenset((first, second)), words)


def _about(leftover: RemainingPlaces, group: ExclusiveGroup, sessions: frozenset[str], words: str) -> Finding:
    people = () if group.person is None else (group.person,)
    return Finding("impossible", words, in_order(leftover.conference, sessions), people)
