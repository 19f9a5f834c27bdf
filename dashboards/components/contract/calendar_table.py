"""When the clocks run: opening hours in words, and the days that are different."""

from collections.abc import Sequence
from itertools import groupby

from babel.dates import get_day_names

from dashboards.components.table import Cells, Column, show_table, under
from dashboards.markup import Html, tag, together
from dashboards.terms import Days, week
from dashboards.view import View
from pipeline.marts.terms import OpeningHours, SpecialDay
from pipeline.wording.names import calendar_name


def calendar_table(
    view: View, spans: Sequence[OpeningHours], special_days: Sequence[SpecialDay]
) -> None:
    """A row per calendar: its week in words, its working day, its holidays of the next year."""
    names = ("name", "hours", "day", "holidays")
    columns = [Column(view.say(f"contract.calendar_{name}"), is_wide=True) for name in names]
    calendars = [list(found) for _, found in groupby(spans, key=lambda span: span.calendar_id)]

    def made(spans: Sequence[OpeningHours]) -> Cells:
        first = spans[0]
        special = [each for each in special_days if each.calendar_id == first.calendar_id]
        hours = view.show.number(first.working_day_seconds / 3600)
        return (
            under(
                tag("span", calendar_name(view.say, first.calendar_id), class_="sla-strong"),
                first.time_zone,
            ),
            together(*(tag("div", _days(view, days)) for days in week(spans))),
            view.say("contract.working_day", hours=hours),
            together(*(tag("div", _special(view, each)) for each in special))
            if special
            else view.say("contract.no_holidays"),
        )

    caption = view.say("contract.calendar_caption")
    show_table(view, "calendars", caption, columns, calendars, made)


def _days(view: View, days: Days) -> str:
    """Mo.–Fr. 09:00–17:00."""
    names = get_day_names("abbreviated", "format", view.show.locale)
    ends = [names[day - 1] for day in dict.fromkeys((days.first, days.last))]
    return f"{'–'.join(ends)} {', '.join(days.hours)}"


def _special(view: View, each: SpecialDay) -> Html:
    said = (
        view.say("contract.open_for", time=view.show.remaining(each.open_seconds))
        if each.open_seconds
        else view.say("contract.closed")
    )
    named = f"{each.holiday_name}, {said}" if each.holiday_name else said
    return together(view.show.day(each.local_date), ": ", named)
