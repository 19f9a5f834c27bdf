"""How a month stands to the one before and to that of a year before: better only beyond chance."""

from collections.abc import Iterator

from pipeline.reports.content import MonthCounts, Report
from pipeline.reports.telling.teller import ReportTeller
from pipeline.statistics.changes import Change
from pipeline.statistics.shares import Share


def changes(tell: ReportTeller, report: Report) -> Iterator[str]:
    """A sentence for each that exports tell of; none where nothing of this month is judged."""
    if not report.counts.net.whole:
        return
    for before in (*report.trend[-2:-1], report.year_before):
        if before is not None and before.is_told:
            yield _change(tell, before, report.counts.net)


def _change(tell: ReportTeller, before: MonthCounts, now: Share) -> str:
    change = Change(before.counts.net, now)
    name = tell.show.month(before.month)
    if not change.before.whole:
        return tell.say("note.change.none", before=name)
    if not change.is_telling:
        return tell.say(
            "note.change.few",
            before=name,
            was=tell.counts(change.before),
            now=tell.counts(change.after),
        )
    low, high = change.bounds
    return tell.say(
        f"note.change.{change.direction}",
        before=name,
        was=f"{tell.show.share(change.before)}, {tell.counts(change.before)}",
        points=tell.show.points(change.tenths),
        low=tell.show.points(low),
        high=tell.show.points(high),
    )
