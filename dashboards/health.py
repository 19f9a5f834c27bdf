"""How healthy the data are: what was read, what was refused, what looks odd."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pipeline.marts.health import Finding, Source


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
