"""The file of a checkpoint: what a search had found when it was written, and for which conference."""

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

from agenda_solver.arguments import typed
from agenda_solver.checkpoints.seal import is_sealed, seal_of
from agenda_solver.errors import InvalidInput, Mistake, in_file
from agenda_solver.formats.agenda_file import agenda_from_data, agenda_to_data
from agenda_solver.formats.files import write_text
from agenda_solver.formats.native import conference_to_json
from agenda_solver.formats.plain import fields_of, plain
from agenda_solver.formats.strict_json import read_json, write_json_text
from agenda_solver.model.agenda import Agenda
from agenda_solver.model.conference import Conference
from agenda_solver.model.field_types import Count, Id, Part
from agenda_solver.model.pydantic_messages import place_of, sentence_of
from agenda_solver.rules.base.registry import is_from_outside
from agenda_solver.rules.base.rule import Rule
from agenda_solver.version import __version__

__all__ = ["CHECKPOINT_FORMAT", "Checkpoint", "digest_of", "read_checkpoint", "write_checkpoint"]

CHECKPOINT_FORMAT = "agenda-solver/checkpoint/1"
LEVELS = tuple(str(level) for level in range(10))  # those that a severity may have
LONGEST = 1e9  # seconds, more than thirty years of search
# Stands for code that nobody can look at (a notebook's cell): no later process takes it for the same.
UNKNOWN_CODE = secrets.token_hex(16)


@dataclass(frozen=True)
class Checkpoint:
    """What a search had found at one moment.

    Attributes
    ----------
    agenda
        The best agenda at that moment.
    costs
        What it costs at most on each priority level, as the search says.
    bounds
        For each priority level what was proven that no agenda costs less than; levels without a bound are missing. When
        it is read, there are none where nobody can tell that a search has written them; see ``is_sealed``.
    elapsed
        Seconds of search up to then, those of the runs that were continued included.
    seed
        Seed of the search.
    digest
        A fingerprint of the conference, its rules and the version of this library.
    is_sealed
        Whether the file bears the seal of this user of this machine. Where it does not, anybody may have written it, so
        its bounds are not taken over.
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
    """Return a fingerprint of all that a bound depends on: the conference, the rules, and what the rules mean.

    What a rule means can change from version to version of this library, so the version is part of it, and so are the
    files that rules of somebody's own come from.
    """
    settings = [[f"{type(rule).__module__}.{type(rule).__qualname__}", plain(rule), _code_of(rule)] for rule in rules]
    content = [__version__, conference_to_json(conference), settings]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _code_of(rule: Rule) -> list[str]:
    """Return fingerprints of the files that a rule from outside is written in; none for a rule of this library."""
    classes = [cls for cls in type(rule).__mro__ if issubclass(cls, Rule) and is_from_outside(cls)]
    files = dict.fromkeys(getattr(sys.modules.get(cls.__module__), "__file__", None) for cls in classes)
    return [_fingerprint(file) for file in files]


def _fingerprint(file: str | None) -> str:
    """Return a fingerprint of a file; of what nobody can look at, one that never comes again."""
    try:
        return hashlib.sha256(Path(file or "").read_bytes()).hexdigest()
    except OSError:
        return UNKNOWN_CODE


@typed
def write_checkpoint(checkpoint: Checkpoint, path: str | os.PathLike[str]) -> None:
    """Write a checkpoint in one step: whoever reads the file sees the old one or the new one.

    Raises
    ------
    InvalidInput
        If the file cannot be written; an old one is untouched then.
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
        The conference that was solved. It may have changed since; then the digest differs from :func:`digest_of`, and
        costs and bounds say nothing of it any more. The agenda is not scored; see :func:`score`.

    Returns
    -------
    The checkpoint, without bounds where the file does not bear the seal of this user: they could not be proven again.

    Raises
    ------
    InvalidInput
        If the file cannot be read, is no checkpoint, is of another conference, or places sessions where this one has
        no place for them.
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
        found = [Mistake(f"agenda.{m.place}", m.message) for m in error.mistakes]
        raise InvalidInput(found, count=error.count) from error
    costs, bounds = _levels(read.costs, "costs"), _levels(read.bounds, "bounds")
    genuine = is_sealed({name: value for name, value in raw.items() if name != "seal"}, read.seal)
    return Checkpoint(agenda, costs, bounds if genuine else {}, read.elapsed, read.seed, read.digest, genuine)


def _levels(table: dict[str, int], name: str) -> dict[int, int]:
    for level in table:
        if level not in LEVELS:
            raise InvalidInput.single(f'"{level[:40]}" is not a priority level from {LEVELS[0]} to {LEVELS[-1]}', name)
    return {int(level): value for level, value in table.items()}
