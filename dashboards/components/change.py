"""How a month stands to the one before: called better or worse only beyond what chance does."""

from collections.abc import Mapping
from datetime import date

from dashboards.view import View
from pipeline.marts.compliance import Counts
from pipeline.reports.months import plus
from pipeline.statistics.changes import Change

NOTHING = Counts()


def change_of(counts: Mapping[date, Counts], month: date) -> Change:
    """A month beside the one before it."""
    before, after = (counts.get(each, NOTHING) for each in (plus(month, -1), month))
    return Change(before.net, after.net)


def change_note(view: View, counts: Mapping[date, Counts], month: date) -> str:
    """By how much the share has changed, its interval, and whether that is more than chance."""
    change, before = change_of(counts, month), plus(month, -1)
    if not change.is_telling:
        return view.say("change.few", month=view.month(month), before=view.month(before))
    low, high = change.bounds
    return view.say(
        f"change.{change.direction}",
        month=view.month(month),
        before=view.month(before),
        share=view.show.share(change.before),
        points=view.show.points(change.tenths),
        low=view.show.points(low),
        high=view.show.points(high),
    )


def change_detail(view: View, counts: Mapping[date, Counts], month: date) -> str | None:
    """The same in a few words; None with too few cases to compare."""
    change = change_of(counts, month)
    if not change.is_telling:
        return None
    return view.say(
        f"change.short_{change.direction}",
        before=view.show.short_month(plus(month, -1)),
        points=view.show.points(change.tenths),
    )
