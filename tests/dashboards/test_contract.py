"""Contract: versions, readings side by side, opening hours in words, waivers."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboards import access
from dashboards.terms import Days, week
from pipeline import marts
from pipeline.marts import EVERYBODY, Scope
from pipeline.marts.terms import OpeningHours
from pipeline.workspace import Workspace
from tests.dashboards.conftest import AWKWARD_NAME
from tests.dashboards.looking import Look
from tests.dashboards.made_up import (
    AS_OF,
    AUGUST,
    HOUR,
    OCTOBER,
    SEPTEMBER,
    TARGETS,
    Row,
    customer,
    month,
    publish,
)
from tests.dashboards.test_pages import ESCAPED_NAME, shown

CALENDAR = "dedicated_support"
EARLIER, LATER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


def version(owner: str, start: date, override: date | None = None, **more: Any) -> Row:
    started = max(start, override or start)
    return {
        "policy_version_id": f"{owner}:{start}" + (f"+{override}" if override else ""),
        "policy_owner": owner,
        "policy_version": start,
        "override_version": override,
        "calendar_id": CALENDAR,
        "started_date": started,
        "started_at": datetime(started.year, started.month, started.day, tzinfo=UTC),
        "ended_at": None,
        "is_in_force": "ended_at" not in more,
        **more,
    }


def targets(of: Row, **different: Any) -> list[Row]:
    """Everybody's usual targets under a version; `followup3=None` takes one away."""
    found = []
    for row in TARGETS:
        key = f"{row['metric'].replace('_', '')[:8]}{row['severity']}"
        amount = different.get(key, (row["amount_count"], row["amount_unit"]))
        if amount is None:
            continue
        for reading, clock in (
            ("default", "business"),
            ("literal", "wall_from_opening" if row["severity"] in (1, 2) else "business"),
            ("strict", "wall"),
        ):
            same = ("policy_version_id", "policy_owner", "policy_version", "calendar_id")
            found.append(
                {
                    **row,
                    **{name: of[name] for name in (*same, "started_at", "ended_at")},
                    "reading": reading,
                    "clock": clock,
                    "amount_count": amount[0],
                    "amount_unit": amount[1],
                }
            )
    return found


FIRST = version("*", date(2020, 1, 1), ended_at=LATER)
SECOND = version("*", date(2026, 7, 1))
OWN_BASE = version("K-2", date(2020, 1, 1), ended_at=LATER)
OWN = version("K-2", date(2026, 7, 1), date(2026, 8, 1))


def read(reading: str, customer_id: str, opened: date, **counts: int) -> Row:
    return {"reading": reading, **month(customer_id, opened, **counts)}


def waiver(row: int, response_id: str, customer_id: str | None, *, is_applied: bool = True) -> Row:
    about = {
        "source": "helpdesk",
        "ticket_id": "T-1",
        "metric": "first_response",
        "severity": 1,
        "outcome": "breached",
    }
    return {
        **(about if customer_id else {}),
        "register_row": row,
        "response_id": response_id,
        "customer_id": customer_id,
        "opened_at": datetime(2026, 9, 3, 8, 0, tzinfo=UTC),
        "reason": "Stromausfall <b>",
        "approved_by": "M. Brandt",
        "approved_on": date(2026, 9, 5),
        "is_applied": is_applied,
    }


