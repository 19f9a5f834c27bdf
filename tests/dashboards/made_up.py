"""Small snapshots from explicit rows, their tables made from the models' contracts."""

import re
import tempfile
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from pipeline.marts import CONTEST_COUNTS, COUNTS
from pipeline.marts.completeness import ODD
from pipeline.marts.snapshot import SCHEMA_VERSION
from pipeline.workspace import Workspace
from tests.rendered import rendered

MODELS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
INSTANT = "timestamp with time zone"

Row = Mapping[str, Any]

AS_OF = datetime(2026, 10, 30, 9, 40, tzinfo=UTC)
OCTOBER, SEPTEMBER, AUGUST = date(2026, 10, 1), date(2026, 9, 1), date(2026, 8, 1)

RUN = {
    "run_id": "20261030T094000Z",
    "as_of": AS_OF,
    "reading": "default",
    "policy_hash": "p",
    "landing_hash": "l",
    "code_version": "0",
    "schema_version": SCHEMA_VERSION,
    "goal": 0.95,
    "odd_share": 0.01,
    "language": "de",
    "default_calendar_id": "dedicated_support",
    "default_time_zone": "Europe/Berlin",
    "started_at": AS_OF,
    "finished_at": AS_OF,
}

NAMES = {
    1: ("Kritisch", "Critical"),
    2: ("Hoch", "High"),
    3: ("Standard", "Standard"),
    4: ("Bugfix", "Bug fix"),
    5: ("Anfrage", "Request"),
    0: ("Nicht eingestuft", "Unclassified"),
}
SEVERITIES = [
    {
        "severity": severity,
        "urgency_rank": severity or 6,
        "name_de": german,
        "name_en": english,
        "definition_de": f"Was {german} heißt.",
        "definition_en": f"What {english} means.",
    }
    for severity, (german, english) in NAMES.items()
]

HOUR, DAY = 3600, 8 * 3600
TARGETS = [
    {
        "policy_version_id": "1",
        "policy_owner": "*",
        "calendar_id": "dedicated_support",
        "reading": "default",
        "severity": severity,
        "metric": metric,
        "clock": "business",
        "amount_count": count,
        "amount_unit": unit,
        "working_day_seconds": DAY,
        "target_seconds": count * {"hour": HOUR, "working_day": DAY}[unit],
    }
    for severity, metric, count, unit in (
        (1, "first_response", 1, "hour"),
        (1, "follow_up", 4, "hour"),
        (2, "first_response", 1, "hour"),
        (2, "follow_up", 4, "hour"),
        (3, "first_response", 2, "hour"),
        (3, "follow_up", 2, "working_day"),
        (4, "first_response", 1, "working_day"),
        (5, "first_response", 1, "working_day"),
    )
]
MONTHS = [
    {
        "month": date(2026, number, 1),
        "last_begun_date": min(date(2026, number, monthrange(2026, number)[1]), AS_OF.date()),
        "judged_at": min(datetime(2026, number, 28, tzinfo=UTC), AS_OF),
        "open_seconds": 0,
        "passed_open_seconds": 0,
    }
    for number in range(1, 13)
]
MADE_OF_OTHERS = ("targets_in_force", "response_segments")
"""Tables that are no rows of their own here either."""


def customer(
    customer_id: str, name: str, *, is_covered_now: bool = True, policy_owner: str = "*"
) -> Row:
    """A dedicated customer."""
    return {
        "customer_id": customer_id,
        "customer_name": name,
        "is_registered": True,
        "is_dedicated": True,
        "is_covered_now": is_covered_now,
        "policy_owner": policy_owner,
        "plan": "All-Inclusive",
        "language": "de",
    }


def covered(customer_id: str, start: date, end: date | None = None) -> Row:
    """A period of cover."""
    return {
        "customer_id": customer_id,
        "register_row": 2,
        "plan": "All-Inclusive",
        "is_dedicated": True,
        "valid_from": start,
        "valid_until": end,
        "monthly_fee_eur": 1000,
        "currency": "EUR",
    }


def month(
    customer_id: str,
    opened_month: date,
    *,
    severity: int = 3,
    metric: str = "first_response",
    seconds: tuple[int, int | None, int] = (600, 1800, 3600),
    owed_seconds: int | None = None,
    contested: int = 0,
    **counts: int,
) -> Row:
    """Counts of one customer, month, severity and metric; `met=3` means met_count.

    `contested` of those that are met may be contested.
    """
    found = {f"{name}_count": count for name, count in counts.items()}
    median, p90, longest = seconds
    worst = found.get("met_count", 0) - contested, found.get("breached_count", 0) + contested
    return {
        "customer_id": customer_id,
        "opened_month": opened_month,
        "severity": severity,
        "metric": metric,
        **dict.fromkeys(COUNTS, 0),
        "owed_count": sum(found.values()),
        **found,
        **dict(zip(CONTEST_COUNTS, (contested, *worst), strict=True)),
        "closed_count": found.get("met_count", 0) + found.get("breached_count", 0),
        "median_seconds": median,
        "p90_seconds": p90,
        "max_seconds": longest,
        "max_owed_seconds": owed_seconds,
        "still_owed_count": 0 if owed_seconds is None else 1,
        "median_of_all_seconds": median,
        "p90_of_all_seconds": p90,
    }


