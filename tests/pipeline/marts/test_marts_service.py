"""The questions about the service and the team: their sums are the marts', whoever asks."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.workspace import Workspace

MONTH = date(2026, 9, 1)
ONE = "K-1002"
SCOPE = Scope(frozenset({ONE}))


@pytest.fixture(scope="module")
def snapshot(demo_workspace: Workspace) -> Path:
    return marts.newest_snapshot(demo_workspace)


@pytest.fixture(scope="module")
def month(snapshot: Path) -> pd.DataFrame:
    return marts.service_by_customer(EVERYBODY, snapshot, MONTH).set_index("customer_id")


def test_the_demo_has_something_of_everything_in_a_month(month: pd.DataFrame) -> None:
    counts = [name for name in month.columns if name.endswith("_count")]

    assert {name for name in counts if not month[name].sum()} <= {"contact_pending_count"}
    assert (month["longest_silence_seconds"] > 0).all()


def test_a_customers_months_hold_the_row_that_all_customers_months_hold(
    snapshot: Path, month: pd.DataFrame
) -> None:
    months = marts.service_months(EVERYBODY, snapshot, ONE).set_index("month")
    own = months.loc[pd.Timestamp(MONTH)]

    assert months.index.is_monotonic_increasing
    assert own["owed_count"] == month.loc[ONE, "owed_count"] > 0
    assert own["monthly_fee_eur"] == 1000


@pytest.mark.parametrize("scope", [EVERYBODY, SCOPE])
@pytest.mark.parametrize("customer_id", [None, ONE])
def test_lists_and_breakdowns_add_up_to_the_months_counts(
    snapshot: Path, scope: Scope, customer_id: str | None
) -> None:
    whole = marts.service_by_customer(scope, snapshot, MONTH, customer_id)
    contacts = marts.contacts_by_channel(scope, snapshot, MONTH, customer_id)
    meetings = marts.meetings_by_kind(scope, snapshot, MONTH, customer_id)
    silences = marts.longest_silences(scope, snapshot, MONTH, customer_id)

    assert contacts["contact_count"].sum() == whole["contact_out_of_hours_count"].sum() > 0
    assert contacts["unanswered_call_count"].sum() == whole["unanswered_call_count"].sum() > 0
    assert meetings["held_count"].sum() == whole["meeting_held_count"].sum() > 0
    escalated = marts.escalated_tickets(scope, snapshot, MONTH, customer_id)
    assert len(escalated) == whole["escalation_count"].sum() > 0
    assert escalated["subject"].notna().all()
    assert silences["silence_seconds"].iloc[0] == whole["longest_silence_seconds"].max()
    assert silences["silence_seconds"].is_monotonic_decreasing
    assert not silences["is_running"].any()
    assert len(marts.longest_silences(scope, snapshot, MONTH, customer_id, limit=2)) == 2


@pytest.mark.parametrize("scope", [EVERYBODY, SCOPE])
@pytest.mark.parametrize("customer_id", [None, ONE])
def test_what_stands_beside_the_targets_is_counted_again_from_the_facts(
    snapshot: Path, scope: Scope, customer_id: str | None
) -> None:
    walls = marts.first_responses_by_the_wall(scope, snapshot, MONTH, customer_id)
    updates = marts.updates_by_severity(scope, snapshot, MONTH, customer_id)
    late = marts.late_updates(scope, snapshot, MONTH, customer_id, limit=1000)
    only = customer_id or (ONE if scope == SCOPE else None)
    responses = marts.ask(
        snapshot,
        """
        select severity, wall_seconds, closed_by
        from fct_responses
        where
            metric = 'first_response'
            and severity in (4, 5)
            and exclusion_reason is null
            and opened_month = $month
            and customer_id = coalesce($customer_id, customer_id)
        """,
        {"month": MONTH, "customer_id": only},
    )

    parts = walls[["within_count", "over_count", "unanswered_count"]].sum(axis=1)
    assert list(walls["severity"]) == [4, 5]
    assert (walls["sentence_seconds"] == 24 * 3600).all()
    assert (parts == walls["response_count"]).all()
    assert walls["response_count"].sum() + walls["pending_count"].sum() == len(responses) > 0
    assert walls["over_count"].sum() == (responses["wall_seconds"] > 24 * 3600).sum()
    assert updates["late_gap_count"].sum() == len(late) > 0
    assert updates["running_gap_count"].sum() == late["is_running"].sum()
    shares = updates["late_gap_count"] / updates["gap_count"]
    assert shares.is_monotonic_decreasing
    assert (late["gap_seconds"] - late["target_seconds"]).is_monotonic_decreasing
    assert (late["gap_seconds"] > late["target_seconds"]).all()
    assert late["subject"].notna().all()
    assert len(marts.late_updates(scope, snapshot, MONTH, customer_id, limit=1)) == 1


def test_running_silences_are_those_on_tickets_that_do_not_wait_for_the_customer(
    snapshot: Path,
) -> None:
    running = marts.running_silences(EVERYBODY, snapshot, limit=1000)
    own = marts.running_silences(SCOPE, snapshot, limit=1000)
    whole = marts.ask(
        snapshot,
        """
        select
            fct_silences.ticket_id,
            last(coalesce(value, 'written') order by event_number) as last_word
        from fct_silences
        inner join fct_ticket_events using (source, ticket_id)
        where is_running and is_covered and (kind = 'status' or actor_kind = 'customer')
        group by all
        """,
    )
    waiting = whole[whole["last_word"] == "waiting_customer"]

    assert running["is_running"].all()
    assert running["silence_seconds"].is_monotonic_decreasing
    assert not running["ticket_id"].duplicated().any()
    assert len(waiting) > 0
    assert len(running) == len(whole) - len(waiting) > 0
    assert not set(running["ticket_id"]) & set(waiting["ticket_id"])
    assert set(own["customer_id"]) <= {ONE}
    assert list(own["ticket_id"]) == [
        *running["ticket_id"][running["customer_id"] == ONE],
    ]
    assert len(marts.running_silences(EVERYBODY, snapshot, limit=2)) == 2


def test_replies_by_agent_are_the_months_replies(snapshot: Path) -> None:
    month = marts.service_by_customer(EVERYBODY, snapshot, MONTH)
    agents = marts.replies_by_agent(EVERYBODY, snapshot, containing(MONTH, "month"))
    busiest = agents.iloc[0]
    customers = marts.replies_by_customer(
        EVERYBODY, snapshot, MONTH, busiest["source"], busiest["agent_id"]
    )

    assert agents["reply_count"].sum() == month["reply_count"].sum()
    assert agents["dedicated_reply_count"].sum() == month["dedicated_reply_count"].sum()
    assert not agents.duplicated(["source", "agent_id"]).any()
    assert len(customers) == busiest["customer_count"]
    assert customers["reply_count"].sum() == busiest["reply_count"]


def test_messages_by_hour_are_all_hours_or_one_agents(snapshot: Path) -> None:
    agents = marts.replies_by_agent(EVERYBODY, snapshot, containing(MONTH, "month"))
    one = agents.iloc[0]
    everybody = marts.messages_by_hour(EVERYBODY, snapshot, [MONTH])
    own = marts.messages_by_hour(EVERYBODY, snapshot, [MONTH], one["source"], one["agent_id"])

    assert not everybody.duplicated(["weekday", "local_hour"]).any()
    assert everybody["weekday"].between(1, 7).all()
    assert everybody["local_hour"].between(0, 23).all()
    assert 0 < own["public_message_count"].sum() < everybody["public_message_count"].sum()
    # most is written on working days in opening hours
    in_hours = everybody["weekday"].le(5) & everybody["local_hour"].between(9, 16)
    share = everybody["public_message_count"][in_hours].sum()
    assert share > 0.8 * everybody["public_message_count"].sum()
