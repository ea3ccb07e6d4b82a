"""What people write where they mean a part."""

from __future__ import annotations

import unicodedata

import pytest

from agenda_solver.model.name_lookup import AmbiguousName, NameIndex, UnknownName, folded

ROOMS = NameIndex("room", [("hall-a", "Hall A"), ("hall-b", "Hall B"), ("müller", "Müller-Saal"), ("x", "HALL B")])


@pytest.mark.parametrize(
    "text",
    ["hall-a", "Hall A", "hall a", " HALL  a ", "Hall\u00a0A", "Hall\u2009A", "Ha\u200bll A", "\ufeffHall A", "HALL-A"],
)
def test_case_and_blanks_do_not_matter(text: str) -> None:
    assert ROOMS.id_of(text) == "hall-a"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_unicode_form_does_not_matter(form: str) -> None:
    assert ROOMS.id_of(unicodedata.normalize(form, "müller-saal")) == "müller"  # type: ignore[arg-type]


def test_what_is_written_exactly_is_not_ambiguous_because_of_something_similar() -> None:
    assert ROOMS.id_of("Hall B") == "hall-b"
    assert ROOMS.id_of("HALL B") == "x"
    # Surplus blanks, and another Unicode form, leave it written exactly.
    assert ROOMS.id_of(" Hall  B ") == "hall-b"
    people = NameIndex("person", [("p", "Anna Mül"), ("q", "ANNA MÜL")])
    assert people.id_of(unicodedata.normalize("NFD", "Anna Mül")) == "p"


def test_an_ambiguous_name_lists_the_candidates() -> None:
    with pytest.raises(AmbiguousName, match=r'"hall b" fits several; write the id: hall-b \("Hall B"\), x') as caught:
        ROOMS.id_of("hall b")
    assert caught.value.candidates == ("hall-b", "x")


def test_an_unknown_name_suggests_what_may_be_meant() -> None:
    with pytest.raises(UnknownName, match=r'there is no room "hal a" \(did you mean "Hall A"\?\)'):
        ROOMS.id_of("hal a")
    with pytest.raises(UnknownName, match=r'there is no room "Kitchen"$'):
        ROOMS.id_of("Kitchen")


def test_the_beginning_of_a_name_or_a_word_of_it_suggests_it() -> None:
    index = NameIndex("session", [("a", "Keynote: what trees know"), ("b", "A walk through trees"), ("c", "Paths")])
    with pytest.raises(UnknownName, match=r'"keyn" \(did you mean "Keynote: what trees know"\?\)'):
        index.id_of("keyn")
    with pytest.raises(UnknownName, match=r'did you mean "A walk through trees" or "Keynote: what trees know"\?'):
        index.id_of("trees")
    with pytest.raises(UnknownName, match=r'there is no session "ees"$'):  # no word begins with it
        index.id_of("ees")


def test_a_label_has_the_id_only_where_the_name_is_not_enough() -> None:
    index = NameIndex("session", [("a", "Welcome"), ("b", "Panel"), ("c", "Panel"), ("d", None)])
    assert [index.label(id) for id in "abcd"] == ['"Welcome"', '"Panel" (b)', '"Panel" (c)', '"d"']


def test_a_part_may_have_several_names() -> None:
    index = NameIndex("day", [("d1", "Monday"), ("d1", "2026-06-01"), ("d2", None), ("d2", "2026-06-02")])
    assert index.id_of("2026-06-01") == index.id_of("monday") == "d1"
    assert index.label("d2") == '"2026-06-02"'


def test_folding_twice_changes_nothing_more() -> None:
    for number in range(0x3000):
        once = folded(f"a{chr(number)}B")
        assert folded(once) == once


def numbered(number: int, name: str, listed: bool = False) -> NameIndex:
    return NameIndex("room", [(f"r{n}", f"{name} {n}") for n in range(number)], listed=listed)


def refusal(index: NameIndex, text: str) -> str:
    with pytest.raises((UnknownName, AmbiguousName)) as caught:
        index.id_of(text)
    return str(caught.value)


