"""The customer's page beyond response times: every figure with its n, every list with tickets."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboards import access
from dashboards.components.customer_service.tickets_to_see import instant
from dashboards.view import View
from dashboards.wording import wording
from pipeline import marts
from pipeline.marts import COUNTS, EVERYBODY, Scope
from pipeline.marts.periods import containing
from pipeline.marts.provenance import run_of
from pipeline.marts.service import ServiceMonth
from pipeline.reports.telling.service_tables import kind
from pipeline.wording.channels import channel
from pipeline.workspace import Workspace
from tests.dashboards.conftest import AWKWARD_NAME
from tests.dashboards.looking import Look, shown
from tests.dashboards.made_up import (
    AS_OF,
    HOUR,
    OCTOBER,
    SEPTEMBER,
    TARGETS,
    covered,
    customer,
    publish,
)
from tests.dashboards.made_up import month as month_row
from tests.dashboards.test_pages import ESCAPED_NAME

Row = dict[str, Any]
DAY = 24 * HOUR
ARRIVED = datetime(2026, 10, 17, 8, 0, tzinfo=UTC)


def service_month(customer_id: str, month: date = OCTOBER, **figures: Any) -> Row:
    """A row of `service_monthly`: nothing but cover, and these figures."""
    counts = (
        *("owed", "reply", "dedicated_reply", "rostered_reply", "involved_agent"),
        *(
            "first_response_owed",
            "first_response",
            "first_response_within_15_minutes",
            "contact_out_of_hours",
        ),
        *("contact_in_time", "contact_late", "contact_pending", "contact_closed_unanswered"),
        *("unanswered_call", "unanswered_call_answered", "escalation", "escalation_resolved"),
        *("escalation_resolved_by_tier_1", "escalation_resolved_by_higher_tier"),
        *("meeting_booked", "meeting_held", "meeting_missed", "meeting_cancelled"),
    )
    return {
        "customer_id": customer_id,
        "month": month,
        "covered_day_count": 30,
        "monthly_fee_eur": 1000,
        "covered_open_seconds": 168 * HOUR,
        **{f"{name}_count": 0 for name in counts},
        **figures,
    }


def ticket(ticket_id: str, customer_id: str, **more: Any) -> Row:
    return {
        "source": "helpdesk",
        "ticket_id": ticket_id,
        "code": f"N-{ticket_id}",
        "customer_id": customer_id,
        "subject": f"Betreff von {ticket_id}",
        "url": f"https://desk.example/{ticket_id}",
        **more,
    }


def on(ticket_id: str, customer_id: str, **more: Any) -> Row:
    found = {"source": "helpdesk", "ticket_id": ticket_id, "customer_id": customer_id}
    return {**found, "is_covered": True, "calendar_id": "dedicated_support", **more}


def contact(ticket_id: str, customer_id: str, outcome: str, **more: Any) -> Row:
    usual = {
        "event_id": f"{ticket_id}-1",
        "channel": "email",
        "arrived_at": ARRIVED,
        "arrived_month": OCTOBER,
        "due_at": ARRIVED + timedelta(days=2),
        "is_call": False,
        "is_counted": outcome != "deleted",
        "is_unanswered_call": False,
    }
    return on(ticket_id, customer_id, outcome=outcome, **(usual | more))


def reading(customer_id: str, name: str, severity: int, **counts: int) -> Row:
    found = {f"{key}_count": value for key, value in counts.items()}
    return {
        "customer_id": customer_id,
        "opened_month": OCTOBER,
        "severity": severity,
        "metric": "first_response",
        "reading": name,
        **dict.fromkeys(COUNTS, 0),
        **found,
        "owed_count": sum(found.values()),
    }


CALL = {"channel": "call", "is_call": True, "is_unanswered_call": True}


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One customer with something of everything, another with cover alone."""
    return publish(
        tmp_path_factory.mktemp("busy"),
        dim_customers=[customer("K-1", "Nordwerk AG"), customer("K-2", AWKWARD_NAME)],
        dim_coverage_periods=[covered(each, date(2026, 1, 1)) for each in ("K-1", "K-2")],
        dim_targets=[
            *TARGETS,
            *(
                each | {"reading": "literal", "clock": "wall_from_opening"}
                for each in TARGETS
                if each["severity"] in {1, 2}
            ),
        ],
        compliance_monthly=[month_row("K-1", OCTOBER, met=3), month_row("K-1", SEPTEMBER, met=1)],
        compliance_by_reading=[
            reading("K-1", "default", 1, met=19, breached=1),
            reading("K-1", "literal", 1, met=9, breached=11),
            reading("K-1", "strict", 1, breached=20),
            reading("K-1", "default", 3, breached=100),
        ],
        service_monthly=[
            service_month(
                "K-1",
                reply_count=32,
                rostered_reply_count=30,
                dedicated_reply_count=27,
                involved_agent_count=4,
                dedicated_agent_customer_count=3,
                first_response_count=20,
                first_response_owed_count=20,
                first_response_median_of_all_seconds=HOUR + 61,
                first_response_within_15_minutes_count=5,
                contact_out_of_hours_count=4,
                contact_in_time_count=2,
                unanswered_call_count=1,
                unanswered_call_answered_count=1,
                unanswered_call_median_seconds=50 * HOUR + 1,
                escalation_count=2,
                escalation_business_median_seconds=5 * HOUR,
                escalation_wall_median_seconds=3 * DAY,
                escalation_resolved_count=1,
                escalation_resolved_by_higher_tier_count=1,
                meeting_booked_count=3,
                meeting_held_count=1,
                meeting_missed_count=1,
            ),
            service_month("K-2", monthly_fee_eur=None),
        ],
        fct_tickets=[
            *(ticket(f"T-{number}", "K-1") for number in range(1, 7)),
            ticket("T-7", "K-1", subject=AWKWARD_NAME, url="javascript:alert(1)"),
            ticket("T-9", "K-2"),
        ],
        fct_contacts_out_of_hours=[
            contact("T-1", "K-1", "in_time"),
            contact("T-2", "K-1", "late"),
            contact("T-3", "K-1", "in_time", wall_seconds=50 * HOUR + 1, **CALL),
            contact("T-4", "K-1", "closed_unanswered", channel="fax"),
            contact("T-6", "K-1", "deleted"),
        ],
        fct_escalations=[
            on(
                "T-5",
                "K-1",
                tier=2,
                highest_tier=3,
                escalated_at=ARRIVED,
                escalated_month=OCTOBER,
                business_seconds=5 * HOUR,
                wall_seconds=3 * DAY,
                is_resolved=True,
                closed_by_tier=3,
            ),
            on(
                "T-6",
                "K-1",
                tier=2,
                highest_tier=2,
                escalated_at=ARRIVED,
                escalated_month=OCTOBER,
                is_resolved=False,
            ),
        ],
        fct_meetings=[
            {
                "meeting_id": f"M-{number}",
                "customer_id": "K-1",
                "kind": what,
                "status": status,
                "wait_seconds": wait,
                "is_with_dedicated_agent": True,
                "is_covered": True,
                "scheduled_month": OCTOBER,
            }
            for number, (what, status, wait) in enumerate(
                [("review", "held", 8 * DAY), ("review", "missed", None), ("hello", "booked", None)]
            )
        ],
        by_the_wall_monthly=[
            {
                "customer_id": "K-1",
                "month": OCTOBER,
                "severity": severity,
                "sentence_seconds": DAY,
                "response_count": within + over,
                "within_count": within,
                "over_count": over,
                "unanswered_count": 0,
                "pending_count": 2,
                "longest_seconds": 71 * HOUR + 1,
            }
            for severity, within, over in ((4, 9, 3), (5, 2, 0))
        ],
        updates_monthly=[
            {
                "customer_id": "K-1",
                "month": OCTOBER,
                "severity": severity,
                "target_seconds": hours * HOUR,
                "gap_count": 10,
                "late_gap_count": late,
                "running_gap_count": 1,
                "longest_gap_seconds": 40 * HOUR,
            }
            for severity, hours, late in ((1, 4, 1), (3, 16, 5))
        ],
        fct_late_updates=[
            on(
                ticket_id,
                "K-1",
                severity=1,
                began_month=OCTOBER,
                started_at=ARRIVED,
                ended_at=AS_OF,
                is_running=is_running,
                gap_seconds=hours * HOUR,
                target_seconds=4 * HOUR,
            )
            for ticket_id, hours, is_running in (("T-2", 6, False), ("T-7", 40, True))
        ],
        fct_silences=[
            on(
                ticket_id,
                "K-1",
                began_month=OCTOBER,
                started_at=ARRIVED,
                ended_at=AS_OF,
                is_running=is_running,
                is_waiting_for_customer=False,
                silence_seconds=hours * HOUR,
            )
            for ticket_id, hours, is_running in (("T-1", 20, False), ("T-7", 40, True))
        ],
    )


