"""What the page of the data's health says in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from dashboards.components.figures import Figure
from dashboards.components.ticking import ticking
from dashboards.view import View
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


def title(view: View, health: Health) -> tuple[str, str, str]:
    """What needs somebody; how fresh the newest event is; the question."""
    counts = {
        "data_health.unreadable": health.unreadable_count,
        "data_health.title_rejected": health.rows_rejected,
        "data_health.title_findings": health.finding_count,
    }
    told = [view.say(key, count=count) for key, count in counts.items() if count]
    if told:
        message = ", ".join(told)
    elif health.file_count:
        message = view.say("data_health.title_calm", count=health.rows_read)
    else:
        message = view.say("data_health.title_empty")
    return message, _fresh(view, health), view.say("data_health.question")


def _fresh(view: View, health: Health) -> str:
    if health.newest_event_at is None:
        return view.say("data_health.no_event")
    return view.say(
        "data_health.newest_event",
        moment=view.show.exact_moment(health.newest_event_at),
        zone=view.run.default_time_zone,
    )


def figures(view: View, health: Health, now: datetime) -> list[Figure]:
    """Rows, refused ones, findings, and how old all that is."""
    refused = view.say("data_health.unreadable", count=health.unreadable_count)
    return [
        Figure(
            view.say("data_health.rows_read"),
            view.show.number(health.rows_read),
            (view.say("data_health.files", count=health.file_count),),
        ),
        Figure(
            view.say("data_health.rows_rejected"),
            view.show.number(health.rows_rejected),
            (refused,),
            "red" if health.rows_rejected or health.unreadable_count else "",
        ),
        Figure(
            view.say("data_health.findings"),
            view.show.number(health.finding_count),
            (view.say("data_health.findings_meaning"),),
            "amber" if health.finding_count else "",
        ),
        Figure(
            view.say("data_health.age"),
            ticking(view, view.run.as_of, now),
            (view.say("data_health.as_of", moment=view.show.moment(view.run.as_of)),),
            "amber" if view.is_stale else "",
        ),
    ]


def findings(view: View, health: Health) -> str:
    """How many findings there are."""
    if not health.finding_count:
        return view.say("data_health.no_findings")
    return view.say("data_health.findings_title", count=health.finding_count)


def rejected(view: View, health: Health) -> str:
    """How many rows were refused."""
    if not health.rows_rejected:
        return view.say("data_health.none_rejected")
    return view.say(
        "data_health.rejected_title",
        count=health.rows_rejected,
        whole=view.show.number(health.rows_read),
    )


def shown(view: View, count: int, whole: int) -> str | None:
    """That only the first are shown, where that is so."""
    if count >= whole:
        return None
    return view.say("data_health.shown", count=count, whole=view.show.number(whole))


def by_kind(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of each kind, in the order given."""
    return [list(found) for _, found in groupby(findings, key=lambda finding: finding.kind)]
