"""How healthy the data are: what was read, what was refused, what looks odd."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby


@dataclass(frozen=True)
class Source:
    """What came from a source, and how fresh it is."""

    source: str
    file_count: int
    unreadable_count: int
    rows_read: int
    rows_landed: int
    rows_rejected: int
    newest_file_at: datetime | None
    newest_event_at: datetime | None


@dataclass(frozen=True)
class File:
    """A file of a source."""

    source: str
    entity: str
    file: str
    file_modified_at: datetime | None
    rows_read: int
    rows_landed: int
    rows_rejected: int
    error: str | None


@dataclass(frozen=True)
class RejectedRow:
    """A row of an export that was refused."""

    source: str
    entity: str
    file: str
    line: int
    reason: str
    row_text: str | None

    @property
    def cause(self) -> str:
        """What is wrong with it."""
        return self.reason.rpartition("; ")[0] or self.reason

    @property
    def remedy(self) -> str:
        """What to do about it; empty where the reason does not tell."""
        _, told, remedy = self.reason.rpartition("; ")
        return remedy if told else ""


@dataclass(frozen=True)
class Finding:
    """Something that exports or register got wrong without being unreadable."""

    kind: str
    kind_count: int
    source: str
    key: str
    message: str


@dataclass(frozen=True)
class Provenance:
    """The run that made the snapshot, and what of."""

    run_id: str
    started_at: datetime
    finished_at: datetime | None
    code_version: str
    policy_hash: str
    landing_hash: str


@dataclass(frozen=True)
class Table:
    """A published table."""

    table_name: str
    row_count: int | None
    description: str | None


@dataclass(frozen=True)
class Health:
    """All sources and findings together."""

    rows_read: int
    rows_rejected: int
    file_count: int
    unreadable_count: int
    finding_count: int
    newest_event_at: datetime | None

    @classmethod
    def of(cls, sources: Iterable[Source], findings: Iterable[Finding]) -> "Health":
        """Everything added up; `findings` hold at least one of each kind."""
        sources = list(sources)
        events = [each.newest_event_at for each in sources if each.newest_event_at]
        return cls(
            rows_read=sum(each.rows_read for each in sources),
            rows_rejected=sum(each.rows_rejected for each in sources),
            file_count=sum(each.file_count for each in sources),
            unreadable_count=sum(each.unreadable_count for each in sources),
            finding_count=sum({each.kind: each.kind_count for each in findings}.values()),
            newest_event_at=max(events, default=None),
        )


def by_kind(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of each kind, in the order given."""
    return [list(found) for _, found in groupby(findings, key=lambda finding: finding.kind)]
