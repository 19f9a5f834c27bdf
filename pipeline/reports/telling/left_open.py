"""What the contract's words leave open, and how it is decided here: said on every report."""

from collections.abc import Iterator

from pipeline.marts.left_open import DayExcepted, SeverityChanges
from pipeline.reports.content import CustomerReport, Report
from pipeline.reports.document import Fact
from pipeline.reports.telling.teller import Teller


def left_open(tell: Teller, report: Report) -> Iterator[Fact]:
    """Holidays, several messages, chats, changes of severity, hours named beside a target."""
    say = tell.say
    if isinstance(report, CustomerReport):
        yield Fact(say("left_open.holidays"), _holidays(tell, report.days_excepted))
    yield Fact(say("left_open.messages"), say("left_open.messages_meaning"))
    yield Fact(say("left_open.automatic"), say("left_open.automatic_meaning"))
    if isinstance(report, CustomerReport):
        if report.severity_changes:
            known = " ".join(_known(tell, each) for each in report.severity_changes)
            yield Fact(say("left_open.severity"), f"{say('left_open.severity_meaning')} {known}")
        if report.service and report.service.by_the_wall:
            yield Fact(say("left_open.sentence"), _sentence(tell, report))


def _holidays(tell: Teller, excepted: tuple[DayExcepted, ...]) -> str:
    """Which days of the month are excepted, or have hours of their own; no other holiday is."""
    if not excepted:
        return tell.say("left_open.no_holiday")
    days = [
        f"{tell.show.day(each.local_date)} ({each.holiday_name})"
        if each.holiday_name
        else tell.show.day(each.local_date)
        for each in excepted
    ]
    return tell.say("left_open.some_holidays", days=tell.listed(dict.fromkeys(days)))


def _known(tell: Teller, each: SeverityChanges) -> str:
    if each.first_known_at is None:
        return tell.say("left_open.no_change_known", source=each.source)
    since = tell.show.day_of(each.first_known_at)
    return tell.say("left_open.changes_known", source=each.source, since=since)


def _sentence(tell: Teller, report: CustomerReport) -> str:
    """The severities whose target the contract also words as hours by the wall."""
    assert report.service is not None
    times = {
        tell.show.elapsed(each.sentence_seconds, "wall"): None
        for each in report.service.by_the_wall
    }
    names = {tell.severity(each.severity): None for each in report.service.by_the_wall}
    return tell.say(
        "left_open.sentence_meaning", severities=tell.listed(names), time=tell.listed(times)
    )
