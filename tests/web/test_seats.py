"""Invitations and the seats of browsers: what opens a board, for whom, and until when."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from agenda_solver import InvalidInput
from agenda_solver.errors import NotWritten
from agenda_solver.web import access as module
from agenda_solver.web.access import Access, Role, Seat


def test_several_browsers_come_with_one_invitation_each_under_its_own_name(access: Access) -> None:
    seat, token = access.invite("editor", "The committee", tracks=["water"])
    ada, bo, nobody = access.join(token, " Ada\n Lovelace "), access.join(token, "Bo"), access.join(token)
    assert ada
    assert bo
    assert nobody
    assert len({token, ada, bo, nobody}) == 4
    found = [access.seat_of(secret) for secret in (ada, bo, nobody)]
    assert [each and each.name for each in found] == ["Ada Lovelace", "Bo", "The committee"]
    assert {(each.id, each.role, each.tracks) for each in found if each} == {(seat.id, "editor", ("water",))}


def test_who_has_no_name_at_all_is_called_by_the_role(access: Access) -> None:
    secret = access.join(access.invite("chair")[1]) or ""
    assert access.seat_of(secret) == Seat(access.seats()[0].id, "the chair", "chair")


def test_the_seats_of_all_invitations_are_listed_in_their_order(access: Access, path: Path) -> None:
    made = [
        access.invite("chair", "Ada")[0],
        access.invite("viewer")[0],
        access.invite("editor", "C", ["water"], ["hall"], ["one", "two"])[0],
    ]
    assert access.seats() == made
    assert Access(path).seats() == made, "also after a restart"
    assert made[2] == Seat(made[2].id, "C", "editor", ("water",), ("hall",), ("one", "two"))


def test_only_an_editor_has_a_scope_and_only_three_roles_are_there(access: Access) -> None:
    roles: tuple[Role, ...] = ("viewer", "chair")
    for role in roles:
        with pytest.raises(InvalidInput, match="only an editor can be limited"):
            access.invite(role, rooms=["hall"])
    with pytest.raises(InvalidInput, match='no role "king"'):
        access.invite("king")  # type: ignore[arg-type]
    assert access.seats() == []


def test_the_file_does_not_have_what_opens_the_board(access: Access, path: Path) -> None:
    _, token = access.invite("chair")
    secret = access.join(token, "Ada")
    assert secret
    kept = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert b"Ada" in kept
    assert token.encode() not in kept
    assert secret.encode() not in kept


@pytest.mark.parametrize("wrong", ["", "x", "x" * 9_999, "\ud800", "' OR 1=1 --"])
def test_a_wrong_token_and_a_wrong_secret_open_nothing(access: Access, wrong: str) -> None:
    _, token = access.invite("chair")
    secret = access.join(token) or ""
    assert access.join(wrong) is None
    assert access.seat_of(wrong) is access.seat_of(token) is access.join(secret) is None


def test_an_invitation_that_is_taken_back_ends_for_all_its_browsers_and_for_no_other(access: Access) -> None:
    (seat, token), (_, other) = access.invite("chair"), access.invite("chair")
    secrets, stays = [access.join(token) or "" for _ in range(3)], access.join(other) or ""
    assert all(map(access.seat_of, [*secrets, stays]))
    assert access.revoke(seat.id)
    assert not any(map(access.seat_of, secrets))
    assert access.seat_of(stays)
    assert access.join(token) is None
    assert not access.revoke(seat.id)


def test_what_another_process_takes_back_ends_here_as_well(access: Access, path: Path) -> None:
    """The other connection stands for another process: the command that takes an invitation back."""
    seat, token = access.invite("chair")
    secret = access.join(token) or ""
    assert access.seat_of(secret)
    other = Access(path)
    assert other.seat_of(secret)
    other.revoke(seat.id)
    assert access.seat_of(secret) is None


def test_the_oldest_browsers_of_an_invitation_give_way(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BROWSERS", 3)
    (_, token), (_, other) = access.invite("viewer"), access.invite("viewer")
    stays = access.join(other) or ""
    secrets = [access.join(token) or "" for _ in range(5)]
    assert [access.seat_of(secret) is not None for secret in secrets] == [False, False, True, True, True]
    assert access.seat_of(stays)


def test_what_is_no_board_has_no_invitations(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="this board does not exist"):
        Access(tmp_path / "nothing.board")
    (tmp_path / "text.board").write_text("not a database, but long enough to be looked at as one" * 40)
    with pytest.raises(InvalidInput, match="is not a board"):
        Access(tmp_path / "text.board")
    sqlite3.connect(tmp_path / "other.board").execute("CREATE TABLE others (id)").connection.close()
    with pytest.raises(NotWritten, match="no such table"):
        Access(tmp_path / "other.board")