def part(page: str, caption: str) -> str:
    """The table with a caption that begins like this."""
    return page.partition(f">{caption}")[2].partition("</caption>")[2].partition("</table>")[0]


def test_every_late_response_of_the_month_leads_to_why(
    look: Look, demo_workspace: Workspace
) -> None:
    page = shown(look("customer", demo_workspace, customer="K-1003", month="2026-10", lang="en"))
    late = marts.late_responses(
        EVERYBODY, marts.newest_snapshot(demo_workspace), containing(OCTOBER, "month"), "K-1003"
    )
    assert f"October 2026 (so far): {len(late)} responses were late" in page
    table = part(page, "Late responses of the period")
    for key in late["response_id"]:
        source, ticket_id, number = key.split(":")
        assert f"ticket={source}%3A{ticket_id}&amp;response={number}" in table


def test_both_readings_of_hours_side_by_side(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="de"))
    assert (
        "„Stunden“ auf zwei Arten gelesen: rechtzeitig 95,0\u00a0% (Standardauslegung), "
        "45,0\u00a0% (wörtliche Auslegung)"
    ) in page
    table = part(page, "„Stunden“ auf zwei Arten gelesen").replace("\u00a0", " ")
    assert "19 von 20" in table
    assert "9 von 20 · 25–66 %" in table
    assert "Standard" not in table