def hours(weekday: int, opens: int, closes: int) -> Row:
    return {
        "calendar_id": CALENDAR,
        "weekday": weekday,
        "opens_minute": opens * 60,
        "closes_minute": closes * 60,
    }


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two versions, a customer with terms of its own, three readings, and two waivers."""
    return publish(
        tmp_path_factory.mktemp("agreed"),
        dim_customers=[
            customer("K-1", "Nordwerk AG"),
            customer("K-2", AWKWARD_NAME, policy_owner="K-2"),
        ],
        dim_policy_versions=[FIRST, SECOND, OWN_BASE, OWN],
        dim_pause_statuses=[{"policy_version_id": OWN["policy_version_id"], "status": "on_hold"}],
        dim_targets=[
            *targets(FIRST),
            *targets(SECOND, firstres1=(30, "minute")),
            *targets(OWN_BASE),
            *targets(OWN, firstres1=(30, "minute"), firstres3=(1, "hour"), followup3=None),
        ],
        dim_calendars=[
            {
                "calendar_id": CALENDAR,
                "time_zone": "Europe/Berlin",
                "working_day_seconds": 8 * HOUR,
            }
        ],
        dim_opening_hours=[*(hours(day, 9, 17) for day in range(1, 6)), hours(6, 22, 30)],
        dim_calendar_days=[
            {
                "calendar_id": CALENDAR,
                "local_date": date(2026, 12, 25),
                "started_at": datetime(2026, 12, 24, 23, tzinfo=UTC),
                "ended_at": datetime(2026, 12, 25, 23, tzinfo=UTC),
                "is_special": True,
                "holiday_name": "Weihnachten",
                "open_seconds": 0,
            }
        ],
        compliance_monthly=[
            month("K-1", SEPTEMBER, met=18, breached=1, waived_breached=1),
            month("K-2", AUGUST, met=30),
        ],
        compliance_by_reading=[
            read("default", "K-1", SEPTEMBER, severity=1, met=18, breached=2),
            read("literal", "K-1", SEPTEMBER, severity=1, met=16, breached=4),
            read("strict", "K-1", SEPTEMBER, severity=1, met=10, breached=10),
            read("default", "K-2", SEPTEMBER, severity=3, met=20),
            read("literal", "K-2", SEPTEMBER, severity=3, met=20),
            read("strict", "K-2", SEPTEMBER, severity=3, met=20),
        ],
        dim_waivers=[
            waiver(2, "helpdesk:T-1:1", "K-1"),
            waiver(3, "helpdesk:gone:1", None, is_applied=False),
        ],
    )


# opening hours


def span(weekday: int, opens: int, closes: int) -> OpeningHours:
    return OpeningHours(
        calendar_id=CALENDAR,
        time_zone="UTC",
        working_day_seconds=HOUR,
        weekday=weekday,
        opens_minute=opens * 60,
        closes_minute=closes * 60,
    )


def test_days_in_a_row_with_the_same_hours_are_told_together() -> None:
    spans = [
        *(span(day, 13, 18) for day in (1, 2)),
        *(span(day, 9, 12) for day in (1, 2, 4)),
        span(6, 22, 30),
        span(7, 0, 24),
    ]
    assert week(spans) == [
        Days(1, 2, ("09:00–12:00", "13:00–18:00")),
        Days(4, 4, ("09:00–12:00",)),
        Days(6, 6, ("22:00–06:00",)),
        Days(7, 7, ("00:00–24:00",)),
    ]


def test_hours_and_holidays_are_told_in_words(look: Look, agreed: Workspace) -> None:
    page = shown(look("contract", agreed))
    assert "<div>Mo.–Fr. 09:00–17:00</div><div>Sa. 22:00–06:00</div>" in page
    assert "8 Stunden Servicezeit" in page
    assert "25. Dez. 2026: Weihnachten, geschlossen" in page


# readings


def test_readings_stand_side_by_side_and_the_title_tells_what_they_do(
    look: Look, agreed: Workspace
) -> None:
    page = shown(look("contract", agreed, month="2026-09"))
    assert (
        "<h1>September 2026: rechtzeitig 95,0\u00a0% (Standardauslegung), "
        "90,0\u00a0% (wörtliche Auslegung), 75,0\u00a0% (Obergrenze)</h1>"
    ) in page
    critical = page[page.index("Was Kritisch heißt.") : page.index("Was Hoch heißt.")]
    assert [*re.findall(r"(\d+) von 20", critical)] == ["18", "16", "10"]
    assert "rund um die Uhr ab Öffnung" in critical
    assert "so wertet dieser Lauf" in page


def test_of_one_customer_alone(look: Look, agreed: Workspace) -> None:
    page = shown(look("contract", agreed, month="2026-09", customer="K-2"))
    assert "100\u00a0% (Obergrenze)" in page
    assert "30 Minuten oder weniger" in page
    readings = page[: page.index("Vertragsversionen")]
    assert "1 Stunde oder weniger" in readings  # its own, for severity 3
    assert "Stromausfall" not in page


def test_an_unknown_customer_restricts_nothing(look: Look, agreed: Workspace) -> None:
    app = look("contract", agreed, customer="<script>alert(1)</script>")
    assert "Gezeigt wird alles" in app.warning[0].value
    assert "<script>alert" not in shown(app)


# versions


def test_versions_and_what_is_different_for_a_customer(look: Look, agreed: Workspace) -> None:
    page = shown(look("contract", agreed))
    assert "2 Vertragsversionen, 1 Kunde mit eigenen Zusagen" in page
    assert "Für alle · ab 1. Juli 2026 · in Kraft" in page
    assert "Für alle · ab 1. Jan. 2020<" in page
    own = page[page.index(f"{ESCAPED_NAME} · ab 1. Aug. 2026 · in Kraft") :]
    own = own[: own.index("Sonst wie für alle.")]
    assert own.count("eigene Zusage") == 2
    assert "1 Stunde oder weniger" in own
    assert "kein Ziel" in own
    assert "Kritisch" not in own
    assert "hält an bei: Zurückgestellt" in own
    # the base under the customer's name says nothing new
    assert f"{ESCAPED_NAME} · ab 1. Jan. 2020" not in page


# waivers


def test_waivers_net_and_gross(look: Look, agreed: Workspace) -> None:
    page = shown(look("contract", agreed))
    assert "1 Antwort ist genehmigt ausgenommen" in page
    assert "94,7\u00a0%" in page  # 18 of 19
    assert "90,0\u00a0%" in page  # 18 of 20
    assert "Stromausfall &lt;b&gt;" in page
    assert "ticket=helpdesk%3AT-1" in page
    assert "gilt nicht" in page
    assert "1 Ausnahme im Register gilt nicht." in page


def test_nothing_to_tell(look: Look, without_responses: Workspace) -> None:
    page = shown(look("contract", without_responses, lang="en"))
    assert "no response on which the interpretations could differ" in page
    assert "nothing is waived" in page


def test_one_customer_s_people_see_nobody_else_s_terms(
    look: Look, agreed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "scope", lambda: Scope(frozenset({"K-1"})))
    app = look("contract", agreed, month="2026-09", customer="K-2")
    assert app.selectbox(key="customer").options == ["Alle Kunden", "Nordwerk AG"]
    page = shown(app)
    assert ESCAPED_NAME not in page
    assert "eigene Zusage" not in page
    assert "K-2" not in page
    assert "gone" not in page
    assert "50,0\u00a0% (Obergrenze)" in page


def test_readings_and_months_agree(demo_workspace: Workspace) -> None:
    """The run's own reading counts what the overview counts."""
    snapshot = marts.newest_snapshot(demo_workspace)
    read = marts.readings(EVERYBODY, snapshot, SEPTEMBER)
    counted = marts.monthly_counts(EVERYBODY, snapshot)
    counted = counted[counted["opened_month"] == str(SEPTEMBER)]
    for name in ("met_count", "breached_count", "owed_count"):
        own = read[read["reading"] == "default"][name].sum()
        assert own == counted[name].sum() > 0


def test_progress_of_a_month_is_counted_in_open_hours(demo_workspace: Workspace) -> None:
    snapshot = marts.newest_snapshot(demo_workspace)
    [as_of] = {row["as_of"].isoformat() for row in records_of(snapshot)}
    assert as_of == AS_OF.isoformat()
    found = {
        opened: tuple(marts.month_progress(EVERYBODY, snapshot, opened).iloc[0])
        for opened in (SEPTEMBER, OCTOBER, date(2026, 11, 1))
    }
    # 22, 22 and 21 days of 8 hours; on 30 October the clock has run from 9:00 to 10:40
    assert found == {
        SEPTEMBER: (22 * 8 * HOUR, 22 * 8 * HOUR),
        OCTOBER: (22 * 8 * HOUR, 21 * 8 * HOUR + 6000),
        date(2026, 11, 1): (21 * 8 * HOUR, 0),
    }


def records_of(snapshot: Path) -> list[dict[str, Any]]:
    return marts.run_info(EVERYBODY, snapshot).to_dict("records")  # type: ignore[return-value]
