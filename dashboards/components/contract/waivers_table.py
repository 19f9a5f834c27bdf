"""What was waived: net beside gross for each customer, and the register's own rows."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address, alone
from dashboards.components.shares import count_text, share_text
from dashboards.components.table import Cells, Column, table
from dashboards.components.ticket_link import numbered
from dashboards.markup import Html, tag, together
from dashboards.view import View
from pipeline.marts.waivers import RegisteredWaiver, WaivedCustomer
from pipeline.statistics.shares import Share

SUMS = ("waived_customer", "net", "gross", "waived_met", "waived_breached")
ROWS = ("waived_response", "waiver_reason", "waiver_approved", "waiver_state")


def waived_sums(view: View, customers: Sequence[WaivedCustomer]) -> None:
    """A row per customer with waived responses; nothing where there is none."""
    if customers:
        columns = [Column(view.say(f"contract.{name}"), name != SUMS[0]) for name in SUMS]
        rows = alone.rows(view, customers, lambda each: _sum(view, each), len(columns))
        st.html(table(view.say("contract.waived_caption"), columns, rows, "waived"))


def _sum(view: View, each: WaivedCustomer) -> Cells:
    return (
        tag("a", each.customer_name, href=address.link("customer", customer=each.customer_id)),
        _share(view, each.counts.net),
        _share(view, each.counts.gross),
        view.show.number(each.counts.waived_met_count),
        view.show.number(each.counts.waived_breached_count),
    )


def _share(view: View, share: Share) -> Html:
    more = tag("span", count_text(view, share), class_="sla-muted") if share.is_telling else None
    return together(tag("span", share_text(view, share), class_="sla-strong"), " ", more)


def waiver_rows(view: View, waivers: Sequence[RegisteredWaiver]) -> None:
    """A row per waiver of the register; nothing where it has none."""
    if waivers:
        columns = [
            Column(view.say(f"contract.{name}"), is_wide=name == "waiver_reason") for name in ROWS
        ]
        rows = [_waiver(view, each) for each in waivers]
        st.html(table(view.say("contract.waivers_caption"), columns, rows, "waivers"))


def _waiver(view: View, each: RegisteredWaiver) -> Cells:
    return (
        _response(view, each),
        together(
            each.reason or "–", tag("span", each.note, class_="sla-under") if each.note else None
        ),
        together(
            each.approved_by or "–",
            tag("span", view.show.day(each.approved_on), class_="sla-under"),
        ),
        _state(view, each),
    )


def _response(view: View, each: RegisteredWaiver) -> Html:
    moment = view.show.exact_moment(each.opened_at)
    if each.code is None or each.severity is None:
        return together(moment, tag("span", each.response_id, class_="sla-under"))
    what = f"{view.severity(each.severity)} · {view.say(f'metric.{each.metric}')}"
    return together(
        tag("a", str(each.customer_name), href=address.response(each.response_id)),
        tag(
            "span",
            numbered(view, each.code, each.url),
            f" · {moment} · {what}",
            class_="sla-under",
        ),
    )


def _state(view: View, each: RegisteredWaiver) -> Html:
    if not each.is_applied:
        return tag(
            "span",
            tag("span", "◇ ", aria_hidden="true"),
            view.say("contract.waiver_void"),
            class_="sla-unsure",
        )
    outcome = view.say(f"contract.outcome_{each.outcome}") if each.outcome else None
    return together(
        view.say("contract.waiver_holds"),
        tag("span", outcome, class_="sla-under") if outcome else None,
    )