def response(customer_id: str, ticket_id: str, opened_month: date, **more: Any) -> Row:
    """A response that was answered in time."""
    opened_at = datetime.combine(opened_month, time(9), UTC)
    made = {
        "response_id": f"helpdesk:{ticket_id}:1",
        "source": "helpdesk",
        "ticket_id": ticket_id,
        "customer_id": customer_id,
        "metric": "first_response",
        "severity": 3,
        "opened_at": opened_at,
        "closed_at": opened_at + timedelta(seconds=5),
        "elapsed_seconds": 5,
        "target_seconds": 2 * HOUR,
        "outcome": "met",
        "exclusion_reason": None,
        "closed_by": "reply",
        "clock": "business",
        "calendar_id": "dedicated_support",
        "opened_month": opened_month,
        "opened_on": opened_month,
        "opened_weekday": opened_month.isoweekday(),
        "opened_hour": 10,
        **more,
    }
    is_judged = made["outcome"] in ("met", "breached")
    return {"is_counted": is_judged and not made["exclusion_reason"], **made}


def contested(of: Row, reason: str, by: str | None = None, **more: Any) -> Row:
    """A reason to contest a response, which weighs in the worst case."""
    same = ("response_id", "source", "ticket_id", "customer_id", "opened_month")
    return {
        **{name: of[name] for name in same},
        "reason": reason,
        "at": of["closed_at"],
        "by": by,
        "is_hiding": True,
        "is_counted_against": True,
        **more,
    }


BECAME: Mapping[str, tuple[str, str | None]] = {
    "met": ("met", None),
    "breached": ("breached", None),
    "pending": ("pending", None),
    "unanswered": ("unanswered", None),
    "no_target": ("no_target", None),
    "not_covered": ("met", "not_covered"),
    "deleted": ("met", "deleted"),
    "waived_met": ("met", "waived"),
    "waived_breached": ("breached", "waived"),
}
"""Outcome and reason of exclusion of what a month counts."""


