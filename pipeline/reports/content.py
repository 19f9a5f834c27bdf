"""What a report says, as values: no words, no language. Every form of it is written from this.

The same snapshot, customer, month and revision give the same content.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import TypeAdapter

from pipeline.marts.beside_targets import ByTheWall, LateUpdate, Updates
from pipeline.marts.causes import GroupChange
from pipeline.marts.completeness import OVERLOOKED, Alarm, SourceMonth, SourceShares
from pipeline.marts.compliance import Contest, Counts
from pipeline.marts.contest import Contested
from pipeline.marts.contract import PromiseLine, Severity
from pipeline.marts.customers import Coverage
from pipeline.marts.explanation import Judged, Leg, Waiver
from pipeline.marts.left_open import DayExcepted, SeverityChanges
from pipeline.marts.readings import ReadingLine
from pipeline.marts.records import Record
from pipeline.marts.reports import DedicatedAgent, PolicyVersion, ReviewCall
from pipeline.marts.segments import Segment
from pipeline.marts.service import Contacts, Escalation, Meetings, ServiceMonth
from pipeline.marts.silences import Silence
from pipeline.reports.letterhead import Letterhead
from pipeline.reports.notes import Note

SchemaId = Literal["https://vip-sla.example/schema/report-1.json"]
SCHEMA_ID: SchemaId = "https://vip-sla.example/schema/report-1.json"
"""Names the published schema; a change that breaks readers makes it `report-2`."""


class Period(Record):
    """The month reported on, in the time zone of the default calendar."""

    month: date
    """Its first day."""
    last_day: date
    started_at: datetime
    ended_at: datetime
    """The first instant after it."""
    usual_working_day_seconds: int | None = None
    """What one working day is in that calendar; reports of former versions do not tell it."""
    is_complete: bool
    """Whether as_of is past its end; until then the figures are provisional."""
    time_zone: str
    is_told: bool = True
    """Whether exports reach back to it; where they do not, none of its figures says anything."""


class Provenance(Record):
    """What the figures come from, so that anybody can make them again."""

    as_of: datetime
    """What happened later does not exist for this report."""
    run_id: str
    snapshot: str
    """The published file, below warehouse/snapshots."""
    manifest: str
    """The list of everything that the run read, below landing/manifests."""
    landing_hash: str
    """sha256 over what the manifest lists."""
    policy_hash: str
    """sha256 of policy.yml."""
    policy_versions: tuple[PolicyVersion, ...]
    reading: str
    """The reading of the contract behind all figures, but those that name another."""
    code_version: str


class MonthCounts(Record):
    """A month of the trend."""

    month: date
    """Its first day."""
    is_complete: bool
    """Whether as_of had passed its end."""
    is_told: bool = True
    """Whether exports reach back to it."""
    counts: Counts
    contest: Contest = Contest()


class Case(Judged):
    """A response owed to the customer; severity, target and elapsed time are the reported leg's."""

    waiver: Waiver | None = None
    """Only of waived ones."""
    segments: tuple[Segment, ...] = ()
    """Only of late ones that count."""
    legs: tuple[Leg, ...] = ()
    """Only of late ones that count."""

    @property
    def over_seconds(self) -> int:
        """By how much the target is exceeded; negative while it is not, 0 without one."""
        return 0 if self.target_seconds is None else self.elapsed_seconds - self.target_seconds

    @property
    def counts(self) -> bool:
        """Whether it counts for the share."""
        return self.exclusion_reason is None and self.outcome in {"met", "breached"}


