"""Every rule of the benchmark families on the small conferences of its family, for the contract."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from inspect import isabstract

import benchmarks.families
from agenda_solver.model.conference import Conference
from agenda_solver.rules.base.rule import Rule
from agenda_solver.rules.base.rule_settings import rules_of
from benchmarks.families.chi import read as chi
from benchmarks.families.ietf import read as ietf
from tests.benchmarks.families.chi.made import made_draft
from tests.benchmarks.families.ietf.made import tiny_meeting
from tests.benchmarks.families.optaplanner.made import tiny_problem
from tests.contracts import Case
from tests.profiles import rounds

__all__ = ["cases_of_family_rule", "rules_of_families"]

PROBLEMS = rounds(40, 16)
# Of rules that a problem has many times, such as one for each tag, some are enough.
MOST_CASES = 10


@cache
def rules_of_families() -> dict[str, type[Rule]]:
    """Return every rule of the families by its id, wherever in them it is."""
    for module in pkgutil.walk_packages(benchmarks.families.__path__, "benchmarks.families."):
        import_module(module.name)
    found, left = {}, [Rule]
    while left:
        cls = left.pop()
        left += cls.__subclasses__()
        if cls.__module__.startswith("benchmarks.families.") and not isabstract(cls):
            found[cls.id] = cls
    return dict(sorted(found.items()))


@cache
def _of_optaplanner() -> list[Case]:
    found = []
    for seed in range(PROBLEMS):
        problem, legal = tiny_problem(seed)
        found += [Case(problem.conference, rule, 2, seed, tuple(legal[:6])) for rule in _applying(problem.conference)]
    return found


@cache
def _of_ietf() -> list[Case]:
    made = [ietf.problem_of(tiny_meeting(seed)).conference for seed in range(PROBLEMS)]
    return [Case(conference, rule, 30, seed) for seed, conference in enumerate(made) for rule in _applying(conference)]


@cache
def _of_chi() -> list[Case]:
    found = []
    for seed in range(PROBLEMS):
        made = chi.problem_of(made_draft(seed, days=2, hours=2, rooms=2, share=0.6)).conference
        if seed % 2:  # sessions that need not take place, as where the fewest moves are looked for
            sessions = (session.model_copy(update={"optional": True}) for session in made.sessions)
            made = made.replace(sessions=tuple(sessions))
        found += [Case(made, rule, 30, seed) for rule in _applying(made)]
    return found


def _applying(conference: Conference) -> Iterator[Rule]:
    return (rule for rule in rules_of(conference) if rule.applies(conference))


# The conferences of each family; a family with rules that is missing here fails the tests of its rules.
FAMILIES: dict[str, Callable[[], list[Case]]] = {
    "optaplanner": _of_optaplanner,
    "ietf": _of_ietf,
    "chi": _of_chi,
}


def cases_of_family_rule(cls: type[Rule]) -> list[Case]:
    """Return conferences of a rule's family that have the rule, first those in which it is kept and broken."""
    found = [case for case in FAMILIES[cls.__module__.split(".")[2]]() if type(case.rule) is cls]
    return sorted(found, key=_evenness, reverse=True)[: rounds(MOST_CASES, 3)]


def _evenness(case: Case) -> int:
    """Return how many agendas keep the rule, or how many break it, whichever are fewer."""
    amounts = list(case.amounts())
    return min(amounts.count(0), len(amounts) - amounts.count(0))
