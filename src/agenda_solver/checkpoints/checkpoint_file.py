"""The file of a checkpoint: the state of a search when it was written, and the conference it belongs to."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from agenda_solver.argument_types import typed
from agenda_solver.checkpoints.seal import is_sealed, seal_of
from agenda_solver.errors import InvalidInput, Mistake, in_file
from agenda_solver.formats.agenda_file import agenda_from_data, agenda_to_data
from agenda_solver.formats.files import write_text
from agenda_solver.formats.json_fields import fields_of, plain
from agenda_solver.formats.native import conference_to_json
from agenda_solver.formats.strict_json import read_json, write_json_text
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, Id, Part
from agenda_solver.model.pydantic_messages import place_of, sentence_of
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_registry import is_from_outside
from agenda_solver.version import __version__

__all__ = ["CHECKPOINT_FORMAT", "Checkpoint", "digest_of", "read_checkpoint", "write_checkpoint"]

CHECKPOINT_FORMAT = "agenda-solver/checkpoint/1"
LEVELS = tuple(str(level) for level in range(10))  # the priority levels of severities
LONGEST = 1e9  # seconds, more than thirty years of search
UNKNOWN_CODE = secrets.token_hex(16)  # for code that cannot be read (a notebook's cell); differs in every process


@dataclass(frozen=True)
class Checkpoint:
    """The state of a search at one moment.

    Attributes
    ----------
    agenda
        The best agenda at that moment.
    costs
        An upper bound on its cost on each priority level, according to the search.
    bounds
        The proven lower bound on each priority level; levels without a bound are missing. There are none if the
        checkpoint was read from a file without the seal of this user; see ``is_sealed``.
    elapsed
        Seconds of search until then, including the runs that it continued.
    seed
        Seed of the search.
    digest
        A fingerprint of the conference, its rules and the version of this library.
    is_sealed
        Whether the file has the seal of this user on this machine. Without it, anybody may have written the file, so
        its bounds are not used.
    """

    agenda: Agenda
    costs: dict[int, int]
    bounds: dict[int, int] = field(default_factory=dict)
    elapsed: float = 0.0
    seed: int = 0
    digest: str = ""
    is_sealed: bool = True


class CheckpointFile(Part):
    """The fields of a checkpoint file; the agenda is read by the reader of agendas."""

    format: str = CHECKPOINT_FORMAT
    conference: Id
    digest: str
    elapsed: float = Field(ge=0, le=LONGEST)
    seed: Count
    costs: dict[str, int]
    bounds: dict[str, int]
    versions: dict[str, str]
    agenda: Any
    seal: str | None = None


def digest_of(conference: Conference, rules: Sequence[Rule]) -> str:
    """Return a fingerprint of everything that a bound depends on: the conference, the rules, and their implementation.

    The implementation is represented by the version of this library, and by the files of rules from outside the
    library.
    """
    settings = [[f"{type(rule).__module__}.{type(rule).__qualname__}", plain(rule), _code_of(rule)] for rule in rules]
    content = [__version__, conference_to_json(conference), settings]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _code_of(rule: Rule) -> list[str]:
    """Return the fingerprints of the files that define a rule from outside; none for a rule of this library."""
    classes = [cls for cls in type(rule).__mro__ if issubclass(cls, Rule) and is_from_outside(cls)]
    files = dict.fromkeys(getattr(sys.modules.get(cls.__module__), "__file__", None) for cls in classes)
    return [_fingerprint(file) for file in files]


def _fingerprint(file: str | None) -> str:
    """Return the fingerprint of a file; if it cannot be read, one that no other process has."""
    try:
        return hashlib.sha256(Path(file or "").read_bytes()).hexdigest()
    except OSError:
        return UNKNOWN_CODE


@typed
def write_checkpoint(checkpoint: Checkpoint, path: str | os.PathLike[str]) -> None:
    """Write a checkpoint atomically: readers of the file see either the old one or the new one.

    Raises
    ------
    InvalidInput
        If the file cannot be written; the old file is then unchanged.
    """
    data = {
        "format": CHECKPOINT_FORMAT,
        "conference": checkpoint.agenda.conference.id,
        "digest": checkpoint.digest,
        "elapsed": round(checkpoint.elapsed, 3),
        "seed": checkpoint.seed,
        "costs": {str(level): cost for level, cost in checkpoint.costs.items()},
        "bounds": {str(level): bound for level, bound in checkpoint.bounds.items()},
        "versions": {"agenda-solver": __version__},
        "agenda": agenda_to_data(checkpoint.agenda),
    }
    seal = seal_of(data)
    write_text(path, write_json_text(data if seal is None else {**data, "seal": seal}))


@typed
def read_checkpoint(path: str | os.PathLike[str], conference: Conference) -> Checkpoint:
    """Return the checkpoint of a file.

    Parameters
    ----------
    path
        The file.
    conference
        The conference that was solved. It may have changed since. Then the digest differs from :func:`digest_of`, and
        the costs and bounds do not apply to it. The agenda is not scored; see :func:`score`.

    Returns
    -------
    The checkpoint, without bounds if the file does not have the seal of this user, because they cannot be proven again.

    Raises
    ------
    InvalidInput
        If the file cannot be read, is no checkpoint, is of another conference, or has a session at a place that does
        not exist in this conference.
    """
    with in_file(path):
        return _checkpoint_of(read_json(path), conference)


def _checkpoint_of(raw: Any, conference: Conference) -> Checkpoint:
    raw = fields_of(raw, CHECKPOINT_FORMAT, "checkpoint")
    try:
        read = CheckpointFile.model_validate(raw)
    except ValidationError as error:
        mistakes = [Mistake(place_of(e["loc"]), sentence_of(e, CheckpointFile)) for e in error.errors()]
        raise InvalidInput(mistakes) from error
    if read.conference != conference.id:
        raise InvalidInput.single(
            f'the checkpoint is of the conference "{read.conference}", not of "{conference.id}"', "conference"
        )
    try:
        agenda = agenda_from_data(read.agenda, conference)
    except InvalidInput as error:
        mistakes = [Mistake(f"agenda.{m.place}", m.message) for m in error.mistakes]
        raise InvalidInput(mistakes, count=error.count) from error
    costs, bounds = _levels(read.costs, "costs"), _levels(read.bounds, "bounds")
    genuine = is_sealed({name: value for name, value in raw.items() if name != "seal"}, read.seal)
    return Checkpoint(agenda, costs, bounds if genuine else {}, read.elapsed, read.seed, read.digest, genuine)


def _levels(table: dict[str, int], name: str) -> dict[int, int]:
    for level in table:
        if level not in LEVELS:
            raise InvalidInput.single(f'"{level[:40]}" is not a priority level from {LEVELS[0]} to {LEVELS[-1]}', name)
    return {int(level): value for level, value in table.items()}
