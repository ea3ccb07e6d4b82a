"""The pages as axe sees them: names, roles, contrasts, order; a tool finds no fault with them.

axe-core is not a part of this project: AGENDA_SOLVER_AXE names its axe.min.js.
"""

from __future__ import annotations

from typing import Any

import pytest

from agenda_solver.replanning.comparison_page import comparison_page
from agenda_solver.report.page import agenda_page
from agenda_solver.scenarios import plan_b
from agenda_solver.scenarios.plan_b_page import plan_b_page
from tests.browser.conftest import Open, named_file
from tests.browser.programme import agenda, hostile_page, planners_page


def faults(page: Any, *, passes: int = 20) -> list[str]:
    """Return what axe complains of: the rule, what is wrong, and where; more than so many rules must have passed."""
    page.evaluate(named_file("AGENDA_SOLVER_AXE", None).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > passes  # it has looked
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"][:5]
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("fragment", ["", "#session=grids", "#person=Cem+Can", "#q=danube"])
def test_the_planners_page_is_accessible(show: Open, fragment: str, width: int, colours: str) -> None:
    page = show(planners_page(), fragment, width=width, color_scheme=colours)
    assert faults(page) == []


def test_the_public_page_is_accessible(show: Open) -> None:
    assert faults(show(agenda_page(agenda(), public=True))) == []


def test_a_page_of_hostile_texts_is_accessible(show: Open) -> None:
    assert faults(show(hostile_page())) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_comparison_of_two_agendas_is_accessible(show: Open, colours: str) -> None:
    before = agenda()
    moved = before.with_placement("word", before.conference.placement("word", "attic", "noon", 5))
    assert faults(show(comparison_page(before, moved.with_placement("dams", None)), color_scheme=colours)) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_plan_b_is_accessible(show: Open, width: int, colours: str) -> None:
    # The loss of the hall moves what is in it; Ada's is a talk with nobody left, and stays.
    plan = plan_b(agenda().conference, agenda(), rooms=["hall"], people=["Ad"], workers=1, time_limit=60)
    page = show(plan_b_page(plan), width=width, color_scheme=colours)
    assert page.locator("h2").count() == len(plan.fallbacks)
    assert faults(page, passes=15) == []  # there is little on it but text


def test_a_fault_would_be_noticed(show: Open) -> None:
    page = show(planners_page())
    page.evaluate("document.querySelector('select').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('.summary').style.color = '#ddd'")
    assert {fault.partition(":")[0] for fault in faults(page)} == {"select-name", "color-contrast"}