def test_the_dedicated_agent_s_part_and_how_soon(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="en"))
    assert "90.0% of replies came from the dedicated agent (27 of 30)" in page
    assert "27 of 30 · 74–97%" in page
    assert "the dedicated one has 2 more customers at the same time" in page
    assert "1 h 2 min".replace(" ", "\u00a0") in page
    assert "of 20 first responses owed, service hours only" in page
    assert "5 of 20 · 11–47%" in page


def test_contacts_out_of_hours_by_channel_and_those_to_look_at(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="en"))
    assert "Out of hours: 2 of 4 contacts answered on the first opening day" in page
    assert (
        "Nobody picked up 1 call. 1 of them was answered later (after 2\u00a0days\u00a03\u00a0h)."
        in page
    )
    assert ">fax</th>" in part(page, "Contacts outside service hours, by channel")
    table = part(page, "Contacts not answered on the first opening day, and calls not picked up")
    leads = [f"ticket=helpdesk%3AT-{number}" in table for number in range(1, 7)]
    assert leads == [False, True, True, True, False, False]
    assert "not picked up" in table
    assert "closed without an answer" in table


def test_escalations_with_times_and_who_resolved_by_tier(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="de"))
    assert "2 Tickets gingen an die 2. Stufe oder höher, im Median nach 5\u00a0Std. Serv" in page
    assert "1 von 2 gelöst: 0 durch Stufe 1, 1 durch Stufe 2 oder höher." in page
    table = part(page, "Tickets, die an die 2. Stufe oder höher gingen")
    assert "gelöst von der 3. Stufe" in table
    assert "noch offen" in table
    assert "3\u00a0Tage" in table
    assert 'ticket=helpdesk%3AT-5">Betreff von T-5</a>' in table
    assert 'href="https://desk.example/T-5"' in table


def test_calls_by_kind(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="en"))
    assert "3 booked calls: 1 held, 1 missed, 1 without a result yet" in page
    table = part(page, "Booked calls by purpose")
    assert "Performance review" in table
    assert ">hello</th>" in table
    assert "8\u00a0days" in table


def test_first_responses_around_the_clock_by_severity(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="de"))
    assert (
        "Erste Antwort innerhalb von 24\u00a0Std., rund um die Uhr gezählt: 78,5\u00a0%"
    ) in page
    assert "innerhalb von 24 Stunden" in page
    caption = "Erste Antworten nach Schweregrad, Nacht und Wochenende mitgezählt"
    table = part(page, caption).replace("\u00a0", " ")
    assert "9 von 12" in table
    assert "2 von 2" in table
    assert "◆ </span>3 Tage<" in table


def test_late_updates_the_worst_first(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="en"))
    assert "Too long without a message from us: 6 of 20 times on open tickets" in page
    severities = part(page, "Service hours between our messages on an open ticket")
    assert severities.index("Standard") < severities.index("Critical")
    late = part(page, "Gaps that were too long, the furthest beyond their target first")
    assert late.index(ESCAPED_NAME) < late.index("ticket=helpdesk%3AT-2")
    assert "ongoing" in late
    assert "40\u00a0h" in late


