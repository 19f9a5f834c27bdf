"""The demo's story, whatever its shape: what a dashboard is to show, and what teaches a finding."""

import csv
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from enum import IntEnum
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.sample.arrivals import Channel
from pipeline.sample.sample import BOOKS, ENTITIES
from pipeline.sample.story import Kind, Status
from tests.pipeline.sample.conftest import Demo

FILES = [
    *(f"exports/helpdesk/{entity}.csv" for entity in ENTITIES["generic"]),
    *(f"register/{book}.csv" for book in BOOKS),
]
STEADY = ("K-1001", "K-1002", "K-1006", "K-1008", "K-1013")
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables(demo: Demo) -> dict[str, Rows]:
    def rows(path: Path) -> Rows:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return {name.removesuffix(".csv"): rows(demo.root / name) for name in FILES}


@pytest.fixture(scope="module")
def events(tables: dict[str, Rows]) -> Rows:
    return tables["exports/helpdesk/events"]


@pytest.fixture(scope="module")
def by_ticket(events: Rows) -> dict[str, Rows]:
    return {key: list(rows) for key, rows in groupby(events, lambda row: row["ticket_id"])}


def words(kinds: type[IntEnum]) -> set[str]:
    return {kind.name.lower() for kind in kinds}


def share(demo: Demo, customer_id: str, first: str, last: str, **wanted: Any) -> float:
    """Compliance of a customer over the months from `first` to `last` (YYYY-MM)."""
    outcomes = Counter(
        one["outcome"]
        for one in demo.responses
        if one["customer_id"] == customer_id
        and first <= one["opened_month"].isoformat()[:7] <= last
        and one["exclusion_reason"] is None
        and all(one[key] == value for key, value in wanted.items())
    )
    return outcomes["met"] / (outcomes["met"] + outcomes["breached"])


def test_every_word_is_spoken(tables: dict[str, Rows], events: Rows) -> None:
    tickets = tables["exports/helpdesk/tickets"]
    assert {row["severity"] for row in tickets} == {"", "1", "2", "3", "4", "5"}
    assert {row["channel"] for row in tickets} == words(Channel)
    assert {row["kind"] for row in events} == words(Kind)
    assert {row["actor_kind"] for row in events} == {"customer", "agent", "bot", "system"}
    assert {row["value"] for row in events if row["kind"] == "status"} == words(Status)
    assert {row["value"] for row in events if row["kind"] == "escalation"} == {"2", "3"}
    agents = tables["exports/helpdesk/agents"]
    assert {row["tier"] for row in agents} == {"1", "2", "3"}
    assert sum(row["is_bot"] == "true" for row in agents) == 3
    spoken = {row["actor_id"] for row in events if row["kind"] == "message"}
    assert {row["agent_id"] for row in agents if row["tier"] == "3"} <= spoken


def test_severities_are_classified_raised_lowered_and_taken_back(
    by_ticket: dict[str, Rows],
) -> None:
    steps: Counter[str] = Counter()
    for rows in by_ticket.values():
        changes = [row for row in rows if row["kind"] == "severity"]
        for row in changes:
            before, after = row["previous_value"], row["value"]
            steps["first" if not before else "raise" if after < before else "lower"] += 1
        steps["back"] += any(a["previous_value"] == b["value"] for a, b in pairwise(changes))
    assert all(steps[name] >= 5 for name in ("first", "raise", "lower", "back")), steps


def test_a_bot_writes_publicly_within_a_minute(by_ticket: dict[str, Rows]) -> None:
    greeted = 0
    for rows in by_ticket.values():
        opened = datetime.fromisoformat(rows[0]["occurred_at"])
        bots = [r for r in rows if r["kind"] == "message" and r["actor_id"] == "bot-empfang"]
        greeted += len(bots)
        assert all(
            datetime.fromisoformat(row["occurred_at"]) - opened < timedelta(minutes=1)
            for row in bots
        )
    assert greeted > 0.95 * len(by_ticket)


