"""Ways to spoil a document a little, so that it still gets past the first check of what it is.

Everything random comes from a ``random.Random``. Hypothesis has one whose choices it shrinks, so a failing document
becomes small.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

__all__ = ["NASTY_TEXTS", "spoil_arguments", "spoil_bytes", "spoil_sheets", "spoil_text", "spoil_tree", "spoil_xml"]

NASTY_TEXTS = [
    "",
    " ",
    "0",
    "-1",
    "1e400",
    "9" * 400,
    "NaN",
    "null",
    "true",
    "24:00",
    "25:61",
    "0:00",
    "9999-12-31T23:59:59+14:00",
    "0001-01-01T00:00:00-14:00",
    "2026-03-29T02:30:00",
    "2026-10-25T02:30",
    "2026-02-30",
    "99999-01-01",
    "Europe/Berlim",
    "../no-such-folder/x",
    "C:\\con",
    "a:b:c",
    "opening",
    "Opening",
    "OPENING",
    "O\u0308ffnung",
    "Hall\u00a0A",
    "line\nbreak",
    "line\u2028break",
    "\u202egnp.exe",
    "tab\there",
    "nul\x00byte",
    "\x1b[31mred",
    "[red]markup[/red]",
    "[/]",
    "=1+1",
    "@sum(a1)",
    "<script>alert(1)</script>",
    "&amp;&lt;",
    "]]>",
    "<!--",
    "{{ 7 * 7 }}",
    "%s %d {0}",
    '"; drop',
    "\ud800",
    "\U0001f469\u200d\U0001f680",
    "مرحبا",
    "x" * 5_000,
]
NASTY_NUMBERS = [0, -1, 1, 2, 59, 60, 61, 1439, 1440, 1441, 10**6, 10**9, 2**31, 2**63, 10**30, -(2**63), 0.5, 1e300]
NASTY_CELLS: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    9,
    9.3,
    0.375,
    1e300,
    date(1899, 12, 31),
    date(2026, 6, 1),
    datetime(2026, 6, 1, 9, 30),
    datetime(9999, 12, 31, 23, 59, 59),
    time(0),
    time(9, 30, 30),
    timedelta(hours=30),
    "Tue",
    "9h30",
    "1.5.2026",
    "#REF!",
    "yes; no",
    "ja",
]
XML_PIECES = [
    "<event>",
    "</event>",
    "<event/>",
    "<day/>",
    "<room name='x'/>",
    "<![CDATA[x]]>",
    "&nbsp;",
    "&#0;",
    "&#x10FFFF;",
    '<!DOCTYPE a [<!ENTITY b "c">]>',
    "<?xml version='1.1'?>",
    "<a xmlns='urn:x'>",
]


def spoil_tree(rng: random.Random, tree: Any, times: int) -> Any:
    """Return JSON data with so many things changed: values replaced, dropped, doubled, moved, or nested."""
    tree = copy.deepcopy(tree)
    for _ in range(times):
        spots = list(_spots(tree))
        if not spots:
            return tree
        parent, key = rng.choice(spots)
        rng.choice(TREE_CHANGES)(rng, tree, parent, key)
    return tree


def _spots(tree: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        items = (
            list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
        )
        for key, value in items:
            found.append((node, key))
            if isinstance(value, dict | list):
                waiting.append(value)
    return found


def _value(rng: random.Random) -> Any:
    return rng.choice([None, True, False, [], {}, [[]], rng.choice(NASTY_TEXTS), rng.choice(NASTY_NUMBERS)])


def _replace(rng: random.Random, tree: Any, parent: Any, key: Any) -> None:
    old = parent[key]
    if isinstance(old, str) and rng.random() < 0.5:
        parent[key] = spoil_text(rng, old, 1)
    elif isinstance(old, int) and not isinstance(old, bool) and rng.random() < 0.7:
        parent[key] = rng.choice([old + 1, old - 1, -old, *NASTY_NUMBERS])
    else:
        parent[key] = rng.choice([rng.choice(NASTY_TEXTS), _value(rng)])


def _drop(rng: random.Random, tree: Any, parent: Any, key: Any) -> None:
    del parent[key]


def _double(rng: random.Random, tree: Any, parent: Any, key: Any) -> None:
    twin = copy.deepcopy(parent[key])
    if isinstance(parent, list):
        parent.insert(rng.randrange(len(parent) + 1), twin)
    else:
        parent[rng.choice([f"{key}2", key.upper(), f" {key}"])] = twin


def _swap(rng: random.Random, tree: Any, parent: Any, key: Any) -> None:
    other, place = rng.choice(_spots(tree))
    parent[key] = copy.deepcopy(other[place])


def _nest(rng: random.Random, tree: Any, parent: Any, key: Any) -> None:
    parent[key] = rng.choice([[parent[key]], {"x": parent[key]}, {key if isinstance(key, str) else "y": parent[key]}])


TREE_CHANGES: list[Callable[[random.Random, Any, Any, Any], None]] = [
    _replace,
    _replace,
    _replace,
    _drop,
    _double,
    _swap,
    _nest,
]


def spoil_text(rng: random.Random, text: str, times: int) -> str:
    """Return text with so many changes of single characters, lines or numbers."""
    for _ in range(times):
        at = rng.randrange(len(text) + 1)
        to = min(len(text), at + rng.choice([1, 1, 2, 5, 40]))
        way = rng.randrange(6)
        if way == 0:
            text = text[:at] + text[to:]
        elif way == 1:
            text = text[:at] + rng.choice(NASTY_TEXTS) + text[at:]
        elif way == 2:
            text = text[:to] + text[at:]
        elif way == 3 and (numbers := list(re.finditer(r"\d+", text))):
            number = rng.choice(numbers)
            text = text[: number.start()] + str(rng.choice(NASTY_NUMBERS)) + text[number.end() :]
        elif way == 4:
            text = text[:at] + rng.choice(",;:\"'\t\n\r <>&{}[]|\\/") + text[at:]
        else:
            lines = text.splitlines(keepends=True)
            text = (
                "".join(rng.sample(lines, len(lines)))
                if len(lines) < 8
                else "".join(lines[: rng.randrange(len(lines))])
            )
    return text


def spoil_bytes(rng: random.Random, content: bytes) -> bytes:
    """Return bytes that were cut off, have something else in the middle, or stand in another encoding."""
    # A share of the length: a workbook holds the time of writing, and is now and then a byte longer.
    at = int(rng.random() * len(content))
    middle = rng.choice([b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b[2J", bytes(range(256))])
    try:
        elsewhere = [content.decode().encode("utf-16"), content.decode().encode("utf-32"), b"\xef\xbb\xbf" + content]
    except UnicodeDecodeError:
        elsewhere = []
    return rng.choice([content[:at], content[:at] + middle + content[at:], content[:at] + content, *elsewhere])


def spoil_xml(rng: random.Random, text: str, times: int) -> str:
    """Return XML with so many elements dropped, doubled, moved, or with other texts in them."""
    for _ in range(times):
        elements = list(re.finditer(r"<(\w+)[^<>]*>[^<>]*</\1>|<\w[^<>]*/>", text))
        if not elements or rng.random() < 0.15:
            text = spoil_text(rng, text, 1)
            continue
        one, way = rng.choice(elements), rng.randrange(5)
        if way == 0:
            text = text[: one.start()] + text[one.end() :]
        elif way == 1:
            at = rng.choice(elements).start()
            text = text[:at] + one.group() + text[at:]
        elif way == 2:
            filled = re.sub(r">[^<>]*<", lambda _: f">{_escaped(rng.choice(NASTY_TEXTS))}<", one.group(), count=1)
            text = text[: one.start()] + filled + text[one.end() :]
        elif way == 3:
            filled = re.sub(r'"[^"]*"', lambda _: f'"{_escaped(rng.choice(NASTY_TEXTS))}"', one.group(), count=1)
            text = text[: one.start()] + filled + text[one.end() :]
        else:
            text = text[: one.start()] + rng.choice(XML_PIECES) + text[one.start() :]
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def spoil_sheets(rng: random.Random, sheets: dict[str, list[list[Any]]], times: int) -> dict[str, list[list[Any]]]:
    """Return the sheets of a workbook with so many cells, rows, columns or sheets changed."""
    sheets = copy.deepcopy(sheets)
    for _ in range(times):
        if not sheets:
            return sheets
        name = rng.choice(sorted(sheets))
        rows = sheets[name]
        way = rng.randrange(9)
        filled = [(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell is not None]
        if way == 0:
            sheets[rng.choice(["Notes", "Sessions (2)", name.lower(), name[:30] + " "])] = sheets.pop(name)
        elif way == 1 and rows:
            rows.insert(rng.randrange(len(rows) + 1), rng.choice([[], copy.deepcopy(rng.choice(rows)), ["lunch"]]))
        elif way == 2 and rows:
            del rows[rng.randrange(len(rows))]
        elif way == 3 and rows:
            column = rng.randrange(max(map(len, rows)) or 1)
            for row in rows:
                del row[column : column + 1]
        elif filled:
            row, column = rng.choice(filled)
            old = rows[row][column]
            as_text = isinstance(old, str) and rng.random() < 0.5
            rows[row][column] = spoil_text(rng, old, 1) if as_text else rng.choice([*NASTY_CELLS, *NASTY_TEXTS])
    return sheets


def spoil_arguments(rng: random.Random, arguments: Sequence[str], times: int) -> list[str]:
    """Return a command line with so many arguments changed, dropped, doubled or added."""
    changed = list(arguments)
    for _ in range(times):
        at = rng.randrange(len(changed) + 1)
        way = rng.randrange(5)
        if way == 0:
            changed.insert(at, rng.choice(NASTY_TEXTS))
        elif at == len(changed):
            continue
        elif way == 1:
            del changed[at]
        elif way == 2:
            changed.insert(at, changed[at])
        elif way == 3:
            changed[at] = rng.choice(NASTY_TEXTS)
        else:
            changed[at] = spoil_text(rng, changed[at], 1)
    return changed
