"""The conference as graphs: who shares people with whom, and what comes before what."""

from __future__ import annotations

from agenda_solver.model.builder import ConferenceBuilder
from agenda_solver.model.conference import Conference
from agenda_solver.model.graphs import circle_in, clash_graph, components_of, largest_cliques, order_graph


def conference() -> Conference:
    """Ada is in A and B, Bo in B, C and (as a moderator) in D; E has nobody."""
    builder: ConferenceBuilder = Conference.build("c", "Our conference", "Asia/Almaty").day("2025-05-29")
    builder.block("09:00", "12:00", slot_minutes=30).room("Hall").person("Ada").person("Bo")
    builder.session("A", minutes=30, speakers=["Ada"])
    builder.session("B", minutes=30, speakers=["Ada", "Bo"])
    builder.session("C", minutes=30, speakers=["Bo"])
    builder.session("D", minutes=30, moderators=["Bo"])
    return builder.session("E", minutes=30).done()


def test_sessions_that_share_somebody_clash() -> None:
    edges = {frozenset(edge) for edge in clash_graph(conference()).edges}
    assert edges == {frozenset(pair) for pair in ("ab", "bc", "bd", "cd")}


def test_every_session_is_a_node_though_it_has_nobody() -> None:
    assert set(clash_graph(conference())) == set("abcde")


def test_an_edge_knows_who_is_shared() -> None:
    graph = clash_graph(conference())
    assert graph.edges["a", "b"]["people"] == ("ada",)
    assert graph.edges["b", "c"]["people"] == ("bo",)


def test_two_people_that_are_shared_make_one_edge() -> None:
    first, *others = conference().sessions
    both = first.model_copy(update={"speakers": ("ada", "bo")})
    graph = clash_graph(conference().replace(sessions=(both, *others)))
    assert graph.edges["a", "b"]["people"] == ("ada", "bo")


def test_only_the_given_roles_count() -> None:
    assert "d" not in clash_graph(conference(), ("speakers",))["b"]
    assert clash_graph(conference(), ()).number_of_edges() == 0


def test_cliques_come_with_the_largest_first() -> None:
    assert largest_cliques(clash_graph(conference())) == [["b", "c", "d"], ["a", "b"], ["e"]]


def test_no_more_cliques_than_asked_for_are_looked_at() -> None:
    assert len(largest_cliques(clash_graph(conference()), most=2)) == 2


def test_parts_that_share_nobody_are_independent() -> None:
    assert components_of(clash_graph(conference())) == [{"a", "b", "c", "d"}, {"e"}]


def test_an_order_without_a_circle_has_none() -> None:
    assert circle_in(order_graph([("a", "b"), ("b", "c"), ("a", "c")])) == []


def test_a_circle_is_returned_in_its_order() -> None:
    circle = circle_in(order_graph([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")]))
    start = circle.index("a")
    assert circle[start:] + circle[:start] == ["a", "b", "c"]


def test_a_session_before_itself_is_a_circle() -> None:
    assert circle_in(order_graph([("a", "a")])) == ["a"]


def test_an_empty_order_has_no_circle() -> None:
    assert circle_in(order_graph([])) == []
