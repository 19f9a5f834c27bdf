"""Everybody by name: replies, share in time, and to whom they are dedicated."""

from collections.abc import Sequence
from datetime import date

from dashboards import address
from dashboards.components.shares import Scale, count_text
from dashboards.components.table import Cells, Column, count, show_table, under
from dashboards.markup import Html, tag, together
from dashboards.team_figures import UNKNOWN, Member
from dashboards.view import View
from pipeline.statistics.shares import Share

SEVERAL = "sla-under sla-unsure"


def scale_of(found: Sequence[Member]) -> Scale:
    """What every bar is drawn on."""
    return Scale.of_intervals((each.year.in_time for each in found if each.year), goal=1)


def members_table(
    view: View, found: Sequence[Member], window: Sequence[date], customer: str | None
) -> None:
    """A row per person, in the order given; nothing where nobody is known."""
    scale = scale_of(found)
    first, last = (view.show.short_month_year(each) for each in (window[0], window[-1]))
    columns = [
        Column(view.say("team.name")),
        Column(view.say("team.replies"), is_number=True),
        Column(view.say("team.dedicated"), is_number=True),
        Column(view.say("team.in_time_month"), is_number=True),
        Column(view.say("team.in_time_year", first=first, last=last), is_number=True),
        Column(view.say("report.guide.interval")),
    ]

    def made(each: Member) -> Cells:
        month, year = each.month, each.year
        return (
            _who(view, each, customer),
            count(view, month.reply_count if month else 0),
            _share(view, month.dedicated if month else None),
            _share(view, month.in_time if month else None),
            _share(view, year.in_time if year else None),
            _interval(view, year.in_time if year else None, scale),
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
    return tag("span", view.say("team.dedicated_to"), " ", *links[1:], class_="sla-under")


def _share(view: View, share: Share | None) -> Html:
    """The share with its n and interval, without a word on any goal: that is not about people."""
    if share is None or not share.whole:
        return tag("span", "–", class_="sla-muted")
    if not share.is_telling:
        return under(count_text(view, share), view.say("verdict.few"))
    return under(
        tag("span", view.show.share(share), class_="sla-strong"),
        f"{count_text(view, share)} · {view.show.interval(share)}",
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
