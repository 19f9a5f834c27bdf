"""What is promised, and when the clocks run: versions of the policy, and opening hours.

Everybody's versions in full, a customer's own where they differ.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import streamlit as st
from babel.dates import get_day_names

from dashboards.components.table import Body, Cells, Column, row, show_table, table, under
from dashboards.markup import Html, tag, together
from dashboards.terms import Days, Terms, base_of, week
from dashboards.view import View
from pipeline.marts.contract import Severity
from pipeline.marts.terms import OpeningHours, SpecialDay
from pipeline.settings.policy import Metric
from pipeline.wording.names import calendar_name
from pipeline.wording.promised import promised

STATUSES = {"open": "reckoning.pending", "deleted": "reckoning.deleted"}
"""Statuses that are called as what becomes of a response."""
METRICS: tuple[Metric, ...] = ("first_response", "follow_up")


def versions_table(view: View, found: Sequence[Terms], severities: Sequence[Severity]) -> None:
    """A heading per version, below it a line per severity; nothing where there is no version."""
    if not found:
        return
    everybodys = [each for each in found if each.version.is_everybodys]
    columns = [
        Column(view.say("promise.severity")),
        *(Column(view.say(f"metric.{metric}")) for metric in METRICS),
    ]
    bodies = [_version(view, columns, each, everybodys, severities) for each in found]
    st.html(table(view.say("contract.versions_caption"), columns, bodies, "versions"))


def _version(
    view: View,
    columns: Sequence[Column],
    each: Terms,
    everybodys: Sequence[Terms],
    severities: Sequence[Severity],
) -> Body:
    base = None if each.version.is_everybodys else base_of(each, everybodys)
    shown = [
        severity
        for severity in severities
        if any(_says_more(each, base, severity.severity, metric) for metric in METRICS)
    ]
    made = [
        row(
            columns,
            (
                severity.name(view.say.language),
                *(_target(view, each, base, severity.severity, metric) for metric in METRICS),
            ),
        )
        for severity in shown
    ]
    rest = None
    if base is not None:
        rest = view.say("contract.as_everybody" if shown else "contract.targets_as_everybody")
    elif not shown:
        rest = view.say("contract.no_targets")
    if rest:
        cell = tag("td", rest, colspan=len(columns), class_="sla-muted sla-wide")
        made.append(tag("tr", cell))
    return Body(made, _heading(view, each, base))


def _says_more(each: Terms, base: Terms | None, severity: int, metric: str) -> bool:
    """Whether there is something to show: a target, or of own terms another one."""
    if base is None:
        return (severity, metric) in each.targets
    return each.differs(base, severity, metric)


def _heading(view: View, each: Terms, base: Terms | None) -> Html:
    version = each.version
    whose = version.customer_name or version.policy_owner
    name = view.say("contract.everybody") if version.is_everybodys else whose
    start = view.say("contract.since", start=view.show.day(version.started_date))
    parts = [name, start]
    if version.is_in_force:
        parts.append(view.say("contract.in_force"))
    return under(" · ".join(parts), " · ".join(_terms(view, each, base)))


def _terms(view: View, each: Terms, base: Terms | None) -> Iterator[str]:
    """Calendar and pauses, of a customer's own version only where they are its own."""
    version = each.version
    if base is None or base.version.calendar_id != version.calendar_id:
        name = calendar_name(view.say, version.calendar_id)
        yield view.say("contract.by_calendar", calendar=name)
    if base is None or base.version.pause_statuses != version.pause_statuses:
        statuses = (version.pause_statuses or "").split(",")
        if version.pause_statuses is None:
            yield view.say("contract.no_pauses")
        else:
            named = [_status(view, status) for status in statuses]
            yield view.say("contract.pauses", statuses=", ".join(named))


def _status(view: View, status: str) -> str:
    known = STATUSES.get(status)
    return view.say(known) if known else view.say(f"contract.status_{status}")


def _target(view: View, each: Terms, base: Terms | None, severity: int, metric: str) -> Html:
    target = each.targets.get((severity, metric))
    amount = (target.amount_count, target.amount_unit) if target else (None, None)
    said = promised(view.say, *amount)
    own = base is not None and _says_more(each, base, severity, metric)
    return under(
        tag("span", said, class_="sla-strong" if own else None if target else "sla-muted"),
        view.say("contract.own") if own else None,
    )


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
