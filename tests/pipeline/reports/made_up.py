"""Reports made up for tests: every case, no snapshot needed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipeline.marts.beside_targets import ByTheWall, LateUpdate, Updates
from pipeline.marts.completeness import Alarm, SourceMonth, SourceShares
from pipeline.marts.compliance import Contest, Counts, added_up
from pipeline.marts.contest import Contested
from pipeline.marts.contract import PromiseLine, Severity
from pipeline.marts.explanation import Leg, Waiver
from pipeline.marts.readings import ReadingLine
from pipeline.marts.segments import Segment
from pipeline.marts.service import Contacts, Meetings, ServiceMonth
from pipeline.reports.content import (
    Case,
    Coverage,
    CustomerReport,
    DedicatedAgent,
    MonthCounts,
    Period,
    PolicyVersion,
    PortfolioLine,
    PortfolioReport,
    Provenance,
    Service,
)
from pipeline.reports.months import window

MONTH = date(2026, 9, 1)
AS_OF = datetime(2026, 10, 30, 9, 40, tzinfo=UTC)
LONG_NAME = (
    "Donaudampfschifffahrtsgesellschaft und Erste Allgemeine Rückversicherungs-"
    "Aktiengesellschaft von Niedersachsen und Bremen mbH"
)
HEBREW_NAME = "חברת התעופה הישראלית בע״מ"
ARABIC_NAME = "شركة النقل البحري المتحدة"
CHINESE_NAME = "上海国际贸易有限公司 · 株式会社東京 · 한국전자"
EMOJI_SUBJECT = "Es brennt 🔥🚒 im Rechenzentrum 👩🏽‍💻 – bitte sofort ❤️"
SCRIPT_SUBJECT = "<script>alert('x')</script> & =1+1"
FORMULA_SUBJECT = '=HYPERLINK("http://evil.example";"hier")'

SEVERITIES = tuple(
    Severity(
        severity=number,
        name_de=german,
        name_en=english,
        definition_de=f"Bedeutung von {german}.",
        definition_en=f"Meaning of {english}.",
    )
    for number, german, english in (
        (1, "Kritisch", "Critical"),
        (2, "Hoch", "High"),
        (3, "Standard", "Standard"),
        (4, "Bugfix", "Bug fix"),
        (5, "Anfrage", "Request"),
        (0, "Nicht eingestuft", "Unclassified"),
    )
)
TARGETS = {
    (1, "first_response"): (1.0, "hour", 3600),
    (1, "follow_up"): (4.0, "hour", 14400),
    (2, "first_response"): (1.0, "hour", 3600),
    (2, "follow_up"): (4.0, "hour", 14400),
    (3, "first_response"): (2.0, "hour", 7200),
    (3, "follow_up"): (2.0, "working_day", 57600),
    (4, "first_response"): (1.0, "working_day", 28800),
    (5, "first_response"): (1.0, "working_day", 28800),
}
NO_COUNTS = Counts()
OWED_SINCE = datetime(2026, 10, 16, 7, tzinfo=UTC)
SERVICE_MONTH = ServiceMonth(
    **dict.fromkeys(ServiceMonth.model_fields, 0)
    | dict.fromkeys(("longest_silence_source", "longest_silence_ticket_id", "longest_silence_code"))
    | {"currency": "EUR"}
)


def counts(**given: int) -> Counts:
    return Counts(owed_count=sum(given.values()), **given)


def promised(severity: int, metric: str) -> dict[str, Any]:
    count, unit, seconds = TARGETS.get((severity, metric), (None, None, None))
    return {
        "clock": "business" if seconds else None,
        "amount_count": count,
        "amount_unit": unit,
        "target_seconds": seconds,
    }


def promise(line_counts: Counts = NO_COUNTS, at: tuple[int, str] = (3, "first_response")) -> Any:
    """The contract's lines, all counts on one of them."""
    return tuple(
        PromiseLine(
            severity=severity.severity,
            metric=metric,
            working_day_seconds=28800 if (severity.severity, metric) in TARGETS else None,
            counts=line_counts if (severity.severity, metric) == at else Counts(),
            median_seconds=1860 if (severity.severity, metric) == at else None,
            p90_seconds=7000 if (severity.severity, metric) == at else None,
            max_seconds=9000 if (severity.severity, metric) == at else None,
            closed_count=line_counts.net.whole if (severity.severity, metric) == at else 0,
            max_owed_seconds=12_000 if (severity.severity, metric) == at else None,
            max_owed_since=OWED_SINCE if (severity.severity, metric) == at else None,
            still_owed_count=1 if (severity.severity, metric) == at else 0,
            median_of_all_seconds=1860 if (severity.severity, metric) == at else None,
            p90_of_all_seconds=7000 if (severity.severity, metric) == at else None,
            **promised(severity.severity, metric),
        )
        for severity in SEVERITIES
        for metric in ("first_response", "follow_up")
    )