def counted_responses(months: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Responses that counts of months are of, and the reasons to contest some of them."""
    found, contests = [], []
    for place, of in enumerate(months):
        for name, (outcome, reason) in BECAME.items():
            for number in range(of[f"{name}_count"]):
                made = response(
                    of["customer_id"],
                    f"{place}-{name}-{number}",
                    of["opened_month"],
                    severity=of["severity"],
                    metric=of["metric"],
                    outcome=outcome,
                    exclusion_reason=reason,
                )
                found.append(made)
                if name == "met" and number < of["contested_count"]:
                    contests.append(contested(made, "instant_reply"))
    return found, contests


def source_month(created_month: date, source: str = "helpdesk", **odd: int) -> Row:
    """What came of a month's tickets: 1000 of each, so many of what is odd."""
    counts = {"ticket": 1_000, "event": 1_000, "response": 1_000} | dict.fromkeys(ODD, 0) | odd
    return {
        "source": source,
        "created_month": created_month,
        **{f"{name}_count": count for name, count in counts.items()},
        **{f"{name}_share": counts[name] / 1_000 for name in ODD},
    }


def owed(customer_id: str, ticket_id: str, left_seconds: int | None, **more: Any) -> Row:
    """A response owed now, with so many seconds left; none for one without a target."""
    outcome = "no_target" if left_seconds is None else "breached" if left_seconds < 0 else "pending"
    return {
        "response_id": f"helpdesk:{ticket_id}:1",
        "source": "helpdesk",
        "ticket_id": ticket_id,
        "code": f"N-{ticket_id}",
        "customer_id": customer_id,
        "metric": "first_response",
        "severity": 3,
        "channel": "email",
        "subject": f"Betreff von {ticket_id}",
        "url": f"https://desk.example/{ticket_id}",
        "opened_at": datetime(2026, 10, 29, 14, 0, tzinfo=UTC),
        "clock": "business",
        "target_seconds": None if left_seconds is None else 2 * HOUR,
        "elapsed_seconds": 2 * HOUR - (left_seconds or 0),
        "left_seconds": left_seconds,
        "due_at": None
        if left_seconds is None
        else datetime.fromtimestamp(AS_OF.timestamp() + left_seconds, UTC),
        "calendar_id": "dedicated_support",
        "time_zone": "Europe/Berlin",
        "is_overdue": outcome == "breached",
        "outcome": outcome,
        "exclusion_reason": None,
        "dedicated_agent_id": None,
        **more,
    }


def publish(root: Path, *, name: str = "made-up", **tables: Sequence[Row]) -> Workspace:
    """Publish a snapshot with these rows; tables not named have their usual ones, or none.

    Where months are counted and no responses are told, there are the responses counted.
    """
    workspace = Workspace(root)
    workspace.snapshots.mkdir(parents=True, exist_ok=True)
    file = workspace.snapshots / f"{name}.duckdb"
    rows = {
        "run_info": [RUN],
        "dim_severities": SEVERITIES,
        "dim_targets": TARGETS,
        "dim_months": MONTHS,
        **tables,
    }
    if "fct_responses" not in tables:
        made, contests = counted_responses(tables.get("compliance_monthly", ()))
        rows["fct_responses"] = made
        rows["contested_responses"] = [*tables.get("contested_responses", ()), *contests]
    file.write_bytes(_without_rows())
    with duckdb.connect(str(file)) as connection:
        connection.begin()
        for table, given in rows.items():
            for _, alike in groupby(given, key=tuple):
                connection.register("given", pa.Table.from_pylist(list(alike)))
                connection.execute(f"insert into marts.{table} by name from given")
        connection.commit()
    link = workspace.warehouse / "next"
    link.symlink_to(file.relative_to(workspace.warehouse))
    link.replace(workspace.published)
    return workspace


@cache
def _without_rows() -> bytes:
    """A snapshot of empty tables, and the views over them."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.duckdb"
        with duckdb.connect(str(file)) as connection:
            connection.execute("create schema marts")
            for table, columns in contracts().items():
                if table not in MADE_OF_OTHERS:
                    types = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
                    connection.execute(f"create table marts.{table} ({types})")
            for table in MADE_OF_OTHERS:
                connection.execute(f"create view marts.{table} as {rendered(table)}")
        return file.read_bytes()


@cache
def contracts() -> dict[str, dict[str, str]]:
    """Every published table's columns and their types, as the models promise them."""
    found = {}
    for file in sorted(MODELS.glob("*/*.yml")):
        for model in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["models"]:
            found[model["name"]] = {
                column["name"]: re.sub(r"\{\{.*\}\}", INSTANT, column["data_type"])
                for column in model["columns"]
            }
    return found


OF_EVERYBODY = {"policy_version_id", "calendar_id", "default_calendar_id", "run_id"}
"""Ids of what does not grow with the number of customers."""
LONG = "<b>Großhandelsgesellschaft</b> für *Maschinen* & Anlagen “$x$” "


def enlarge(file: Path, times: int) -> None:
    """Make a snapshot so many times as large: customers, agents, tickets, and all they have.

    Copies have ids and long, awkward names of their own; 5000 rejected rows are added.
    """
    with duckdb.connect(str(file)) as connection:
        found = connection.execute("select table_name from duckdb_tables()").fetchall()
        tables = {name for (name,) in found}  # others are views over them
        for table, columns in contracts().items():
            if table not in tables or table in MADE_OF_OTHERS:
                continue
            ids = [
                column
                for column, kind in columns.items()
                if kind == "varchar"
                and (column.endswith("_id") or column in ("file", "key"))
                and column not in OF_EVERYBODY
            ]
            if not ids:
                continue
            own = [
                rf"regexp_replace({name}, '(:\d+)?$', '~' || copy || '\1') as {name}"
                if name == "response_id"  # <source>:<ticket_id>:<number>
                else f"{name} || '~' || copy as {name}"
                for name in ids
            ]
            names = [
                f"left({name} || ' ' || copy || ' ' || repeat('{LONG}', 3), 120) as {name}"
                for name in ("customer_name", "agent_name", "subject")
                if name in columns
            ]
            connection.execute(
                f"""
                insert into marts.{table} by name
                select originals.* exclude (copy) replace ({", ".join([*own, *names])})
                from (select * from marts.{table} cross join range(1, {times}) as t(copy))
                    as originals
                """
            )
        connection.execute(
            """
            insert into marts.rejected_rows by name
            select
                'helpdesk' as source,
                'events' as entity,
                'events.csv' as file,
                'e' as file_hash,
                line,
                'occurred_at is not a time; write YYYY-MM-DD' as reason,
                repeat('<script>alert(1)</script>', 40) as row_text
            from range(1, 5001) as t(line)
            """
        )
