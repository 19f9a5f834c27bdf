"""Everybody by name, with replies, share in time, and to whom they are dedicated; and when
messages are written: an hour a row, a weekday a column, the more the deeper the tone.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards import address
from dashboards.components.due import due_at, state
from dashboards.components.response_tables import promise
from dashboards.components.shares import Scale
from dashboards.components.table import (
    Body,
    Cells,
    Column,
    first_rows,
    others,
    rows,
    show_table,
    table,
    under,
)
from dashboards.components.team.team_words import weekday_name
from dashboards.components.ticket_link import ticket_link
from dashboards.markup import Html, joined, tag, together
from dashboards.selecting import REPLIED, leading, number, opened_in, owed_now, part_of, tallied
from dashboards.team_figures import UNKNOWN, WEEKDAYS, Load, Member, by_person
from dashboards.view import View
from pipeline.marts.at_risk import AtRisk
from pipeline.marts.owed import DUES
from pipeline.marts.periods import Period
from pipeline.marts.rosters import RosterEntry
from pipeline.marts.selection import YES, Selection
from pipeline.statistics.shares import Share

SEVERAL = "sla-under sla-unsure"


def scale_of(found: Sequence[Member]) -> Scale:
    """What every bar is drawn on."""
    return Scale.of_intervals((each.year.in_time for each in found if each.year), goal=1)


def members_table(view: View, found: Sequence[Member], year: Period, customer: str | None) -> None:
    """A row per person, in the order given; nothing where nobody is known."""
    scale = scale_of(found)
    first, last = (view.show.short_month_year(each) for each in (year.first, year.last))
    columns = [
        Column(view.say("team.name")),
        Column(view.say("team.replies"), is_number=True),
        Column(view.say("team.dedicated"), is_number=True),
        Column(view.say("team.in_time_column"), is_number=True),
        Column(view.say("team.in_time_year", first=first, last=last), is_number=True),
        Column(view.say("report.guide.interval")),
    ]

    def made(each: Member) -> Cells:
        replies, before = each.replies, each.year
        own, of_year = (
            opened_in(period, customer, person=each.agent_key).narrowed(REPLIED)
            for period in (view.period, year)
        )
        return (
            _who(view, each, customer),
            number(view, replies.reply_count if replies else 0, own),
            _dedicated(view, replies.dedicated if replies else None, own),
            _share(view, replies.in_time if replies else None, own),
            _share(view, before.in_time if before else None, of_year),
            _interval(view, before.in_time if before else None, scale),
        )

    show_table(view, "team", view.say("team.caption"), columns, found, made)


def _who(view: View, each: Member, customer: str | None) -> Html:
    name = view.say("team.unknown") if each.agent_name == UNKNOWN else each.agent_name
    more = {"customer": customer} if customer else {}
    to_hours = address.link("team", agent=each.agent_key, **more)
    return together(
        tag("a", name, href=to_hours, data_sla_to=".sla-heat"),
        _dedicated_to(view, each) if each.customers else None,
        tag("span", "◇ ", view.say("team.several", count=each.customers_at_once), class_=SEVERAL)
        if each.customers_at_once > 1
        else None,
    )


def _dedicated_to(view: View, each: Member) -> Html:
    stand_in = f" ({view.say('team.stand_in')})"
    links = [
        part
        for customer_id, name in each.customers.items()
        for part in (
            ", ",
            tag("a", name, href=address.link("customer", customer=customer_id)),
            stand_in if customer_id in each.stands_in_for else "",
        )
    ]
    away = (f"; {_away(view, entry)}" for entry in each.away)
    return tag("span", view.say("team.dedicated_to"), " ", *links[1:], *away, class_="sla-under")


def _away(view: View, stand_in: RosterEntry) -> str:
    first = stand_in.valid_from or stand_in.started_date
    last = stand_in.valid_until
    return view.say(
        "team.away" if last else "team.away_without_end",
        first=view.show.day(first),
        last=view.show.day(last or first),
        customer=stand_in.customer_name,
        agent=stand_in.agent_name,
    )


def _dedicated(view: View, share: Share | None, own: Selection) -> Html:
    """How many of the replies were the dedicated agent's own to give."""
    dedicated = own.narrowed({"dedicated": (YES,)})
    return _told(view, share, dedicated, own)


def _share(view: View, share: Share | None, own: Selection) -> Html:
    """The share with its n and interval, without a word on any goal: that is not about people."""
    judged = tallied(own, "judged")
    met = judged.narrowed({"outcome": ("met",)})
    return _told(view, share, met, judged)


def _told(view: View, share: Share | None, part: Selection, whole: Selection) -> Html:
    if share is None or not share.whole:
        return tag("span", "–", class_="sla-muted")
    counted = part_of(view, share, part, whole)
    if not share.is_telling:
        return under(counted, view.say("verdict.few"))
    return under(
        tag("span", view.show.share(share), class_="sla-strong"),
        together(counted, f" · {view.show.interval(share)}"),
    )