def readings() -> tuple[ReadingLine, ...]:
    return tuple(
        ReadingLine(
            reading=reading,
            severity=severity,
            metric=metric,
            counts=Counts(owed_count=1, met_count=1) if severity == 1 else Counts(),
            **promised(severity, metric)
            | {"clock": "wall_from_opening" if reading == "literal" else "business"},
        )
        for severity in (1, 2)
        for metric in ("first_response", "follow_up")
        for reading in ("default", "literal")
    )


def case(number: int = 1, **given: Any) -> Case:
    """A late first response, two and a half hours long, unless told otherwise."""
    opened_at = datetime(2026, 9, 1 + number % 28, 7, number % 60, 0, tzinfo=UTC)
    closed_at = opened_at + timedelta(seconds=9000)
    values: dict[str, Any] = {
        "response_id": f"helpdesk:T-{number}:1",
        "source": "helpdesk",
        "ticket_id": f"T-{number}",
        "code": f"QT-{number}",
        "subject": f"Betreff {number}",
        "url": f"https://help.example/T-{number}",
        "channel": "email",
        "severity": 3,
        "metric": "first_response",
        "opened_at": opened_at,
        "closed_at": closed_at,
        "closed_by": "reply",
        "responder_name": "Petra Šimková",
        "is_dedicated_responder": True,
        "elapsed_seconds": 9000,
        "leg_started_at": opened_at,
        "due_at": opened_at + timedelta(seconds=7200),
        "outcome": "breached",
        "exclusion_reason": None,
        "policy_version": date(2020, 1, 1),
        "override_version": None,
        "time_zone": "Europe/Berlin",
        "segments": (segment(opened_at, 9000),),
        "legs": (leg(opened_at, closed_at),),
        **promised(3, "first_response"),
        "clock": "business",
    }
    return Case(**values | given)


def segment(started_at: datetime, seconds: int, state: str = "running") -> Segment:
    return Segment(
        started_at=started_at,
        ended_at=started_at + timedelta(seconds=seconds),
        state=state,
        why=None if state == "running" else "outside_hours",
        holiday_name=None,
        seconds=seconds,
        running_seconds=seconds if state == "running" else 0,
    )


def leg(started_at: datetime, ended_at: datetime, **given: Any) -> Leg:
    values: dict[str, Any] = {
        "severity": 3,
        "leg_started_at": started_at,
        "leg_ended_at": ended_at,
        "clock": "business",
        "target_seconds": 7200,
        "elapsed_seconds": 9000,
        "is_breached": True,
        "is_lasting": True,
        "is_reported": True,
    }
    return Leg(**values | given)


def waived(number: int = 90) -> Case:
    waiver = Waiver(
        reason="Höhere Gewalt: Stromausfall",
        approved_by="M. Brandt",
        approved_on=date(2026, 9, 30),
        note="Ticket des Rechenzentrums liegt bei",
    )
    return case(number, exclusion_reason="waived", waiver=waiver, segments=(), legs=())


def contested(number: int = 1, reason: str = "deleted_late", **given: Any) -> Contested:
    """A response that may be contested, by a person unless told otherwise."""
    late = case(number)
    values: dict[str, Any] = {
        **{
            name: getattr(late, name)
            for name in ("response_id", "source", "ticket_id", "subject", "url")
        },
        **{name: getattr(late, name) for name in ("severity", "metric", "opened_at", "outcome")},
        "exclusion_reason": "deleted",
        "reason": reason,
        "is_counted_against": True,
        "contested_at": late.closed_at,
        "contested_by": "Petra Šimková",
    }
    return Contested(**values | given)