def test_customers_write_at_all_times_and_again(demo: Demo, by_ticket: dict[str, Rows]) -> None:
    opened = [one["opened_at"] for one in demo.responses]
    assert 0.6 < sum(one["is_opened_in_hours"] for one in demo.responses) / len(opened) < 0.85
    assert sum(moment.weekday() >= 5 for moment in opened) > 50
    assert sum(moment.hour < 5 for moment in opened) > 20
    assert {one["cycle_number"] for one in demo.responses} == {1, 2, 3, 4, 5, 6}
    in_a_row = sum(
        (a["actor_kind"], b["actor_kind"]) == ("customer", "customer")
        for rows in by_ticket.values()
        for a, b in pairwise(row for row in rows if row["kind"] == "message")
    )
    assert in_a_row > 100


def test_responses_close_in_every_way(demo: Demo) -> None:
    closed_by = Counter(one["closed_by"] for one in demo.responses)
    assert all(closed_by[how] > 20 for how in ("resolution", "dismissal", "deletion"))
    assert {one["outcome"] for one in demo.responses} == {
        "met",
        "breached",
        "pending",
        "unanswered",
        "no_target",
    }
    outbound = [
        one for one in demo.responses if one["cycle_number"] == 1 and one["metric"] == "follow_up"
    ]
    assert len(outbound) > 20


def test_statuses_set_their_traps(by_ticket: dict[str, Rows]) -> None:
    """One action with a reply, holds while something is owed, reopenings, bots that resolve."""
    found: Counter[str] = Counter()
    for rows in by_ticket.values():
        for before, after in pairwise(rows):
            is_status = before["kind"] == "status" and before["actor_kind"] == "agent"
            if is_status and after["kind"] == "message" and after["actor_kind"] == "agent":
                gap = datetime.fromisoformat(after["occurred_at"]) - datetime.fromisoformat(
                    before["occurred_at"]
                )
                found["status first"] += gap <= timedelta(seconds=60)
        statuses = [row for row in rows if row["kind"] == "status"]
        for before, after in pairwise(statuses):
            found[f"{before['value']} to {after['value']}"] += 1
        found["by a bot"] += any(row["actor_id"] == "bot-pflege" for row in statuses)
    assert found["status first"] > 100
    assert found["resolved to open"] > 50
    assert found["resolved to resolved"] > 3
    assert found["on_hold to open"] > 20
    assert found["by a bot"] > 20


