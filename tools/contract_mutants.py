"""Break the ``post`` of every rule on purpose and say what the contract notices: ``python tools/contract_mutants.py``.

Writes the table in ``docs/developing.md``. Fails where something is missed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ["AGENDA_SOLVER_TESTS"] = "thorough"  # it is read while the tests are imported

from hypothesis import settings  # noqa: E402 - the tests are beside the package

from agenda_solver.testing.mutants import Mutant  # noqa: E402
from tests.benchmarks.families.contracts import cases_of_family_rule, rules_of_families  # noqa: E402
from tests.contracts import MISSED, NOTICED, Case, cases_of_rule, verdicts  # noqa: E402
from tests.profiles import THOROUGH  # noqa: E402
from tests.settings import SETTINGS  # noqa: E402

PAGE = ROOT / "docs" / "developing.md"
BEGIN, END = "<!-- mutants -->\n", "<!-- end of mutants -->\n"


def main() -> int:
    """Write the table; return 1 where a mutant was missed."""
    settings.load_profile(THOROUGH)
    rows = [*HEADER, *_rows(_every_case())]
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    PAGE.write_text(before + BEGIN + "\n".join(rows) + "\n" + END + rest.split(END)[1], encoding="utf-8")
    print("\n".join(rows))
    return int(any(MISSED in row for row in rows))


def _every_case() -> Iterator[tuple[str, list[Case]]]:
    for id in sorted(SETTINGS):
        yield id, cases_of_rule(id)
    for id, cls in rules_of_families().items():
        yield id, cases_of_family_rule(cls)


HEADER = ("| Rule | " + " | ".join(Mutant) + " |", "|---|" + "---|" * len(Mutant))


def _rows(every: Iterable[tuple[str, list[Case]]]) -> Iterator[str]:
    noticed = changed = 0
    for id, cases in every:
        said: dict[Mutant, list[str]] = {mutant: [] for mutant in Mutant}
        for _severity, mutant, verdict in verdicts(cases):
            said[mutant].append(verdict)
            noticed += verdict == NOTICED
            changed += verdict in (NOTICED, MISSED)

        yield f"| `{id}` | " + " | ".join(", ".join(dict.fromkeys(found)) for found in said.values()) + " |"
    yield f"| **noticed** | **{noticed} of {changed}** |" + " |" * (len(Mutant) - 1)


if __name__ == "__main__":
    sys.exit(main())