CONTEST = Contest(contested_count=3, worst_met_count=29, worst_breached_count=6)
CONTESTED = (
    contested(90, "waived", exclusion_reason="waived", contested_by="M. Brandt"),
    contested(70, "closed_by_program", outcome="unanswered", contested_by=None),
    contested(3, "lowered_while_owed", outcome="met", exclusion_reason=None, contested_by=None),
    contested(3, "instant_reply", outcome="met", exclusion_reason=None),
    contested(4, "another_agent", outcome="met", exclusion_reason=None, is_counted_against=False),
)
ALARM = Alarm(kind="source_without_replies", source="helpdesk")
SHARES: dict[str, float | None] = {
    "ticket_without_customer_message_share": 0.0,
    "answered_ticket_without_reply_share": 0.0309,
    "event_without_ticket_share": 0.0001,
    "replaced_event_share": 0.0,
    "unclassified_response_share": None,
    "before_policy_response_share": 0.0,
}
SOURCE = SourceShares(source="helpdesk", created_month=MONTH, **SHARES)
SOURCE_MONTH = SourceMonth(
    source="helpdesk",
    created_month=MONTH,
    **SHARES,
    **dict.fromkeys((name for name in SourceMonth.model_fields if name.endswith("_count")), 1_200),
)


def period(is_complete: bool = True) -> Period:
    return Period(
        month=MONTH,
        last_day=date(2026, 9, 30),
        started_at=datetime(2026, 8, 31, 22, tzinfo=UTC),
        ended_at=datetime(2026, 9, 30, 22, tzinfo=UTC),
        is_complete=is_complete,
        time_zone="Europe/Berlin",
    )


def provenance() -> Provenance:
    return Provenance(
        as_of=AS_OF,
        run_id="20261030T094000Z",
        snapshot="20261030T094000Z.duckdb",
        manifest="20261030T094000Z.json",
        landing_hash="79d2fdc42e64719b1cb535e2f863b8171d869df5f36b8b0b7355426d6cad0360",
        policy_hash="cef4e49bc599b1e71eba59d049b1c94cfc36a7cad6d6b8aec89e26e843c51f0b",
        policy_versions=(PolicyVersion(policy_version=date(2020, 1, 1), override_version=None),),
        reading="default",
        code_version="0.1.0",
    )


def trend(last: Counts = NO_COUNTS, before: Counts = NO_COUNTS) -> tuple[MonthCounts, ...]:
    return tuple(
        MonthCounts(month=month, is_complete=True, counts=last if month == MONTH else before)
        for month in window(MONTH)
    )


def service() -> Service:
    figures = SERVICE_MONTH.model_copy(
        update={
            "covered_day_count": 30,
            "monthly_fee_eur": 1000.0,
            "covered_open_seconds": 176 * 3600,
            "reply_count": 23,
            "dedicated_reply_count": 21,
            "rostered_reply_count": 23,
            "first_response_count": 16,
            "first_response_median_seconds": 1260,
            "first_response_owed_count": 16,
            "first_response_median_of_all_seconds": 1260,
            "first_response_within_15_minutes_count": 6,
            "contact_out_of_hours_count": 5,
            "contact_in_time_count": 4,
            "contact_late_count": 1,
            "meeting_booked_count": 2,
            "meeting_held_count": 1,
            "meeting_missed_count": 1,
            "meeting_wait_median_seconds": 432 * 3600,
        }
    )
    contacts = Contacts(
        channel="email",
        contact_count=5,
        in_time_count=4,
        late_count=1,
        pending_count=0,
        closed_unanswered_count=0,
        unanswered_call_count=0,
        unanswered_call_answered_count=0,
        unanswered_call_median_seconds=None,
    )
    meetings = Meetings(
        kind="review",
        booked_count=2,
        held_count=1,
        missed_count=1,
        cancelled_count=0,
        wait_median_seconds=432 * 3600,
    )
    walls = [
        ByTheWall(
            severity=severity,
            sentence_seconds=24 * 3600,
            response_count=within + over,
            within_count=within,
            over_count=over,
            unanswered_count=0,
            pending_count=1,
            longest_seconds=71 * 3600 + 59 * 60,
        )
        for severity, within, over in ((4, 11, 1), (5, 3, 0))
    ]
    updates = Updates(
        severity=1,
        target_seconds=4 * 3600,
        gap_count=41,
        late_gap_count=2,
        running_gap_count=1,
        longest_gap_seconds=38 * 3600 + 50 * 60,
    )
    late_updates = [
        LateUpdate(
            source="helpdesk",
            ticket_id=ticket_id,
            code=f"VIP-{ticket_id}",
            severity=1,
            started_at=AS_OF - timedelta(days=9),
            ended_at=AS_OF,
            is_running=is_running,
            gap_seconds=seconds,
            target_seconds=4 * 3600,
        )
        for ticket_id, seconds, is_running in (
            ("T-77", 38 * 3600 + 50 * 60, True),
            ("T-78", 4 * 3600 + 1, False),
        )
    ]
    return Service(
        figures=figures,
        contacts=(contacts,),
        meetings=(meetings,),
        by_the_wall=tuple(walls),
        updates=(updates,),
        late_updates=tuple(late_updates),
    )


