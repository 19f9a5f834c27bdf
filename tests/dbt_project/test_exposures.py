"""Exposures name what pages, reports, alerts and commands really ask."""

import re

from tests.dbt_project.asked_marts import EXPOSURES, MARTS, asked_by_exposure, declared, written


def test_each_depends_on_every_mart_that_it_asks_and_on_no_other() -> None:
    """Otherwise start `python -m tests.dbt_project.asked_marts`."""
    depends_on = {
        name: set(re.findall(r"'(\w+)'", " ".join(told["depends_on"])))
        for name, told in declared().items()
    }

    assert depends_on == asked_by_exposure()


def test_the_file_is_as_it_would_be_written() -> None:
    assert EXPOSURES.read_text("utf-8") == written()


def test_what_is_asked_is_found_behind_helpers_too() -> None:
    """Known by hand: the number of a ticket is asked through `tickets_of`, a rule by no page."""
    asked = asked_by_exposure()
    assert {"response_segments", "dim_targets", "fct_tickets"} <= asked["page_ticket"]
    assert {"covered_months", "targets_in_force", "service_monthly"} <= asked["monthly_report"]
    assert "data_findings" not in asked["page_team"] - asked["page_overview"]
    assert set().union(*asked.values()) <= MARTS
