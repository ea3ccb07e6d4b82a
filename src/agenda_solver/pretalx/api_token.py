"""The API token of a pretalx server: its source and its form."""

from __future__ import annotations

import os

from agenda_solver.errors import InvalidInput

__all__ = ["TOKEN_VARIABLE", "sound_token", "token_from_environment"]

TOKEN_VARIABLE = "AGENDA_SOLVER_PRETALX_TOKEN"  # noqa: S105  the name of the variable, not a token


def token_from_environment() -> str:
    """Return the API token from the environment variable.

    Raises
    ------
    InvalidInput
        If the variable is not set, or its value cannot be sent in a header.
    """
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        raise InvalidInput.single(f"set the environment variable {TOKEN_VARIABLE} to an API token of pretalx")
    return sound_token(token, TOKEN_VARIABLE)


def sound_token(text: str, source: str) -> str:
    """Return a token without blanks around it; error messages name its source, never the token.

    Raises
    ------
    InvalidInput
        If it is empty, or cannot be sent in a header.
    """
    token = text.strip()
    if not token:
        raise InvalidInput.single(f"{source} is empty")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise InvalidInput.single(f"{source} contains characters that cannot be in a token")
    return token
