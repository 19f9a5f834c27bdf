"""LiveAgent's own exports, from file to verdict, as worked out by hand."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import marts
from pipeline.landing.loader import land_exports
from pipeline.running.check import check
from pipeline.running.run import RunResult, run
from pipeline.settings.workspace import load_settings
from tests.comparison import plain_rows
from tests.dbt_project.liveagent_story import (
    FIRST_EXPORT,
    FIRST_TICKETS,
    SECOND_EXPORT,
    SECOND_TICKETS,
    export_tickets,
    make_workspace,
)
from tests.retelling import untold


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """The whole workspace, published."""
    workspace = make_workspace(tmp_path_factory.mktemp("liveagent") / "workspace")
    export_tickets(workspace, "tickets_1", FIRST_TICKETS, FIRST_EXPORT)
    export_tickets(workspace, "tickets_2", SECOND_TICKETS, SECOND_EXPORT)
    return run(workspace)


def _rows(result: RunResult, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in plain_rows(marts.ask(result.snapshot, query))]


EXPECTED = {
    # ticket and cycle: metric, severity, channel, customer, responder, closed by, elapsed, outcome
    "phx:mail:1": ("first_response", 3, "email", "co1", "ag1", "reply", 3600, "met"),
    "phx:chat:1": ("first_response", 3, "chat", "co1", "ag1", "reply", 30, "met"),
    "phx:missed-chat:1": ("first_response", 3, "chat", "co1", "ag1", "reply", 10800, "breached"),
    "phx:call:1": ("first_response", 3, "call", "co1", "ag1", "reply", 20, "met"),
    "phx:missed-call:1": ("first_response", 3, "call", "co1", "ag2", "reply", 1800, "met"),
    "phx:old-call:1": ("first_response", 3, "call", "co1", "ag1", "reply", 600, "met"),
    "phx:form:1": ("first_response", 3, "contact_form", "c2", "ag2", "reply", 5400, "met"),
    "phx:form:2": ("follow_up", 3, "email", "c2", None, "dismissal", 1800, "unanswered"),
    "phx:one-action:1": ("first_response", 3, "email", "co1", "ag1", "reply", 1840, "met"),
    "phx:spam:1": ("first_response", 3, "email", "co1", None, "deletion", 1200, "unanswered"),
    "phx:deleted-agent:1": ("first_response", 3, "whatsapp", "co1", "agx", "reply", 3000, "met"),
    # raised from 3 to 1 after 40 minutes: the new hour has ten minutes left at the reply
    "phx:raised:1": ("first_response", 1, "email", "co1", "ag1", "reply", 3000, "met"),
    "phx:odd:1": ("first_response", 4, "email", "c9", "ag1", "reply", 3600, "met"),
    "phx:field:1": ("first_response", 2, "email", "co1", "ag1", "reply", 1200, "met"),
    "phx:transferred:1": ("first_response", 3, "email", "co1", "ag1", "reply", 600, "met"),
    "phx:received:1": ("first_response", 3, "email", "co1", None, "reply", 600, "met"),
    "phx:viber:1": ("first_response", 3, "viber", "co1", "ag1", "reply", 1800, "met"),
    "phx:4711:1": ("first_response", 0, "email", "co1", "ag1", "reply", 60, "no_target"),
    # owed since 2 March 10:30 in Berlin: 6.5 hours, 28 whole days, and 10 April until 14:00
    "phx:transferred:2": ("follow_up", 3, "email", "co1", None, None, 847_800, "breached"),
    # half an hour on Friday, half an hour on Monday, whatever the clocks did in between
    "ber:spring:1": ("first_response", 3, "email", "co1", "ag1", "reply", 3600, "met"),
    "ber:autumn:1": ("first_response", 3, "email", "co1", "ag1", "reply", 3600, "met"),
    "ber:fold:1": ("first_response", 3, "email", "co1", "ag1", "reply", 0, "met"),
    "ber:gap:1": ("first_response", 3, "email", "co1", "ag1", "reply", 0, "met"),
    "gen:mail:1": ("first_response", 3, None, "g-acme", "ag1", "reply", 3600, "met"),
}


def test_responses(result: RunResult) -> None:
    rows = _rows(
        result,
        "select response_id, metric, severity, channel, customer_id, responder_id, closed_by, "
        "elapsed_seconds, outcome from fct_responses",
    )
    assert {row[0]: row[1:] for row in rows} == EXPECTED


def test_times_are_those_of_the_accounts_zone(result: RunResult) -> None:
    rows = _rows(
        result,
        "select response_id, opened_at, due_at, closed_at, wall_seconds from fct_responses "
        "where ticket_id in ('mail', 'spring', 'autumn', 'fold', 'gap') and source != 'gen'",
    )
    # response: opened, due and closed in UTC, seconds that really passed
    expected = {
        "phx:mail:1": ("2026-03-02 09:00", "2026-03-02 11:00", "2026-03-02 10:00", 3600),
        "ber:spring:1": ("2026-03-27 15:30", "2026-03-30 08:30", "2026-03-30 07:30", 64 * 3600),
        "ber:autumn:1": ("2025-10-24 14:30", "2025-10-27 09:30", "2025-10-27 08:30", 66 * 3600),
        "ber:fold:1": ("2025-10-26 00:30", "2025-10-27 10:00", "2025-10-26 02:30", 2 * 3600),
        "ber:gap:1": ("2026-03-29 01:30", "2026-03-30 09:00", "2026-03-29 02:30", 3600),
    }
    assert {row[0]: row[1:] for row in rows} == {
        key: (*map(_at, times), seconds) for key, (*times, seconds) in expected.items()
    }


def test_severity_changes_are_seen_between_exports(result: RunResult) -> None:
    query = "select event_id, occurred_at, value, previous_value from fct_ticket_events "
    assert _rows(result, query + "where kind = 'severity'") == [
        ("s:raised:1", _at("2026-03-02 09:40"), "1", "3")
    ]


def test_severity_changes_are_the_same_in_any_load_order(result: RunResult, tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "workspace")
    export_tickets(workspace, "tickets_b", SECOND_TICKETS, SECOND_EXPORT)
    land_exports(workspace, load_settings(workspace).config.sources, datetime.now(UTC))
    export_tickets(workspace, "tickets_a", FIRST_TICKETS, FIRST_EXPORT)
    later = run(workspace)
    for table in ("fct_responses", "fct_ticket_events", "fct_tickets"):
        query = f"select * from {table} order by all"
        assert _rows(later, query) == _rows(result, query)


def test_agents_are_kept_and_known(result: RunResult) -> None:
    query = (
        "select agent_id, agent_name, tier, is_bot from dim_agents where source = 'phx' order by 1"
    )
    assert _rows(result, query) == [
        ("ag1", "Anna", None, False),
        ("ag2", "Ben", 2, False),
        ("agx", "Carla", None, False),
        ("bot01", "bot01", None, True),
    ]


def test_findings(result: RunResult) -> None:
    query = "select kind, source, key from data_findings order by all"
    assert _rows(result, query) == [
        ("call_without_ticket", "phx", "lost"),
        ("chat_without_lines", "phx", "silent-chat silent-chat-C-02:00"),
        ("cut_grid", "grid", "tickets.csv"),
        ("many_answered_tickets_without_reply", "phx", "2026-03"),
        ("many_tickets_without_customer_message", "grid", "2026-03"),
        ("many_tickets_without_customer_message", "phx", "2026-03"),
        ("many_unclassified_responses", "phx", "2026-03"),
        ("sla_log_of_other_tickets", "ber", "sla_log"),
        ("source_without_replies", "grid", "all figures"),
        ("tickets_without_messages", "grid", "messages"),
        ("unknown_code", "phx", "channel k"),
        ("unknown_code", "phx", "group %"),
        ("unknown_code", "phx", "line !"),
        ("unknown_code", "phx", "status Z"),
        ("unknown_customer", "phx", "c9"),
    ]
    assert _rows(result, "select channel from fct_tickets where ticket_id = 'odd'") == [("k",)]
    assert (
        untold(message for (message,) in _rows(result, "select message from data_findings")) == []
    )


def test_sla_log(result: RunResult) -> None:
    query = (
        "select difference_key, difference from sla_log_differences "
        "where record_id is not null or ticket_id in ('spam', 'call', 'transferred')"
    )
    assert dict(_rows(result, query)) == {
        "record l1": "agrees",
        "record l2": "other_calendar",
        "record l3": "closed_there_by_mark_as_answered",
        "record l4": "closed_there_by_mark_as_answered",
        "record l5": "missing_here",
        "record l6": "other_closing",
        "record PX-field Gold First 2026-03-02 09:00:00+00": "agrees",
        "response phx:spam:1": "missing_there_unanswered",
        "response phx:call:1": "missing_there",
        "response phx:transferred:1": "missing_there",
        "response phx:transferred:2": "missing_there_unanswered",
    }
    assert _rows(result, "select * from sla_log_differences where source != 'phx'") == []


def test_check_lists_accounts_of_all_sources(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "workspace")
    export_tickets(workspace, "tickets", FIRST_TICKETS, FIRST_EXPORT)
    unregistered = check(workspace).unregistered
    columns = ["source", "account_id", "account_name", "ticket_count"]
    assert unregistered[columns].values.tolist() == [["phx", "c9", "nine@y.example", 1]]


def test_who_changed_a_status_is_not_told(result: RunResult) -> None:
    """Neither a bot nor the system: it closes, and nobody contests it."""
    query = (
        "select distinct actor_kind, actor_id from fct_ticket_events "
        "where kind = 'status' and source != 'gen'"
    )
    assert _rows(result, query) == [(None, None)]
