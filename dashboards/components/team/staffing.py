"""When customers write and we reply, and what quicker first responses at some hours would do."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards.components import heading
from dashboards.components.filters import choice
from dashboards.components.team.team_words import weekday_name
from dashboards.markup import Html, filled, tag
from dashboards.selecting import FIRST, counts_of, number, opened_in, tallied
from dashboards.team_figures import WEEKDAYS
from dashboards.view import View
from pipeline import marts
from pipeline.marts.selection import Selection
from pipeline.marts.staffing import HourOfWeek
from pipeline.statistics.shares import Share

AT_MOST = {f"{minutes}": minutes * 60 for minutes in (15, 30, 60, 120, 240)}
"""How long a first response may be wished to take, in minutes and in seconds."""
USUAL = "30"
WORKING_DAYS = 5
WHOLE_DAY = (0, 24)

ByHour = Mapping[tuple[int, int], HourOfWeek]


def staffing(view: View, customer_id: str | None = None) -> None:
    """The section, of the period, to one customer or to all."""
    say, period, name = view.say, view.period, view.named(view.period)
    others = {key: _minutes(view, key) for key in AT_MOST if key != USUAL}
    answer, quick, hours = st.columns([5, 2, 3], vertical_alignment="bottom")
    with quick:
        key = choice("within", say("staffing.at_most"), others, _minutes(view, USUAL)) or USUAL
    with hours:
        begins, ends = st.slider(say("staffing.hours"), *WHOLE_DAY, (9, 17), key="staffing-hours")
    found = view.ask(HourOfWeek, marts.hours_of_week, period, AT_MOST[key], customer_id)
    firsts = opened_in(period, customer_id).narrowed(FIRST)
    asked = [each for each in found if _is_asked(each, begins, ends)]
    with answer:
        if not sum(each.first_response_count for each in found):
            heading.section(say("staffing.nothing", month=name))
            return
        heading.section(_message(view, found, asked, key, (begins, ends), name, firsts))
    replayed = view.ask(HourOfWeek, marts.hours_of_week, period, None, customer_id)
    heading.note(*_notes(view, found, asked, replayed, key, firsts))
    _table(view, found)


def _is_asked(each: HourOfWeek, begins: int, ends: int) -> bool:
    return each.weekday <= WORKING_DAYS and begins <= each.local_hour < ends


def would_be(found: Sequence[HourOfWeek], asked: Sequence[HourOfWeek]) -> tuple[Share, Share]:
    """First responses in time as it was, and if those asked for had been quicker."""
    whole = sum(each.first_response_count for each in found)
    met = sum(each.met_count for each in found)
    more = sum(each.met_if_count - each.met_count for each in asked)
    return Share(met, whole), Share(met + more, whole)


def _message(
    view: View,
    found: Sequence[HourOfWeek],
    asked: Sequence[HourOfWeek],
    key: str,
    hours: tuple[int, int],
    name: str,
    firsts: Selection,
) -> str:
    was, would = would_be(found, asked)
    return filled(
        view.say,
        "staffing.message",
        month=name,
        time=_minutes(view, key),
        begins=str(hours[0]),
        ends=str(hours[1]),
        would=view.tell.share(would, was),
        was=view.tell.share(was, would),
        more=view.show.number(would.part - was.part),
        whole=number(view, was.whole, tallied(firsts, "judged")),
    )


def _notes(
    view: View,
    found: Sequence[HourOfWeek],
    asked: Sequence[HourOfWeek],
    replayed: Sequence[HourOfWeek],
    key: str,
    firsts: Selection,
) -> Sequence[str]:
    was, again = would_be(found, ())[0], would_be(replayed, replayed)[1]
    within = Share(
        sum(each.within_count for each in asked), sum(each.first_response_count for each in asked)
    )
    return [
        view.say("staffing.assumptions"),
        filled(
            view.say,
            "staffing.replayed",
            replayed=view.tell.counts(again),
            judged=counts_of(view, was, firsts),
        ),
        *(
            [
                view.say(
                    "staffing.within",
                    counts=view.tell.counts(within),
                    time=_minutes(view, key),
                )
            ]
            if within.whole
            else []
        ),
        view.say("team.note_zone", zone=view.run.default_time_zone),
    ]


def _minutes(view: View, key: str) -> str:
    return view.show.elapsed(AT_MOST[key])


def _table(view: View, found: Sequence[HourOfWeek]) -> None:
    by_hour: ByHour = {(each.weekday, each.local_hour): each for each in found}
    hours = sorted({each.local_hour for each in found})
    most = max(each.arrival_count for each in found) or 1
    days = [weekday_name(view, weekday, "abbreviated").rstrip(".") for weekday in WEEKDAYS]
    heads = [view.say("team.hour"), *days, view.say("team.sum")]
    st.html(
        tag(
            "table",
            tag("caption", view.say("staffing.caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
            tag("tbody", *(_hour(view, by_hour, hour, most) for hour in hours)),
            class_="sla-heat sla-staffing",
        )
    )
    heading.note(view.say("staffing.cells"))


def _hour(view: View, by_hour: ByHour, hour: int, most: int) -> Html:
    cells = [by_hour.get((weekday, hour)) for weekday in WEEKDAYS]
    there = [cell for cell in cells if cell]
    sums = [sum(getattr(cell, f"{name}_count") for cell in there) for name in ("arrival", "reply")]
    return tag(
        "tr",
        tag("th", f"{hour}–{hour + 1}", scope="row"),
        *(_cell(view, cell, most) for cell in cells),
        tag("td", _pair(view, *sums), class_="sla-heat-sum"),
    )


def _cell(view: View, each: HourOfWeek | None, most: int) -> Html:
    arrived, replied = (each.arrival_count, each.reply_count) if each else (0, 0)
    if not arrived and not replied:
        return tag("td", "·", class_="sla-muted")
    share = f"--sla-heat:{arrived / most * 100:.0f}%"
    return tag("td", _pair(view, arrived, replied), style=share)


def _pair(view: View, arrived: int, replied: int) -> str:
    return f"{view.show.number(arrived)} / {view.show.number(replied)}"