def test_of_many_candidates_five_are_listed_and_the_others_counted() -> None:
    called_alike = [NameIndex("room", [(f"r{n}", "Hall") for n in range(number)]) for number in (5, 6, 8)]
    five = 'r0 ("Hall"), r1 ("Hall"), r2 ("Hall"), r3 ("Hall"), r4 ("Hall")'
    start = f'"Hall" fits several; write the id: {five}'
    assert [refusal(index, "Hall") for index in called_alike] == [start, f"{start}, and 1 more", f"{start}, and 3 more"]


def test_up_to_a_dozen_parts_are_listed_where_nothing_similar_is_there() -> None:
    listed = ", ".join(f'"Room {n}"' for n in range(12))
    assert refusal(numbered(12, "Room", listed=True), "kitchen") == f'there is no room "kitchen"; choose from {listed}'
    assert refusal(numbered(1, "Room", listed=True), "kitchen") == 'there is no room "kitchen"; choose from "Room 0"'
    nothing_listed = [numbered(13, "Room", listed=True), numbered(0, "Room", listed=True), numbered(2, "Room")]
    assert {refusal(index, "kitchen") for index in nothing_listed} == {'there is no room "kitchen"'}


def test_a_word_suggests_three_names_at_most_and_has_three_letters_at_least() -> None:
    suggested = '(did you mean "Auditorium 0" or "Auditorium 1" or "Auditorium 2"?)'
    assert refusal(numbered(3, "Auditorium"), "aud") == f'there is no room "aud" {suggested}'
    assert refusal(numbered(4, "Auditorium"), "aud") == 'there is no room "aud"'
    assert refusal(numbered(3, "Auditorium"), "au") == 'there is no room "au"'


def test_nothing_is_suggested_where_nobody_wants_it_and_of_people_it_is_said_differently() -> None:
    people = NameIndex("person", [("p", "Ada Lovelace")])
    with pytest.raises(UnknownName, match=r'^nobody is called "Ada Lovelac"$'):
        people.id_of("Ada Lovelac", hint=False)
    assert refusal(people, "Ada Lovelac") == 'nobody is called "Ada Lovelac" (did you mean "Ada Lovelace"?)'


def test_a_label_means_its_part_in_both_orders() -> None:
    index = NameIndex("session", [("b", "Panel"), ("c", "Panel"), ("d", "Coffee (late)")])
    assert [index.ids_of(text) for text in ('"Panel" (c)', ' c ("Panel") ', "Panel (b)")] == [("c",), ("c",), ("b",)]
    assert index.ids_of('"Coffee (late)" (d)') == ("d",)
    assert index.ids_of('"panel"') == ("b", "c")
    # The id is another one's, or nothing is called so; quotes alone mean nothing.
    assert [index.ids_of(text) for text in ("Panel (d)", "Panel (x)", "Lunch (b)", '"', '""', "Panel (b")] == [()] * 6


def test_an_alias_counts_only_where_nothing_is_called_so() -> None:
    index = NameIndex(
        "track", [("a", "Forests"), ("b", "Rivers")], aliases=[("a", "rivers"), ("a", "Wood"), ("b", "wood")]
    )
    assert (index.ids_of("RIVERS"), index.ids_of("WOOD"), index.ids_of("sea")) == (("b",), ("a", "b"), ())
    assert ("wood" in index, "sea" in index) == (True, False)


def test_the_first_name_of_a_part_is_the_one_that_is_told() -> None:
    index = NameIndex("day", [("d1", None), ("d1", "Monday"), ("d1", "2026-06-01"), ("d2", "Monday"), ("d3", None)])
    assert index.label("d1") == '"Monday" (d1)'
    assert [index.is_unique(id) for id in ("d1", "d2", "d3")] == [False, False, True]
    assert index.ids_of("2026-06-01") == ("d1",)
    assert refusal(index, "MONDAY") == '"MONDAY" fits several; write the id: d1 ("Monday"), d2 ("Monday")'