def customer_report(**given: Any) -> CustomerReport:
    """A month with two late responses, one waived and one still owed at its end."""
    total = counts(
        met_count=31,
        breached_count=2,
        pending_count=0,
        unanswered_count=1,
        no_target_count=4,
        deleted_count=1,
        waived_breached_count=1,
    )
    unanswered = case(
        70, outcome="unanswered", closed_by="resolution", segments=(), legs=(), elapsed_seconds=60
    )
    values: dict[str, Any] = {
        "customer_id": "K-1",
        "customer_name": "Brückner & Söhne",
        "language": "de",
        "period": period(),
        "coverage": (
            Coverage(
                plan="All-Inclusive",
                valid_from=date(2024, 10, 1),
                valid_until=None,
                monthly_fee_eur=1000.0,
            ),
        ),
        "dedicated_agents": (
            DedicatedAgent(
                agent_id="a1",
                agent_name="Petra Šimková",
                valid_from=date(2024, 10, 1),
                valid_until=None,
            ),
        ),
        "severities": SEVERITIES,
        "counts": total,
        "contest": CONTEST,
        "contested": CONTESTED,
        "completeness": (SOURCE,),
        "promise": promise(total),
        "readings": readings(),
        "trend": trend(total, counts(met_count=20, breached_count=1)),
        "cases": (case(1), case(2, subject=EMOJI_SUBJECT), waived(), unanswered),
        "owed_at_end": (case(30, closed_at=None, closed_by=None, segments=(), legs=()),),
        "service": service(),
        "provenance": provenance(),
    }
    return CustomerReport(**values | given)


def nothing_owed(**given: Any) -> CustomerReport:
    """A month without a ticket."""
    values: dict[str, Any] = {
        "counts": Counts(),
        "contest": Contest(),
        "contested": (),
        "completeness": (),
        "promise": promise(),
        "trend": trend(),
        "cases": (),
        "owed_at_end": (),
        "service": Service(figures=SERVICE_MONTH),
    }
    return customer_report(**values | given)


def many_late(count: int = 500) -> CustomerReport:
    """A month that should not have been."""
    total = counts(met_count=100, breached_count=count)
    return customer_report(
        counts=total,
        promise=promise(total),
        trend=trend(total, total),
        cases=tuple(case(number) for number in range(count)),
    )


def portfolio_report(names: tuple[str, ...] = ("Alpha", "Beta", "Gamma")) -> PortfolioReport:
    """Customers of whom the first is clearly below the goal, and the last has hardly a case."""
    each = [
        counts(met_count=30, breached_count=20),
        *(counts(met_count=40, breached_count=1) for _ in names[2:]),
        counts(met_count=3),
    ][: len(names)]
    total = added_up(Counts, each)
    return PortfolioReport(
        language="de",
        period=period(),
        goal=0.95,
        severities=SEVERITIES,
        alarms=(ALARM,),
        counts=total,
        contest=CONTEST,
        completeness=(SOURCE_MONTH,),
        promise=tuple(line for line in readings() if line.reading == "default"),
        trend=trend(total, counts(met_count=90, breached_count=6)),
        customers=tuple(
            PortfolioLine(
                customer_id=f"K-{number}",
                customer_name=name,
                counts=part,
                trend=trend(part, part),
                owed_at_end_count=number,
                service=None,
            )
            for number, (name, part) in enumerate(zip(names, each, strict=True), 1)
        ),
        provenance=provenance(),
    )
