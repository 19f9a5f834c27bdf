"""Exposures name what pages, reports, alerts and commands really ask."""

import re

import pytest

from tests.dbt_project.asked_marts import EXPOSURES, MARTS, asked_by_exposure, declared, written

ASKED = asked_by_exposure()


def test_every_page_and_every_room_that_asks_is_an_exposure() -> None:
    assert sorted(declared()) == sorted(ASKED)


@pytest.mark.parametrize("name", sorted(ASKED))
def test_it_depends_on_every_mart_that_it_asks_and_on_no_other(name: str) -> None:
    """Otherwise start `python -m tests.dbt_project.asked_marts`."""
    depends_on = set(re.findall(r"'(\w+)'", " ".join(declared()[name]["depends_on"])))

    assert depends_on == ASKED[name]


def test_the_file_is_as_it_would_be_written() -> None:
    assert EXPOSURES.read_text("utf-8") == written()


def test_what_is_asked_is_found_behind_helpers_too() -> None:
    """Known by hand: the number of a ticket is asked through `tickets_of`, a rule by no page."""
    assert {"response_segments", "dim_targets", "fct_tickets"} <= ASKED["page_ticket"]
    assert {"covered_months", "targets_in_force", "service_monthly"} <= ASKED["monthly_report"]
    assert "data_findings" not in ASKED["page_team"] - ASKED["page_overview"]
    assert set().union(*ASKED.values()) <= MARTS
