"""Requests that change a board."""

from __future__ import annotations

from tests.web.asking import JSON, ORIGIN, House


def change(house: House, **others: str) -> dict[str, str]:
    """Return the headers of an honest change; others replace or join them, and a None takes one away."""
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", **JSON, **house.seated(), "content-length": "2"}
    return headers | {name.replace("_", "-"): value for name, value in others.items()}


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key != name}