def _interval(view: View, share: Share | None, scale: Scale) -> Html:
    if share is None or not share.is_telling:
        return tag("span")
    low, high = share.interval
    said = view.say("share.interval", interval=view.show.interval(share))
    left, right = scale.at(low), scale.at(high)
    return tag(
        "span",
        tag("i", class_="sla-interval", style=f"left:{left};right:calc(100% - {right})"),
        tag("i", class_="sla-point", style=f"left:{scale.at(share.value)}"),
        class_="sla-bar",
        role="img",
        aria_label=said,
        title=said,
    )


def load_table(view: View, load: Load) -> None:
    """The table, which is its own text alternative; nothing where nobody wrote."""
    if not load.total:
        return
    days = [weekday_name(view, weekday, "abbreviated").rstrip(".") for weekday in WEEKDAYS]
    heads = [view.say("team.hour"), *days, view.say("team.sum")]
    st.html(
        tag(
            "table",
            tag("caption", view.say("team.load_caption"), class_="sla-hidden"),
            tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
            tag("tbody", *(_hour(view, load, hour) for hour in load.hours)),
            tag("tfoot", _sums(view, load)),
            class_="sla-heat",
        )
    )


def _hour(view: View, load: Load, hour: int) -> Html:
    return tag(
        "tr",
        tag("th", f"{hour}–{hour + 1}", scope="row"),
        *(_cell(view, load.at(weekday, hour), load.most) for weekday in WEEKDAYS),
        tag("td", view.show.number(load.during(hour)), class_="sla-heat-sum"),
    )


def _cell(view: View, count: int, most: int) -> Html:
    if not count:
        nothing = tag("span", view.show.number(0), class_="sla-hidden")
        return tag(
            "td", together(nothing, tag("span", "·", aria_hidden="true")), class_="sla-muted"
        )
    return tag("td", view.show.number(count), style=f"--sla-heat:{count / most * 100:.0f}%")


def _sums(view: View, load: Load) -> Html:
    return tag(
        "tr",
        tag("th", view.say("team.sum"), scope="row"),
        *(tag("td", view.show.number(load.on(weekday))) for weekday in WEEKDAYS),
        tag("td", view.show.number(load.total), class_="sla-strong"),
    )


def owed_table(
    view: View, owed: Sequence[AtRisk], names: Mapping[str, str], customer: str | None
) -> None:
    """The table; nothing where nothing is owed. `names` are those of agents by key."""
    if not owed:
        return
    say, due = view.say, view.say("column.due_at")
    columns = [
        Column(due, label=due),
        Column(say("column.deadline")),
        Column(say("column.customer")),
        Column(say("column.promise")),
        Column(say("column.ticket"), is_wide=True),
    ]

    own = owed_now(customer_id=customer)

    def group(key: str | None, theirs: Sequence[AtRisk]) -> Body:
        shown = first_rows(theirs, lambda each: each.is_overdue)
        more = others(view, len(theirs) - len(shown), len(columns))
        made = rows(view, columns, shown, lambda each: _owed_cells(view, each))
        return Body([*made, *([more] if more else [])], _owed_by(view, key, theirs, names, own))

    bodies = [group(key, theirs) for key, theirs in by_person(owed, names)]
    st.html(table(say("team.owed_caption"), columns, bodies, "owed"))


def _owed_by(
    view: View,
    key: str | None,
    theirs: Sequence[AtRisk],
    names: Mapping[str, str],
    own: Selection,
) -> Html:
    name = view.say("at_risk.nobody") if key is None else names.get(key, key)
    overdue = sum(each.is_overdue for each in theirs)
    soon = sum(each.is_due_soon for each in theirs)
    told = {
        DUES: ("team.owes", len(theirs)),
        ("overdue",): ("team.owes_overdue", overdue),
        ("soon",): ("figure.soon", soon),
    }
    # what is nobody's no filter names
    parts = [
        leading(said, count, own.narrowed({"agent": (key,), "due": dues})) if key else said
        for dues, (phrase, count) in told.items()
        if count and (said := view.say(phrase, count=count))
    ]
    shown = tag("a", name, href=address.link("at_risk", agent=key)) if key else name
    return tag("span", shown, ": ", joined(", ", parts))


def _owed_cells(view: View, each: AtRisk) -> Cells:
    since = view.say("at_risk.opened", since=view.show.moment(each.opened_at))
    return (
        due_at(view, each),
        state(view, each),
        tag("a", each.customer_name, href=address.link("customer", customer=each.customer_id)),
        promise(view, each),
        ticket_link(view, each, since, response_id=each.response_id),
    )