def test_most_customers_are_served_well(demo: Demo) -> None:
    for customer_id in STEADY:
        assert share(demo, customer_id, "2025-10", "2026-10") > 0.96
    first = [one for one in demo.responses if one["metric"] == "first_response"]
    minutes = sorted(one["business_seconds"] / 60 for one in first if one["closed_at"])
    assert minutes[len(minutes) // 2] < 20


def test_one_customer_slides(demo: Demo) -> None:
    assert share(demo, "K-1003", "2025-10", "2026-05") > 0.95
    assert 0.8 < share(demo, "K-1003", "2026-06", "2026-08") < 0.92
    assert share(demo, "K-1003", "2026-09", "2026-10") < 0.75


def test_one_customer_had_a_terrible_month_and_recovered(demo: Demo) -> None:
    assert share(demo, "K-1004", "2025-10", "2026-02") > 0.95
    assert share(demo, "K-1004", "2026-03", "2026-03") < 0.75
    assert share(demo, "K-1004", "2026-04", "2026-10") > 0.95
    storm = [
        one
        for one in demo.responses
        if one["customer_id"] == "K-1004" and one["opened_month"] == date(2026, 3, 1)
    ]
    assert len(storm) > 60
    assert sum(one["severity"] == 1 for one in storm) > len(storm) / 2


def test_one_customer_waits_for_follow_ups_at_severity_3(demo: Demo) -> None:
    span = ("K-1005", "2025-10", "2026-10")
    assert share(demo, *span, severity=3, metric="follow_up") < 0.7
    assert share(demo, *span, severity=3, metric="first_response") > 0.95


def test_coverage_begins_ends_pauses_and_is_missing(demo: Demo, tables: dict[str, Rows]) -> None:
    rows: dict[str, Rows] = defaultdict(list)
    for row in tables["register/customers"]:
        rows[row["customer_id"]].append(row)
    assert rows["K-1009"][0]["valid_from"] == "2026-08-17"
    assert rows["K-1010"][0]["valid_until"] == "2026-03-31"
    assert [row["valid_from"] for row in rows["K-1011"]] == ["2024-10-01", "2026-04-01"]
    assert rows["K-1011"][0]["valid_until"] == "2026-01-31"
    assert (rows["K-1012"][0]["plan"], rows["K-1012"][0]["add_on"]) == ("Large", "vip")
    assert (rows["K-1014"][0]["add_on"], len(rows)) == ("", 14)
    not_covered = Counter(
        one["customer_id"] for one in demo.responses if one["exclusion_reason"] == "not_covered"
    )
    assert set(not_covered) == {"K-1009", "K-1010", "K-1011", "K-1014", "C-7731", "(unknown)"}
    assert tables["register/accounts"] == [
        {"source": "helpdesk", "account_id": "C-2417", "customer_id": "K-1002"}
    ]


def test_the_roster_changes_once_and_two_customers_share_an_agent(
    demo: Demo, tables: dict[str, Rows]
) -> None:
    roster = tables["register/roster"]
    assert [row["agent_id"] for row in roster if row["customer_id"] == "K-1006"] == [
        "a106",
        "a114",
    ]
    shared = [row for row in roster if row["agent_id"] == "a103"]
    assert [row["customer_id"] for row in shared] == ["K-1003", "K-1007"]
    replies = [
        one["is_dedicated_responder"]
        for one in demo.responses
        if one["closed_by"] == "reply" and one["dedicated_agent_id"] is not None
    ]
    assert 0.8 < sum(replies) / len(replies) < 0.9


def test_waivers_excuse_breaches_and_one_fits_nothing(demo: Demo, tables: dict[str, Rows]) -> None:
    waived = {one["response_id"]: one for one in demo.responses}
    fits = []
    for row in tables["register/waivers"]:
        response = waived[row["response_id"]]
        assert response["outcome"] == "breached"
        assert row["reason"] and row["approved_by"]
        fits.append(response["opened_at"] == datetime.fromisoformat(row["opened_at"]))
        assert (response["exclusion_reason"] == "waived") == fits[-1]
    assert Counter(fits) == {True: 6, False: 1}


def test_calls_are_held_missed_cancelled_and_booked(tables: dict[str, Rows]) -> None:
    rows = tables["register/meetings"]
    assert {row["status"] for row in rows} == {"held", "missed", "cancelled", "booked"}
    assert {row["kind"] for row in rows} == {"review", "support", "training", "brainstorming"}
    assert all((row["held_at"] != "") == (row["status"] == "held") for row in rows)
    assert all(row["booked_at"] < row["scheduled_at"] for row in rows)


def test_something_is_owed_to_many_when_it_ends(demo: Demo) -> None:
    now = demo.summary.ends_at
    owed = [one for one in demo.responses if one["closed_at"] is None]
    due = [one["due_at"] for one in owed if one["due_at"] is not None]
    assert len({one["customer_id"] for one in owed}) > 8
    assert sum(moment < now for moment in due) >= 5
    assert sum(now <= moment <= now + timedelta(hours=1) for moment in due) >= 5
    assert sum(moment > now + timedelta(hours=1) for moment in due) >= 5
    assert len(due) < len(owed)
    assert (now.weekday(), now.isoformat()) == (4, "2026-10-30T09:40:00+00:00")


def test_one_ticket_never_came(tables: dict[str, Rows], by_ticket: dict[str, Rows]) -> None:
    tickets = {row["ticket_id"] for row in tables["exports/helpdesk/tickets"]}
    assert len(set(by_ticket) - tickets) == 1
    assert tickets < set(by_ticket)


def test_one_account_is_unknown_to_the_register(tables: dict[str, Rows]) -> None:
    known = {row["customer_id"] for row in tables["register/customers"]}
    known |= {row["account_id"] for row in tables["register/accounts"]}
    accounts = {row["customer_id"] for row in tables["exports/helpdesk/customers"]}
    assert accounts - known == {"C-7731"}
    assert any(row["customer_id"] == "C-7731" for row in tables["exports/helpdesk/tickets"])
