"""What a report's sentences speak of, counted again from single rows in plain Python."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

Row = dict[str, Any]
BERLIN = ZoneInfo("Europe/Berlin")
FEWEST = 10


@dataclass(frozen=True)
class Facts:
    """A month's rows of some customers."""

    month: date
    as_of: datetime
    responses: Sequence[Row]
    contested: Sequence[Row]
    contacts: Sequence[Row]
    escalations: Sequence[Row]
    meetings: Sequence[Row]
    severity_events: Sequence[Row]
    net_of_months: Mapping[date, tuple[int, int]]
    """Of every month how many were on time, of how many judged."""
    special_days: Sequence[Row]
    judged_before: Sequence[Row]
    """What counts of the month before."""

    def of(self, outcome: str, *reasons: str | None) -> int:
        return sum(
            row["outcome"] == outcome and row["exclusion_reason"] in (reasons or (None,))
            for row in self.responses
        )

    @property
    def counted(self) -> list[Row]:
        return [row for row in self.responses if row["exclusion_reason"] is None]

    @property
    def met(self) -> int:
        return self.of("met")

    @property
    def late(self) -> int:
        return self.of("breached")

    @property
    def judged(self) -> int:
        return self.met + self.late

    def of_severity(self, severity: int) -> tuple[Fraction, Fraction, list[tuple[int, int]]]:
        """What a severity's share and its weight did since the month before, and its counts."""
        judged = [row for row in self.counted if row["outcome"] in ("met", "breached")]
        weights, rates, counts = [], [], []
        shares = []
        for rows in (self.judged_before, judged):
            own = [row for row in rows if row["severity"] == severity]
            met = sum(row["outcome"] == "met" for row in own)
            weights.append(Fraction(len(own), len(rows)))
            rates.append(Fraction(met, len(own)) if own else None)
            counts.append((met, len(own)))
            shares.append(Fraction(sum(row["outcome"] == "met" for row in rows), len(rows)))
        was = rates[1] if rates[0] is None else rates[0]
        now = rates[0] if rates[1] is None else rates[1]
        if was is None or now is None:
            return Fraction(), Fraction(), counts
        rate = sum(weights) * (now - was) / 2
        mix = (weights[1] - weights[0]) * (was + now - sum(shares)) / 2
        return rate, mix, counts

    @property
    def waived(self) -> tuple[int, int]:
        return self.of("met", "waived"), self.of("breached", "waived")

    @property
    def parts(self) -> list[int]:
        """The lines of the reckoning, in their order."""
        both = (None, "waived")
        excluded = [row["exclusion_reason"] for row in self.responses]
        return [
            self.met,
            self.late,
            *(self.of(name, *both) for name in ("pending", "unanswered", "no_target")),
            sum(self.waived),
            *(excluded.count(name) for name in ("not_covered", "deleted")),
        ]

    @property
    def against(self) -> set[str]:
        return {row["response_id"] for row in self.contested if row["is_counted_against"]}

    @property
    def worst(self) -> tuple[int, int]:
        """So many of so many, everything contested counted as late."""
        rest = [row for row in self.counted if row["response_id"] not in self.against]
        met = sum(row["outcome"] == "met" for row in rest)
        late = sum(row["outcome"] == "breached" for row in rest)
        return met, met + late + len(self.against)

    @property
    def sizes(self) -> set[int]:
        """How many count under each severity and metric."""
        return set(Counter((row["severity"], row["metric"]) for row in self.counted).values())

    @property
    def first_responses(self) -> list[Row]:
        return [row for row in self.counted if row["metric"] == "first_response"]


def facts_of(snapshot: Path, month: date, customer_ids: Sequence[str]) -> Facts:
    """The rows behind a month of these customers."""
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")

        def rows(query: str, *values: object) -> list[Row]:
            found = connection.execute(query, list(values))
            names = [each[0] for each in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        def of(table: str, month_column: str, condition: str = "true") -> list[Row]:
            return rows(
                f"select * from marts.{table} where {month_column} = ? "
                f"and list_contains(?, customer_id) and {condition}",
                month,
                list(customer_ids),
            )

        [run] = rows("select as_of from marts.run_info")
        return Facts(
            month=month,
            as_of=run["as_of"],
            responses=of("fct_responses", "opened_month"),
            contested=of("contested_responses", "opened_month"),
            contacts=of("fct_contacts_out_of_hours", "arrived_month", "is_counted"),
            escalations=of("fct_escalations", "escalated_month", "is_covered"),
            meetings=of("fct_meetings", "scheduled_month", "is_covered"),
            net_of_months={
                row["opened_month"]: (row["met"], row["judged"])
                for row in rows(
                    "select opened_month, count(*) as judged, "
                    "count(case when outcome = 'met' then 1 end) as met "
                    "from marts.fct_responses where exclusion_reason is null "
                    "and outcome in ('met', 'breached') and list_contains(?, customer_id) "
                    "group by opened_month",
                    list(customer_ids),
                )
            },
            severity_events=rows("select * from marts.fct_ticket_events where kind = 'severity'"),
            judged_before=rows(
                "select * from marts.fct_responses where exclusion_reason is null "
                "and outcome in ('met', 'breached') and list_contains(?, customer_id) "
                "and opened_month = ?",
                list(customer_ids),
                date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1),
            ),
            special_days=rows(
                "select * from marts.dim_calendar_days where is_special and local_month = ?", month
            ),
        )


def share(part: int, whole: int, language: str) -> str:
    """A share cut to a tenth of a per cent, as each language writes it."""
    if part == whole:
        return {"de": "100 %", "en": "100%"}[language]
    tenths = math.floor(Fraction(part, whole) * 1000)
    written = f"{tenths // 10}.{tenths % 10}"
    return {"de": f"{written.replace('.', ',')} %", "en": f"{written}%"}[language]


def exactly(seconds: int, language: str) -> str:
    """A time to the second: 1 Std. 5 Min. 3 Sek."""
    units = {"de": ("Std.", "Min.", "Sek."), "en": ("h", "min", "s")}[language]
    amounts = (seconds // 3600, seconds // 60 % 60, seconds % 60)
    told = [f"{amount} {unit}" for amount, unit in zip(amounts, units, strict=True) if amount]
    return " ".join(told)


def in_hours(seconds: int, day: int, language: str) -> str:
    """A time as people say it: hours and minutes below two days, then days and hours, then days."""
    hour, minute = {"de": ("Std.", "Min."), "en": ("h", "min")}[language]
    one, more = {"de": ("Werktag", "Werktage"), "en": ("working day", "working days")}[language]
    if day == 86_400:
        one, more = {"de": ("Tag", "Tage"), "en": ("day", "days")}[language]
    minutes = math.ceil(seconds / 60)
    if minutes * 60 < 2 * day:
        told = [(minutes // 60, hour), (minutes % 60, minute)]
        return " ".join(f"{n} {unit}" for n, unit in told if n) or f"0 {minute}"
    hours = math.ceil(seconds % day / 3600)
    days = seconds // day + hours // (day // 3600)
    hours %= day // 3600
    if days < 10:
        tail = f" {hours} {hour}" if hours else ""
        return f"{days} {one if days == 1 else more}{tail}"
    days = math.ceil(seconds / day)
    return f"{days} {one if days == 1 else more}"