class Service(Record):
    """The rest of the promise: all that is measured beside the response times."""

    figures: ServiceMonth
    contacts: tuple[Contacts, ...] = ()
    meetings: tuple[Meetings, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    silences: tuple[Silence, ...] = ()
    """The longest, at most five."""
    by_the_wall: tuple[ByTheWall, ...] = ()
    updates: tuple[Updates, ...] = ()
    """The severity with the greatest share of late ones first."""
    late_updates: tuple[LateUpdate, ...] = ()
    """The worst, at most five."""


class CustomerReport(Record):
    """A customer's month."""

    schema_id: SchemaId = SCHEMA_ID
    kind: Literal["customer"] = "customer"
    revision: int = 1
    """1 for the first edition, counted up where a corrected one is made."""
    customer_id: str
    customer_name: str
    language: str
    """The customer's own, `de` or `en`."""
    period: Period
    coverage: tuple[Coverage, ...]
    """All periods, the oldest first."""
    dedicated_agents: tuple[DedicatedAgent, ...]
    severities: tuple[Severity, ...]
    """The most urgent first."""
    alarms: tuple[Alarm, ...] = ()
    """What puts all figures in doubt, of the sources that hold the customer's tickets."""
    counts: Counts
    """Of all severities and metrics together."""
    contest: Contest = Contest()
    """Of all severities and metrics together."""
    contested: tuple[Contested, ...] = ()
    """The contested responses, a row per reason; those that weigh in the worst case first."""
    promise: tuple[PromiseLine, ...]
    readings: tuple[ReadingLine, ...]
    """Severities whose clock the readings `default` and `literal` part on, under both."""
    trend: tuple[MonthCounts, ...]
    """Twelve months up to the one reported on, the oldest first."""
    cases: tuple[Case, ...]
    """Every response of the period, by opening; the counts are counted from these."""
    owed_at_end: tuple[Case, ...]
    """Owed when the period ended, whenever opened, with what became of them up to as_of."""
    service: Service | None
    """The rest of the promise; null without a day of cover."""
    days_excepted: tuple[DayExcepted, ...] = ()
    """Holidays of the month, and days with hours of their own; every other one is a working day."""
    severity_changes: tuple[SeverityChanges, ...] = ()
    """Since when changes of severity are known, by source."""
    odd_share: float = OVERLOOKED
    """The share beyond which something odd about the data is pointed out."""
    completeness: tuple[SourceShares, ...] = ()
    """Of the sources that hold the customer's tickets, as of the month's tickets."""
    year_before: MonthCounts | None = None
    """The same month a year before."""
    change_by_severity: tuple[GroupChange, ...] = ()
    """What counts in the month before and in this one, by severity: what the change is made of."""
    next_review: ReviewCall | None = None
    """The next review call that is booked, as of as_of."""
    note: Note | None = None
    """What a person says of the month."""
    letterhead: Letterhead | None = None
    provenance: Provenance

    @property
    def named_responses(self) -> tuple[Case, ...]:
        """Those that a note may name: of the month, or owed at its end; each once."""
        found = {case.response_id: case for case in (*self.cases, *self.owed_at_end)}
        return tuple(found.values())

    @property
    def breaches(self) -> tuple[Case, ...]:
        """Late ones that count."""
        return tuple(
            case
            for case in self.cases
            if case.outcome == "breached" and case.exclusion_reason is None
        )

    @property
    def waived(self) -> tuple[Case, ...]:
        """Those left out by a waiver."""
        return tuple(case for case in self.cases if case.exclusion_reason == "waived")


class PortfolioLine(Record):
    """A customer's month in one line."""

    customer_id: str
    customer_name: str
    counts: Counts
    contest: Contest = Contest()
    trend: tuple[MonthCounts, ...]
    owed_at_end_count: int
    """Owed when the period ended, whenever opened."""
    service: Service | None


class PortfolioReport(Record):
    """A month of all dedicated customers, for the management."""

    schema_id: SchemaId = SCHEMA_ID
    kind: Literal["portfolio"] = "portfolio"
    revision: int = 1
    language: str
    """The workspace's."""
    period: Period
    goal: float
    """The internal goal, a share; no part of the contract."""
    severities: tuple[Severity, ...]
    alarms: tuple[Alarm, ...] = ()
    """What puts all figures of a source in doubt."""
    counts: Counts
    contest: Contest = Contest()
    promise: tuple[ReadingLine, ...]
    """Counts over all customers; times promised to those without terms of their own."""
    trend: tuple[MonthCounts, ...]
    customers: tuple[PortfolioLine, ...]
    """By share, the lowest first; those with too few responses last."""
    odd_share: float = OVERLOOKED
    """The share beyond which something odd about the data is pointed out."""
    completeness: tuple[SourceMonth, ...] = ()
    """Of each source, as of the month's tickets."""
    year_before: MonthCounts | None = None
    """The same month a year before."""
    change_by_severity: tuple[GroupChange, ...] = ()
    """What counts in the month before and in this one, by severity: what the change is made of."""
    note: Note | None = None
    """What a person says of the month; of single responses those of the customers do."""
    provenance: Provenance


Report = CustomerReport | PortfolioReport
REPORT: TypeAdapter[Report] = TypeAdapter(Report)
"""Reads and writes the JSON of either."""