def test_silences_lead_to_their_tickets_those_that_last_apart(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="en"))
    assert "Longest time between two messages on an open ticket: 20\u00a0h of service hours" in page
    ended = part(page, "The longest times without a message from us on open tickets")
    assert "ticket=helpdesk%3AT-1" in ended
    assert "T-7" not in ended
    assert "none, the ticket is closed" in ended  # it ends with the data, not with a message
    lasting = part(page, "Open tickets on which the next word is ours, the longest silent first")
    assert "T-1" not in lasting
    assert ESCAPED_NAME in lasting
    assert "ongoing" in lasting
    assert "javascript:" not in page


def test_what_the_fee_bought(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", lang="de"))
    assert "geleistet wurde: 30 betreute Tage" in page
    assert "1.000" in page
    assert '<dd class="sla-value">168</dd>' in page
    assert "von 3 vereinbarten" in page


def test_a_month_with_cover_and_nothing_else(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-2", lang="en"))
    for said in (
        "“Hours” read in two ways: no judged response under either",
        "No reply yet this month",
        "No first response for which the contract names hours around the clock",
        "No gap between our messages to which a target applies",
        "No contact out of hours",
        "No ticket went to tier 2 or higher",
        "No booked call",
        "No ended silence on an open ticket",
        "What was done: 30 covered days (the register has no fee)",
    ):
        assert said in page


def test_a_month_without_cover_says_so(look: Look, busy: Workspace) -> None:
    page = shown(look("customer", busy, customer="K-1", month="2026-09", lang="en"))
    assert "September 2026: no day of cover" in page
    assert "Booked calls" not in page


def test_another_customer_s_tickets_do_not_show(
    look: Look, busy: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-2"})))
    for page in (shown(look("customer", busy)), shown(look("customer", busy, customer="K-1"))):
        assert "Betreff von" not in page
        assert "Nordwerk" not in page


@pytest.mark.parametrize("language", ["de", "en"])
def test_demo(look: Look, demo_workspace: Workspace, language: str) -> None:
    page = shown(look("customer", demo_workspace, customer="K-1003", lang=language))
    for name in (
        *("reading-rows", "by-the-wall", "contacts", "unkept", "escalations", "calls"),
        *("updates", "late-updates", "silences"),
    ):
        assert f"sla-table sla-{name}" in page


# words


@pytest.fixture(scope="module")
def view(busy: Workspace) -> View:
    snapshot = marts.newest_snapshot(busy)
    return View(EVERYBODY, snapshot, run_of(snapshot), wording("en"))


def test_wall_time_is_never_rounded_in_our_favour(view: View) -> None:
    said = [
        view.tell.time_cell(each, clock="wall").text for each in (None, 1, 47 * HOUR, 3 * DAY + 1)
    ]
    assert [each.replace("\u00a0", " ") for each in said] == ["–", "1 min", "47 h", "3 days 1 h"]


def test_channels_and_kinds_of_somebody_s_own_keep_their_names(view: View) -> None:
    assert [channel(view.say, name) for name in ("email", None, "fax")] == [
        *("E-mail", "Channel not known", "fax")
    ]
    assert [kind(view.tell, name) for name in ("training", "x")] == ["Training", "x"]


def test_calls_to_come_are_neither_held_nor_missed() -> None:
    row = service_month("K-1", meeting_booked_count=5, meeting_held_count=2, meeting_missed_count=1)
    names = (name for name in ServiceMonth.model_fields if not name.startswith("longest"))
    month = ServiceMonth.model_construct(**dict.fromkeys(names, 0) | row)
    assert month.meeting_upcoming_count == 2
    assert month.others_of_agent == 0


def test_what_is_owed_leads_to_its_ticket_and_beside_it_to_the_help_desk(
    look: Look, small: Workspace
) -> None:
    page = shown(look("customer", small, customer="K-1", lang="en"))
    assert (
        'href="ticket?lang=en&amp;ticket=helpdesk%3AT-1&amp;response=1">Betreff von T-1</a>' in page
    )
    assert (
        '<a href="https://desk.example/T-1" target="_blank" rel="noopener" class="sla-nowrap">'
        'N-T-1<span aria-hidden="true"> ↗</span>'
        '<span class="sla-hidden">, open in the help desk</span></a>'
    ) in page


def test_a_moment_of_another_year_says_so(view: View) -> None:
    assert "2025" in instant(view, datetime(2025, 11, 3, 8, 12, tzinfo=UTC))
    assert "2026" not in instant(view, ARRIVED)
