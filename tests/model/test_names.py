"""What people write where they mean a part."""

from __future__ import annotations

import unicodedata

import pytest

from agenda_solver.model.names import AmbiguousName, NameIndex, UnknownName, folded

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
    with pytest.raises(AmbiguousName, match=r'"hall b" may be several; write the id: hall-b \("Hall B"\), x') as caught:
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
