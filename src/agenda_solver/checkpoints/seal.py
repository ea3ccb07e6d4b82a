"""A seal that only this user on this machine can make: it shows that a file was written by a search of this user.

Anybody can type a bound into a file, and a bound cannot be proven again without the search. So a checkpoint is signed
with a key in the state folder of the user, which nobody else can read. If there is no key and none can be made, nothing
is sealed, and bounds are not used. Nothing else depends on the seal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["is_sealed", "seal_of"]

KEY_BYTES = 32
NAME = "checkpoint.key"


def seal_of(data: Mapping[str, Any]) -> str | None:
    """Return the seal of the data of a file, or None if there is no key."""
    key = _key(make=True)
    return None if key is None else _seal(key, data)


def is_sealed(data: Mapping[str, Any], seal: str | None) -> bool:
    """Whether a search of this user has written exactly these data."""
    key = _key(make=False)
    if key is None or seal is None:
        return False
    return hmac.compare_digest(_seal(key, data).encode(), seal.encode("utf-8", "replace"))


def _seal(key: bytes, data: Mapping[str, Any]) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _key(*, make: bool) -> bytes | None:
    """Return the user's key; None if somebody else could have read or written it."""
    path = _folder()
    if path is None:
        return None
    try:
        return _read(path / NAME) or (_create_key(path) if make else None)
    except (OSError, ValueError):
        return None  # no home, a full disk, a folder of somebody else: then there is no key


def _folder() -> Path | None:
    """Return the folder in which programs keep their state, by the convention of the system."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    else:
        base = os.environ.get("XDG_STATE_HOME", "")
        if not Path(base).is_absolute():  # to be ignored then, says the specification
            base = str(Path("~/.local/state").expanduser()) if "HOME" in os.environ else ""
    return Path(base) / "agenda-solver" if Path(base).is_absolute() else None


def _read(path: Path) -> bytes | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        state = os.fstat(file.fileno())
        if sys.platform != "win32" and (state.st_uid != os.getuid() or stat.S_IMODE(state.st_mode) & 0o077):
            return None
        key = file.read(KEY_BYTES + 1)
    return key if len(key) == KEY_BYTES else None


def _create_key(folder: Path) -> bytes | None:
    """Make the key, whole or not at all; of two that make it at once, the first one counts."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / NAME
    if path.exists() or path.is_symlink():
        return None  # the key exists but cannot be trusted; it is kept, because its owner may need it
    temporary = folder / f".{NAME}-{secrets.token_hex(8)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        _put(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return _read(path)


def _put(temporary: Path, path: Path) -> None:
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        pass
    except (OSError, NotImplementedError):  # a file system without links
        if not path.exists():
            temporary.rename(path)
