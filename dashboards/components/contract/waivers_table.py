"""What was waived: net beside gross for each customer, and the register's own rows."""

from collections.abc import Sequence

from dashboards import address
from dashboards.components.shares import share_text
from dashboards.components.table import Cells, Column, show_table, under
from dashboards.components.ticket_link import numbered
from dashboards.markup import Html, tag, together
from dashboards.selecting import number, opened_in, part_of, tallied
from dashboards.view import View
from pipeline.marts.periods import Period
from pipeline.marts.selection import Selection
from pipeline.marts.waivers import RegisteredWaiver, WaivedCustomer
from pipeline.statistics.shares import Share, are_telling


def waived_sums(view: View, customers: Sequence[WaivedCustomer], year: Period) -> None:
    """A row per customer with waived responses; nothing where there is none."""
    say = view.say
    columns = [
        Column(say("column.customer")),
        *(
            Column(say(name), is_number=True)
            for name in (
                *("contract.net", "column.gross"),
                *("contract.waived_met", "contract.waived_breached"),
            )
        ),
    ]
    caption = say("contract.waived_caption")
    show_table(view, "waived", caption, columns, customers, lambda each: _sum(view, each, year))


def _sum(view: View, each: WaivedCustomer, year: Period) -> Cells:
    own = opened_in(year, each.customer_id)
    return (
        tag("a", each.customer_name, href=address.link("customer", customer=each.customer_id)),
        _share(view, each.counts.net, each.counts.gross, own, "met", "judged"),
        _share(view, each.counts.gross, each.counts.net, own, "gross_met", "gross"),
        number(view, each.counts.waived_met_count, tallied(own, "waived_met")),
        number(view, each.counts.waived_breached_count, tallied(own, "waived_breached")),
    )


def _share(view: View, share: Share, beside: Share, own: Selection, met: str, of: str) -> Html:
    counts = part_of(view, share, tallied(own, met), tallied(own, of))
    if not share.whole or not are_telling(share, beside):
        return tag("span", counts if share.whole else "–", class_="sla-strong")
    told = tag("span", share_text(view, share, beside), class_="sla-strong")
    return together(told, " ", tag("span", counts, class_="sla-muted"))


def waiver_rows(view: View, waivers: Sequence[RegisteredWaiver]) -> None:
    """A row per waiver of the register; nothing where it has none."""
    say = view.say
    columns = [
        Column(say("promise.response")),
        Column(say("contract.waiver_reason"), is_wide=True),
        Column(say("column.approved")),
        Column(say("column.effect")),
    ]
    caption = say("contract.waivers_caption")
    show_table(view, "waivers", caption, columns, waivers, lambda each: _waiver(view, each))


def _waiver(view: View, each: RegisteredWaiver) -> Cells:
    return (
        _response(view, each),
        under(each.reason or "–", each.note),
        under(each.approved_by or "–", view.show.day(each.approved_on)),
        _state(view, each),
    )


def _response(view: View, each: RegisteredWaiver) -> Html:
    moment = view.show.exact_moment(each.opened_at)
    if each.code is None or each.severity is None:
        return under(moment, each.response_id)
    what = f"{view.severity(each.severity)} · {view.say(f'metric.{each.metric}')}"
    return under(
        tag("a", str(each.customer_name), href=address.response(each.response_id)),
        together(numbered(view, each.code, each.url), f" · {moment} · {what}"),
    )


def _state(view: View, each: RegisteredWaiver) -> Html:
    if not each.is_applied:
        return tag(
            "span",
            tag("span", "◇ ", aria_hidden="true"),
            view.say("contract.waiver_void"),
            class_="sla-unsure",
        )
    outcome = view.say(f"report.outcome.{each.outcome}") if each.outcome else None
    return under(view.say("contract.waiver_holds"), outcome)
