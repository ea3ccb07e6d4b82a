"""Invitations to a board, and the browsers that used them, in the board's own file.

The file holds only hashes of the tokens and secrets. These are random and too long to be guessed, so a plain hash is
enough, and the time of a lookup by the hash reveals nothing.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import RLock

from agenda_solver.board.change_log import now
from agenda_solver.board.sqlite_connection import explained_errors, opened
from agenda_solver.errors import InvalidInput
from agenda_solver.web.participant_rights import ROLES, Role, Seat

__all__ = ["Access", "Role", "Seat"]

TABLES = """
CREATE TABLE IF NOT EXISTS seats (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    token BLOB NOT NULL UNIQUE
);
CREATE TABLE IF NOT EXISTS browsers (
    secret BLOB PRIMARY KEY,
    seat TEXT NOT NULL,
    name TEXT NOT NULL,
    since TEXT NOT NULL
);
"""
SEAT = "seats.id, seats.name, seats.role, seats.scope"

LONGEST_NAME = 200
# Longer than any secret that was issued; longer texts need not be hashed.
LONGEST_SECRET = 100
# Each use of an invitation counts as another browser; above this number the oldest are forgotten.
MOST_BROWSERS = 500


class Access:
    """The invitations to a board; safe to use from several threads, and while other processes use the same file.

    Parameters
    ----------
    path
        The file of the board.

    Raises
    ------
    InvalidInput
        If there is no such file, or it is not a board.
    NotWritten
        If it cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path, self._lock = Path(path), RLock()
        self._database = opened(self._path)
        with explained_errors(self._path), self._database:
            self._database.executescript(TABLES)
        self._known: dict[bytes, Seat] = {}
        self._edition = -1

    def invite(
        self,
        role: Role,
        name: str = "",
        tracks: Iterable[str] = (),
        rooms: Iterable[str] = (),
        days: Iterable[str] = (),
    ) -> tuple[Seat, str]:
        """Make an invitation, which several people may use.

        Parameters
        ----------
        role
            What its users may do.
        name
            The person whom it is for.
        tracks, rooms, days
            The ids of those that an editor may change; empty for all.

        Returns
        -------
        The seat, and the token that gives access to it. The token is not stored.

        Raises
        ------
        InvalidInput
            If there is no such role, or a role other than editor gets a scope.
        NotWritten
            If the file cannot be written.
        """
        if role not in ROLES:
            raise InvalidInput.single(f'there is no role "{role}"; choose from {", ".join(ROLES)}', "role")
        seat = Seat(secrets.token_hex(4), _cleaned(name), role, tuple(tracks), tuple(rooms), tuple(days))
        if role != "editor" and (seat.tracks or seat.rooms or seat.days):
            raise InvalidInput.single("only an editor can be limited to tracks, rooms or days", "role")
        token = secrets.token_urlsafe(32)
        scope = json.dumps([seat.tracks, seat.rooms, seat.days], ensure_ascii=False)
        with self._lock, explained_errors(self._path), self._database:
            row = (seat.id, seat.name, seat.role, scope, _hash(token))
            self._database.execute("INSERT INTO seats VALUES (?, ?, ?, ?, ?)", row)
        return seat, token

    def join(self, token: str, name: str = "") -> str | None:
        """Give a browser access.

        Parameters
        ----------
        token
            The token of an invitation.
        name
            The name of the user; by default that of the invitation.

        Returns
        -------
        The secret for the browser's cookie, which is not stored; None if there is no such invitation.
        """
        if len(token) > LONGEST_SECRET:
            return None
        secret = secrets.token_urlsafe(32)
        query = "INSERT INTO browsers SELECT ?, id, ?, ? FROM seats WHERE token = ?"
        oldest = (
            "DELETE FROM browsers WHERE seat = (SELECT id FROM seats WHERE token = ?) AND rowid NOT IN"
            " (SELECT rowid FROM browsers AS others WHERE others.seat = browsers.seat ORDER BY rowid DESC LIMIT ?)"
        )
        with self._lock, explained_errors(self._path), self._database:
            row = (_hash(secret), _cleaned(name), now().isoformat(), _hash(token))
            found = self._database.execute(query, row).rowcount
            if found:
                self._database.execute(oldest, (_hash(token), MOST_BROWSERS))
                self._known.clear()
        return secret if found else None

    def seat_of(self, secret: str) -> Seat | None:
        """Return the seat of a browser, with the name of the user; None if its secret is unknown or revoked."""
        if len(secret) > LONGEST_SECRET:
            return None
        key = _hash(secret)
        with self._lock, explained_errors(self._path):
            # Changes whenever another connection has written, for example another process that revoked something.
            (edition,) = self._database.execute("PRAGMA data_version").fetchone()
            if edition != self._edition:
                self._known.clear()
                self._edition = edition
            if key not in self._known:
                query = f"SELECT {SEAT}, browsers.name FROM browsers JOIN seats ON seats.id = seat WHERE secret = ?"  # noqa: S608
                found = self._database.execute(query, (key,)).fetchone()
                if found is None:
                    return None
                *row, name = found
                seat = _seat(*row)
                self._known[key] = replace(seat, name=name or seat.name or f"the {seat.role}")
            return self._known[key]

    def revoke(self, seat_id: str) -> bool:
        """Revoke an invitation: its token and the secrets of all its browsers become invalid.

        Returns
        -------
        Whether there was such an invitation.
        """
        with self._lock, explained_errors(self._path), self._database:
            self._database.execute("DELETE FROM browsers WHERE seat = ?", (seat_id,))
            found = self._database.execute("DELETE FROM seats WHERE id = ?", (seat_id,)).rowcount
            self._known.clear()
        return bool(found)

    def seats(self) -> list[Seat]:
        """Return the seats of all invitations, in the order in which they were made."""
        with self._lock, explained_errors(self._path):
            rows = self._database.execute(f"SELECT {SEAT} FROM seats ORDER BY rowid").fetchall()  # noqa: S608
        return [_seat(*row) for row in rows]

    def close(self) -> None:
        """Close the connection to the file."""
        with self._lock:
            self._database.close()


def _seat(id: str, name: str, role: Role, scope: str) -> Seat:
    tracks, rooms, days = map(tuple, json.loads(scope))
    return Seat(id, name, role, tracks, rooms, days)


def _hash(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _cleaned(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
