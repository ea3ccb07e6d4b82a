"""The option ``--cluster``: solving on several machines with Dask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from agenda_solver.cli.options import option
from agenda_solver.errors import InvalidInput

__all__ = ["Cluster", "cluster", "working_for"]

MOST_LOCAL = 1_000

# Seconds to wait for the answer of a scheduler.
PATIENCE = 10

# The module that each process on this machine loads first.
UNHEEDING = "agenda_solver.search.islands.ignore_interrupts"

LOCAL = re.compile(r"local:(\d{1,4})")
REMOTE = re.compile(r"(tcp|tls)://(\[[0-9A-Fa-f:.%]+\]|[^\s:/\[\]]+):(\d{1,5})")


def cluster(text: Any) -> str:
    """Return a valid address of a cluster."""
    words = str(text)
    local, remote = LOCAL.fullmatch(words), REMOTE.fullmatch(words)
    is_local = local is not None and 1 <= int(local[1]) <= MOST_LOCAL
    if is_local or (remote is not None and 1 <= int(remote[3]) <= 65_535):
        return words
    raise typer.BadParameter(
        f'"{text}" is neither the address of a Dask scheduler, such as tcp://10.0.0.5:8786, nor local:4 for four '
        "processes on this machine."
    )


Cluster = Annotated[
    str | None,
    option(
        "--cluster",
        metavar="ADDRESS",
        parser=cluster,
        help="Use other processes as well: those of a Dask scheduler (tcp://HOST:8786), or local:4 for four on "
        "this machine. Needs the extra cluster.",
    ),
]


@contextmanager
def working_for(address: str | None) -> Iterator[Executor | None]:
    """Yield an executor of the cluster with this address while the block runs; None without an address.

    InvalidInput is raised if Dask is not installed, no scheduler answers, or the processes cannot be started.
    """
    if address is None:
        yield None
        return
    from agenda_solver.formats.optional_libraries import library_of_extra

    distributed = library_of_extra("distributed", "cluster", "a cluster needs two more packages")
    if (local := LOCAL.fullmatch(address)) is None:
        with _client(distributed, address, address) as client:
            yield client.get_executor()
        return
    options = {"n_workers": int(local[1]), "threads_per_worker": 1, "dashboard_address": None, "preload": [UNHEEDING]}
    try:
        machine = distributed.LocalCluster(**options)
    except (OSError, RuntimeError) as error:
        message = f"the processes of {address} could not be started ({type(error).__name__}: {error})"
        raise InvalidInput.single(message, "--cluster") from error
    with machine, _client(distributed, machine, address) as client:
        yield client.get_executor()


@contextmanager
def _client(distributed: Any, target: Any, address: str) -> Iterator[Any]:
    try:
        client = distributed.Client(target, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:  # OSError includes a timeout
        message = f"no Dask scheduler answers at {address} ({type(error).__name__})"
        raise InvalidInput.single(message, "--cluster") from error
    with client:
        yield client
