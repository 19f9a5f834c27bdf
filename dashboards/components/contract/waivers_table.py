"""What was waived: net beside gross for each customer, and the register's own rows."""

from collections.abc import Sequence

import streamlit as st

from dashboards import address
from dashboards.components.shares import count_text, share_text
from dashboards.markup import Html, tag, together
from dashboards.terms import WaivedCustomer, Waiver
from dashboards.view import View
from pipeline.shares import Share

SUMS = ("waived_customer", "net", "gross", "waived_met", "waived_breached")
ROWS = ("waived_response", "waiver_reason", "waiver_approved", "waiver_state")


def waived_sums(view: View, customers: Sequence[WaivedCustomer]) -> None:
    """A row per customer with waived responses; nothing where there is none."""
    if not customers:
        return
    st.html(
        tag(
            "table",
            tag("caption", view.say("contract.waived_caption"), class_="sla-hidden"),
            _head(view, SUMS, numbers=set(SUMS[1:])),
            tag("tbody", *(_sum(view, each) for each in customers)),
            class_="sla-table sla-waived",
        )
    )


def _sum(view: View, each: WaivedCustomer) -> Html:
    cells = {
        "net": _share(view, each.net),
        "gross": _share(view, each.gross),
        "waived_met": view.show.number(each.waived_met_count),
        "waived_breached": view.show.number(each.waived_breached_count),
    }
    link = tag("a", each.customer_name, href=address.link("customer", customer=each.customer_id))
    return tag(
        "tr",
        tag("th", link, scope="row", class_="sla-wide"),
        *(
            tag("td", cell, class_="sla-number", data_label=view.say(f"contract.{name}"))
            for name, cell in cells.items()
        ),
    )


def _share(view: View, share: Share) -> Html:
    more = tag("span", count_text(view, share), class_="sla-muted") if share.is_telling else None
    return together(tag("span", share_text(view, share), class_="sla-strong"), " ", more)


def waiver_rows(view: View, waivers: Sequence[Waiver]) -> None:
    """A row per waiver of the register; nothing where it has none."""
    if not waivers:
        return
    st.html(
        tag(
            "table",
            tag("caption", view.say("contract.waivers_caption"), class_="sla-hidden"),
            _head(view, ROWS),
            tag("tbody", *(_waiver(view, each) for each in waivers)),
            class_="sla-table sla-waivers",
        )
    )


def _waiver(view: View, each: Waiver) -> Html:
    cells = {
        "waiver_reason": together(
            each.reason or "–", tag("span", each.note, class_="sla-under") if each.note else None
        ),
        "waiver_approved": together(
            each.approved_by or "–",
            tag("span", view.show.day(each.approved_on), class_="sla-under"),
        ),
        "waiver_state": _state(view, each),
    }
    return tag(
        "tr",
        tag("th", _response(view, each), scope="row", class_="sla-wide"),
        *(
            tag(
                "td",
                cell,
                data_label=view.say(f"contract.{name}"),
                class_="sla-wide" if name == "waiver_reason" else None,
            )
            for name, cell in cells.items()
        ),
    )


def _response(view: View, each: Waiver) -> Html:
    moment = view.show.exact_moment(each.opened_at)
    if each.ticket_id is None or each.severity is None:
        return together(moment, tag("span", each.response_id, class_="sla-under"))
    what = f"{view.severity(each.severity)} · {view.say(f'metric.{each.metric}')}"
    href = address.link("ticket", ticket=f"{each.source}:{each.ticket_id}")
    return together(
        tag("a", str(each.customer_name), href=href),
        tag("span", f"{moment} · {what} · {each.ticket_id}", class_="sla-under"),
    )


def _state(view: View, each: Waiver) -> Html:
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


def _head(view: View, names: Sequence[str], numbers: set[str] | None = None) -> Html:
    cells = [
        tag(
            "th",
            view.say(f"contract.{name}"),
            scope="col",
            class_="sla-number" if numbers and name in numbers else None,
        )
        for name in names
    ]
    return tag("thead", tag("tr", *cells))
